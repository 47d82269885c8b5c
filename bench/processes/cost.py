"""What one tick and one claim cost, in milliseconds: medians.

python -m bench.processes.cost URL ROUNDS
"""

from __future__ import annotations

import asyncio
import gc
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from statistics import median

from adapters.app import App, build, real_now
from adapters.memory import MemoryPlatform
from bench import crowd, machine
from bot import ticks
from bot.moment import Moment
from bot.settings import Settings

IDLE = 200
"""Looks at nothing."""


async def main(url: str, rounds: str) -> None:
    now = [crowd.DUE - timedelta(minutes=1)]
    app = build(Settings(url, "s" * 40), clock=lambda: Moment(now[0], real_now()), owner="bench")
    app.platforms["memory"] = MemoryPlatform()
    gc.collect()
    gc.freeze()
    idle_tick = [await _timed(lambda: ticks.materialise(app.store, app.clock())) for _ in range(IDLE)]
    idle_claim = [await _timed(app.outbox.pump) for _ in range(IDLE)]
    busy = [await _round(app, now, crowd.DUE + n * crowd.HALF_AN_HOUR) for n in range(int(rounds))][1:]
    machine.tell(
        idle_tick=median(idle_tick), idle_claim=median(idle_claim), tick=median(tick for tick, _ in busy),
        claim=median(claim for _, claim in busy),
    )  # fmt: skip
    await app.store.close()


async def _round(app: App, now: list[datetime], at: datetime) -> tuple[float, float]:
    now[0] = at
    return await _timed(lambda: ticks.materialise(app.store, app.clock())), await _timed(app.outbox.drain)


async def _timed(what: Callable[[], Awaitable[object]]) -> float:
    began = time.perf_counter()
    await what()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
