"""What a process of a chaos run does: the product's own process, with a door to the unkind platform.

Settings are made here instead of read (a lease of seconds is refused there), and the community's time comes from a
file that the run writes; leases, lanes and back-offs keep the machine's clock.
"""

from __future__ import annotations

import asyncio
import os
import uuid
from contextlib import AbstractContextManager, AsyncExitStack, nullcontext, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import aiohttp
from aiohttp import web

from adapters import logs, runner
from adapters.app import EMBEDDED, App, build, real_now
from adapters.commands import serving as command
from adapters.commands.local import asked_to_stop
from adapters.memory import ABILITIES, MemoryPlatform
from adapters.serving import LIMITS, PROCESSES, Door, Serving, make_links
from adapters.single import only_one
from adapters.slack.door import SlackDoor
from bot.inputs import Said, Source
from bot.messages import Message
from bot.moment import Moment
from bot.pack import Pack
from bot.platform import Address, Platform, Receipt, TryLater
from bot.settings import Settings, SlackSettings
from bot.store import schema
from tests.chaos.plan import SECRET, SIGNING, Process

QUIET = 7.0
"""Seconds after which a message is looked for: longer than a slow call takes to have its effect (`unkind.LATE`)."""

ASKS = 3.0
"""Seconds between two looks for messages nobody knows the outcome of."""


@dataclass(frozen=True, slots=True)
class FileClock:
    """The community's time is as many seconds ahead of the machine's as the file says."""

    file: Path

    def moment(self) -> Moment:
        real = real_now()
        return Moment(real + timedelta(seconds=float(self.file.read_text())), real)


class DeafPlatform(MemoryPlatform):
    """Takes messages over the network and cannot be asked about them, like Teams."""

    def __init__(self, api: str) -> None:
        super().__init__(abilities=replace(ABILITIES, can_be_asked=False))
        self.api = api
        self.session: aiohttp.ClientSession

    async def send(self, to: Address, message: Message, mark: str) -> Receipt:
        return await self._tell("deaf.send", to, mark)

    async def edit(self, receipt: Receipt, message: Message, mark: str) -> Receipt:
        return await self._tell("deaf.edit", receipt.address, mark)

    async def find(self, to: Address, mark: str, since: datetime) -> Receipt | None:
        raise AssertionError("nobody may ask here")

    async def _tell(self, method: str, to: Address, mark: str) -> Receipt:
        try:
            async with self.session.post(self.api + method, json={"user": to.user, "mark": mark}) as answer:
                if answer.status == 429:
                    raise TryLater("busy", timedelta(seconds=int(answer.headers["Retry-After"])))
                answer.raise_for_status()
                return Receipt(replace(to, place=to.place or f"private-{to.user}"), mark)
        except aiohttp.ClientConnectorError as exc:
            raise TryLater("could not be reached") from exc


class DeafDoor:
    """The door to the platform that cannot be asked: one route in, one call out."""

    def __init__(self, app: App, api: str) -> None:
        self._app = app
        self._deaf = DeafPlatform(api)

    @property
    def platform(self) -> Platform:
        return self._deaf

    def add_routes(self, app: web.Application) -> None:
        app.router.add_post("/deaf", self._hear)

    async def start(self) -> None:
        self._deaf.session = aiohttp.ClientSession()

    async def stop(self) -> None:
        await self._deaf.session.close()

    async def _hear(self, request: web.Request) -> web.Response:
        told = await request.json()
        at = Address("memory", told["workspace"], f"private-{told['user']}", told["user"])
        source = Source("memory", told["workspace"], told["user"], told["event"], at, True)
        await self._app.inbox.receive(Said(source, told["text"]))
        return web.Response()


def settings_of(process: Process) -> Settings:
    slack = SlackSettings(tuple(f"xoxb-{name}" for name in process.workspaces), (SIGNING,))
    return Settings(
        process.url, SECRET, port=process.port, lease=timedelta(seconds=process.lease), runner=process.runner,
        log_level="WARNING", slack=slack,
    )  # fmt: skip


async def live(process: Process, pack: Pack) -> None:
    """Until it is asked to stop, or killed."""
    told = settings_of(process)
    logs.set_up(told.log_level)
    owner = f"{EMBEDDED if process.embedded else ''}{process.slot}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
    clock = FileClock(Path(process.clock))
    app = build(told, clock=clock.moment, limits=LIMITS, owner=owner, pack=pack)
    app.outbox.quiet = timedelta(seconds=QUIET)
    doors: list[Door] = [_slack(app, told, process.api), DeafDoor(app, process.api)]
    links = make_links(app)
    serving = Serving(app, PROCESSES[process.what], doors, links, command._runner(app, process.what))
    await schema.upgrade(app.store)
    await runner.migrate(told)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(serving.running())
        if serving.parts.hears:
            await command._listen(stack, serving, told)
        if serving.parts.sends:
            asking = asyncio.create_task(_ask_more_often(app))
            stack.callback(asking.cancel)
        Path(f"{process.log}.up").touch()
        await asked_to_stop().wait()
        app.outbox.close()


async def _ask_more_often(app: App) -> None:
    """The product asks about unknown outcomes every 15 s; here that would be most of the time a run takes."""
    while True:
        await asyncio.sleep(ASKS)
        with suppress(Exception):
            await asyncio.shield(app.outbox.reconcile())


def _slack(app: App, told: Settings, api: str) -> SlackDoor:
    assert told.slack is not None
    return SlackDoor(told.slack, app.inbox.receive, app.files.make, api=api, real_now=real_now)


def held(process: Process) -> AbstractContextManager[None]:
    """The product's own lock on the file of a process that is alone on it."""
    return only_one(Path(process.url.removeprefix("sqlite:///"))) if process.embedded else nullcontext()


def spend(process: Process, pack: Pack) -> None:
    """A whole process."""
    with held(process):
        asyncio.run(live(process, pack))
