"""What a tick and a claim cost, by how many schedules there are: with nothing due, and with 500 due.

python -m bench.flat [--quick]
"""

from __future__ import annotations

import sys

from bench import crowd, machine, report
from bench.databases import KINDS, database
from bench.report import Target
from bot.store.engine import open_store

FEW, MANY, QUICK = 10_000, 1_000_000, 20_000
TIMES = 1.5
DUE, ROUNDS, QUICK_ROUNDS = 500, 9, 2
WHAT = {
    "idle_tick": "tick, nothing due", "idle_claim": "claim, nothing due", "tick": f"tick, {DUE} due",
    "claim": f"claim, write, send and mark {DUE}",
}  # fmt: skip


async def run(*, quick: bool) -> list[Target]:
    """Milliseconds (medians), and how many times as much a hundred times as many schedules cost."""
    sizes, rows, held = (FEW, QUICK if quick else MANY), [], list[Target]()
    for kind in KINDS:
        found = [await _figures(kind, size, QUICK_ROUNDS if quick else ROUNDS) for size in sizes]
        for name, what in WHAT.items():
            few, many = (one[name] for one in found)
            rows.append((kind, what, f"{few:.2f}", f"{many:.2f}", f"{many / few:.2f}"))
            held.append(Target(f"{what}, {kind}: {sizes[1]:,} schedules against {FEW:,}", many / few, TIMES))
    head = ("database", "milliseconds", *(f"{size:,} schedules" for size in sizes), "times")
    print(f"\n### What a tick costs\n\n{report.table(head, rows)}", flush=True)
    return held


async def _figures(kind: str, many: int, rounds: int) -> dict[str, float]:
    async with database(kind) as url:
        store = open_store(url)
        await crowd.fill(store, many, due=DUE, rounds=rounds)
        await store.close()
        return await machine.figures("cost", url, rounds)


if __name__ == "__main__":
    sys.exit(report.main(__doc__, run))
