"""A private network for the emulator, which listens on every interface; where the kernel allows none, the loopback."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from tests.e2e.slack.installed import REPOSITORY

PATIENCE = 20.0
_OPEN = ["unshare", "--user", "--map-root-user", "--net"]
_HOLD = ["sh", "-c", "ip link set lo up && echo ready && exec sleep infinity"]


@dataclass
class Network:
    """Runs programs inside; `into` is what stands before each command, nothing on the loopback."""

    into: Sequence[str]
    _running: ExitStack = field(default_factory=ExitStack)

    def start(
        self, *command: str | Path, log: Path, environ: Mapping[str, str] | None = None, talks: bool = False
    ) -> subprocess.Popen[str]:
        """Start a program that is ended with the network. With `talks` its input and output are ours."""
        pipe = subprocess.PIPE if talks else None
        written = self._running.enter_context(log.open("a"))
        started = subprocess.Popen(
            [*self.into, *map(str, command)], stdin=pipe or subprocess.DEVNULL, stdout=pipe or written, stderr=written,
            cwd=REPOSITORY, env=_environment(environ or {}), text=True,
        )  # fmt: skip
        self._running.callback(end, started)
        return started

    def relay(self, port: int, at: Path) -> None:
        """Make a port of this network reachable from outside, at a file."""
        self.start(sys.executable, "-m", "tests.e2e.slack.relay", at, str(port), log=at.with_suffix(".log"))
        wait_until(lambda: at.exists(), f"the way to port {port}")


def _environment(told: Mapping[str, str]) -> dict[str, str]:
    """Nothing of ours but the search path: no proxy, no settings of somebody's shell."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return {**kept, "PYTHONPATH": str(REPOSITORY), **told}


@contextmanager
def private_network() -> Iterator[Network]:
    """Only a loopback of its own, and nothing else: neither the emulator nor Interlude can reach the world."""
    holder = subprocess.Popen([*_OPEN, *_HOLD], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    alone = _first_line(holder.stdout) == "ready"
    into = ["nsenter", "--target", str(holder.pid), "--user", "--net", "--preserve-credentials"] if alone else []
    network = Network(into)
    try:
        with network._running:
            yield network
    finally:
        end(holder)


def _first_line(stream: IO[str] | None) -> str:
    assert stream is not None
    return stream.readline().strip()


def end(process: subprocess.Popen[str]) -> None:
    """Ask, wait, insist; and close our ends of its pipes. Whoever listens to us ends when we say no more."""
    if process.stdin is None:
        process.terminate()
    else:
        process.stdin.close()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()


def free_port() -> int:
    """A port nobody has here; inside a private network every port is free."""
    with socket.socket() as looking:
        looking.bind(("127.0.0.1", 0))
        return int(looking.getsockname()[1])


def wait_until(found: object, what: str) -> None:
    """Look every 20 ms."""
    deadline = time.monotonic() + PATIENCE
    while not found():  # type: ignore[operator]
        if time.monotonic() > deadline:
            raise TimeoutError(what)
        time.sleep(0.02)
