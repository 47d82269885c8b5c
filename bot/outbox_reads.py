"""What was sent, for those who look back: the last buttons a person was shown, and what became of a delivery."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.message_json import from_json
from bot.messages import Choice, Form, choices
from bot.people import Person
from bot.store import tables as t

LOOK_BACK = 3
"""How many messages back a typed number may refer to: people answer the newest one that asked something."""

FORMS_BACK = 50
"""How many messages back a form behind a button is looked for; a button further up is called old."""


async def last_choices(tx: AsyncConnection, person: Person) -> tuple[Choice, ...]:
    """The buttons of the newest message to this person that had any. What was replaced is not there any more."""
    d = t.delivery.c
    query = (
        select(d.message, d.receipt, d.replaces)
        .where(d.person == person.id, d.community == person.community, d.status == "sent", d.message.is_not(None))
        .order_by(d.seq.desc())
        .limit(LOOK_BACK)
    )
    replaced: set[str] = set()
    for row in await tx.execute(query):
        found = choices(from_json(row.message))
        if found and not (row.receipt and row.receipt["id"] in replaced):
            return found
        replaced |= {row.replaces["id"]} if row.replaces else set()
    return ()


async def last_prompt(tx: AsyncConnection, person: Person, kind: str, since: datetime) -> tuple[str, ...]:
    """What the newest delivery of this kind sent to this person since then was about; empty when there is none."""
    d = t.delivery.c
    query = (
        select(d.prompt)
        .where(d.person == person.id, d.community == person.community, d.kind == kind, d.status == "sent")
        .where(d.done_at >= since, d.prompt.is_not(None))
        .order_by(d.seq.desc())
        .limit(1)
    )
    prompt = await tx.scalar(query)
    return tuple(prompt["args"]) if prompt else ()


async def form(tx: AsyncConnection, person: Person, value: str) -> Form | None:
    """The form with this value in a message sent to this person; None when its text is not kept any more."""
    d = t.delivery.c
    query = (
        select(d.message)
        .where(d.person == person.id, d.community == person.community, d.status == "sent", d.message.is_not(None))
        .order_by(d.seq.desc())
        .limit(FORMS_BACK)
    )
    for message in await tx.scalars(query):
        for block in from_json(message).blocks:
            if isinstance(block, Form) and block.value == value:
                return block
    return None
