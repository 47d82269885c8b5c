"""The demo's clock: real time plus an offset that is stored; a jump visits each instant at which something is due."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from adapters.app import App, real_now
from bot import notes, schedule, ticks
from bot.claims import next_waiting
from bot.moment import Moment
from bot.store import tables as t
from bot.store.engine import Store

OFFSET = "demo.clock_offset"
FURTHEST = timedelta(days=60)
"""How far "until the next thing happens" looks before it says that nothing does."""


async def nobody_answers() -> None:
    """A community in which only the person at the page does anything."""


@dataclass(slots=True)
class MovableClock:
    """Leases, lanes and signatures keep real time; only the community's time moves, and only forward.

    `after_each` runs after every instant that was visited: the made-up people answer then.
    """

    app: App | None = None
    offset: timedelta = timedelta(0)
    after_each: Callable[[], Awaitable[None]] = nobody_answers
    real: Callable[[], datetime] = real_now

    def now(self) -> datetime:
        """The community's time, UTC."""
        return self.real() + self.offset

    def moment(self) -> Moment:
        real = self.real()
        return Moment(real + self.offset, real)

    async def restore(self, store: Store) -> None:
        """Take up the offset where an earlier run left it."""
        async with store.read() as tx:
            self.offset = timedelta(seconds=float(await notes.read(tx, OFFSET) or 0))

    async def move(self, by: timedelta) -> int:
        """Let time pass. Returns how many messages were sent."""
        target, before = self.now() + by, await self._sent()
        await self._visit()
        while (due := await self._next()) is not None and due <= target:
            await self._go(due)
        await self._go(target)
        return await self._sent() - before

    async def move_to_next(self) -> int:
        """Let time pass until something is sent. Returns how many messages were; 0 when nothing comes for two
        months."""
        limit, before = self.now() + FURTHEST, await self._sent()
        await self._visit()
        while await self._sent() == before and (due := await self._next()) is not None and due <= limit:
            await self._go(due)
        return await self._sent() - before

    async def _next(self) -> datetime | None:
        async with self._app.store.read() as tx:
            found = [await schedule.next_due(tx, self.now()), await next_waiting(tx, self.now())]
        return min((due for due in found if due is not None), default=None)

    async def _sent(self) -> int:
        """How many messages Interlude has sent of its own accord. (The outbox's own loop sends some of them.)"""
        query = select(func.count()).where(t.delivery.c.status == "sent", t.delivery.c.prompt.is_not(None))
        async with self._app.store.read() as tx:
            return await tx.scalar(query) or 0

    async def _go(self, moment: datetime) -> None:
        await self._set(moment)
        await self._visit()

    async def _set(self, moment: datetime) -> None:
        self.offset = max(self.offset, moment - self.real())
        async with self._app.store.write() as tx:
            await notes.keep(tx, OFFSET, str(self.offset.total_seconds()))

    async def _visit(self) -> None:
        await ticks.materialise(self._app.store, self.moment())
        await self._app.outbox.drain()
        await self.after_each()
        await self._app.outbox.drain()

    @property
    def _app(self) -> App:
        assert self.app is not None
        return self.app
