"""What people answered, privately: check-ins and feedback. Read it only through `access`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.people import Person
from bot.store import tables as t
from bot.upsert import put


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. `about` is "check_in" or "feedback", `subject` the occurrence or the event, `readers` who may read
    it."""

    person: str
    about: str
    subject: str
    question: str
    value: str
    words: str
    readers: Sequence[str]
    answered_at: datetime


async def keep(
    tx: AsyncConnection, person: Person, about: str, subject: str, question: str, now: datetime,
    *, value: str = "", words: str = "", readers: Sequence[str] = (),
) -> None:  # fmt: skip
    """Store an answer; answering again changes it. `readers` are the ids told to the person before they answered."""
    values = {
        "id": t.new_id(), "community": person.community, "person": person.id, "about": about, "subject": subject,
        "question": question, "value": value, "words": words, "readers": list(readers), "answered_at": now,
    }  # fmt: skip
    fresh = ["value", "words", "readers", "answered_at"]
    await put(tx, t.answer, ["person", "about", "subject", "question"], values, fresh)


async def withdraw(tx: AsyncConnection, person: Person, about: str, subject: str) -> None:
    """Forget what this person answered to this subject."""
    a = t.answer.c
    mine = (a.community == person.community) & (a.person == person.id)
    await tx.execute(delete(t.answer).where(mine, a.about == about, a.subject == subject))


async def given(
    tx: AsyncConnection, community: str, about: str, *, subject: str = "", since: datetime | None = None
) -> list[Answer]:
    """The answers of a community on one matter, oldest first."""
    a = t.answer.c
    query = select(a.person, a.about, a.subject, a.question, a.value, a.words, a.readers, a.answered_at)
    query = query.where(a.community == community, a.about == about).order_by(a.answered_at, a.question)
    query = query.where(a.subject == subject) if subject else query
    query = query.where(a.answered_at >= since) if since else query
    return [Answer(*row) for row in await tx.execute(query)]
