"""The run's own look into the database: sets the people up, makes events, asks what is still to come."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import func, or_, select, true, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import circle, events, people, recurrence, rhythm
from bot.moment import Moment
from bot.store import schema
from bot.store import tables as t
from bot.store.engine import Store, open_store
from bot.store.types import AnyRow
from tests.chaos.plan import START, Crowd

T = TypeVar("T")
_D, _S = t.delivery.c, t.schedule.c


@dataclass(frozen=True, slots=True)
class Unsettled:
    """`at_work`: how many may leave or be settled now. `again`: when the first is tried again that waits for that."""

    at_work: int
    again: datetime | None

    def __bool__(self) -> bool:
        return bool(self.at_work) or self.again is not None


@dataclass
class Books:
    """`made`: the events, by the day (local) their feedback is asked for."""

    url: str
    made: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.store: Store = open_store(self.url)

    async def close(self) -> None:
        await self.store.close()

    async def set_up(self, crowd: Crowd) -> None:
        """The communities as their files say; each person may be written to once a day."""
        await schema.upgrade(self.store)
        async with self.store.write() as tx:
            for table in crowd.tables():
                await circle.apply(tx, table, Moment.at(START))
            await tx.execute(update(t.community).values(prompts_a_week=7))

    async def make_events(self, ended: datetime) -> None:
        """In each community a meeting that ended then, about which everybody is asked at 10:00 on the next day."""
        asked = ended.date() + timedelta(days=1)
        ids = {one.id: t.new_id() for one in await self._surely(people.communities)}
        for community, event in ids.items():
            self.made[event] = asked.isoformat()
            await self._surely(lambda tx, c=community, e=event: _make(tx, c, e, ended), writes=True)  # type: ignore[misc]

    async def unsettled(self, now: datetime, *, prompts: bool) -> Unsettled:
        """What ought to leave or to be settled, occurrences no delivery was made of among it; with `prompts` only of
        what Interlude starts by itself."""
        mine = _D.prompt.is_not(None) if prompts else true()
        at_work = select(func.count()).where(t.LIVE, mine, or_(_D.status == "sending", _D.not_before <= now))
        again = select(func.min(_D.not_before)).where(t.LIVE, mine, _D.status == "pending", _D.attempts > 0)
        coming = select(func.count()).where(_S.next_due <= now)

        async def look(tx: AsyncConnection) -> Unsettled:
            count = int(await tx.scalar(at_work) or 0) + int(await tx.scalar(coming) or 0)
            return Unsettled(count, await tx.scalar(again))

        return await self._surely(look)

    async def deliveries(self) -> list[AnyRow]:
        columns = (_D.id, _D.key, _D.kind, _D.status, _D.reason, _D.lane, _D.not_before, _D.attempts,
                   _D.prompt.is_not(None).label("prompted"), _D.replaces.is_not(None).label("edits"))  # fmt: skip
        async with self.store.read() as tx:
            return list((await tx.execute(select(*columns))).all())

    async def schedules(self) -> list[AnyRow]:
        async with self.store.read() as tx:
            return list((await tx.execute(select(_S.id, _S.kind, _S.subject, _S.person))).all())

    async def _surely(self, work: Callable[[AsyncConnection], Awaitable[T]], *, writes: bool = False) -> T:
        """Until it succeeds: the server may be dead just now."""
        while True:
            try:
                async with self.store.write() if writes else self.store.read() as tx:
                    return await work(tx)
            except (SQLAlchemyError, OSError):
                await asyncio.sleep(0.3)


async def _make(tx: AsyncConnection, community: str, event: str, ended: datetime) -> None:
    if await events.one(tx, community, event) is not None:
        return
    maker = (await people.organisers(tx, community))[0]
    here = await people.everybody(tx, community)
    times = {"starts_at": ended - timedelta(hours=1), "ends_at": ended, "time_zone": "America/Toronto"}
    await events.make(tx, maker, ended, [one.id for one in here], id=event, title="Monthly call", **times)
    for person in here:
        local = recurrence.to_local(ended, person.time_zone) + timedelta(days=1)
        due = local.replace(hour=10, minute=0, second=0, microsecond=0)
        await rhythm.once(tx, person, "feedback", event, due)
