"""The ticking: APScheduler in memory, a handful of fixed ticks, and a watchdog for a clock that steps back.

Two clocks at once are safe: everything a tick does is keyed or locked in the database.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from adapters.app import EMBEDDED, App
from adapters.runner import Every, Tick
from bot import stepped_back, ticks

log = logging.getLogger("interlude.clock")

STALLED = 20.0
"""Seconds without a tick after which the wall clock must have stepped back (facts/time-and-delivery.md, section 1)."""

PATIENCE = 2.0
"""Seconds a tick may take to finish when the process stops."""


@dataclass(slots=True)
class Clock:
    """Runs the ticks of one process: those of the schedule (`ticks`), those of the outbox (`sends`), or both; and
    `more`, those of the runner."""

    app: App
    sends: bool = True
    ticks: bool = True
    more: Sequence[Every] = ()
    _scheduler: Any = None
    _ticked: float = field(default_factory=time.monotonic)
    _at_work: set[asyncio.Task[None]] = field(default_factory=set)

    def start(self) -> None:
        defaults = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        self._scheduler = AsyncIOScheduler(job_defaults=defaults, timezone=UTC)
        if self.ticks:
            self._every(5, self._materialise)
            self._every(300, self._find_people)
            self._every(86_400, self._tidy)
        if self.sends:
            self._every(1, self._nudge)
            self._every(15, self._reconcile)
        for seconds, tick in self.more:
            self._every(seconds, tick)
        self._scheduler.start()

    async def stop(self) -> None:
        """No more ticks; those at work finish, so that none is cut off in the middle of a transaction."""
        self._scheduler.pause()
        await asyncio.sleep(0)  # a tick handed out in this very turn begins, and is ours
        self._scheduler.shutdown(wait=False)
        if self._at_work:
            await asyncio.wait(set(self._at_work), timeout=PATIENCE)

    def watch(self) -> None:
        """Wake every tick when none has run for too long: after a step back APScheduler would sleep until the old
        time. So would lanes and leases."""
        if time.monotonic() - self._ticked > STALLED:
            log.warning("the wall clock stepped back", extra={"action": "clock.stepped_back"})
            for job in self._scheduler.get_jobs():
                job.modify(next_run_time=datetime.now(UTC))
            self._ticked = time.monotonic()
            self._begin(self._mend)

    def _every(self, seconds: int, tick: Tick) -> None:
        self._scheduler.add_job(self._safely, "interval", [tick], seconds=seconds, next_run_time=datetime.now(UTC))

    async def _safely(self, tick: Tick) -> None:
        """A tick in a task of its own: APScheduler cancels what it started when it stops, and cannot wait for it."""
        with suppress(asyncio.CancelledError):
            await asyncio.shield(self._begin(tick))

    def _begin(self, tick: Tick) -> asyncio.Task[None]:
        work = asyncio.create_task(self._tick(tick))
        self._at_work.add(work)
        work.add_done_callback(self._at_work.discard)
        return work

    async def _tick(self, tick: Tick) -> None:
        self._ticked = time.monotonic()
        try:
            await tick()
        except Exception:
            log.exception("a tick failed", extra={"action": "tick.failed", "tick": tick.__name__})

    async def _materialise(self) -> None:
        if await ticks.materialise(self.app.store, self.app.clock()):
            self.app.outbox.nudge()

    async def _nudge(self) -> None:
        self.app.outbox.nudge()

    async def _reconcile(self) -> None:
        """The only process on a SQLite file takes over what its predecessor left in flight."""
        if await stepped_back.seen(self.app.store, self.app.clock()):
            log.warning("something left in the future", extra={"action": "clock.stepped_back"})
            await self._mend()
        alone = self.app.owner.startswith(EMBEDDED)
        await self.app.outbox.reconcile(of_owner=EMBEDDED if alone else "")

    async def _mend(self) -> None:
        await stepped_back.mend(self.app.store, self.app.clock(), self.app.settings.lease)
        self.app.outbox.nudge()

    async def _find_people(self) -> None:
        await ticks.find_people(self.app.store, self.app.platforms, self.app.clock())

    async def _tidy(self) -> None:
        await ticks.tidy(self.app.store, self.app.clock())
