"""One worker with the runner of `interlude serve`: sends until nothing is left. The platform takes 20 ms for a message.

python -m bench.processes.sender URL LIMIT BEGINS

LIMIT: messages a second for each workspace, 0 for none. BEGINS: when to begin, in seconds since 1970.
"""

from __future__ import annotations

import asyncio
import gc
import os
import sys
import time
from dataclasses import dataclass, field

from sqlalchemy import func, select

from adapters.app import App, build
from adapters.clock import Clock
from adapters.memory import ABILITIES, MemoryPlatform
from adapters.runner import Inline
from bench import machine
from bot.lanes import Limit
from bot.messages import Message
from bot.platform import Address, Receipt
from bot.settings import Settings
from bot.store import tables as t

TAKES = 0.02


@dataclass(slots=True)
class Slow(MemoryPlatform):
    """Notes when a message reached it and in which workspace; answers 20 ms later."""

    left: list[tuple[float, str]] = field(default_factory=list)

    async def send(self, to: Address, message: Message, mark: str) -> Receipt:
        self.left.append((time.monotonic(), to.workspace))
        await asyncio.sleep(TAKES)
        return Receipt(to, mark)


async def main(url: str, limit: str, begins: str) -> None:
    limits = {"memory": Limit(per_second=int(limit), burst=1.2)} if int(limit) else {}
    app = build(Settings(url, "s" * 40), limits=limits, owner=f"worker:{os.getpid()}")
    platform = Slow(abilities=ABILITIES)
    app.platforms["memory"] = platform
    gc.collect()
    gc.freeze()
    ticking = Clock(app, ticks=False)
    await asyncio.sleep(max(0.0, float(begins) - time.time()))
    ticking.start()
    async with Inline(app.outbox).sending():
        while await _left(app):  # noqa: ASYNC110 - another process may be sending the last ones
            await asyncio.sleep(0.25)
    await ticking.stop()
    await app.outbox.stop()
    machine.tell(left=platform.left)
    await app.store.close()


async def _left(app: App) -> int:
    async with app.store.read() as tx:
        return int(await tx.scalar(select(func.count()).select_from(t.delivery).where(t.LIVE)) or 0)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
