"""The local door under the contract: its far side is its own table, its people speak through its own routes."""

from __future__ import annotations

import itertools
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from adapters.local.book import Line
from adapters.local.door import LocalDoor
from adapters.local.people import LocalPerson
from adapters.local.platform import LocalPlatform, private
from bot.files import Content
from bot.inputs import Input, ReplyNow
from bot.message_json import from_json
from bot.messages import FileRef, Message, as_text
from bot.platform import Address, Receipt, Refused, TryLater
from tests.adapters.local.database import Database
from tests.adapters.local.words import WORDS
from tests.contract.probe import ANN, Shown

START = datetime(2026, 11, 24, 15, tzinfo=UTC)
ZOE = "U02ZOE"
PEOPLE = (
    LocalPerson(ANN, "Ann Reviewer", "ann@example.org", "America/Toronto", "en", "patient_partner", playable=True),
    LocalPerson(ZOE, "Zoé Roy", "zoe@example.org", "America/Halifax", "fr", "organiser", playable=False),
)


@dataclass
class StillClock:
    """A clock that stands until it is moved; each move sends as many messages as it passes hours."""

    time: datetime = START
    moves: int = 0

    def now(self) -> datetime:
        return self.time

    async def move(self, by: timedelta) -> int:
        self.time, self.moves = self.time + by, self.moves + 1
        return by // timedelta(hours=1)

    async def move_to_next(self) -> int:
        return await self.move(timedelta(hours=3))


class MoodyPlatform(LocalPlatform):
    """Fails the ways other platforms fail."""

    mood: Exception | None = None
    lost_answers = 0

    async def send(self, to: Address, message: Message, mark: str) -> Receipt:
        if self.mood:
            raise self.mood
        receipt = await super().send(to, message, mark)
        if self.lost_answers:
            self.lost_answers -= 1
            raise ConnectionResetError("the answer was lost on the way back")
        return receipt


async def _no_answer(heard: Input) -> ReplyNow:
    return None


async def make_file(ref: FileRef) -> Content:
    if ref.kind == "feedback_csv":
        return Content("réponses.csv", "text/csv", b"answer\r\n4\r\n")
    return Content("ratings.png", "image/png", b"\x89PNG")


class LocalProbe:
    def __init__(self) -> None:
        self.database = Database()
        self.people: Sequence[LocalPerson] = PEOPLE
        self.clock = StillClock()
        self.heard: list[Input] = []
        self.answer: Callable[[Input], Awaitable[ReplyNow]] = _no_answer
        self.replies: list[dict[str, Any]] = []
        self._ids = itertools.count(1)
        engine = self.database.store.writer
        self.door = LocalDoor(engine, self._receive, make_file, self._people, self.clock, WORDS, port=0)
        self._moody = MoodyPlatform(engine, self._people, self.clock.now)
        self.platform = self.door.platform = self.door.hearing.platform = self._moody

    async def _people(self) -> Sequence[LocalPerson]:
        return self.people

    async def _receive(self, heard: Input) -> ReplyNow:
        if heard.source.event_id not in {earlier.source.event_id for earlier in self.heard}:
            self.heard.append(heard)
        return await self.answer(heard)

    async def start(self) -> None:
        app = web.Application()
        self.door.add_routes(app)
        self.client = TestClient(TestServer(app))
        await self.client.start_server()
        self.door.port = self.client.port or 0
        await self.door.start()

    async def stop(self) -> None:
        await self.door.stop()
        await self.client.close()
        await self.database.close()

    def private(self, user: str) -> Address:
        return replace(private(user), place="")

    def is_busy(self, seconds: int) -> None:
        self._moody.mood = TryLater("busy", timedelta(seconds=seconds))

    def has_nobody(self) -> None:
        self.people = ()

    def refuses(self) -> None:
        self._moody.mood = Refused("no")

    def hangs_up_after_taking_it(self) -> None:
        self._moody.lost_answers = 1

    def answers_with_a_server_error(self) -> None:
        self._moody.mood = ConnectionResetError("the platform hung up")

    def is_well(self) -> None:
        self._moody.mood = None

    def group(self) -> Address:
        return Address("local", "demo", "channel")

    def no_group(self) -> Address:
        return private(ANN)

    def shown(self) -> list[Shown]:
        rows = [row for row in self.database.lines() if row["role"] == "bot"]
        return [Shown(row["id"], row["place"], row["mark"], as_text(from_json(row["message"]))) for row in rows]

    async def post(self, verb: str, event: str = "", **body: Any) -> int:
        body = {"as": ANN, "id": event or f"e{next(self._ids)}", **body}
        answer = await self.client.post(f"/api/{verb}", json=body)
        told = json.loads(await answer.read())
        self.replies.append(told.get("reply") or {})
        return answer.status

    async def says(self, text: str, *, where: str = "private", event: str = "") -> int:
        named = f"@Interlude {text}" if where in ("channel", "thread") else text
        return await self.post("say", event, text=named, where="" if where == "private" else "channel")

    async def presses(self, receipt: Receipt, value: str, *, opens_form: bool = False) -> int:
        return await self.post("press", value=value, line=receipt.id, opens_form=opens_form)

    async def submits(self, value: str, fields: dict[str, str | tuple[str, ...]]) -> int:
        return await self.post("submit", value=value, fields=fields, label="Make the event")

    async def points_at(self, text: str) -> int:
        said = Line("channel", ZOE, "me", START, "own:zoe:1", text=text)
        line, _ = await self.platform.book.write(said)
        return await self.post("point", line=line.id)

    async def joins(self) -> int:
        return await self.post("join")

    async def leaves(self) -> int:
        return await self.post("leave")

    async def the_bot_speaks(self) -> int:
        return 200

    def form_errors_shown(self) -> dict[str, str]:
        return dict(self.replies[-1].get("errors", {}))

    def replaced_text(self) -> str:
        return next((as_text(from_json(row["message"])) for row in self.database.lines() if row["edited"]), "")

    def forms_opened(self) -> list[str]:
        return [reply["form"]["title"] for reply in self.replies if reply.get("is") == "form"]
