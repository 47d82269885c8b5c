"""Every benchmark and every promise about speed and memory, in one table.

    python -m bench [--quick]

Ends with 1 when a promise is not held; with --quick, which is too short to judge by, only when something breaks.
"""

from __future__ import annotations

import asyncio
import os
import sys

from bench import demo, due, finding, flat, machine, report, sending, simulating, slack, teams


async def main(*, quick: bool) -> int:
    print(machine.described())
    held = await demo.run(quick=quick)
    for time in (due, flat, sending, simulating):
        held += await time.run(quick=quick)
    everywhere = os.sched_getaffinity(0)
    machine.pin(machine.LOAD_CORE)
    held += finding.run(quick=quick)
    held += await slack.run(quick=quick)
    held += await teams.run(quick=quick)
    os.sched_setaffinity(0, everywhere)
    print(f"\n### Promises\n\n{report.targets_table(held)}")
    return 0 if quick or all(target.held for target in held) else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main(quick=report.is_quick(__doc__))))
