"""What found no place in a person's week, so that their next message can say that it is there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.budget import BETTER_FIRST, WEEK_FULL, week
from bot.kinds import KINDS
from bot.people import Person
from bot.store import tables as t

JOINED = "another message says that it is there"

OLDEST = timedelta(days=28)
"""What was left out longer ago has come round again since."""

_D = t.delivery.c
_NO_PLACE = _D.reason.in_((WEEK_FULL, BETTER_FIRST))
_JOIN = [kind.name for kind in KINDS.values() if kind.joins]


async def whose(tx: AsyncConnection, people: Iterable[Person], now: datetime) -> set[str]:
    """Which of these people (their ids) may have had something left out, asked at once for many: most have not."""
    here = list(people)
    mine = _D.person.in_([one.id for one in here]) & _D.community.in_({one.community for one in here})
    recent = _D.done_at.is_(None) | (_D.done_at > now - OLDEST)
    found = select(_D.person).where(mine, recent, _D.status.in_(("pending", "skipped")), _D.kind.in_(_JOIN), _NO_PLACE)
    return set(await tx.scalars(found.distinct()))


async def take(tx: AsyncConnection, person: Person, delivery: str, now: datetime) -> list[str]:
    """The kinds (`Kind.joins`) of which one was left out since the person's last message, or gives way to this delivery
    and is of no use next week; it is not sent any more. Asked once for each delivery."""
    mine = (_D.person == person.id) & (_D.community == person.community) & _D.kind.in_(_JOIN) & (_D.id != delivery)
    _, ends = week(now, person.time_zone)
    gives_way = mine & _NO_PLACE & _D.done_at.is_(None) & (_D.status == "pending") & (_D.expires < ends)
    skipped = (_D.done_at > await _last(tx, person, delivery, now)) & (_D.status == "skipped")
    found = sorted(set(await tx.scalars(select(_D.kind).where(mine, _NO_PLACE, or_(skipped, gives_way)))))
    if found:
        await tx.execute(update(t.delivery).where(gives_way).values(status="skipped", reason=JOINED, done_at=now))
    return found


async def _last(tx: AsyncConnection, person: Person, delivery: str, now: datetime) -> datetime:
    """When the person's last message had its place: it named what was left out before."""
    mine = (_D.person == person.id) & (_D.community == person.community) & t.COUNTED
    last: datetime | None = await tx.scalar(select(func.max(_D.counted_at)).where(mine, _D.id != delivery))
    return max(last or now - OLDEST, now - OLDEST)
