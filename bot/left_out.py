"""What found no place in a person's week, so that their next message can say that it is there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ScalarSelect, func, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.budget import BETTER_FIRST, WEEK_FULL, week
from bot.kinds import KINDS
from bot.people import Person
from bot.store import tables as t
from bot.store.types import Instant

JOINED = "another message says that it is there"

OLDEST = timedelta(days=28)
"""What was left out longer ago has come round again since."""

_D = t.delivery.c
_REASONS = (WEEK_FULL, BETTER_FIRST)
_NO_PLACE = _D.reason.in_(_REASONS)
_JOIN = [kind.name for kind in KINDS.values() if kind.joins]


async def whose(tx: AsyncConnection, people: Iterable[Person], now: datetime) -> set[str]:
    """Which of these people (their ids) may have had something left out, asked at once for many: most have not."""
    here = list(people)
    mine = _D.person.in_([one.id for one in here]) & _D.community.in_({one.community for one in here})
    recent = _D.done_at.is_(None) | (_D.done_at > now - OLDEST)
    found = select(_D.person).where(
        mine, recent, _D.status.in_(("pending", "skipped")), _D.kind.in_(_JOIN), _D.reason.in_((*_REASONS, JOINED))
    )
    return set(await tx.scalars(found.distinct()))


async def take(tx: AsyncConnection, person: Person, delivery: str, now: datetime) -> list[str]:
    """The kinds (`Kind.joins`) of which one was left out since the person's last message, or gives way to this delivery
    and is of no use next week; it is not sent any more. Asked again for the same delivery, the same are found; and what
    one named that never arrived is found by the next."""
    mine = (_D.person == person.id) & (_D.community == person.community) & _D.kind.in_(_JOIN) & (_D.id != delivery)
    _, ends = week(now, person.time_zone)
    gives_way = mine & _NO_PLACE & _D.done_at.is_(None) & (_D.status == "pending") & (_D.expires < ends)
    skipped = mine & (_D.status == "skipped") & (_D.done_at > now - OLDEST) & _D.reason.in_((*_REASONS, JOINED))
    unsaid = or_(_D.parent.is_(None), _D.parent == delivery, _D.parent.not_in(_read(person)))
    found = sorted(set(await tx.scalars(select(_D.kind).where(or_(gives_way, skipped & unsaid)))))
    if found:
        named = {
            "status": "skipped",
            "reason": JOINED,
            "done_at": func.coalesce(_D.done_at, literal(now, Instant())),
            "parent": delivery,
        }
        await tx.execute(update(t.delivery).where(or_(gives_way, skipped & unsaid)).values(named))
    return found


def _read(person: Person) -> ScalarSelect[str]:
    """What reached this person, or may have: what it named was said."""
    mine = (_D.person == person.id) & (_D.community == person.community)
    return select(_D.id).where(mine, _D.status.in_(("sending", "sent", "unknown"))).scalar_subquery()
