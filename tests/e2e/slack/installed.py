"""The third-party clients, installed by the tests: exact versions, checked against the lock file's hashes."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[2]
NAMES = ("package.json", "package-lock.json")


def clients() -> Path:
    """The folder with `node_modules`. `npm ci` refuses whatever differs from the lock file."""
    lock = hashlib.sha256((HERE / NAMES[1]).read_bytes()).hexdigest()[:12]
    folder = _cache() / f"slack-{lock}"
    done = folder / "installed"
    if not done.exists():
        _install(folder)
        done.touch()
    return folder


def _cache() -> Path:
    return Path(os.environ.get("INTERLUDE_E2E_CACHE") or REPOSITORY / ".cache" / "e2e")


def _install(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        shutil.copy(HERE / name, folder / name)
    quiet = ["--no-audit", "--no-fund", "--no-update-notifier", "--ignore-scripts"]
    subprocess.run(["npm", "ci", *quiet], cwd=folder, check=True, timeout=180, capture_output=True)


def emulator() -> Path:
    """local-slack: a static binary."""
    return clients() / "node_modules" / "local-slack-linux-x64" / "bin" / "local-slack"
