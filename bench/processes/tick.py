"""Makes everything that is due at one instant durable.

python -m bench.processes.tick URL
"""

from __future__ import annotations

import asyncio
import sys
import time

from bench import crowd, machine
from bot import ticks
from bot.moment import Moment
from bot.store.engine import open_store


async def main(url: str) -> None:
    store = open_store(url)
    began, worked = time.perf_counter(), time.process_time()
    due = await ticks.materialise(store, Moment.at(crowd.DUE))
    machine.tell(due=due, seconds=time.perf_counter() - began, cpu=time.process_time() - worked)
    await store.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
