"""Claim, send, mark, reconcile: every delivery arrives once, or is parked with a reason a person can read.

pending -> sending -> sent | failed | skipped | unknown. `sending`, with its owner and lease, is on disk before the
platform is called; `sent` only after it answered. If we crash between send and mark, the row is still `sending`: its
lease runs out, and `reconcile` asks the platform whether the message arrived. Where the platform cannot be asked, the
kind decides (`Kind.again`): better twice than never for an answer, better once less than twice for a question about how
somebody is. One send may take half of its lease and no more, so two workers never hold one message.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bot import claims, marks
from bot.claims import Claimed, Rules
from bot.moment import Moment
from bot.platform import Gone, NotDelivered, Platform, Receipt, Refused, TryLater
from bot.store.engine import Store

log = logging.getLogger("interlude.outbox")

MOST_TRIES = 8
"""After so many tries a message is parked with a reason (facts: care-and-security.md, R9)."""

BACK_OFF = (
    timedelta(seconds=2),
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
)
AT_ONCE = 100
"""Messages in flight at the same time in one process."""


@dataclass(slots=True)
class Outbox:
    """Sends what is due. `owner` names this process in the rows it holds."""

    store: Store
    platforms: Mapping[str, Platform]
    rules: Rules
    clock: Callable[[], Moment]
    owner: str
    lease: timedelta
    at_once: int = AT_ONCE
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _pumping: asyncio.Lock = field(default_factory=asyncio.Lock)
    _flying: set[asyncio.Task[None]] = field(default_factory=set)
    _done: list[marks.Mark] = field(default_factory=list)
    _marking: asyncio.Task[None] | None = None

    def nudge(self) -> None:
        """There may be something to send now."""
        self._wake.set()

    async def run(self) -> None:
        """Send whatever is due, whenever nudged; ends by cancellation, once what it is at is done."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            work = asyncio.create_task(self._pump_safely())
            try:
                await asyncio.shield(work)
            except asyncio.CancelledError:
                # A task that dies inside a transaction may leave SQLite locked for every other one.
                await asyncio.wait({work})
                raise

    async def _pump_safely(self) -> None:
        try:
            await self.pump()
        except Exception:
            log.exception("the outbox stumbled", extra={"action": "outbox.failed"})

    async def pump(self) -> int:
        """Claim and send until nothing more may leave now. Returns how many were claimed.

        One at a time: who drains while the loop claims must find in flight what the loop has claimed.
        """
        async with self._pumping:
            return await self._pump()

    async def _pump(self) -> int:
        claimed = 0
        while room := self.at_once - len(self._flying):
            found = await claims.claim(self.store, self.rules, self.clock(), self.owner, self.lease, room)
            for row in found.rows:
                self._fly(row)
            claimed += len(found.rows)
            if not found.more:
                break
        return claimed

    async def drain(self) -> int:
        """Send everything that is due and wait until each has an outcome: for tests, a demo's clock and `ask`."""
        sent = 0
        while (claimed := await self.pump()) or self._flying:
            sent += claimed
            await self._land()
        return sent

    async def stop(self, patience: float = 8.0) -> None:
        """Finish what is in flight, within a few seconds; what is left belongs to the lease."""
        if self._flying:
            await asyncio.wait(set(self._flying), timeout=patience)
        await self._flush()

    def _fly(self, row: Claimed) -> None:
        task = asyncio.create_task(self._deliver(row))
        self._flying.add(task)
        task.add_done_callback(self._landed)

    def _landed(self, task: asyncio.Task[None]) -> None:
        self._flying.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("an outcome could not be stored", exc_info=task.exception(), extra={"action": "outbox.mark"})
        self._wake.set()

    async def _land(self) -> None:
        while self._flying:
            await asyncio.wait(set(self._flying))
        await self._flush()

    async def _deliver(self, row: Claimed) -> None:
        mark = await self._outcome(row)
        if mark is not None:
            self._done.append(mark)
            if self._marking is None or self._marking.done():
                self._marking = asyncio.create_task(self._flush())
            await asyncio.shield(self._marking)

    async def _outcome(self, row: Claimed) -> marks.Mark | None:
        """What became of one message; None when nobody knows, and the row waits for `reconcile`."""
        try:
            receipt = await self._send(row)
            return marks.Mark(row, "sent", receipt=receipt)
        except NotDelivered as failure:
            return after(failure, row, self.clock())
        except Exception as fault:
            where = {"action": "outbox.unknown", "delivery": row.id, "fault": type(fault).__name__}
            log.warning("nobody knows whether a message arrived", extra=where)
            return marks.Mark(row, "unclear", lease=self.clock().real)

    async def _send(self, row: Claimed) -> Receipt:
        platform = self.platforms[row.to.platform]
        async with asyncio.timeout(self.lease.total_seconds() / 2):
            if row.replaces is not None:
                return await platform.edit(row.replaces, row.message, row.id)
            return await platform.send(row.to, row.message, row.id)

    async def _flush(self) -> None:
        """Write down what became of messages. What cannot be stored is kept for the next flush, while it is ours."""
        left: list[marks.Mark] = []
        while self._done:
            done, self._done = self._done, []
            left += await self._store(done) if len(done) == 1 else await self._store_together(done)
        self._done += [mark for mark in left if mark.row.until > self.clock().real]

    async def _store_together(self, done: list[marks.Mark]) -> list[marks.Mark]:
        """All at once; when that fails each by itself, so that one bad row costs no other. Returns what is left."""
        if not await self._store(done):
            return []
        return [left for mark in done for left in await self._store([mark])]

    async def _store(self, done: list[marks.Mark]) -> list[marks.Mark]:
        try:
            await marks.write(self.store, done, self.owner, self.clock())
        except Exception as fault:
            where = {"action": "outbox.mark", "outcomes": len(done), "fault": type(fault).__name__}
            log.warning("outcomes could not be stored", extra=where)
            return done
        return []

    async def reconcile(self, *, of_owner: str = "") -> int:
        """Settle every row whose lease ran out (or, at start, every row of a predecessor). Returns how many."""
        rows = await claims.overdue(self.store, self.clock(), of_owner, self.owner, self.lease)
        for row in rows:
            self._done.append(await self._settle(row))
        await self._flush()
        if rows:
            self.nudge()
        return len(rows)

    async def _settle(self, row: Claimed) -> marks.Mark:
        platform = self.platforms.get(row.to.platform)
        if platform is None:
            return marks.Mark(row, "failed", reason="this platform is not set up any more")
        if row.replaces is not None:
            return self._again(row)
        if not platform.abilities.can_be_asked:
            return self._again(row) if row.kind.again else marks.Mark(row, "unknown", reason=UNKNOWN)
        try:
            found = await platform.find(row.to, row.id, (row.tried_at or self.clock().real) - timedelta(minutes=1))
        except Exception as fault:
            log.warning(
                "the platform could not be asked", extra={"action": "outbox.ask", "fault": type(fault).__name__}
            )
            return marks.Mark(row, "unclear", lease=self.clock().real + BACK_OFF[1])
        return marks.Mark(row, "sent", receipt=found) if found else self._again(row)

    def _again(self, row: Claimed) -> marks.Mark:
        return after(TryLater("nobody knew whether it arrived"), row, self.clock())


UNKNOWN = "nobody knows whether it arrived, and this kind is not sent twice"


def after(failure: NotDelivered, row: Claimed, moment: Moment) -> marks.Mark:
    """What a named failure leads to."""
    match failure:
        case TryLater():
            if row.attempts >= MOST_TRIES:
                return marks.Mark(row, "failed", reason=f"given up after {row.attempts} tries: {failure}")
            wait = failure.wait or BACK_OFF[min(row.attempts, len(BACK_OFF)) - 1]
            pause = moment.real + failure.wait if failure.wait else None
            return marks.Mark(row, "pending", reason=str(failure), not_before=moment.now + wait, pause_lane=pause)
        case Gone():
            return marks.Mark(row, "gone", reason=str(failure))
        case Refused() if row.replaces is not None:
            # What was to be replaced is not there any more, or cannot be changed: the words still reach the person.
            return marks.Mark(row, "gone", reason=str(failure))
        case Refused():
            log.error("a message was refused", extra={"action": "outbox.refused", "delivery": row.id})
            return marks.Mark(row, "failed", reason=str(failure))
        case _:
            return marks.Mark(row, "failed", reason=str(failure))
