"""The Slack door under the contract: its own routes and calls, with a Slack made of lists at the far side."""

from __future__ import annotations

import hmac
import html
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from adapters.slack.door import PATH, SlackDoor
from bot.files import Content
from bot.inputs import Input, ReplyNow
from bot.messages import FileRef
from bot.platform import Address, Receipt
from bot.settings import SlackSettings
from tests.adapters.slack.far_side import BOT, TEAM, TOKEN, FarSide, readable
from tests.contract.probe import ANN, Shown

Json = dict[str, Any]
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SECRET, OLD_SECRET = "lab-secret", "lab-secret-of-last-month"
PAYLOADS = Path(__file__).parents[1] / "payloads" / "slack"


def payload(name: str) -> Json:
    """A request of Slack's as it was recorded."""
    found: Json = json.loads((PAYLOADS / f"{name}.json").read_text())
    return found


def signed(raw: bytes, *, secret: str = SECRET, stamp: str = "") -> dict[str, str]:
    """The two headers Slack would send with these bytes."""
    stamp = stamp or str(int(NOW.timestamp()))
    found = hmac.digest(secret.encode(), b"v0:%b:%b" % (stamp.encode(), raw), "sha256").hex()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={found}"}


async def make_file(ref: FileRef) -> Content:
    if ref.kind == "feedback_picture":
        return Content("ratings.png", "image/png", b"\x89PNG picture of " + ref.subject.encode())
    return Content("feedback.csv", "text/csv", b"question,answer\n")


class SlackProbe:
    """`settings`, `make_file` and `answer` may be changed; `told` is the body of the last response."""

    def __init__(self, *, settings: SlackSettings | None = None) -> None:
        self.far = FarSide()
        self.heard: list[Input] = []
        self.answer: Callable[[Input], Awaitable[ReplyNow]] = _no_answer
        self.settings = settings or SlackSettings((TOKEN,), (SECRET, OLD_SECRET))
        self.make_file = make_file
        self.told: Json | str = ""
        self._sent: list[str] = []

    async def start(self) -> None:
        await self.far.start()
        self.door = SlackDoor(self.settings, self._receive, self._made, api=self.far.api, real_now=lambda: NOW)
        self.platform = self.door.platform
        app = web.Application()
        self.door.add_routes(app)
        await self.door.start()
        self.client = TestClient(TestServer(app))
        await self.client.start_server()

    async def stop(self) -> None:
        await self.client.close()
        await self.door.stop()
        await self.far.stop()

    async def _receive(self, heard: Input) -> ReplyNow:
        """Everything is heard, also what comes twice: telling that is the core's."""
        self.heard.append(heard)
        return await self.answer(heard)

    async def _made(self, ref: FileRef) -> Content:
        return await self.make_file(ref)

    def private(self, user: str) -> Address:
        return Address("slack", TEAM, user=user)

    # -- moods

    def is_busy(self, seconds: int) -> None:
        self.far.busy = seconds

    def has_nobody(self) -> None:
        self.far.error = "channel_not_found"

    def refuses(self) -> None:
        self.far.error = "invalid_blocks"

    def hangs_up_after_taking_it(self) -> None:
        self.far.hangs_up = True

    def answers_with_a_server_error(self) -> None:
        self.far.status = 503

    def is_well(self) -> None:
        self.far.busy, self.far.error, self.far.status, self.far.hangs_up = 0, "", 200, False

    def group(self) -> Address:
        return Address("slack", TEAM, "C01GEN")

    def no_group(self) -> Address:
        return Address("slack", TEAM, "C99ELSE")

    def shown(self) -> list[Shown]:
        return [
            Shown(m["ts"], m["channel"], m["metadata"]["event_payload"]["outbox_id"], readable(m["blocks"]))
            for m in self.far.messages
        ]

    # -- what people do

    async def post(self, body: bytes, headers: dict[str, str]) -> int:
        """These bytes to the door's own route."""
        async with self.client.post(PATH, data=body, headers=headers) as response:
            text = await response.text()
            self.told = json.loads(text) if response.content_type == "application/json" else text
            return response.status

    async def sends(self, body: Json, **headers: str) -> int:
        """A payload, signed, in the coat Slack gives its kind."""
        kind = body.get("type")
        if kind in ("event_callback", "url_verification"):
            return await self._post(json.dumps(body).encode(), "application/json", headers)
        form = {"payload": json.dumps(body)} if kind else body
        return await self._post(urlencode(form).encode(), "application/x-www-form-urlencoded", headers)

    async def _post(self, raw: bytes, kind: str, headers: dict[str, str]) -> int:
        return await self.post(raw, {"Content-Type": kind, **signed(raw), **headers})

    async def says(self, text: str, *, where: str = "private", event: str = "") -> int:
        names = {"private": "dm", "channel": "channel_mention", "thread": "thread_mention", "overheard": "overheard"}
        body = payload(names[where])
        written = html.escape(text, quote=False)
        body["event"]["text"] = f"<@{BOT}> {written}" if where in ("channel", "thread") else written
        body["event_id"] = event or f"Ev{len(self._sent):08}"
        again = {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"} if event in self._sent else {}
        self._sent.append(body["event_id"])
        return await self.sends(body, **again)

    async def presses(self, receipt: Receipt, value: str, *, opens_form: bool = False) -> int:
        body = payload("button")
        body["channel"]["id"] = body["container"]["channel_id"] = receipt.address.place
        body["message"]["ts"] = body["container"]["message_ts"] = receipt.id
        body["actions"][0]["value"] = value
        return await self.sends(body)

    async def submits(self, value: str, fields: dict[str, str | tuple[str, ...]]) -> int:
        body = payload("form_submit")
        body["view"]["private_metadata"] = json.dumps([value, "", "", ""])
        body["view"]["state"]["values"] = {f"field:{name}": {"answer": _state(v)} for name, v in fields.items()}
        return await self.sends(body)

    async def points_at(self, text: str) -> int:
        body = payload("message_action")
        body["message"]["text"] = html.escape(text, quote=False)
        return await self.sends(body)

    async def joins(self) -> int:
        return await self.sends(payload("join"))

    async def leaves(self) -> int:
        return await self.sends(payload("leave"))

    async def the_bot_speaks(self) -> int:
        return await self.sends(payload("own_message"))

    def form_errors_shown(self) -> dict[str, str]:
        shown = self.told.get("errors", {}) if isinstance(self.told, dict) else {}
        return {block.removeprefix("field:"): sentence for block, sentence in shown.items()}

    def replaced_text(self) -> str:
        return ""

    def forms_opened(self) -> list[str]:
        return [view["title"]["text"] for view in self.far.views]


async def _no_answer(heard: Input) -> ReplyNow:
    return None


def _state(value: str | tuple[str, ...]) -> Json:
    if isinstance(value, tuple):
        return {"type": "checkboxes", "selected_options": [{"value": one} for one in value]}
    return {"type": "plain_text_input", "value": value}


__all__ = ["ANN", "NOW", "OLD_SECRET", "SECRET", "SlackProbe", "payload", "signed"]
