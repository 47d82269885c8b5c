"""What one person sees of the demo: themselves, everybody else, their lines, and the time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from adapters.local import render
from adapters.local.book import Book, Line
from adapters.local.limits import CHANNEL, LINES
from adapters.local.people import LocalPerson
from adapters.local.render import Json
from bot.messages import Message

Words = Mapping[str, Mapping[str, str]]


async def everything(
    book: Book, you: LocalPerson | None, people: Sequence[LocalPerson], words: Words, lang: str
) -> Json:
    """All the page needs to draw itself. The number of the last change is read first, so nothing falls in between."""
    change = await book.last_change()
    lines: list[Line] = []
    if you:
        lines = await book.newest(you.user, LINES) + await book.newest(CHANNEL, LINES)
    return {
        "change": change, "lang": lang, "words": words[lang], "you": you.user if you else "",
        "people": [_person(person, words[lang]) for person in people], "sent": await sent(book),
        "lines": [render.line(kept, you.user) for kept in lines] if you else [],
    }  # fmt: skip


async def news(book: Book, user: str, after: int, now: datetime) -> Json:
    """What changed since `after` for this person. Others' lines only move the overview."""
    changed = await book.since(after)
    told: Json = {"change": max([after, *(kept.change for kept in changed)]), "now": now.isoformat()}
    told["lines"] = [render.line(kept, user) for kept in changed if kept.place in (user, CHANNEL)]
    return {**told, "sent": await sent(book)} if changed else told


async def sent(book: Book) -> dict[str, Any]:
    """For each person: how many messages they were sent, and the beginning of the last one."""
    return {
        place: {"count": count, "at": last.at.isoformat(), **_beginning(last.message)}
        for place, (count, last) in (await book.sent()).items()
        if place != CHANNEL and last.message
    }


def _beginning(said: Message) -> Json:
    return {"text": render.short(said), "lang": said.lang}


def _person(person: LocalPerson, words: Mapping[str, str]) -> Json:
    return {
        "user": person.user, "name": person.name, "language": person.language, "time_zone": person.time_zone,
        "kind": words.get(f"page.kind.{person.kind}", person.kind), "role": person.role, "playable": person.playable,
        "place": person.place or town(person.time_zone),
    }  # fmt: skip


def town(time_zone: str) -> str:
    """The town a time zone is named after."""
    return time_zone.rpartition("/")[2].replace("_", " ")
