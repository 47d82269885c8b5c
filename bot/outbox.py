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
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot import claims, doubts, marks, outcomes
from bot.claims import Claimed, Rules
from bot.due import UNTIL_HEARD, Wish
from bot.marking import Marking
from bot.moment import Moment
from bot.platform import NotDelivered, Platform, Receipt
from bot.store.engine import Store

log = logging.getLogger("interlude.outbox")

AT_ONCE = 100
"""Messages in flight at the same time in one process."""

SHARES, ONE_LANE = 4, 25
"""One lane may have a fourth of them, but at least so many: a platform that hangs holds up nobody else's messages."""

KEPT = 10
"""One in so many is kept for what somebody is waiting for."""

ASKING = 8
"""Look-ups at the same time: Slack answers about fifty a minute."""

HORIZON = timedelta(minutes=1)
"""A lane that opens later than this is not waited for: there is a tick each second."""

LAST = 99
"""Below every priority there is."""


@dataclass(slots=True)
class Outbox:
    """Sends what is due. `owner` names this process in the rows it holds; it takes none less pressing than `up_to`."""

    store: Store
    platforms: Mapping[str, Platform]
    rules: Rules
    clock: Callable[[], Moment]
    owner: str
    lease: timedelta
    at_once: int = AT_ONCE
    up_to: int = LAST
    quiet: timedelta = outcomes.QUIET
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _pumping: asyncio.Lock = field(default_factory=asyncio.Lock)
    _flying: dict[asyncio.Task[None], Claimed] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)
    _alarms: set[datetime] = field(default_factory=set)
    _closed: bool = False
    _marking: Marking = field(init=False)

    def __post_init__(self) -> None:
        self._marking = Marking(lambda done: marks.write(self.store, done, self.owner, self.clock()), self.clock)

    def nudge(self) -> None:
        """There may be something to send now."""
        self._wake.set()

    async def run(self) -> None:
        """Send whatever is due, whenever nudged or a lane opens; ends by cancellation, once what it is at is done."""
        while True:
            await self._woken()
            work = asyncio.create_task(self._pump_safely())
            try:
                await asyncio.shield(work)
            except asyncio.CancelledError:
                # A task that dies inside a transaction may leave SQLite locked for every other one.
                await asyncio.wait({work})
                raise

    async def _woken(self) -> None:
        """Wait for a nudge, or until the next lane opens."""
        alarm = min(self._alarms, default=None)
        try:
            async with asyncio.timeout(self.seconds_until(alarm) if alarm else None):
                await self._wake.wait()
            self._wake.clear()
        except TimeoutError:
            self._alarms.discard(alarm or self.clock().real)

    def seconds_until(self, real: datetime) -> float:
        """How long it is to this moment of the machine's clock."""
        return max(0.001, (real - self.clock().real).total_seconds())

    async def _pump_safely(self) -> None:
        try:
            await self.pump()
        except Exception:
            log.exception("the outbox stumbled", extra={"action": "outbox.failed"})

    async def pump(self) -> int:
        """Claim and send until nothing more may leave now. Returns how many were claimed.

        One at a time: who drains while the loop claims must find in flight what the loop has claimed.
        """
        await self._marking.catch_up()
        async with self._pumping:
            began = self.clock().real
            claimed, opens = await self._pump("")
        # A lane may have opened meanwhile: its alarm is kept, and rings at once.
        self._alarms = {one for one in {*self._alarms, *opens} if began < one < began + HORIZON}
        return claimed

    async def pump_lane(self, lane: str) -> tuple[int, datetime | None]:
        """The same for one lane. Returns how many were claimed, and when it opens again if it is closed (real)."""
        await self._marking.catch_up()
        async with self._pumping:
            claimed, opens = await self._pump(lane)
        return claimed, min(opens, default=None)

    async def _pump(self, lane: str) -> tuple[int, list[datetime]]:
        claimed, opens = 0, list[datetime]()
        while not self._closed and (room := self.at_once - len(self._flying)) > 0:
            wish = self._wish(room, lane)
            found = await claims.claim(self.store, self.rules, self.clock(), self.owner, self.lease, wish)
            for row in found.rows:
                self._fly(row)
            claimed += len(found.rows)
            opens += found.opens
            if not found.more:
                break
        return claimed, opens

    def _wish(self, room: int, lane: str) -> Wish:
        """The last places are for what somebody is waiting for."""
        kept = self.at_once // KEPT
        most, up_to = (room - kept, self.up_to) if room > kept else (room, min(self.up_to, UNTIL_HEARD))
        flying = Counter(row.to.lane() for row in self._flying.values())
        return Wish(most, lane, up_to, max(ONE_LANE, self.at_once // SHARES), kept, flying)

    async def drain(self) -> int:
        """Send everything that is due and wait until each has an outcome: for tests, a demo's clock and `ask`."""
        sent = 0
        while (claimed := await self.pump()) or self._flying:
            sent += claimed
            await self._land()
        return sent

    def close(self) -> None:
        """Claim nothing more. What is in flight goes on."""
        self._closed = True

    async def stop(self, patience: float = 5.0) -> None:
        """Finish what is in flight, within a few seconds, and return the rest: what had not begun to leave is pending
        again; what had is asked about by the next process at once."""
        self.close()
        if self._flying:
            await asyncio.wait(set(self._flying), timeout=patience)
        left, back = list(self._flying), [self._given_back(row) for row in self._flying.values()]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        await self._marking.note(*back)

    def _given_back(self, row: Claimed) -> marks.Mark:
        if row.id in self._begun:
            return outcomes.unclear(row, self.clock(), self._quiet(row))
        return marks.Mark(row, "returned")

    def _quiet(self, row: Claimed) -> timedelta:
        """How long from now on nobody asks about it: where a platform can say, it gets time to know."""
        platform = self.platforms.get(row.to.platform)
        askable = platform is not None and platform.abilities.can_be_asked and row.replaces is None
        return self.quiet if askable else timedelta(0)

    @property
    def closed(self) -> bool:
        """Whether the process is being stopped."""
        return self._closed

    @property
    def full(self) -> bool:
        """Whether as much is in flight as may be."""
        return len(self._flying) >= self.at_once

    def flying(self, lane: str) -> set[asyncio.Task[None]]:
        """What of this lane is in flight in this process."""
        return {task for task, row in self._flying.items() if row.to.lane() == lane}

    def _fly(self, row: Claimed) -> None:
        task = asyncio.create_task(self._deliver(row))
        self._flying[task] = row
        task.add_done_callback(self._landed)

    def _landed(self, task: asyncio.Task[None]) -> None:
        self._begun.discard(self._flying.pop(task).id)
        if not task.cancelled() and task.exception() is not None:
            log.error("an outcome could not be stored", exc_info=task.exception(), extra={"action": "outbox.mark"})
        self._wake.set()

    async def _land(self) -> None:
        while self._flying:
            await asyncio.wait(set(self._flying))
        await self._marking.catch_up()

    async def _deliver(self, row: Claimed) -> None:
        await self._marking.note(await self._outcome(row))

    async def _outcome(self, row: Claimed) -> marks.Mark:
        """What became of one message; when nobody knows, the row waits for `reconcile`."""
        if self._closed:
            return self._given_back(row)
        try:
            receipt = await self._send(row)
            return marks.Mark(row, "sent", receipt=receipt)
        except NotDelivered as failure:
            return outcomes.after(failure, row, self.clock())
        except Exception as fault:
            where = {"action": "outbox.unknown", "delivery": row.id, "fault": type(fault).__name__}
            log.warning("nobody knows whether a message arrived", extra=where)
            return outcomes.unclear(row, self.clock(), self._quiet(row))

    async def _send(self, row: Claimed) -> Receipt:
        platform = self.platforms[row.to.platform]
        self._begun.add(row.id)
        async with asyncio.timeout(self.lease.total_seconds() / 2):
            if row.replaces is not None:
                return await platform.edit(row.replaces, row.message, row.id)
            return await platform.send(row.to, row.message, row.id)

    async def reconcile(self, *, of_owner: str = "") -> int:
        """Settle every row whose lease ran out (or, at start, every row of a predecessor). Returns how many."""
        await self._marking.catch_up()
        rows = await claims.overdue(self.store, self.clock(), of_owner, self.owner, self.lease)
        asking = asyncio.Semaphore(ASKING)
        await asyncio.gather(*(self._ask(row, asking) for row in rows))
        if rows:
            self.nudge()
        return len(rows)

    async def _ask(self, row: Claimed, asking: asyncio.Semaphore) -> None:
        """Each by itself: a look-up nobody answers holds up no other, and what one found is kept at once."""
        async with asking:
            mark = outcomes.unclear(row, self.clock()) if self._closed else await self._settled(row)
        await self._marking.note(mark)

    async def _settled(self, row: Claimed) -> marks.Mark:
        return await doubts.settle(row, self.platforms.get(row.to.platform), self.clock, self.quiet)
