"""Slack as the door sees it, in this process: a Web API with moods, which checks every payload, and a socket."""

from __future__ import annotations

import asyncio
import itertools
import json
from typing import Any

from aiohttp import WSMsgType, web
from aiohttp.test_utils import TestServer

from tests.schemas.block_kit import problems_of_message, problems_of_view

Json = dict[str, Any]

BOT, BOT_ID, TEAM = "U01BOT", "B01LUDE", "T01LAB"
TOKEN, APP_TOKEN = "xoxb-lab", "xapp-lab"
PEOPLE: dict[str, Json] = {
    "U01ANN": {
        "id": "U01ANN",
        "name": "ann",
        "tz": "America/Toronto",
        "locale": "en-US",
        "profile": {"real_name": "Ann Reviewer", "email": "ann@example.org"},
    },
    "U02LUC": {
        "id": "U02LUC",
        "name": "luc",
        "real_name": "Luc Martin",
        "tz": "America/Montreal",
        "locale": "fr-CA",
        "profile": {"real_name": "", "email": "luc@example.org"},
    },
}


class FarSide:
    """`error` is the code every message write is answered with; the other moods are flags."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Json]] = []
        self.tokens: dict[str, str] = {TOKEN: TEAM}
        self.messages: list[Json] = []
        self.whispers: list[Json] = []
        self.views: list[Json] = []
        self.pages: dict[str, Json] = {}
        self.files: dict[str, bytes] = {}
        self.problems: list[str] = []
        self.error = ""
        self.error_only = ""
        self.status = 200
        self.busy = 0
        self.hangs_up = False
        self.silent: asyncio.Event | None = None
        self.pictures_not_ready = 0
        self.acknowledged: asyncio.Queue[Json] = asyncio.Queue()
        self.socket: web.WebSocketResponse | None = None
        self.joined = asyncio.Event()
        self._ids = itertools.count(1)

    async def start(self) -> None:
        app = web.Application()
        app.router.add_post("/api/{method}", self._call)
        app.router.add_post("/upload/{id}", self._upload)
        app.router.add_get("/link", self._link)
        self._server = TestServer(app)
        await self._server.start_server()

    @property
    def api(self) -> str:
        return str(self._server.make_url("/api/"))

    async def stop(self) -> None:
        await self._server.close()
        assert self.problems == []

    def called(self, method: str) -> list[Json]:
        return [arguments for name, arguments in self.calls if name == method]

    # -- calls

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        is_json = request.content_type == "application/json"
        arguments = json.loads(await request.text()) if is_json else dict(await request.post())
        self.calls.append((method, arguments))
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token != APP_TOKEN and token not in self.tokens:
            return web.json_response({"ok": False, "error": "invalid_auth"})
        return self._in_a_mood(method) or await self._answer(request, method, arguments, token)

    def _in_a_mood(self, method: str) -> web.Response | None:
        """Busy, it answers nothing; the other moods wait for the message itself."""
        if self.busy:
            return web.Response(status=429, headers={"Retry-After": str(self.busy)})
        if self.error_only and method != self.error_only:
            return None
        if not self.error_only and not method.startswith(("chat.", "views.")):
            return None
        if self.status != 200:
            return web.Response(status=self.status, text="oops")
        return web.json_response({"ok": False, "error": self.error}) if self.error else None

    async def _answer(self, request: web.Request, method: str, told: Json, token: str) -> web.StreamResponse:
        handler = getattr(self, "_" + method.replace(".", "_"))
        answer: Json = handler(told, token)
        if self.silent is not None:
            await self.silent.wait()
        if self.hangs_up and method.startswith("chat.") and request.transport is not None:
            request.transport.abort()
        return web.json_response(answer if "ok" in answer else {"ok": True, **answer})

    def _auth_test(self, told: Json, token: str) -> Json:
        team = self.tokens[token]
        return {"team_id": team, "user_id": BOT, "bot_id": BOT_ID, "url": "https://lab.slack.example/"}

    def _apps_connections_open(self, told: Json, token: str) -> Json:
        return {"url": str(self._server.make_url("/link")).replace("http", "ws", 1)}

    def _conversations_open(self, told: Json, token: str) -> Json:
        return (
            {"channel": {"id": told["users"].replace("U", "D", 1)}}
            if told["users"] in PEOPLE
            else _no("user_not_found")
        )

    def _chat_postMessage(self, told: Json, token: str) -> Json:  # noqa: N802
        if self._refused(told):
            return _no("invalid_blocks")
        stamp = f"1795323600.{next(self._ids):06}"
        self.messages.append({"ts": stamp, "user": BOT, "bot_id": BOT_ID, **told})
        return {"channel": told["channel"], "ts": stamp, "message": {"text": told["text"]}}

    def _chat_update(self, told: Json, token: str) -> Json:
        kept = next((m for m in self.messages if (m["channel"], m["ts"]) == (told["channel"], told["ts"])), None)
        if kept is None:
            return _no("message_not_found")
        if self._refused(told):
            return _no("invalid_blocks")
        kept.update(told)
        return {"channel": told["channel"], "ts": told["ts"]}

    def _chat_postEphemeral(self, told: Json, token: str) -> Json:  # noqa: N802
        self._refused(told)
        self.whispers.append(told)
        return {"message_ts": "1795323600.999999"}

    def _refused(self, told: Json) -> bool:
        if self.pictures_not_ready and any(block["type"] == "image" for block in told["blocks"]):
            self.pictures_not_ready -= 1
            return True
        found = problems_of_message(told)
        self.problems += found
        return bool(found)

    def _conversations_history(self, told: Json, token: str) -> Json:
        stands = [m for m in self.messages if m["channel"] == told["channel"] and "thread_ts" not in m]
        return self._some(stands[::-1], told)

    def _conversations_replies(self, told: Json, token: str) -> Json:
        return self._some([m for m in self.messages if m.get("thread_ts") == told["ts"]], told)

    def _some(self, stands: list[Json], told: Json) -> Json:
        since = [m for m in stands if float(m["ts"]) >= float(told["oldest"])]
        start, limit = int(told.get("cursor") or 0), int(told["limit"])
        more = {"response_metadata": {"next_cursor": str(start + limit)}} if len(since) > start + limit else {}
        return {"messages": since[start : start + limit], **more}

    def _conversations_info(self, told: Json, token: str) -> Json:
        """A channel the bot is in: Slack counts it as a member."""
        if told["channel"] != "C01GEN":
            return _no("channel_not_found")
        counted = {"num_members": len(PEOPLE) + 1} if told.get("include_num_members") == "true" else {}
        return {"channel": {"id": "C01GEN", "is_member": True, **counted}}

    def _views_open(self, told: Json, token: str) -> Json:
        self.problems += problems_of_view(told["view"])
        self.views.append(told["view"])
        return {"view": {"id": "V01FORM"}}

    def _views_publish(self, told: Json, token: str) -> Json:
        self.problems += problems_of_view(told["view"])
        self.pages[told["user_id"]] = told["view"]
        return {}

    def _users_info(self, told: Json, token: str) -> Json:
        return {"user": PEOPLE[told["user"]]} if told["user"] in PEOPLE else _no("user_not_found")

    def _users_lookupByEmail(self, told: Json, token: str) -> Json:  # noqa: N802
        wanted = told["email"].lower()
        found = next((p for p in PEOPLE.values() if p["profile"]["email"] == wanted), None)
        return {"user": found} if found else _no("users_not_found")

    # -- files

    def _files_getUploadURLExternal(self, told: Json, token: str) -> Json:  # noqa: N802
        assert int(told["length"]) > 0
        name = f"F{next(self._ids):03}"
        return {"upload_url": str(self._server.make_url(f"/upload/{name}")), "file_id": name}

    def _files_completeUploadExternal(self, told: Json, token: str) -> Json:  # noqa: N802
        file = json.loads(told["files"])[0]
        return {"files": [{**file, "permalink": f"https://lab.slack.example/files/{BOT}/{file['id']}"}]}

    async def _upload(self, request: web.Request) -> web.Response:
        self.files[request.match_info["id"]] = await request.read()
        return web.Response(text=f"OK - {request.content_length}")

    # -- Socket Mode

    async def _link(self, request: web.Request) -> web.WebSocketResponse:
        self.socket = web.WebSocketResponse()
        await self.socket.prepare(request)
        await self.socket.send_json({"type": "hello", "num_connections": 1})
        self.joined.set()
        async for message in self.socket:
            if message.type == WSMsgType.TEXT:
                self.acknowledged.put_nowait(json.loads(message.data))
        return self.socket


def _no(error: str) -> Json:
    return {"ok": False, "error": error}


def readable(blocks: list[Json]) -> str:
    """What a person reads in some blocks, top to bottom."""
    return "\n".join(line for block in blocks for line in _lines(block))


def _lines(block: Json) -> list[str]:
    if block["type"] == "rich_text":
        return ["".join(e.get("text", "") for e in _leaves(part)) for part in block["elements"]]
    if block["type"] == "image":
        return [block["alt_text"]]
    texts = [block["text"]] if "text" in block else [element["text"] for element in block["elements"]]
    return [text if isinstance(text, str) else text["text"] for text in texts]


def _leaves(part: Json) -> list[Json]:
    inner = part.get("elements")
    return [part] if inner is None else [leaf for one in inner for leaf in _leaves(one)]
