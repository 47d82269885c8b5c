"""The process that is killed: real rooms on a real database, a platform that is a file, and a place to die.

    echo '{"url": …, "folder": …, "point": …, "lives": …, "asked": …}' | python -m tests.crash.child

Each life is a process of its own, forked before anything was opened: it takes up what the last one left, hears three
people, and dies by SIGKILL at its point. The last life lives until everything has an outcome.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import sys
import tempfile
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from adapters.app import EMBEDDED, build, real_now
from adapters.memory import MemoryPlatform
from adapters.single import only_one
from bot import content, letters, people
from bot.inputs import Said, Source
from bot.messages import Message
from bot.moment import Moment
from bot.pack import Pack
from bot.platform import Address, Receipt
from bot.settings import Settings
from bot.store import schema
from bot.store import tables as t
from bot.store.engine import open_store
from bot.turn import Prompt
from tests.chat import MONDAY, open_chat

PEOPLE = ("ann", "bo", "rosa")
POINTS = ("committed", "claimed", "sent")
"""Where to die: after the commit of an input, after the row is claimed, after the platform has the message."""


@dataclass(frozen=True)
class Task:
    url: str
    folder: str
    point: str
    lives: int
    asked: bool

    @property
    def posts(self) -> Path:
        return Path(self.folder) / "posts.jsonl"

    @property
    def acknowledged(self) -> Path:
        return Path(self.folder) / "acknowledged.jsonl"


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def note(file: Path, line: Any) -> None:
    """On disk when this returns."""
    with file.open("a") as log:
        log.write(json.dumps(line) + "\n")
        log.flush()
        os.fsync(log.fileno())


def noted(file: Path) -> list[Any]:
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


class FilePlatform(MemoryPlatform):
    """Each message is a line in a file. `countdown`: the send at which to die; 0 is never."""

    task: Task
    countdown = 0

    async def send(self, to: Address, message: Message, mark: str) -> Receipt:
        self.countdown -= 1
        if self.task.point == "claimed" and self.countdown == 0:
            die()
        note(self.task.posts, mark)
        if self.task.point == "sent" and self.countdown == 0:
            die()
        return Receipt(to, mark)

    async def find(self, to: Address, mark: str, since: datetime) -> Receipt | None:
        return Receipt(to, mark) if mark in noted(self.task.posts) else None


class Life:
    def __init__(self, task: Task, number: int, pack: Pack) -> None:
        self.task, self.number, self.now = task, number, MONDAY + timedelta(minutes=number)
        on_sqlite = task.url.startswith("sqlite")
        lease = timedelta(seconds=120 if on_sqlite else 0.5)
        settings = Settings(task.url, "test-secret-test-secret-test-secret", lease=lease)
        self.app = build(settings, clock=self.clock, pack=pack, owner="" if on_sqlite else f"worker:{number}")
        self.app.outbox.quiet = timedelta(0)  # this platform is not slow
        self.platform = FilePlatform()
        self.platform.task = task
        self.platform.abilities = replace(self.platform.abilities, can_be_asked=task.asked)
        self.app.platforms["memory"] = self.platform

    def clock(self) -> Moment:
        return Moment(self.now, real_now())

    async def take_up(self) -> None:
        """Hear again what was never acknowledged; settle and send what the last life left."""
        owner = EMBEDDED if self.app.store.on_sqlite else ""
        await self._hear(range(1, min(self.number, self.task.lives + 1)))
        await self.app.outbox.reconcile(of_owner=owner)
        while await self._in_flight():
            await asyncio.sleep(0.05)
            await self.app.outbox.reconcile()
        self.now += timedelta(seconds=30)  # what is tried again has waited long enough
        await self.app.outbox.drain()

    async def live(self) -> None:
        """Hear three people and start a check-in; die on the way."""
        await self.take_up()
        if self.number > self.task.lives:
            return
        self.platform.countdown = random.Random(self.number).randint(1, 4)
        if self.task.point == "committed":
            self.app.inbox.nudge = die
        await self._prompt()
        await self._hear([self.number])
        await self.app.outbox.drain()

    async def _hear(self, lives: Iterable[int]) -> None:
        known = set(noted(self.task.acknowledged))
        events = [(f"e{n}-{user}", user) for n in lives for user in PEOPLE]
        await asyncio.gather(*(self._say(event, user) for event, user in events if event not in known))

    async def _say(self, event: str, user: str) -> None:
        source = Source("memory", "w1", user, event, Address("memory", "w1", f"private-{user}", user), True)
        await self.app.inbox.receive(Said(source, "what does risk of bias mean"))
        note(self.task.acknowledged, event)

    async def _prompt(self) -> None:
        async with self.app.store.write() as tx:
            community = (await people.communities(tx))[0]
            everybody = await people.everybody(tx, community.id)
            ann = next(person for person in everybody if person.name == "Ann Roy")
            prompt = Prompt("check_in", ann, "check_in", f"check_in:{self.number}", (f"2026-11-{self.number}",))
            await letters.write(tx, [letters.from_prompt(prompt, self.app.clock().now)], self.app.clock())

    async def _in_flight(self) -> int:
        async with self.app.store.read() as tx:
            return int(await tx.scalar(select(func.count()).where(t.delivery.c.status == "sending")) or 0)


async def life(task: Task, number: int, pack: Pack) -> None:
    one = Life(task, number, pack)
    await one.live()
    await one.app.store.close()


def held(url: str) -> AbstractContextManager[None]:
    return only_one(Path(url.removeprefix("sqlite:///"))) if url.startswith("sqlite") else nullcontext()


def spend(task: Task, number: int, pack: Pack) -> bool:
    """One life in a process of its own. True when it was killed."""
    child = os.fork()
    if child == 0:
        with held(task.url):
            asyncio.run(life(task, number, pack))
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return True
    assert os.waitstatus_to_exitcode(status) == 0, f"life {number} failed"
    return False


def warm_up(pack: Pack) -> None:
    """One life nobody ends, elsewhere: what it imports and builds, the forked ones need not."""
    with tempfile.TemporaryDirectory() as folder:
        task = Task(f"sqlite:///{folder}/warm.sqlite3", folder, "", 1, True)
        asyncio.run(_make(task.url, pack))
        asyncio.run(life(task, 1, pack))


async def _make(url: str, pack: Pack) -> None:
    store = open_store(url)
    await schema.upgrade(store)
    await store.close()
    await (await open_chat(url, pack)).app.store.close()


def run(task: Task, pack: Pack) -> int:
    """All lives of one task. Returns how many ended by a kill."""
    killed = sum(spend(task, number, pack) for number in range(1, task.lives + 1))
    for more in range(1, 4):  # back-offs and leases end while nobody dies
        assert not spend(task, task.lives + more, pack)
    return killed


def main() -> None:
    """One task a line, and one number in return: reading the content once serves them all."""
    pack = content.load()
    warm_up(pack)
    for line in sys.stdin:
        print(run(Task(**json.loads(line)), pack), flush=True)


if __name__ == "__main__":
    main()
