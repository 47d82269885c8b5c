"""Makes the files messages refer to, when they are asked for: the picture of the ratings and the table of answers."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import sys
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from typing import TypeAlias

from bot import access, people, tally
from bot.answers import Answer
from bot.messages import FileRef
from bot.pack import Pack
from bot.platform import Refused
from bot.store.engine import Store

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠")
"""First characters a spreadsheet takes for a formula (care-and-security.md, T12 and F21)."""

PATIENCE = 20
"""Seconds a picture may take."""


@dataclass(frozen=True, slots=True)
class Content:
    """A made file: its name, its media type and its bytes."""

    name: str
    media_type: str
    data: bytes


MakeFile: TypeAlias = Callable[[FileRef], Awaitable[Content]]
"""Makes the file a message refers to. Raises `bot.platform.Refused` when the reader may not have it (any more)."""


@dataclass(frozen=True, slots=True)
class Files:
    """Makes files from what is stored now, after asking `access` again."""

    store: Store
    pack: Pack

    async def make(self, ref: FileRef) -> Content:
        """The file. Raises `Refused` when its reader may not see it, or there is nothing to show any more."""
        given = await self._feedback(ref)
        name = self.pack.text("results.file_name", ref.lang).rpartition(".")[0]
        if ref.kind == "feedback_csv":
            return Content(
                f"{name}.csv", "text/csv; charset=utf-8", table(given, self.pack, ref.lang).encode("utf-8-sig")
            )
        return Content(f"{name}.png", "image/png", await picture(tally.count(given, self.pack.feedback, ref.lang)))

    async def _feedback(self, ref: FileRef) -> list[Answer]:
        async with self.store.read() as tx:
            reader = (await people.find(tx, ref.community, [ref.reader])).get(ref.reader)
            event = await access.event(tx, reader, ref.subject) if reader else None
            if reader is None or event is None:
                raise Refused("this file is not there any more")
            return await access.feedback(tx, reader, event)


def table(given: list[Answer], pack: Pack, lang: str) -> str:
    """One line a person who answered, one column a question; no names, and in no order that tells who is who.

    A cell is never a formula. The readers were named to those who answered; a spreadsheet travels further than a
    chat, so it carries what was said without who said it.
    """
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([cell(question.words[lang]) for question in pack.feedback])
    for row in sorted(_rows(given, pack, lang)):
        writer.writerow(row)
    return out.getvalue()


def _rows(given: list[Answer], pack: Pack, lang: str) -> list[list[str]]:
    by_person: dict[str, dict[str, str]] = {}
    labels = {question.id: question for question in pack.feedback}
    for answer in given:
        question = labels.get(answer.question)
        said = answer.words or (question.label(answer.value, lang) if question else answer.value)
        by_person.setdefault(answer.person, {})[answer.question] = cell(said)
    return [[row.get(question.id, "") for question in pack.feedback] for row in by_person.values()]


def cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_DANGEROUS) else text


async def picture(counted: list[tally.Count]) -> bytes:
    """The bars as a PNG, drawn in a child process. Raises RuntimeError when the child fails or takes too long."""
    asked = json.dumps([asdict(count) for count in counted]).encode()
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.draw", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        async with asyncio.timeout(PATIENCE):
            drawn, _ = await child.communicate(asked)
    except TimeoutError:
        child.kill()
        await child.wait()
        raise RuntimeError("the picture took too long") from None
    if child.returncode:
        raise RuntimeError("the picture could not be drawn")
    return drawn
