"""The Teams door under the contract: its real code against a false Microsoft, real RS256 tokens on every request."""

from __future__ import annotations

import base64
import html
import itertools
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from adapters.teams.door import TeamsDoor
from bot.files import Content
from bot.inputs import Input, ReplyNow
from bot.messages import FileRef
from bot.platform import Address, Receipt
from bot.settings import TeamsSettings
from tests.adapters.teams.microsoft import APP, TEAM, TENANT, Json, Microsoft, card_of, claims, signed
from tests.adapters.teams.reading import errors, words
from tests.contract.probe import Shown
from tests.schemas.teams.check import mistakes

PAYLOADS = Path(__file__).parents[1] / "payloads" / "teams"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
WHERE = {"private": "dm", "channel": "channel_mention", "thread": "thread_mention", "overheard": "overheard"}


def payload(name: str) -> Json:
    """A recorded activity."""
    found: Json = json.loads((PAYLOADS / f"{name}.json").read_text())
    return found


async def _no_answer(heard: Input) -> ReplyNow:
    return None


async def _file(ref: FileRef) -> Content:
    return Content("ratings.png", "image/png", PNG)


class TeamsProbe:
    def __init__(self, settings: TeamsSettings | None = None) -> None:
        self.far = Microsoft()
        self.settings = settings or TeamsSettings(APP, (TENANT,), password="correct horse")
        self.heard: list[Input] = []
        self.answer: Callable[[Input], Awaitable[ReplyNow]] = _no_answer
        self.answered: Json = {}
        self.now: Callable[[], datetime] = lambda: datetime.now(UTC)
        self._ids = itertools.count(1)
        self._rosters = [TEAM]

    async def start(self) -> None:
        await self.far.start()
        self.door = TeamsDoor(
            self.settings,
            self._receive,
            _file,
            lambda ref: f"https://interlude.example/file/{ref.kind}",
            microsoft=self.far.addresses(),
            real_now=lambda: self.now(),
        )
        self.platform = self.door.platform
        for place in self._rosters:
            self.platform.remember(Address("teams", TENANT, place, service=self.far.service))
        app = web.Application()
        self.door.add_routes(app)
        self._server, self.client = TestServer(app), ClientSession()
        await self._server.start_server()
        await self.door.start()

    async def stop(self) -> None:
        await self.client.close()
        await self._server.close()
        await self.door.stop()
        await self.far.stop()

    async def _receive(self, heard: Input) -> ReplyNow:
        self.heard.append(heard)
        return await self.answer(heard)

    def private(self, user: str) -> Address:
        return Address("teams", TENANT, user=user)

    def is_busy(self, seconds: int) -> None:
        self.far.mood = (429, {"Retry-After": str(seconds)}, "TooManyRequests")

    def has_nobody(self) -> None:
        self.far.mood = (403, {}, "ForbiddenOperationException")

    def refuses(self) -> None:
        self.far.mood = (400, {}, "BadSyntax")

    def hangs_up_after_taking_it(self) -> None:
        self.far.hangs_up = True

    def answers_with_a_server_error(self) -> None:
        self.far.mood = (500, {}, "ServiceError")

    def is_well(self) -> None:
        self.far.mood, self.far.hangs_up = None, False

    def group(self) -> Address:
        return Address("teams", TENANT, TEAM, service=self.far.service)

    def no_group(self) -> Address:
        return Address("teams", TENANT, "19:meeting_other@thread.v2", service=self.far.service)

    def shown(self) -> list[Shown]:
        return [
            Shown(one, said["place"], card_of(said)["body"][0].get("id", "").removeprefix("ob:"), words(card_of(said)))
            for one, said in self.far.activities.items()
        ]

    async def post(self, activity: Json, *, token: str | None = None, **options: Any) -> int:
        """Send an activity as Microsoft would; the status, and the body in `answered`."""
        token = signed(claims(activity.get("serviceUrl", ""))) if token is None else token
        headers = {"Authorization": f"Bearer {token}"}
        return await self.raw(json.dumps(activity).encode(), headers, **options)

    async def raw(self, data: bytes, headers: dict[str, str]) -> int:
        async with self.client.post(self._server.make_url("/api/messages"), data=data, headers=headers) as answer:
            body = await answer.read()
            self.answered = json.loads(body) if answer.content_type == "application/json" else {"text": body.decode()}
            self._look_at_cards()
            return answer.status

    def _look_at_cards(self) -> None:
        if card := self.card():
            assert mistakes(card) == []

    def card(self) -> Json:
        """The card in the last answer; empty when there is none."""
        if "task" in self.answered:
            shown: Json = self.answered["task"]["value"]["card"]["content"]
            return shown
        value = self.answered.get("value")
        return value if isinstance(value, dict) and value.get("type") == "AdaptiveCard" else {}

    def recorded(self, name: str, **changes: Any) -> Json:
        """A recorded activity as if it were sent now, to us."""
        fresh = {"serviceUrl": self.far.service, "id": f"f:{next(self._ids)}"}
        return {**payload(name), **fresh, **changes}

    async def says(self, text: str, *, where: str = "private", event: str = "") -> int:
        said = self.recorded(WHERE[where])
        typed = html.escape(text, quote=False)
        said["text"] = f"<at>Interlude</at>&nbsp;{typed}" if where in ("channel", "thread") else typed
        return await self.post(said | ({"id": event} if event else {}))

    async def presses(self, receipt: Receipt, value: str, *, opens_form: bool = False) -> int:
        button = self._button(receipt, value)
        assert (button["type"] == "Action.Submit") == opens_form
        said = self.recorded("button_opens_form" if opens_form else "button", replyToId=receipt.id)
        if opens_form:
            said["value"]["data"] = button["data"]
        else:
            said["value"]["action"] = {key: button[key] for key in ("type", "title", "verb", "data")}
        return await self.post(said)

    def _button(self, receipt: Receipt, value: str) -> Json:
        card = card_of(self.far.activities[receipt.id])
        return next(a for a in card["actions"] if a["data"].get("press") == value)

    async def submits(self, value: str, fields: dict[str, str | tuple[str, ...]]) -> int:
        said = self.recorded("form_submit")
        typed = {f"in.{k}": v if isinstance(v, str) else ",".join(v) for k, v in fields.items()}
        said["value"]["action"]["data"] = {"form": value, "many": ["teams"], **typed}
        return await self.post(said)

    async def points_at(self, text: str) -> int:
        said = self.recorded("message_action")
        said["value"]["messagePayload"]["body"]["content"] = f"<div><p>{html.escape(text)}</p></div>"
        return await self.post(said)

    async def joins(self) -> int:
        return await self.post(self.recorded("install"))

    async def leaves(self) -> int:
        return await self.post(self.recorded("leave"))

    async def the_bot_speaks(self) -> int:
        return await self.post(self.recorded("own_message"))

    def form_errors_shown(self) -> dict[str, str]:
        return errors(self.card())

    def replaced_text(self) -> str:
        return words(self.card())

    def forms_opened(self) -> list[str]:
        return [self.answered["task"]["value"]["title"]] if "task" in self.answered else []


def at(address: Address, **changes: str) -> Address:
    """The same address with something changed."""
    return replace(address, **changes)
