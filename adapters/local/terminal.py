"""The same in a terminal: messages as text with numbered choices, forms asked field by field."""

from __future__ import annotations

import asyncio
import codecs
import contextlib
import os
import secrets
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from typing import TypeAlias, assert_never
from zoneinfo import ZoneInfo

from adapters.local import asking
from adapters.local.asking import Answer
from adapters.local.book import Line
from adapters.local.door import LocalDoor
from adapters.local.hear import opening
from adapters.local.people import LocalPerson
from adapters.local.view import town
from bot.inputs import FormErrors, Notice, OpenForm, Page, Replace, ReplyNow
from bot.messages import Choice, Field, Form, Message, as_text, choices

Answers: TypeAlias = dict[str, Answer]

COMMANDS = ("as", "people", "hour", "day", "next", "help", "quit")


async def _nothing() -> None: ...


async def chat(
    door: LocalDoor,
    *,
    user: str = "",
    lines: AsyncIterator[str] | None = None,
    write: Callable[[str], None] | None = None,
    settled: Callable[[], Awaitable[None]] = _nothing,
) -> None:
    """Talk until the input ends or somebody quits. `user` is who speaks first, the first playable person by default.

    `settled` is awaited after every input: the caller lets its outbox finish, so answers stand under their question
    also when the input is a pipe.
    """
    people = await door.people()
    person = next((p for p in people if p.user == user), None) or _first(people)
    await Chat(door, person, lines or stdin_lines(), write or _print, settled).run()


def _first(people: Sequence[LocalPerson]) -> LocalPerson:
    return next((p for p in people if p.playable), people[0])


class Chat:
    """One conversation in a terminal, as one person at a time."""

    def __init__(
        self, door: LocalDoor, person: LocalPerson, lines: AsyncIterator[str], write: Callable[[str], None],
        settled: Callable[[], Awaitable[None]],
    ) -> None:  # fmt: skip
        self._door = door
        self._person = person
        self._lines = lines
        self._write = write
        self._settled = settled
        self._seen = 0
        self._last: Line | None = None
        self._showing = asyncio.Lock()

    async def run(self) -> None:
        watching = asyncio.create_task(self._watch())
        try:
            await self._become(self._person)
            async for typed in self._lines:
                if not await self._take(typed.strip()):
                    break
                await self._settled()
                await self._show_news()
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)

    def _say(self, key: str, **values: object) -> str:
        words = self._door.words.get(self._person.language) or self._door.words["en"]
        return words[f"page.terminal.{key}"].format(**values)

    async def _become(self, person: LocalPerson) -> None:
        self._person, self._seen, self._last = person, 0, None
        self._write(self._say("you_are", name=person.name))
        self._write(self._say("help_text", **{name: self._say(name) for name in COMMANDS}))
        await self._show_news()

    # -- what is typed

    async def _take(self, typed: str) -> bool:
        """Do what was typed. False when it was the word for leaving."""
        word, _, rest = typed.partition(" ")
        command = self._command(word)
        if command == "quit":
            return False
        if command:
            await self._do(command, rest.strip())
        elif typed:
            await self._hear(typed)
        return True

    def _command(self, word: str) -> str:
        """The command a word stands for in any language; empty for anything else."""
        every = self._door.words.values()
        said = {words[f"page.terminal.{name}"].casefold(): name for words in every for name in COMMANDS}
        return said.get(word.casefold(), "")

    async def _do(self, command: str, rest: str) -> None:
        if command == "as":
            await self._switch(rest)
        elif command == "people":
            await self._list_people()
        elif command == "help":
            self._write(self._say("help_text", **{name: self._say(name) for name in COMMANDS}))
        else:
            await self._move(command)

    async def _switch(self, name: str) -> None:
        people = await self._door.people()
        found = [p for p in people if name and name.casefold() in (p.user.casefold(), p.name.casefold())]
        found = found or [p for p in people if name and name.casefold() in p.name.casefold()]
        if len(found) == 1:
            await self._become(found[0])
        else:
            self._write(self._say("who", name=name, people=self._say("people")))

    async def _list_people(self) -> None:
        words = self._door.words.get(self._person.language) or self._door.words["en"]
        for person in await self._door.people():
            self._write(f"{person.name} · {words.get(f'page.kind.{person.kind}', person.kind)} · {person.time_zone}")

    async def _move(self, how: str) -> None:
        sent = await self._door.move(_event(), how)
        await self._settled()
        now = self._door.clock.now().astimezone(ZoneInfo(self._person.time_zone)).strftime("%Y-%m-%d %H:%M")
        place = self._person.place or town(self._person.time_zone)
        self._write(self._say("moved", now=now, place=place, sent=sent))

    async def _hear(self, typed: str) -> None:
        """Words, or the number or label of a button that opens a form: that needs a press to open it in."""
        form_opener = self._opener(typed)
        if form_opener is None:
            await self._answer(await self._door.hearing.say(self._person.user, _event(), typed), "")
            return
        line, option = form_opener
        inline = opening(line.message, option.value) if line.message else None
        if inline:
            await self._fill(inline, {}, line.id)
            return
        pressed = self._door.hearing.press(self._person.user, _event(), option.value, line.id, opens_form=True)
        await self._answer(await pressed, line.id)

    def _opener(self, typed: str) -> tuple[Line, Choice] | None:
        offered = choices(self._last.message) if self._last and self._last.message else ()
        for number, option in enumerate(offered, 1):
            if option.opens_form and typed.casefold() in (str(number), option.label.casefold()):
                assert self._last is not None
                return self._last, option
        return None

    # -- what comes back at once

    async def _answer(self, reply: ReplyNow, line: str, sent: Answers | None = None) -> None:
        match reply:
            case None | Replace():
                return
            case OpenForm(form):
                await self._fill(form, {}, line)
            case FormErrors(form, errors):
                await self._fill(form, errors, line, sent)
            case Notice(text):
                self._write(text)
            case Page(message):
                self._write(as_text(message))
            case _:
                assert_never(reply)

    async def _fill(self, form: Form, errors: Mapping[str, str], line: str, kept: Answers | None = None) -> None:
        """Ask every field, or only those that need another look, and send. An input that ends sends nothing."""
        self._write("\n".join(part for part in (form.title, form.intro) if part))
        answers: Answers = dict(kept or {})
        for field in form.fields:
            if field.name in answers and field.name not in errors:
                continue
            answer = await self._ask(field, errors.get(field.name, ""))
            if answer is None:
                return
            answers[field.name] = answer
        hearing, event = self._door.hearing, _event()
        reply = await hearing.submit(self._person.user, event, form.value, answers, line=line, label=form.submit)
        await self._answer(reply, line, answers)

    async def _ask(self, field: Field, mistake: str) -> Answer | None:
        people = await self._door.people() if field.kind == "person" else ()
        options = asking.options(field, people)
        self._write("\n".join(part for part in (mistake, asking.question(field, options, self._say)) if part))
        typed = await anext(self._lines, None)
        return None if typed is None else asking.answer(field, options, typed.strip())

    # -- what arrives

    async def _watch(self) -> None:
        with self._door.platform.book.listening() as woken:
            while not self._door.platform.book.closed:
                await woken.wait()
                woken.clear()
                await self._show_news()

    async def _show_news(self) -> None:
        async with self._showing:
            for line in await self._door.platform.book.since(self._seen):
                self._seen = line.change
                if line.place == self._person.user and line.message:
                    self._last = line if choices(line.message) else self._last
                    self._write(_shown(line.message))


def _shown(said: Message) -> str:
    return f"\n{as_text(said)}\n"


def _event() -> str:
    return secrets.token_hex(10)


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


async def stdin_lines(source: int = 0) -> AsyncIterator[str]:
    """Lines of the standard input (or another file number), read in a thread: a pipe, a file and a keyboard alike.

    The thread reads the file number itself: one that waits inside `sys.stdin` holds a lock, and Python ends with a
    fatal error when it stops in the middle of that.
    """
    loop, queue = asyncio.get_running_loop(), asyncio.Queue[str | None]()
    threading.Thread(target=_read, args=(source, loop, queue), daemon=True).start()
    while (line := await queue.get()) is not None:
        yield line


def _read(source: int, loop: asyncio.AbstractEventLoop, queue: asyncio.Queue[str | None]) -> None:
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    rest = ""
    with contextlib.suppress(RuntimeError, OSError):  # the loop may have ended while the thread waited
        while data := os.read(source, 65_536):
            *lines, rest = (rest + decoder.decode(data)).split("\n")
            for line in lines:
                loop.call_soon_threadsafe(queue.put_nowait, line)
        if rest:
            loop.call_soon_threadsafe(queue.put_nowait, rest)
        loop.call_soon_threadsafe(queue.put_nowait, None)
