"""Requests in: prove the caller, bound the body, hand on, and acknowledge only when everything is kept."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace

from aiohttp import web

from adapters.teams.body import TooLarge, activity_of, bounded
from adapters.teams.gate import Gate, NotMicrosoft
from adapters.teams.known import Known
from adapters.teams.limits import BODY
from adapters.teams.parse import Heard, is_outsider, parse, tenant_of
from adapters.teams.reply import NOT_UNDERSTOOD, as_message, for_card, for_dialog, messages_in
from adapters.teams.send import TeamsPlatform
from adapters.teams.source import Json
from bot.inputs import Chose, FormErrors, Input, Replace, ReplyNow, Submitted
from bot.platform import Address

log = logging.getLogger("interlude.teams")
PATH = "/api/messages"
UNAUTHORIZED = "Unauthorized"
"""The whole answer to everybody who is not proven to be Microsoft, whatever the reason."""

Receive = Callable[[Input], Awaitable[ReplyNow]]


class Listener:
    """One route. `receive` returns when an input is kept; when it raises, Teams is told to send again."""

    def __init__(
        self, gate: Gate, tenants: tuple[str, ...], known: Known, platform: TeamsPlatform, receive: Receive
    ) -> None:
        self._gate, self._tenants, self._known = gate, frozenset(tenants), known
        self._platform, self._receive = platform, receive

    async def hear(self, request: web.Request) -> web.Response:
        """401 for all but Microsoft, 413 and 400 for what is no activity, 200 for what is kept, 500 for what is not."""
        try:
            claims = await self._gate.admit(_header(request))
            raw = await _body(request)
            activity = activity_of(raw)
            self._gate.about(claims, activity)
        except NotMicrosoft as exc:
            log.warning("not let in", extra={"action": "teams.unauthorized", "reason": str(exc)})
            return web.Response(status=401, text=UNAUTHORIZED)
        except TooLarge:
            return web.Response(status=413)
        except ValueError:
            return web.Response(status=400)
        return await self._hand_on(activity, raw)

    async def _hand_on(self, activity: Json, raw: bytes) -> web.Response:
        tenant = tenant_of(activity)
        if tenant not in self._tenants or is_outsider(activity, tenant):
            log.warning("dropped", extra={"action": "teams.stranger", "tenant": tenant[:64]})
            return web.Response()
        heard = parse(activity, raw, self._known)
        try:
            return await self._answered(heard)
        except Exception as exc:
            log.error("not kept", extra={"action": "teams.not_kept", "error": type(exc).__name__})
            return web.Response(status=500)

    async def _answered(self, heard: Heard) -> web.Response:
        replies = [await self._receive(one) for one in heard.inputs]
        match heard.way:
            case "message":
                for one, reply in zip(heard.inputs, replies, strict=True):
                    await self._say(one, reply)
                return web.Response()
            case "card" | "dialog":
                return await self._invoked(heard, replies)
            case "nothing":
                return web.Response()
            case "unknown":
                return web.Response(status=501)

    async def _invoked(self, heard: Heard, replies: list[ReplyNow]) -> web.Response:
        if not heard.inputs:
            return _json(NOT_UNDERSTOOD) if heard.way == "card" else _json({})
        (one,), (reply,) = heard.inputs, replies
        message = messages_in(reply)
        drawn = await self._platform.draw(message) if message else None
        return _json((for_card if heard.way == "card" else for_dialog)(reply, one, drawn))

    async def _say(self, heard: Input, reply: ReplyNow) -> None:
        """An answer for clients whose request has no place for one: an edit, or a message to the person alone.

        Everything is kept by now, so a failure here is logged and not told to Teams, which would send all of it again.
        """
        message = as_message(reply)
        if message is None:
            return
        pressed = heard.pressed if isinstance(heard, Chose | Submitted) else None
        try:
            if pressed and isinstance(reply, Replace | FormErrors):
                await self._platform.edit(pressed, message, "")
            else:
                await self._platform.send(self._alone(heard), message, "")
        except Exception as exc:
            log.warning("answer not shown", extra={"action": "teams.reply_lost", "error": type(exc).__name__})

    @staticmethod
    def _alone(heard: Input) -> Address:
        """The person's private chat: what is answered within a request is for one person."""
        place = heard.source.place
        return place if heard.source.private else replace(place, place="", thread="")


def _header(request: web.Request) -> str:
    """The Authorization header; two of them are none."""
    given = request.headers.getall("Authorization", [])
    return given[0] if len(given) == 1 else ""


async def _body(request: web.Request) -> bytes:
    if (request.content_length or 0) > BODY:
        raise TooLarge
    return await bounded(request.content, BODY)


def _json(body: Json) -> web.Response:
    data = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
    return web.Response(body=data, content_type="application/json")
