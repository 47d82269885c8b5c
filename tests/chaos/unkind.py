"""The platform: Slack's Web API and one that cannot be asked, in one server that is unkind to three calls in ten.

It keeps every effect with its mark, which is what the run is judged by. It is never killed.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from aiohttp import web

from tests.chaos.plan import BOT, BOT_ID, Someone

Json = dict[str, Any]

BEFORE = ("busy", "error before", "time-out before", "reset before")
AFTER = ("error after", "time-out after", "reset after", "late")
WEIGHTS = {
    "busy": 6, "error before": 4, "time-out before": 2, "reset before": 5, "error after": 4, "time-out after": 2,
    "reset after": 5, "late": 2,
}  # fmt: skip
"""In a hundred calls."""

HANGING = ("time-out before", "time-out after", "late")
MOST_FOR_ONE = 4
"""Faults one message, or the opening of one chat, may meet, and one of them may hang: after 8 tries a message is
parked, and rightly so; every kill while it is under way is a try as well."""

HANGS = 12.0
"""Seconds a call that times out is held open: longer than anybody waits here."""

LATE = (4.2, 6.0)
"""Seconds after which a slow call has its effect: by then whoever called has given up (`plan.LEASE` / 2)."""


@dataclass
class Effect:
    """A message somebody has in front of them."""

    mark: str
    channel: str
    ts: str
    body: Json


@dataclass
class Unkind:
    """`arrived` is called with each new message. `blind`: look-ups see nothing. `calm`: no more faults."""

    random: Random
    people: dict[str, Someone]
    arrived: Callable[[Someone, Effect], None]
    share: float = 0.3
    blind: bool = False
    calm: bool = False
    effects: list[Effect] = field(default_factory=list)
    edits: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    calls: Counter[str] = field(default_factory=Counter)
    at: str = ""
    _met: Counter[str] = field(default_factory=Counter)
    _ids: Any = field(default_factory=lambda: itertools.count(1))

    async def start(self) -> str:
        """The address of its API."""
        app = web.Application(client_max_size=1 << 20)
        app.router.add_post("/api/{method}", self._call)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.at = f"http://127.0.0.1:{self._runner.addresses[0][1]}/api/"
        return self.at

    async def stop(self) -> None:
        await self._runner.cleanup()

    @property
    def posted(self) -> Counter[str]:
        """How often each mark was posted."""
        return Counter(effect.mark for effect in self.effects)

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if method == "upload":
            return web.Response(text=f"OK - {len(await request.read())}")
        is_json = request.content_type == "application/json"
        told: Json = json.loads(await request.text()) if is_json else dict(await request.post())
        self.calls[method] += 1
        fault = self._fault(method, told)
        if fault in BEFORE:
            return await self._fail(request, fault)
        await asyncio.sleep(self.random.uniform(*LATE) if fault == "late" else self.random.uniform(0.01, 0.2))
        answer = self._answer(method, told, request.headers.get("Authorization", ""))
        if fault:
            return await self._fail(request, fault)
        return web.json_response({"ok": True, **answer})

    def _fault(self, method: str, told: Json) -> str:
        """What goes wrong with this call; nothing for who asks its own name."""
        if method == "auth.test" or self.calm or self.random.random() >= self.share:
            return ""
        subject = self._subject(method, told)
        if subject and self._met[subject] >= MOST_FOR_ONE:
            return ""
        self._met[subject] += 1
        fault = self.random.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        if fault in HANGING:
            if self._met[f"{subject} hung"]:
                return ""
            self._met[f"{subject} hung"] += 1
        self.faults[fault] += 1
        return fault

    def _subject(self, method: str, told: Json) -> str:
        if method == "conversations.open":
            return f"open {told['users']}"
        return _mark(told) if method != "conversations.history" else ""

    async def _fail(self, request: web.Request, fault: str) -> web.StreamResponse:
        if fault == "busy":
            return web.Response(status=429, headers={"Retry-After": "1"})
        if fault.startswith("error"):
            return web.Response(status=503, text="oops")
        if fault.startswith("time-out"):
            await asyncio.sleep(HANGS)
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    def _answer(self, method: str, told: Json, authorization: str) -> Json:
        match method:
            case "auth.test":
                team = authorization.removeprefix("Bearer xoxb-")
                return {"team_id": team, "user_id": BOT, "bot_id": BOT_ID, "url": "https://lab.slack.example/"}
            case "conversations.open":
                return {"channel": {"id": self.people[told["users"]].channel}}
            case "chat.postMessage":
                return {"channel": told["channel"], "ts": self._keep(told["channel"], told)}
            case "deaf.send":
                return {"ts": self._keep(f"D{told['user'][1:]}", told)}
            case "chat.update" | "deaf.edit":
                self.edits[_mark(told)] += 1
                return {"channel": told.get("channel", ""), "ts": told.get("ts", "")}
            case "files.getUploadURLExternal":
                return {"upload_url": f"{self.at}upload", "file_id": f"F{next(self._ids):08}"}
            case "files.completeUploadExternal":
                return {"files": json.loads(told["files"])}
            case "conversations.history":
                return {"messages": []} if self.blind else self._history(told)
            case _:
                return {"view": {"id": "V1"}, "user": {"id": told.get("user", "")}}

    def _keep(self, channel: str, told: Json) -> str:
        effect = Effect(_mark(told), channel, f"{time.time():.3f}{next(self._ids) % 1000:03}", told)
        self.effects.append(effect)
        someone = self.people.get(channel.replace("D", "U", 1))
        if someone is not None:
            self.arrived(someone, effect)
        return effect.ts

    def _history(self, told: Json) -> Json:
        """The newest first, a page at a time."""
        since = float(told["oldest"])
        here = [e for e in reversed(self.effects) if e.channel == told["channel"] and float(e.ts) >= since]
        start, limit = int(told.get("cursor") or 0), int(told["limit"])
        more = {"response_metadata": {"next_cursor": str(start + limit)}} if len(here) > start + limit else {}
        return {"messages": [{**e.body, "ts": e.ts, "user": BOT} for e in here[start : start + limit]], **more}


def _mark(told: Json) -> str:
    if "mark" in told:
        return str(told["mark"])
    return str(told.get("metadata", {}).get("event_payload", {}).get("outbox_id", ""))
