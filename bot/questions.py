"""The one question that may be open to a person: the next thing they type is its answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypeAlias

from sqlalchemy import bindparam, delete, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.people import Person
from bot.store import tables as t
from bot.upsert import put

PATIENCE = timedelta(hours=2)
"""How long a typed text still counts as the answer; after that it is ordinary talk again."""


Asked: TypeAlias = tuple[str, tuple[str, ...]]
"""The verb that hears the answer, and its arguments."""


async def ask(tx: AsyncConnection, person: Person, verb: str, args: tuple[str, ...], now: datetime) -> None:
    """From now on what this person types answers `verb`; an older open question is dropped."""
    values = {
        "person": person.id, "community": person.community, "verb": verb, "args": list(args), "until": now + PATIENCE,
    }  # fmt: skip
    await put(tx, t.open_question, ["person"], values, ["verb", "args", "until"])


async def pending(tx: AsyncConnection, people: Sequence[Person], now: datetime) -> dict[str, Asked]:
    """The question open to each of these people, by their id. Most have none."""
    known = [(person.id, person.community) for person in people]
    rows = await tx.execute(_PENDING, {"known": known, "now": now}) if known else ()
    return {row.person: (row.verb, tuple(row.args)) for row in rows}


async def close(tx: AsyncConnection, person: Person) -> None:
    """No question is open to this person any more."""
    q = t.open_question.c
    await tx.execute(delete(t.open_question).where(q.person == person.id, q.community == person.community))


_Q = t.open_question.c
_PENDING = select(_Q.person, _Q.verb, _Q.args).where(
    tuple_(_Q.person, _Q.community).in_(bindparam("known", expanding=True)), _Q.until > bindparam("now")
)
