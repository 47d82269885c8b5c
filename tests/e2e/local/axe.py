"""axe-core, installed by the tests themselves: one exact version, checked against the lock file's hash."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from tests.e2e.local.browser import Page

HERE = Path(__file__).parent
NAMES = ("package.json", "package-lock.json")
QUIET = ("--no-audit", "--no-fund", "--no-update-notifier", "--ignore-scripts")

RUN = """axe.run(document).then((told) => told.violations.map((found) => [
  `${found.id}: ${found.help}`, ...found.nodes.map((node) => `${node.target} ${node.failureSummary}`),
].join("\\n")))"""


async def complaints(page: Page) -> list[str]:
    """What axe-core finds wrong with the page as it stands."""
    if not await page.js("'axe' in window"):
        await page.js(f"{_source()}; 0")
    return list(await page.js(RUN))


def _source() -> str:
    """The script, from the cache or from npm, which refuses whatever differs from the lock file."""
    lock = hashlib.sha256((HERE / NAMES[1]).read_bytes()).hexdigest()[:12]
    cache = Path(os.environ.get("INTERLUDE_E2E_CACHE") or HERE.parents[2] / ".cache" / "e2e")
    folder = cache / f"local-{lock}"
    script = folder / "node_modules" / "axe-core" / "axe.min.js"
    if not script.exists():
        folder.mkdir(parents=True, exist_ok=True)
        for name in NAMES:
            shutil.copy(HERE / name, folder / name)
        subprocess.run(["npm", "ci", *QUIET], cwd=folder, check=True, timeout=180, capture_output=True)
    return script.read_text("utf-8")
