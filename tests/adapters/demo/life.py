"""A demo's week, lived once: everything Interlude sent of its own accord, and what the organiser did with it."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from adapters.demo import run
from adapters.demo.run import Demo
from adapters.local.people import LocalPerson
from bot.inputs import OpenForm
from bot.message_json import from_json
from bot.messages import Message, as_text, choices
from bot.platform import Receipt
from bot.recurrence import to_local
from bot.store import tables as t

SUNDAY = datetime(2026, 11, 22, 15, tzinfo=UTC)
WEDNESDAY = datetime(2026, 2, 4, 21, tzinfo=UTC)
MOST_MOVES = 60
TICK = timedelta(microseconds=20)


def machine(start: datetime) -> Callable[[], datetime]:
    """A machine's clock: it goes on a little whenever somebody looks at it."""
    looks = itertools.count()
    return lambda: start + next(looks) * TICK


@dataclass(frozen=True)
class Sent:
    """One message. `local` is what a clock showed where the person lives."""

    kind: str
    person: LocalPerson
    at: datetime
    message: Message
    line: str

    @property
    def local(self) -> datetime:
        return to_local(self.at, self.person.time_zone)

    @property
    def reads(self) -> str:
        return as_text(self.message)


@dataclass
class Week:
    """`moves`: the time after each move, and how many messages it was said to have sent."""

    moves: list[tuple[datetime, int]] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)

    def of(self, kind: str) -> list[Sent]:
        return [one for one in self.sent if one.kind == kind]


async def live(folder: Path, start: datetime, pack: run.Pack) -> Week:
    """Until the result is there, the organiser tells everybody, and their news has arrived."""
    week = Week()
    async with run.opened(folder, 0, pack=pack, real=machine(start)) as demo:
        await _until(demo, week, lambda: bool(week.of("result")))
        await tell_everybody(demo, week.of("result")[0].line)
        await _until(demo, week, lambda: len(week.of("news")) == 10)
    return week


async def _until(demo: Demo, week: Week, enough: Callable[[], bool]) -> None:
    while not enough():
        assert len(week.moves) < MOST_MOVES, [one.kind for one in week.sent]
        sent = await demo.clock.move_to_next()
        week.moves.append((demo.clock.now().replace(microsecond=0), sent))
        week.sent = await everything(demo)


async def everything(demo: Demo) -> list[Sent]:
    """What Interlude sent of its own accord, in order."""
    people = {person.user: person for person in await demo.door.people()}
    d = t.delivery.c
    query = select(d.kind, d.done_at, d.message, d.receipt).where(d.status == "sent", d.prompt.is_not(None))
    async with demo.app.store.read() as tx:
        rows = (await tx.execute(query.order_by(d.done_at, d.seq))).all()
    found = [(row, Receipt.from_json(row.receipt)) for row in rows]
    return [
        Sent(r.kind, people[at.address.user], r.done_at.replace(microsecond=0), from_json(r.message), at.id)
        for r, at in found
    ]


async def tell_everybody(demo: Demo, line: str) -> None:
    """The organiser presses the button under the result and fills in its form."""
    kept = await demo.door.hearing.visible("rosa", line)
    assert kept is not None
    assert kept.message is not None
    (tell,) = choices(kept.message)
    opened = await demo.door.hearing.press("rosa", "tell-1", tell.value, line, opens_form=True)
    assert isinstance(opened, OpenForm)
    fields = {"heard": "The talks were too long.", "change": "Talks take twenty minutes."}
    await demo.door.hearing.submit("rosa", "tell-2", opened.form.value, fields, line=line)
