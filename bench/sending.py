"""How fast a platform that takes 20 ms gets its messages: without a limit, and with 10 a second for 50 workspaces each.

python -m bench.sending [--quick]
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections import defaultdict
from collections.abc import Sequence

from bench import machine, report
from bench.databases import KINDS, database
from bench.report import Target

MESSAGES, QUICK = 10_000, 600
A_SECOND = {"SQLite": 600.0, "PostgreSQL": 1_500.0}
WORKERS = {"SQLite": 1, "PostgreSQL": 2}
LIMIT, WORKSPACES, MOST, SHARE = 10, 50, 11, 0.95
STARTED = 2.0
"""Seconds after the first message; from then on it counts as started."""

Left = Sequence[tuple[float, str]]
"""When each message reached the platform (the machine's monotonic clock), and in which workspace."""

HEAD = ("database", "workers", "limit", "messages", "a second", "most in any second", "peak MB of one")


async def run(*, quick: bool) -> list[Target]:
    """The rates, the worst second of any workspace, and the promises."""
    many, rows, held = QUICK if quick else MESSAGES, list[tuple[str, ...]](), list[Target]()
    for kind in KINDS:
        left, memory = await _sent(kind, many, limit=0)
        rate = len(left) / (left[-1][0] - left[0][0])
        rows.append(_row(kind, "-", len(left), rate, "-", memory))
        held.append(Target(f"sent to a platform of 20 ms, {kind}: a second", rate, A_SECOND[kind], True))
    for kind in KINDS:
        left, memory = await _sent(kind, many, limit=LIMIT)
        rate, worst = started(left), busiest(left)
        rows.append(_row(kind, f"{LIMIT} x {WORKSPACES}", len(left), rate, str(worst), memory))
        held += [
            Target(f"with a limit, {kind}: most in any second of a workspace", worst, MOST),
            Target(f"with a limit, {kind}: part of the allowed rate", rate / (LIMIT * WORKSPACES), SHARE, True),
        ]
    print(f"\n### Sent to a platform that takes 20 ms\n\n{report.table(HEAD, rows)}", flush=True)
    return held


def _row(kind: str, limit: str, many: int, rate: float, worst: str, memory: float) -> tuple[str, ...]:
    return kind, str(WORKERS[kind]), limit, f"{many:,}", f"{rate:,.0f}", worst, f"{memory:.0f}"


async def _sent(kind: str, many: int, *, limit: int) -> tuple[Left, float]:
    async with database(kind) as url:
        await machine.figures("fill", url, many, WORKSPACES)
        begins = time.time() + 4
        workers = [machine.figures("sender", url, limit, begins) for _ in range(WORKERS[kind])]
        found = await asyncio.gather(*workers)
    left = sorted((at, lane) for one in found for at, lane in one["left"])
    assert len(left) == many, f"{len(left)} of {many} were sent"
    return left, max(one["peak_mb"] for one in found)


def started(left: Left) -> float:
    """Messages a second, from `STARTED` on until the first workspace has nothing more."""
    last = dict[str, float]()
    for at, lane in left:
        last[lane] = at
    begins, ends = left[0][0] + STARTED, min(last.values())
    begins = min(begins, (left[0][0] + ends) / 2)
    return sum(begins <= at < ends for at, _ in left) / (ends - begins)


def busiest(left: Left) -> int:
    """The most in any one second of one workspace."""
    lanes = defaultdict[str, list[float]](list)
    for at, lane in left:
        lanes[lane].append(at)
    return max(_most(moments) for moments in lanes.values())


def _most(moments: Sequence[float]) -> int:
    """The most in any second, both ends counted once."""
    first = most = 0
    for last, at in enumerate(moments):
        while at - moments[first] >= 1:
            first += 1
        most = max(most, last - first + 1)
    return most


if __name__ == "__main__":
    sys.exit(report.main(__doc__, run))
