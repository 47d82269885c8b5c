"""Messages whose author was asked to say them another way, and who waits for that. Who waits is never shown.

A delivery names the person it goes to and stays on the disk; so a prompt to somebody who waits names no message: what
it is about is looked up when it leaves, and the row that says who waited is gone once they were told.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.people import PERSON_COLUMNS, Person, to_person
from bot.store import tables as t
from bot.upsert import insert

NO_ANSWER_YET = timedelta(days=5)
"""Then whoever waits is told that there is none, and whom else to ask."""

KEEP = timedelta(days=30)
"""How long anybody's words, and who waits, are kept. The digest of the message stays: it is asked about only once."""

_R = t.rephrase.c
_A = t.rephrase_asker.c


@dataclass(frozen=True, slots=True)
class Request:
    """One message somebody would like to hear another way. `author` is a person's id; times in UTC.

    `answered_at` is set once the author has answered: with `words`, or with none when they would rather not.
    """

    id: str
    community: str
    author: str
    asked_at: datetime
    answered_at: datetime | None
    beginning: str
    words: str


_REQUEST = (_R.id, _R.community, _R.author, _R.asked_at, _R.answered_at, _R.beginning, _R.words)


def digest(platform: str, workspace: str, message: str) -> str:
    """What a message is called here; nobody can read from it where the message stands."""
    return hashlib.sha256(f"{platform}:{workspace}:{message}".encode()).hexdigest()


async def ask(tx: AsyncConnection, author: Person, message: str, beginning: str, now: datetime) -> tuple[Request, bool]:
    """The request about this message (a `digest`), and whether it is new: an author is asked once."""
    values = {
        "id": t.new_id(), "community": author.community, "message": message, "author": author.id, "asked_at": now,
        "beginning": beginning, "words": "",
    }  # fmt: skip
    made = await tx.scalar(insert(tx, t.rephrase).values(values).on_conflict_do_nothing().returning(_R.id))
    found = await about(tx, author.community, message)
    assert found is not None
    return found, made is not None


async def about(tx: AsyncConnection, community: str, message: str) -> Request | None:
    """The request about this message (a `digest`), if its author was ever asked."""
    row = (await tx.execute(select(*_REQUEST).where(_R.community == community, _R.message == message))).first()
    return Request(*row) if row else None


async def wait(tx: AsyncConnection, request: Request, person: Person, now: datetime, *, told: bool = False) -> bool:
    """This person is told when there is an answer. `told`: they know already that there is none so far. False when they
    waited before."""
    values = {
        "rephrase": request.id, "person": person.id, "community": person.community, "asked_at": now,
        "waited_at": now if told else None,
    }  # fmt: skip
    statement = insert(tx, t.rephrase_asker).values(values).on_conflict_do_nothing().returning(_A.person)
    return await tx.scalar(statement) is not None


async def one(tx: AsyncConnection, community: str, request: str) -> Request | None:
    """The request with this id, in this community."""
    row = (await tx.execute(select(*_REQUEST).where(_R.id == request, _R.community == community))).first()
    return Request(*row) if row else None


async def answer(tx: AsyncConnection, request: Request, words: str, now: datetime) -> Sequence[Person]:
    """Keep what the author said, or with no words that they would rather not. Returns who waits; nobody the second
    time."""
    open_ = (_R.id == request.id) & (_R.community == request.community) & _R.answered_at.is_(None)
    done = await tx.execute(update(t.rephrase).where(open_).values(words=words, answered_at=now))
    if not done.rowcount:
        return ()
    query = select(*PERSON_COLUMNS).join(t.rephrase_asker, _A.person == t.person.c.id)
    rows = await tx.execute(query.where(_A.rephrase == request.id, _A.community == request.community))
    return [to_person(row) for row in rows]


async def next_answered(tx: AsyncConnection, person: Person) -> Request | None:
    """An answered request this person waits for; they wait for it no more."""
    query = select(*_REQUEST).join(t.rephrase_asker, _A.rephrase == _R.id)
    query = query.where(*_mine(person), _R.answered_at.is_not(None)).order_by(_A.asked_at).limit(1)
    row = (await tx.execute(query)).first()
    if row is None:
        return None
    await tx.execute(delete(t.rephrase_asker).where(_this(row.id, person)))
    return Request(*row)


async def next_unanswered(tx: AsyncConnection, person: Person, now: datetime) -> Request | None:
    """An open request this person has waited for long enough to be told so, which happens once; they go on waiting."""
    query = select(*_REQUEST).join(t.rephrase_asker, _A.rephrase == _R.id)
    query = query.where(*_mine(person), _R.answered_at.is_(None), _A.waited_at.is_(None))
    query = query.where(_R.asked_at <= now - NO_ANSWER_YET).order_by(_A.asked_at).limit(1)
    row = (await tx.execute(query)).first()
    if row is None:
        return None
    await tx.execute(update(t.rephrase_asker).where(_this(row.id, person)).values(waited_at=now))
    return Request(*row)


def _mine(person: Person) -> tuple[ColumnElement[bool], ...]:
    return (_A.person == person.id, _A.community == person.community, _R.community == person.community)


def _this(request: str, person: Person) -> ColumnElement[bool]:
    return (_A.rephrase == request) & (_A.person == person.id) & (_A.community == person.community)


# -- forgetting


async def forget(tx: AsyncConnection, person: Person) -> None:
    """This person waits for nothing any more."""
    await tx.execute(delete(t.rephrase_asker).where(_A.person == person.id, _A.community == person.community))


async def tidy(tx: AsyncConnection, now: datetime) -> None:
    """Drop old words, and who waited too long, has left, or does not want to be written to; in every community."""
    p = t.person.c
    away = select(p.id).where(or_(p.left_at.is_not(None), p.consent == "no"))
    await tx.execute(delete(t.rephrase_asker).where(or_(_A.asked_at <= now - KEEP, _A.person.in_(away))))
    await tx.execute(update(t.rephrase).where(_R.asked_at <= now - KEEP).values(beginning="", words=""))
