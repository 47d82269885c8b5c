"""An event far ahead that is announced, moved and called off: what the tests of it share."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tests.bot.conversations.meeting import rows
from tests.chat import Chat, Someone

FAR = {"day": "2026-12-10", "start": "14:00", "end": "15:30"}
"""A Thursday more than two weeks ahead. Its own news is on 3 and 9 December at 10:00."""
WEEK_BEFORE = datetime(2026, 12, 3, 18, 30, tzinfo=UTC)
DAY_BEFORE = datetime(2026, 12, 9, 18, 30, tzinfo=UTC)
MOVED = {"day": "2026-12-17", "start": "10:00", "end": "11:00", "zone": "America/Toronto"}


async def go_to(chat: Chat, moment: datetime) -> None:
    """Stops on the way wherever something is due."""
    await chat.until(moment)


def news_of(person: Someone, said: str) -> list[str]:
    return [text for text in person.news() if said in text]


async def open_event(chat: Chat, label: str = "Winter meeting") -> Someone:
    rosa = chat.someone("rosa")
    await rosa.says("change event")
    await rosa.presses(label)
    return rosa


async def move_event(chat: Chat, **other: str) -> Any:
    rosa = await open_event(chat)
    await rosa.presses("Move it")
    return await rosa.sends(**{**MOVED, **other})


async def planned_for_ann(chat: Chat) -> list[tuple[str, int, str | None]]:
    people = {row["id"]: row["name"] for row in await rows(chat, "person")}
    return sorted(
        (str(row["kind"]), int(str(row["offset_minutes"])), str(row["next_due"]) if row["next_due"] else None)
        for row in await rows(chat, "schedule")
        if row["event"] and people[row["person"]] == "Ann Roy"
    )


async def left_out(chat: Chat) -> list[tuple[str, str]]:
    return sorted((str(r["kind"]), str(r["reason"])) for r in await rows(chat, "delivery") if r["status"] == "skipped")
