"""The people: they ask, press buttons and send again what was not acknowledged, as their platforms do."""

from __future__ import annotations

import asyncio
import hmac
import json
import time
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode

import aiohttp

from tests.chaos.plan import SIGNING, Someone
from tests.chaos.unkind import Effect

Json = dict[str, Any]

QUESTIONS = ("what does risk of bias mean", "what does placebo mean", "what does blinding mean", "qui me lit")
AGAIN = 0.1
"""How often something that was acknowledged comes once more; platforms do that."""
PRESSED = 0.4
"""How many messages with buttons are answered by a press."""
_PAYLOADS = Path(__file__).parents[1] / "payloads" / "slack"


@dataclass(frozen=True, slots=True)
class Heard:
    """Something a person did, which was acknowledged. `event`: its id on its platform."""

    who: Someone
    event: str
    what: str


@dataclass
class Feeder:
    """`ports`: where the processes that hear listen."""

    random: Random
    people: Sequence[Someone]
    ports: Sequence[int]
    heard: list[Heard] = field(default_factory=list)
    tries: int = 0
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _number: int = 0
    closed: bool = False

    async def start(self) -> None:
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=3))
        self._payloads = {name: json.loads((_PAYLOADS / f"{name}.json").read_text()) for name in ("dm", "button")}

    async def stop(self) -> None:
        """Everything that was begun is acknowledged at last."""
        self.closed = True
        while self._tasks:
            await asyncio.wait(self._tasks)
        await self._session.close()

    async def ask_on(self, a_second: float) -> None:
        """Somebody asks something, so often, until cancelled."""
        while True:
            await asyncio.sleep(self.random.expovariate(a_second))
            self._begin(self._ask(self.random.choice(self.people)))

    def sees(self, who: Someone, effect: Effect) -> None:
        """A message arrived; perhaps its first button is pressed."""
        value = _first_button(effect.body)
        if not who.deaf and value and not self.closed and self.random.random() < PRESSED:
            self._begin(self._press(who, effect, value))

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _ask(self, who: Someone) -> None:
        event, text = self._event(), self.random.choice(QUESTIONS[:3])
        body = self._deaf(who, event, text) if who.deaf else self._said(who, event, text)
        await self._until_taken(body, Heard(who, event, "question"))

    async def _press(self, who: Someone, effect: Effect, value: str) -> None:
        await asyncio.sleep(self.random.uniform(0.1, 2))
        event = self._event()
        body = json.loads(json.dumps(self._payloads["button"]))
        body["team"]["id"] = body["user"]["team_id"] = who.workspace
        body["user"]["id"], body["trigger_id"] = who.user, event
        body["channel"]["id"] = body["container"]["channel_id"] = who.channel
        body["message"]["ts"] = body["container"]["message_ts"] = effect.ts
        body["actions"][0]["value"] = value
        raw = urlencode({"payload": json.dumps(body)}).encode()
        await self._until_taken(("/slack/events", "application/x-www-form-urlencoded", raw), Heard(who, event, "press"))

    async def _until_taken(self, request: tuple[str, str, bytes], heard: Heard) -> None:
        while not await self._post(*request):
            await asyncio.sleep(self.random.uniform(0.1, 0.6))
        self.heard.append(heard)
        if self.random.random() < AGAIN:
            await asyncio.sleep(self.random.uniform(0, 1))
            await self._post(*request)

    async def _post(self, path: str, kind: str, raw: bytes) -> bool:
        self.tries += 1
        address = f"http://127.0.0.1:{self.random.choice(self.ports)}{path}"
        try:
            headers = {"Content-Type": kind, **_signed(raw)}
            async with self._session.post(address, data=raw, headers=headers) as answer:
                return answer.status == 200
        except (aiohttp.ClientError, OSError, TimeoutError):
            return False

    def _event(self) -> str:
        self._number += 1
        return f"Ev{self._number:06}"

    def _deaf(self, who: Someone, event: str, text: str) -> tuple[str, str, bytes]:
        told = {"workspace": who.workspace, "user": who.user, "event": event, "text": text}
        return "/deaf", "application/json", json.dumps(told).encode()

    def _said(self, who: Someone, event: str, text: str) -> tuple[str, str, bytes]:
        body = json.loads(json.dumps(self._payloads["dm"]))
        body["team_id"] = body["context_team_id"] = who.workspace
        body["authorizations"][0]["team_id"] = body["event"]["team"] = who.workspace
        body["event"] |= {"text": text, "user": who.user, "channel": who.channel}
        body["event_id"] = event
        return "/slack/events", "application/json", json.dumps(body).encode()


def _signed(raw: bytes) -> dict[str, str]:
    stamp = str(int(time.time()))
    found = hmac.digest(SIGNING.encode(), b"v0:%b:%b" % (stamp.encode(), raw), "sha256").hex()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={found}"}


def _first_button(body: Json) -> str:
    """The value of a message's first button; "" when it has none."""
    rows = [block for block in body.get("blocks", []) if block.get("type") == "actions"]
    buttons = [one for row in rows for one in row["elements"] if one.get("type") == "button" and one.get("value")]
    return str(buttons[0]["value"]) if buttons else ""
