"""The processes: what each one does, how it starts after a crash and how it ends."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from adapters.app import EMBEDDED, App, build
from adapters.memory import MemoryPlatform
from adapters.serving import PROCESSES, Serving, make_links
from bot import addresses, claims
from bot.due import Wish
from bot.inputs import Said
from bot.outcomes import QUIET
from bot.pack import Pack
from bot.platform import Address
from tests.bot.deliveries import Gate, letter, row, write
from tests.chat import Chat, open_chat


class RemembersPlaces(MemoryPlatform):
    def __init__(self) -> None:
        super().__init__()
        self.known: list[Address] = []

    def remember(self, at: Address) -> None:
        self.known.append(at)


@dataclass
class Door:
    """A door without a wall."""

    platform: MemoryPlatform = field(default_factory=RemembersPlaces)
    said: list[str] = field(default_factory=list)

    def add_routes(self, app: web.Application) -> None:
        self.said.append("routes")

    async def start(self) -> None:
        self.said.append("start")

    async def stop(self) -> None:
        self.said.append("stop")


@pytest.fixture
async def chat(database: str, pack: Pack) -> AsyncIterator[Chat]:
    opened = await open_chat(database, pack)
    await opened.app.outbox.drain()
    yield opened
    await opened.app.store.close()


def _next_process(chat: Chat, owner: str = "") -> App:
    settings = replace(chat.app.settings, public_url="https://interlude.example")
    return build(settings, clock=chat.moment, pack=chat.app.pack, owner=owner)


@asynccontextmanager
async def _running(app: App, door: Door, process: str = "serve") -> AsyncIterator[Serving]:
    serving = Serving(app, PROCESSES[process], [door], make_links(app))
    async with serving.running():
        yield serving


async def _until(true: object) -> None:
    """Let the process work until this holds."""
    async with asyncio.timeout(10):
        while not true():  # type: ignore[operator]
            await asyncio.sleep(0.005)


async def test_an_answer_leaves_the_process_at_once(chat: Chat) -> None:
    door = Door()
    app = _next_process(chat)
    async with _running(app, door):
        await app.inbox.receive(Said(chat.someone("ann").source(), "RoB"))
        await _until(lambda: door.platform.texts("ann"))

    assert door.said == ["start", "stop"]


async def test_what_a_killed_process_left_is_taken_up_at_the_start(chat: Chat) -> None:
    await write(chat, letter("one"))
    outbox = chat.app.outbox
    await claims.claim(outbox.store, outbox.rules, chat.moment(), f"{EMBEDDED}dead", outbox.lease, Wish(10))
    chat.now += QUIET

    async with _running(_next_process(chat), Door()), asyncio.timeout(10):
        while (await row(chat, "one")).status != "pending":
            await asyncio.sleep(0.005)


async def test_one_of_several_processes_leaves_the_others_mail_alone(chat: Chat) -> None:
    await write(chat, letter("one"))
    outbox = chat.app.outbox
    await claims.claim(outbox.store, outbox.rules, chat.moment(), "worker:other", outbox.lease, Wish(10))

    async with _running(_next_process(chat, "worker:this"), Door(), "worker"):
        assert ((await row(chat, "one")).status, (await row(chat, "one")).owner) == ("sending", "worker:other")


async def test_stopping_finishes_what_is_in_flight(chat: Chat) -> None:
    gate = Gate()
    await write(chat, letter("one"))
    async with _running(_next_process(chat), Door(gate)):
        await gate.entered.wait()
        gate.open.set()

    assert ((await row(chat, "one")).status, gate.texts("ann")) == ("sent", ["one"])


async def test_a_clock_sends_nothing_itself(chat: Chat) -> None:
    await write(chat, letter("one"))
    door = Door()
    async with _running(_next_process(chat, "clock:x"), door, "clock") as serving:
        assert not serving.app.outbox._flying

    assert (door.platform.arrived, (await row(chat, "one")).status) == ([], "pending")


async def test_the_places_a_platform_was_told_of_are_remembered(chat: Chat) -> None:
    there = Address("memory", "w1", "team-7", service="https://smba.example")
    async with chat.app.store.write() as tx:
        await addresses.remember_shared(tx, there)
    door = Door()

    async with _running(_next_process(chat), door):
        assert door.platform.known == [there]  # type: ignore[attr-defined]


async def _health(serving: Serving) -> tuple[int, str]:
    async with TestClient(TestServer(serving.routes())) as client, client.get("/health") as answer:
        return answer.status, await answer.text()


async def test_health_says_ready_and_nothing_else(chat: Chat) -> None:
    app = _next_process(chat)
    assert await _health(Serving(app, PROCESSES["web"], [], make_links(app))) == (200, "ready")
    await app.store.close()


async def test_health_says_so_when_the_database_is_gone(chat: Chat) -> None:
    nowhere = replace(chat.app.settings, database_url="postgresql://nobody@127.0.0.1:1/none")
    app = build(nowhere, clock=chat.moment, pack=chat.app.pack)

    assert await _health(Serving(app, PROCESSES["web"], [], make_links(app))) == (503, "not ready")
    await app.store.close()


def test_a_process_with_slack_alone_never_loads_what_teams_needs() -> None:
    code = (
        "import sys, adapters.serving, adapters.slack.door; print(sorted({'botbuilder', 'msrest'} & set(sys.modules)))"
    )

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "[]\n"
