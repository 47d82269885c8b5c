"""The processes that serve real people: which doors are open, what ticks and what sends in each."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from aiohttp import web
from sqlalchemy import text

from adapters.app import App, real_now
from adapters.clock import Clock
from adapters.links import Links
from adapters.runner import Every, Inline, Runner
from bot import addresses
from bot.lanes import Limit, Window
from bot.platform import Platform

log = logging.getLogger("interlude.serving")

TEAMS_CHAT = tuple(Window(most, seconds) for most, seconds in ((7, 1), (8, 2), (60, 30), (1_800, 3_600)))
"""What Microsoft lets one bot write into one conversation (Microsoft Learn, rate limiting for bots)."""

LIMITS = {
    # Slack documents about one message a second in a channel and an unnamed limit for the workspace; this stays modest.
    # Evenly spaced, but for a fifth of a space that a late one may make up: never more than eleven in a second.
    # A private chat is opened by a method that may be called some fifty times a minute (Tier 3).
    "slack": Limit(per_second=10, burst=1.2, conversation=(Window(1, 1),), opening=12),
    # 50 requests a second for an app in a tenant: evenly spaced, so that no second ever holds more than 51.
    "teams": Limit(per_second=49, burst=2, conversation=TEAMS_CHAT),
}

WATCH = 10.0
"""Seconds between two looks of the watchdog at the clock."""

SELDOM = 20_000
"""How many objects may be made before the garbage collector looks at the young ones."""


class Door(Protocol):
    """What every platform's door does for a process."""

    @property
    def platform(self) -> Platform: ...

    def add_routes(self, app: web.Application) -> None: ...
    async def start(self) -> None: ...
    async def stop(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Parts:
    """What one process does."""

    hears: bool
    ticks: bool
    sends: bool


PROCESSES = {
    "serve": Parts(hears=True, ticks=True, sends=True),
    "web": Parts(hears=True, ticks=False, sends=True),
    "clock": Parts(hears=False, ticks=True, sends=False),
    "worker": Parts(hears=False, ticks=False, sends=True),
}
"""`web` sends as well: an answer leaves the process that committed it at once."""


@dataclass(slots=True)
class Serving:
    """A running process. `doors` are those its settings open, unless a test brings its own."""

    app: App
    parts: Parts
    doors: list[Door]
    links: Links
    runner: Runner | None = None
    site: web.Application = field(default_factory=lambda: web.Application(client_max_size=2 << 20))

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Open the doors, start what ticks and sends; at the end finish what is in flight and let go."""
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self.app.store.close)
            for door in self.doors:
                await door.start()
                stack.push_async_callback(door.stop)
                self.app.platforms[door.platform.name] = door.platform
            await self._remember_shared_places()
            runner = self.runner or Inline(self.app.outbox)
            if self.parts.sends:
                stack.push_async_callback(self.app.outbox.stop)
                await stack.enter_async_context(runner.sending())
            more = await stack.enter_async_context(runner.ticking()) if self.parts.ticks else ()
            if self.parts.ticks or self.parts.sends:
                await self._tick(stack, more)
            self.app.outbox.nudge()
            stack.enter_context(_kept_for_good())
            # The first thing when it ends: nothing more is claimed.
            stack.callback(self.app.outbox.close)
            yield

    async def _tick(self, stack: AsyncExitStack, more: Sequence[Every]) -> None:
        ticking = Clock(self.app, sends=self.parts.sends, ticks=self.parts.ticks, more=more)
        ticking.start()
        stack.push_async_callback(ticking.stop)
        stack.push_async_callback(_cancel, asyncio.create_task(_watch(ticking)))

    def routes(self) -> web.Application:
        """The web application of a process that hears."""
        self.site.router.add_get("/health", self.health)
        self.links.add_routes(self.site)
        for door in self.doors:
            door.add_routes(self.site)
        return self.site

    async def health(self, request: web.Request) -> web.Response:
        """ "ready" when the database answers, and nothing about versions or people."""
        try:
            async with asyncio.timeout(2), self.app.store.read() as tx:
                await tx.execute(text("SELECT 1"))
        except Exception:
            return web.Response(text="not ready", status=503)
        return web.Response(text="ready")

    async def _remember_shared_places(self) -> None:
        """Teams looks for people in the rosters it knows; it was told about them before this process began."""
        for platform in self.app.platforms.values():
            remember = getattr(platform, "remember", None)
            if remember is not None:
                async with self.app.store.read() as tx:
                    for at in await addresses.shared(tx, platform.name):
                        remember(at)


@contextmanager
def _kept_for_good() -> Iterator[None]:
    """What was built so far lives as long as the process: the garbage collector need not walk it again and again.

    A walk over content and libraries takes 100 ms, in which nobody is answered. What answering leaves behind is mostly
    freed at once; the collector, for the rest of it, may come round less often than every 700 objects.
    """
    often = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(SELDOM, *often[1:])
    try:
        yield
    finally:
        gc.set_threshold(*often)
        gc.unfreeze()


async def _cancel(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def _watch(ticking: Clock) -> None:
    while True:
        await asyncio.sleep(WATCH)
        ticking.watch()


def open_doors(app: App, links: Links) -> list[Door]:
    """The doors the settings name. Raises `SettingsError` when one could not prove itself.

    A platform's libraries are imported with its door: whoever serves Slack alone has no use for 15 MB of Teams.
    """
    doors: list[Door] = []
    if app.settings.slack is not None:
        from adapters.slack.door import SlackDoor

        doors.append(SlackDoor(app.settings.slack, app.inbox.receive, app.files.make, real_now=real_now))
    if app.settings.teams is not None:
        from adapters.teams.door import TeamsDoor

        doors.append(TeamsDoor(app.settings.teams, app.inbox.receive, app.files.make, links.link, real_now=real_now))
    return doors


def make_links(app: App) -> Links:
    return Links(app.settings.secret, app.settings.public_url, app.files.make, real_now)
