"""The emulator's page as its own browser page drives it: one web socket that shows everything and takes clicks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import aiohttp

from tests.adapters.slack.far_side import readable
from tests.e2e.slack.world import APP, BOT, TEAM, World

Json = dict[str, Any]
Found = TypeVar("Found")

PATIENCE = 15.0


@dataclass
class Page:
    """What stands in the workspace now. `until` waits for the page to show something."""

    session: aiohttp.ClientSession
    socket: aiohttp.ClientWebSocketResponse
    messages: dict[str, list[Json]] = field(default_factory=dict)
    channels: dict[str, Json] = field(default_factory=dict)
    homes: Json = field(default_factory=dict)
    modals: list[Json] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def look(self) -> None:
        """Take in what the page is told; ends with the connection."""
        async for told in self.socket:
            self._take(told.json())
            self._changed.set()

    def _take(self, told: Json) -> None:
        match told["t"]:
            case "init":
                self._begin(told["state"])
            case "message":
                self.messages.setdefault(told["message"]["channel"], []).append(told["message"])
            case "message_update":
                self._update(told["message"])
            case "channel":
                self.channels[told["channel"]["id"]] = told["channel"]
            case "home":
                self.homes[told["user"]] = told["view"]
            case "view":
                self.modals, self.errors = told["stack"], {}
            case "view_errors":
                self.errors = told["errors"]

    def _begin(self, state: Json) -> None:
        assert state["workspace"]["teamId"] == TEAM, "this port belongs to somebody else"
        self.messages = state["messages"]
        self.channels = {channel["id"]: channel for channel in state["channels"]}
        self.homes = {user: views[APP] for user, views in state["homeViews"].items() if APP in views}

    def _update(self, message: Json) -> None:
        here = self.messages[message["channel"]]
        here[:] = [message if one["ts"] == message["ts"] else one for one in here]

    async def until(self, find: Callable[[], Found | None], what: str) -> Found:
        """What `find` finds, as soon as it finds something. Fails with `what` and all that stands there."""
        try:
            async with asyncio.timeout(PATIENCE):
                while (found := find()) is None:
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            raise AssertionError(f"{what} did not come. There is:\n{self.everything()}") from None
        return found

    def everything(self) -> str:
        return "\n".join(f"{m['channel']} {m['user']}: {reads(m)}" for here in self.messages.values() for m in here)

    async def click(self, kind: str, **what: object) -> None:
        await self.socket.send_json({"t": kind, **what})

    async def control(self, path: str, body: Json | None = None) -> Any:
        """The emulator's control and web addresses, from inside its network."""
        method = "GET" if body is None else "POST"
        async with self.session.request(method, f"http://slack{path}", json=body) as answer:
            return await answer.json()

    async def fetch(self, path: str) -> tuple[str, bytes]:
        """A file's media type and bytes."""
        async with self.session.get(f"http://slack{path}") as answer:
            assert answer.status == 200
            return answer.content_type, await answer.read()


@asynccontextmanager
async def page_of(world: World) -> AsyncIterator[Page]:
    """The page of a world, open in this test."""
    connector = aiohttp.UnixConnector(str(world.slack))
    async with aiohttp.ClientSession(connector=connector) as session, session.ws_connect(
        "http://slack/ui", max_msg_size=0
    ) as socket:  # fmt: skip
        page = Page(session, socket)
        looking = asyncio.create_task(page.look())
        await page.until(lambda: page.channels or None, "the page")
        yield page
        looking.cancel()
        await asyncio.gather(looking, return_exceptions=True)


def reads(message: Json) -> str:
    """What a person reads in a message: its blocks, or its text where it has none."""
    return readable(message["blocks"]) if message.get("blocks") else str(message.get("text", ""))


def by_bot(message: Json) -> bool:
    return bool(message["user"] == BOT)
