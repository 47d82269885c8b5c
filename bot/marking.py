"""Outcomes on their way to the database: many in one transaction, and none lost while it cannot be reached."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from bot.marks import Mark
from bot.moment import Moment

log = logging.getLogger("interlude.outbox")

Write = Callable[[Sequence[Mark]], Awaitable[None]]


@dataclass(slots=True)
class Marking:
    """`write` stores outcomes in one transaction. One task of this process writes at a time."""

    write: Write
    clock: Callable[[], Moment]
    _done: list[Mark] = field(default_factory=list)
    _at_work: asyncio.Task[None] | None = None

    async def note(self, *done: Mark) -> None:
        """Have these written down, with whatever else is waiting for that."""
        self._done += done
        await self.catch_up()

    async def catch_up(self) -> None:
        """Write down what waits for it, also what could not be written the last time."""
        if self._done:
            if self._at_work is None or self._at_work.done():
                self._at_work = asyncio.create_task(self._flush())
            await asyncio.shield(self._at_work)

    async def _flush(self) -> None:
        """What cannot be stored is kept for the next time, while it is ours."""
        left: list[Mark] = []
        while self._done:
            done, self._done = self._done, []
            left += await self._store(done) if len(done) == 1 else await self._store_together(done)
        self._done += [mark for mark in left if mark.row.until > self.clock().real]

    async def _store_together(self, done: list[Mark]) -> list[Mark]:
        """All at once; when that fails each by itself, so that one bad row costs no other. Returns what is left."""
        if not await self._store(done):
            return []
        return [left for mark in done for left in await self._store([mark])]

    async def _store(self, done: list[Mark]) -> list[Mark]:
        try:
            await self.write(done)
        except Exception as fault:
            where = {"action": "outbox.mark", "outcomes": len(done), "fault": type(fault).__name__}
            log.warning("outcomes could not be stored", extra=where)
            return done
        return []
