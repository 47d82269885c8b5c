"""Who runs the outbox: a loop in this process, or Procrastinate's workers, which take one busy lane at a time.

Correctness is in the delivery row and its lane, never here: an engine only wakes and spreads workers, so its jobs carry
nothing but a lane's name, may run twice or not at all, and are made anew each second while something is due.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

from bot.outbox import Outbox
from bot.settings import INLINE, Settings

log = logging.getLogger("interlude.runner")

Tick: TypeAlias = Callable[[], Coroutine[Any, Any, object]]
Every: TypeAlias = tuple[int, Tick]
"""What a clock does again and again, and how many seconds apart."""

BUDGET = 8.0
"""Seconds one job stays with its lane, so that a worker that joins soon gets its share."""

GLANCE = 0.5
"""Seconds after which a job looks whether its process is being stopped."""


class Runner(Protocol):
    """What a process does to have its outbox emptied."""

    def sending(self) -> AbstractAsyncContextManager[None]:
        """While this is open, the process sends."""

    def ticking(self) -> AbstractAsyncContextManager[Sequence[Every]]:
        """What a clock must do for those who send."""


@dataclass(frozen=True, slots=True)
class Inline:
    """The outbox's own loop, in this process."""

    outbox: Outbox

    @asynccontextmanager
    async def sending(self) -> AsyncIterator[None]:
        loop = asyncio.create_task(self.outbox.run())
        try:
            yield
        finally:
            loop.cancel()
            await asyncio.gather(loop, return_exceptions=True)

    @asynccontextmanager
    async def ticking(self) -> AsyncIterator[Sequence[Every]]:
        yield ()


@dataclass(slots=True)
class Pumps:
    """Empties one lane at a time; several at once, but each by one coroutine of this process."""

    outbox: Outbox
    budget: float = BUDGET
    _at_work: set[str] = field(default_factory=set)

    async def pump(self, lane: str) -> None:
        """Send what is due in this lane, as it opens and as conversations become free, for at most `budget` seconds."""
        if lane in self._at_work:
            return
        self._at_work.add(lane)
        try:
            await self._pump(lane, time.monotonic() + self.budget)
        finally:
            self._at_work.discard(lane)

    async def _pump(self, lane: str, ends: float) -> None:
        while not self.outbox.closed and (left := ends - time.monotonic()) > 0:
            # A task that dies inside a transaction may have claimed what it then cannot send.
            claimed, opens = await asyncio.shield(self.outbox.pump_lane(lane))
            flying = self.outbox.flying(lane)
            if not (claimed or flying or opens or self.outbox.full):
                return
            wait = min(left, GLANCE, self.outbox.seconds_until(opens) if opens else GLANCE)
            if flying:
                await asyncio.wait(flying, timeout=wait, return_when=asyncio.FIRST_COMPLETED)
            elif opens or self.outbox.full:
                await asyncio.sleep(wait)


async def migrate(told: Settings) -> None:
    """The engine's own tables, where the settings name one; it is imported only then. Raises ValueError."""
    if told.runner != INLINE:
        from adapters import scale_out

        await scale_out.migrate(told.database_url)
