"""A meeting that was held, for tests that look at what comes after it."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select

from bot.store import tables as t
from tests.chat import Chat, Someone

FORM = {
    "title": "Winter meeting", "day": "2026-11-24", "start": "14:00", "end": "15:30", "zone": "America/Toronto",
    "invited": ("everybody",),
}  # fmt: skip
QUESTIONS_OUT_IN_LONDON = datetime(2026, 11, 25, 10, tzinfo=UTC)
QUESTIONS_OUT = datetime(2026, 11, 25, 18, 30, tzinfo=UTC)
"""10:00 on the next weekday has come for everybody, in Vancouver last."""
RESULT_OUT = datetime(2026, 11, 30, 15, 30, tzinfo=UTC)


async def announce(chat: Chat, **other: str) -> None:
    rosa = chat.someone("rosa")
    await rosa.says("new event")
    await rosa.sends(**{**FORM, **other})


async def hold(chat: Chat) -> None:
    """Announced and held; the five questions have reached everybody who said yes."""
    await announce(chat)
    for moment in (QUESTIONS_OUT_IN_LONDON, QUESTIONS_OUT):
        chat.now = moment
        await chat.settle()


async def answer(person: Someone, *taps: str, words: str = "") -> None:
    for label in taps:
        await person.presses(label)
    if words:
        await person.presses(label_to_write(person))
        await person.sends(words=words)


def label_to_write(person: Someone) -> str:
    return "Écrire une phrase" if person.user == "cleo" else "Write a sentence"


async def results(chat: Chat) -> str:
    rosa = chat.someone("rosa")
    await rosa.says("events")
    return await rosa.presses("See Winter meeting")


async def rows(chat: Chat, table: str) -> list[dict[str, object]]:
    """Everything a table holds."""
    async with chat.app.store.read() as tx:
        found = await tx.execute(select(t.metadata.tables[table]))
    return [dict(row._mapping) for row in found]
