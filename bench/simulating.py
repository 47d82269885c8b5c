"""How long a season takes to play: 200 made-up people for two years.

    python -m bench.simulating [--quick]

`--quick` plays a tenth of it, to see that it runs. Ends with 1 when the promise is not held.
"""

from __future__ import annotations

import gc
import os
import sys
import time
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

from adapters.simulate import checks
from adapters.simulate.members import made_up, with_habits
from adapters.simulate.run import play
from bench import report
from bench.report import Target
from bot import content, season

PEOPLE, WEEKS, SECONDS = 200, 104, 60.0
FIRST = date(2027, 3, 1)
HEAD = ("people", "weeks", "planned", "sent", "instants", "seconds", "CPU seconds", "MB", "breaches")


async def run(*, quick: bool) -> list[Target]:
    """The figures, and the promise."""
    pack = content.load()
    chosen = season.read(tomllib.loads((content.SHIPPED / "season.toml").read_text("utf-8")))
    chosen = replace(chosen, weeks=WEEKS // 10 if quick else WEEKS)
    gc.collect()
    gc.freeze()
    began, worked = time.perf_counter(), time.process_time()
    played = await play(pack, with_habits(made_up(PEOPLE), chosen, breaks=True), chosen, FIRST)
    took, worked = time.perf_counter() - began, time.process_time() - worked
    sent = sum(row.sent is not None for row in played.rows)
    figures = (PEOPLE, chosen.weeks, len(played.rows), sent, played.visits, f"{took:.1f}", f"{worked:.1f}", _memory())
    print(
        f"\n### A season, played\n\n{report.table(HEAD, [[str(f) for f in (*figures, len(checks.breaches(played)))]])}"
    )
    return [Target("200 people for two years, seconds", took, SECONDS)]


def _memory() -> str:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return f"{pages * os.sysconf('SC_PAGE_SIZE') / 2**20:.0f}"


if __name__ == "__main__":
    sys.exit(report.main(__doc__, run))
