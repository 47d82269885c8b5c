"""The Microsoft Agents Playground: installed from its lock file, started in a network of its own."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.teams.circle import PLAYGROUND

HERE = Path(__file__).parent
CACHE = Path(os.environ.get("INTERLUDE_E2E_CACHE") or HERE.parents[2] / ".cache" / "e2e") / "teams"
CLI = "node_modules/@microsoft/m365agentsplayground/cli.js"
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Playground:
    """A running Playground. `inside` is put before a command that shall run in its network."""

    folder: Path
    port: int
    inside: tuple[str, ...]

    @property
    def address(self) -> str:
        """The page, for a browser in the same network."""
        return f"http://localhost:{self.port}/"

    @property
    def way_in(self) -> Path:
        return self.folder / "playground.sock"

    @property
    def way_out(self) -> Path:
        """Where the Playground looks for its bot."""
        return self.folder / "microsoft.sock"


def installed() -> Path:
    """The folder with the pinned packages. `npm ci` checks each package against the lock file's digest."""
    lock = (HERE / "package-lock.json").read_text()
    done = CACHE / "installed.json"
    if not done.is_file() or done.read_text() != lock:
        CACHE.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, CACHE / name)
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run(command, cwd=CACHE, check=True, timeout=300)
        done.write_text(lock)
    return CACHE


@contextmanager
def playground(folder: Path) -> Iterator[Playground]:
    """Start it in `folder`, which gets its configuration, its log and the two sockets."""
    node = ["node", str(installed() / CLI), "start"]
    port, bot_port = _free_port(), _free_port()
    (folder / ".m365agentsplayground.yml").write_text(json.dumps(PLAYGROUND))
    bot = f"http://127.0.0.1:{bot_port}/api/messages"
    bridge = [sys.executable, str(HERE / "bridge.py"), str(folder), str(port), str(bot_port)]
    command = [*_alone(), *bridge, *node, "-e", bot, "-p", str(port), "--dt"]
    with (folder / "playground.log").open("wb") as log:
        environment = {**os.environ, "TEAMSAPPTESTER_BROWSER": "none"}
        running = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
    try:
        _wait(folder / "playground.log", running)
        yield Playground(folder, port, _enter(running.pid))
    finally:
        running.terminate()
        running.wait(10)


def _alone() -> list[str]:
    """What gives a command a network of its own; nothing where that is not allowed."""
    tried = subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False)
    return ["unshare", "-rn"] if tried.returncode == 0 else []


def _enter(pid: int) -> tuple[str, ...]:
    return ("nsenter", "-t", str(pid), "-U", "-n", "--preserve-credentials") if _alone() else ()


def _free_port() -> int:
    with socket.socket() as any_socket:
        any_socket.bind(("127.0.0.1", 0))
        return int(any_socket.getsockname()[1])


def _wait(log: Path, running: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while "Listening on" not in log.read_text(errors="replace"):
        if running.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"the Playground did not start:\n{log.read_text(errors='replace')}")
        time.sleep(0.1)
