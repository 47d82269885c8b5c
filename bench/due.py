"""100,000 check-ins due at one instant: until they are durable, beside one APScheduler job a member until it has fired.

python -m bench.due [--quick]
"""

from __future__ import annotations

import sys

from bench import crowd, machine, report
from bench.databases import KINDS, database
from bench.report import Target
from bot.store.engine import open_store

PEOPLE, QUICK = 100_000, 2_000
SECONDS = {"SQLite": 4.0, "PostgreSQL": 8.0}
TIMES, MEGABYTES = 20.0, 120.0
HEAD = ("database", "who", "to set up, s", "at the instant, s", "a second", "peak MB")


async def run(*, quick: bool) -> list[Target]:
    """Both, on both databases, in one run; and the promises."""
    many, rows, held = QUICK if quick else PEOPLE, [], list[Target]()
    for kind in KINDS:
        ours, mixed = await _ours(kind, many), await _ours(kind, many, mixed=True)
        theirs = await _theirs(kind, many)
        rows += [
            _row(kind, "Interlude, everybody alike", many, "-", ours),
            _row(kind, "Interlude, 8 zones x 5 wishes", many, "-", mixed),
            _row(kind, "APScheduler", many, f"{theirs['added']:.1f}", theirs),
        ]
        held += [
            Target(f"{many:,} check-ins at one instant, {kind}: seconds", ours["seconds"], SECONDS[kind]),
            Target(f"the same: times as fast as APScheduler, {kind}", theirs["seconds"] / ours["seconds"], TIMES, True),
            Target(f"the same: peak MB, {kind}", ours["peak_mb"], MEGABYTES),
        ]
    print(f"\n### {many:,} check-ins due at one instant\n\n{report.table(HEAD, rows)}", flush=True)
    return held


async def _ours(kind: str, many: int, *, mixed: bool = False) -> dict[str, float]:
    async with database(kind) as url:
        store = open_store(url)
        await crowd.fill(store, many, due=many, mixed=mixed)
        await store.close()
        found = await machine.figures("tick", url)
    assert found["due"] == many
    return found


async def _theirs(kind: str, many: int) -> dict[str, float]:
    async with database(kind) as url:
        return await machine.figures("jobs", url, many)


def _row(kind: str, who: str, many: int, added: str, found: dict[str, float]) -> tuple[str, ...]:
    seconds = found["seconds"]
    return kind, who, added, f"{seconds:.2f}", f"{many / seconds:,.0f}", f"{found['peak_mb']:.0f}"


if __name__ == "__main__":
    sys.exit(report.main(__doc__, run))
