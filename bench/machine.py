"""The machine, and one process on it: its core, the time it used, and how large it grew."""

from __future__ import annotations

import asyncio
import json
import os
import platform
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from subprocess import PIPE
from typing import Any

SERVER_CORE, LOAD_CORE = 0, 1
ROOT = Path(__file__).resolve().parent.parent
_TICKS = os.sysconf("SC_CLK_TCK")


def pin(core: int) -> None:
    """Keep this process, and all it will start, on one core; ahead of its neighbours where the system allows that."""
    os.sched_setaffinity(0, {core})
    with suppress(PermissionError):
        os.setpriority(os.PRIO_PROCESS, 0, -15)


@dataclass(frozen=True, slots=True)
class Server:
    """A process that is being measured; it said its port on the first line it printed."""

    pid: int
    port: int

    def cpu_seconds(self) -> float:
        """What all its threads have used, in user and kernel mode."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def peak_megabytes(self) -> float:
        """The most memory it ever had in use (VmHWM)."""
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


@asynccontextmanager
async def server(module: str, *arguments: str) -> AsyncIterator[Server]:
    """`python -m bench.processes.<module>`, running until the block ends."""
    command = ("-m", f"bench.processes.{module}", *arguments)
    process = await asyncio.create_subprocess_exec(sys.executable, *command, cwd=ROOT, stdin=PIPE, stdout=PIPE)
    assert process.stdout is not None
    try:
        said = await process.stdout.readline()
        assert said, f"the {module} server did not start"
        yield Server(process.pid, int(said))
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


def described() -> str:
    """Machine, versions and commit, for whoever compares two tables."""
    told = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line for line in told if line.startswith("model name")), ":?")
    names = ("slack-bolt", "botbuilder-core", "aiohttp", "sqlalchemy", "apscheduler", "procrastinate")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    return (
        f"{model.partition(':')[2].strip()}, {os.cpu_count()} cores; {platform.system()} {platform.release()}; "
        f"Python {platform.python_version()}; {versions}; commit {commit.stdout.strip() or 'unknown'}"
    )


async def figures(module: str, *arguments: object) -> dict[str, Any]:
    """What `python -m bench.processes.<module>` prints as JSON, with the most memory it had ("peak_mb")."""
    command = ("-m", f"bench.processes.{module}", *map(str, arguments))
    process = await asyncio.create_subprocess_exec(sys.executable, *command, cwd=ROOT, stdout=PIPE)
    said, _ = await process.communicate()
    assert process.returncode == 0, f"{module} ended with {process.returncode}"
    found: dict[str, Any] = json.loads(said)
    return found


def tell(**found: object) -> None:
    """The other end of `figures`: print what was found, and this process's own peak."""
    print(json.dumps({**found, "peak_mb": Server(os.getpid(), 0).peak_megabytes()}))
