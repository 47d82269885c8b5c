"""What the made-up people do: answer straight away, late or not at all, and take a break when they need one."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import count
from random import Random
from typing import Any

from sqlalchemy import select, update

from adapters.memory import Arrived
from adapters.simulate.members import Member
from adapters.simulate.world import WORKSPACE, World
from bot import event_times, people
from bot.conversations import events
from bot.desk import Desk
from bot.inputs import Chose, Replace, Said, Source
from bot.messages import Message, choices
from bot.platform import Address, Receipt
from bot.recurrence import to_utc
from bot.season import Gathering
from bot.store import tables as t

TAPS = {"check_in": 1, "nudge": 1, "feedback": 1}
"""How many times somebody taps: the first tap is the answer that ends reminding."""

LATE = (3, 20, 30, 50, 76, 100)
"""Hours after which somebody who answers late does."""

ANNOUNCED = timedelta(days=21)
"""How long before it an organiser makes an event."""

STUCK_ONE_IN = 6
RESTS_AT = time(9, 30)

Act = Callable[[], Awaitable[None]]


@dataclass(slots=True)
class Acts:
    """Acts wait for their moment in `_waiting`; those of one instant are done together."""

    world: World
    _waiting: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _numbers: Any = field(default_factory=count)
    _seen: int = 0

    def at(self, moment: datetime, act: Act) -> None:
        heapq.heappush(self._waiting, (moment, next(self._numbers), act))

    def next(self) -> datetime | None:
        """When somebody next does something, UTC."""
        return self._waiting[0][0] if self._waiting else None

    def prepare(self) -> None:
        """What is known at the start: the events, and who takes a break when."""
        for gathering in self.world.season.events:
            starts = _instant(gathering, self.world, gathering.start)
            self.at(max(self.world.starts, starts - ANNOUNCED), _Announcing(self.world, gathering).do)
        for user, member in self.world.users.items():
            if member.rest_after is not None:
                day = self.world.first + timedelta(days=member.rest_after)
                self.at(to_utc(datetime.combine(day, RESTS_AT), member.zone), _Resting(self, user, member).do)

    async def do(self) -> bool:
        """Everything whose moment has come. True when something was done."""
        done: list[Awaitable[None]] = []
        while self._waiting and self._waiting[0][0] <= self.world.hands.now:
            done.append(heapq.heappop(self._waiting)[2]())
        await asyncio.gather(*done)
        return bool(done)

    async def look(self) -> None:
        """Everybody looks at what has arrived since the last time, and makes up their mind."""
        new = self.world.platform.arrived[self._seen :]
        self._seen += len(new)
        kinds = await self._kinds([arrived.mark for arrived in new])
        for arrived in new:
            kind = kinds.get(arrived.mark, "")
            if kind in TAPS:
                self._make_up_mind(arrived, kind)

    async def _kinds(self, marks: Sequence[str]) -> dict[str, str]:
        if not marks:
            return {}
        query = select(t.delivery.c.id, t.delivery.c.kind).where(t.delivery.c.id.in_(marks))
        async with self.world.app.store.read() as tx:
            return {row.id: row.kind for row in await tx.execute(query)}

    def _make_up_mind(self, arrived: Arrived, kind: str) -> None:
        member, now = self.world.users[arrived.to.user], self.world.hands.now
        dice = Random(f"{self.world.season.seed}:{member.name}:{now}:{kind}")  # noqa: S311
        answering = _Answering(self, arrived, TAPS[kind], dice.randrange(STUCK_ONE_IN) == 0).do
        gone_silent = (now - self.world.starts) * 3 > self.world.ends - self.world.starts
        if member.habit == "late":
            self.at(now + timedelta(hours=dice.choice(LATE)), answering)
        elif member.habit == "at_once" or (member.habit == "silent" and not gone_silent):
            self.at(now, answering)

    def source(self, user: str) -> Source:
        place = Address("memory", WORKSPACE, f"private-{user}", user)
        return Source("memory", WORKSPACE, user, f"act-{next(self._numbers)}", place, True)


@dataclass(frozen=True, slots=True)
class _Answering:
    """Somebody taps through one message. `stuck`: their first tap is the second button, "a bit stuck"."""

    acts: Acts
    arrived: Arrived
    taps: int
    stuck: bool

    async def do(self) -> None:
        shown: Message = self.arrived.message
        receipt = Receipt(self.arrived.to, self.arrived.id)
        for tap in range(self.taps):
            buttons = [choice for choice in choices(shown) if not choice.opens_form]
            if not buttons:
                return
            pressed = buttons[1 if self.stuck and tap == 0 and len(buttons) > 2 else 0]
            heard = Chose(self.acts.source(self.arrived.to.user), pressed.value, receipt)
            reply = await self.acts.world.app.inbox.receive(heard)
            if not isinstance(reply, Replace):
                return
            shown = reply.message


@dataclass(frozen=True, slots=True)
class _Resting:
    """Somebody writes that they need a break, in their own words."""

    acts: Acts
    user: str
    member: Member

    async def do(self) -> None:
        pack, weeks = self.acts.world.app.pack, self.acts.world.season.break_weeks
        words = pack.text("season.typed_break", self.member.language, weeks=weeks)
        await self.acts.world.app.inbox.receive(Said(self.acts.source(self.user), words))


@dataclass(frozen=True, slots=True)
class _Announcing:
    """The first organiser makes an event for everybody."""

    world: World
    gathering: Gathering

    async def do(self) -> None:
        app = self.world.app
        async with app.store.write() as tx:
            community = await people.community(tx, self.world.community)
            maker = (await people.organisers(tx, community.id))[0]
            desk = Desk(tx, app.pack, app.buttons, app.clock(), community, maker, maker.language)
            event = await events.make(desk, await self._draft(desk))
            mine = (t.event.c.id == event.id) & (t.event.c.community == community.id)
            await tx.execute(update(t.event).where(mine).values(agenda=self.gathering.agenda[community.language]))

    async def _draft(self, desk: Desk) -> events.Draft:
        starts, ends = (_instant(self.gathering, self.world, at) for at in (self.gathering.start, self.gathering.end))
        everybody = tuple(person.id for person in await people.everybody(desk.tx, desk.here))
        asked = event_times.FEEDBACK_SOON if self.gathering.soon else event_times.FEEDBACK
        return events.Draft(self.gathering.title[desk.lang], starts, ends, self.gathering.zone, everybody, asked=asked)


def _instant(gathering: Gathering, world: World, clock: time) -> datetime:
    return to_utc(datetime.combine(gathering.day.of(world.first), clock), gathering.zone)
