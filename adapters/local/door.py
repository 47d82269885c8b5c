"""The local door: everything the page and the terminal need, put together."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.local.hear import Hearing, Receive
from adapters.local.limits import PULSE, REMEMBERED
from adapters.local.listen import Routes
from adapters.local.parse import Wrong
from adapters.local.people import DemoClock, People
from adapters.local.platform import LocalPlatform
from bot.files import MakeFile

if TYPE_CHECKING:
    from adapters.local.view import Words

MOVES = {"hour": timedelta(hours=1), "day": timedelta(days=1)}


class LocalDoor:
    """A door for the people of one demo community.

    `engine` must be able to write. `words` is language -> key -> text, from content/phrases/local.toml. `port` is where
    the page is served: a request that names another host or port is refused. It may be set again before serving.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        receive: Receive,
        make_file: MakeFile,
        people: People,
        clock: DemoClock,
        words: Words,
        *,
        port: int,
        pulse: float = PULSE,
    ) -> None:
        self.make_file = make_file
        self.people = people
        self.clock = clock
        self.words = words
        self.port = port
        self.pulse = pulse
        self.platform = LocalPlatform(engine, people, clock.now)
        self.hearing = Hearing(self.platform, receive, clock.now)
        self._moving = asyncio.Lock()
        self._moved: dict[str, int] = {}

    def add_routes(self, app: web.Application) -> None:
        """Mount the page. Only `demo` does this, on a database marked demo."""
        Routes(self).add(app)

    async def start(self) -> None:
        """Make the table of lines."""
        await self.platform.start()

    async def stop(self) -> None:
        """End every open stream."""
        self.platform.book.close()

    async def move(self, event: str, move: str) -> int:
        """Move the clock by "hour", "day" or to the "next" thing. Returns how many messages were sent.

        One move at a time; the same event again gives the same answer. Raises `Wrong` for another word.
        """
        if move not in (*MOVES, "next"):
            raise Wrong(400, "unreadable")
        async with self._moving:
            if event not in self._moved:
                self._remember(event, await self._move(move))
        self.platform.book.wake()
        return self._moved[event]

    async def _move(self, move: str) -> int:
        return await self.clock.move_to_next() if move == "next" else await self.clock.move(MOVES[move])

    def _remember(self, event: str, sent: int) -> None:
        self._moved[event] = sent
        while len(self._moved) > REMEMBERED:
            del self._moved[next(iter(self._moved))]
