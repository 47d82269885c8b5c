"""How long `interlude demo` takes until it says its address: in a fresh folder, and in one it has used before.

python -m bench.demo [--quick]
"""

from __future__ import annotations

import asyncio
import resource
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from subprocess import PIPE
from tempfile import TemporaryDirectory

from bench import report

RUNS, SECONDS = 5, 3.0


@dataclass(frozen=True, slots=True)
class Start:
    """One start: seconds until the address was printed, and the CPU seconds the whole command used."""

    ready: float
    cpu: float


async def _start(folder: Path) -> Start:
    began, used = time.perf_counter(), _cpu_of_children()
    command = (Path(sys.executable).with_name("interlude"), "demo", "--port", "0", "--folder", folder)
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE, cwd=folder)
    assert process.stdout is not None
    said = (await process.stdout.readline()).decode()
    ready = time.perf_counter() - began
    process.terminate()
    await process.wait()
    assert said.startswith("http://127.0.0.1:"), f"the first line is {said!r}"
    return Start(ready, _cpu_of_children() - used)


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


async def run(*, quick: bool) -> list[report.Target]:
    """Prints the times of every run."""
    starts: dict[str, list[Start]] = {"fresh": [], "existing": []}
    for _ in range(1 if quick else RUNS):
        with TemporaryDirectory() as folder:
            for found in starts.values():
                found.append(await _start(Path(folder)))
    rows = [(name, _several(s.ready for s in found), _several(s.cpu for s in found)) for name, found in starts.items()]
    told = report.table(("folder", "seconds", "CPU seconds"), rows)
    print(f"\n### Demo: seconds until its address is printed\n\n{told}", flush=True)
    return [
        report.Target(f"Demo: seconds until it is ready, {name} folder", median(s.ready for s in found), SECONDS)
        for name, found in starts.items()
    ]


def _several(seconds: Iterable[float]) -> str:
    return ", ".join(f"{one:.2f}" for one in seconds)


if __name__ == "__main__":
    print("\n" + report.targets_table(asyncio.run(run(quick=report.is_quick(__doc__)))))
