"""Requests in: looked at, handed to Bolt, acknowledged once the core has them.

Bolt carries both transports, HTTP and Socket Mode. Our part in it is two middlewares, not listeners: a listener builds
some thirty arguments for each matcher it passes, a third of the cost of an event (facts/slack.md, section 5).
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import guard, limits
from adapters.slack.parse import parse, trigger_of, workspaces_of
from adapters.slack.reply import acknowledged, answer
from adapters.slack.send import SlackPlatform
from adapters.slack.shape import Malformed
from adapters.slack.workspaces import Workspace, Workspaces
from bot.inputs import Input, ReplyNow

log = logging.getLogger("interlude.slack")

Receive = Callable[[Input], Awaitable[ReplyNow]]
Next = Callable[[], Awaitable[BoltResponse]]

_HERE = "interlude_workspace"


def bolt_app(client: AsyncWebClient, workspaces: Workspaces, receive: Receive, platform: SlackPlatform) -> AsyncApp:
    """Bolt with our two middlewares. Signatures are checked before it, one's own messages are dropped in `parse`."""
    quiet = logging.getLogger("slack_bolt")
    quiet.setLevel(logging.ERROR)  # below that it prints whole requests
    bolt = AsyncApp(
        name="slack_bolt.interlude",
        logger=quiet,
        client=client,
        before_authorize=_Recognise(workspaces),
        authorize=_Token(),  # type: ignore[no-untyped-call]
        process_before_response=True,
        raise_error_for_unhandled_request=False,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        ignoring_self_events_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    bolt.use(_HandOn(receive, platform))
    return bolt


class _Recognise(AsyncMiddleware):
    """Which workspace is this for? Requests for others are acknowledged and dropped: nobody is told who is served."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    async def async_process(self, *, req: AsyncBoltRequest, resp: BoltResponse, next: Next) -> BoltResponse | None:  # noqa: A002
        if req.body.get("type") == "url_verification":
            return await next()
        try:
            named = list(workspaces_of(req.body))
        except Malformed as failure:
            return _not_understood(failure)
        here = next_known(named, self._workspaces)
        if here is None:
            log.warning(
                "A request for an unknown workspace", extra={"action": "slack.unknown_workspace", "team": named}
            )
            return acknowledged()
        req.context[_HERE] = here
        return await next()


def next_known(named: Sequence[str], workspaces: Workspaces) -> Workspace | None:
    return next((found for name in named if (found := workspaces.get(name))), None)


class _Token(AsyncAuthorize):
    """The token of the workspace that was recognised; no call, no store."""

    async def __call__(self, *, context: AsyncBoltContext, **_: Any) -> AuthorizeResult:
        here: Workspace = context[_HERE]
        return AuthorizeResult(
            enterprise_id=here.organisation or None,
            team_id=here.id,
            bot_user_id=here.bot_user,
            bot_id=here.bot_id,
            bot_token=here.token,
        )


class _HandOn(AsyncMiddleware):
    """The last in the line: what was heard goes to the core, and only then is Slack told that we have it."""

    def __init__(self, receive: Receive, platform: SlackPlatform) -> None:
        self._receive = receive
        self._platform = platform

    async def async_process(self, *, req: AsyncBoltRequest, resp: BoltResponse, next: Next) -> BoltResponse:  # noqa: A002
        here: Workspace = req.context[_HERE]
        try:
            heard = parse(req.body, here)
        except Malformed as failure:
            return _not_understood(failure)
        if heard is None:
            return acknowledged()
        try:
            reply = await self._receive(heard)
        except Exception as failure:
            return _not_kept(heard, failure)
        if reply is None:
            return acknowledged()
        return await answer(reply, heard, trigger_of(req.body, here), self._platform)


def _not_understood(failure: Malformed) -> BoltResponse:
    log.error("A signed request has a strange shape", extra={"action": "slack.malformed", "where": str(failure)})
    return BoltResponse(status=400)


def _not_kept(heard: Input, failure: Exception) -> BoltResponse:
    """No acknowledgement, so Slack sends it again. The failure's text may hold a person's words and is not logged."""
    what = {"event_id": heard.source.event_id, "failure": type(failure).__name__}
    log.error("An input could not be kept", extra={"action": "slack.not_kept", **what})
    return BoltResponse(status=500)


class Requests:
    """POST /slack/events: the guard in front of Bolt."""

    def __init__(self, bolt: AsyncApp, secrets: Sequence[str], real_now: Callable[[], datetime]) -> None:
        self._bolt = bolt
        self._secrets = [secret.encode() for secret in secrets if secret]
        self._real_now = real_now

    async def take(self, request: web.Request) -> web.StreamResponse:
        raw = await _body(request)
        if raw is None:
            return await _too_large(request)
        if not guard.is_signed(request.headers, raw, self._secrets, self._real_now()):
            return web.Response() if guard.is_ssl_check(raw) else _unsigned()
        try:
            return await self._dispatched(guard.payload(request.content_type, raw))
        except guard.Unreadable as failure:
            log.error("A signed request is unreadable", extra={"action": "slack.unreadable", "why": str(failure)})
            return web.Response(status=400)

    async def _dispatched(self, body: dict[str, Any]) -> web.Response:
        """Bolt takes a body that is parsed already only in the mode it has for its other transport.

        It sees no header of the request: none is signed, and Bolt obeys some of them (`x-slack-bolt-*`).
        """
        try:
            asked = AsyncBoltRequest(mode="socket_mode", body=body)
        except (TypeError, AttributeError, KeyError, LookupError) as exc:
            raise guard.Unreadable("not shaped like a request of Slack's") from exc
        told = await self._bolt.async_dispatch(asked)
        kind = "application/json" if told.body.startswith("{") else "text/plain"
        return web.Response(status=told.status, text=told.body, content_type=kind)


async def _body(request: web.Request) -> bytes | None:
    """The body, or None as soon as it is known to be too large."""
    if (request.content_length or 0) > limits.BODY:
        return None
    parts: list[bytes] = []
    size = 0
    async for part in request.content.iter_any():
        parts.append(part)
        size += len(part)
        if size > limits.BODY:
            return None
    return parts[0] if len(parts) == 1 else b"".join(parts)


async def _too_large(request: web.Request) -> web.StreamResponse:
    """The answer goes out and the connection is shut; aiohttp would else go on reading for ten seconds."""
    told = web.Response(status=413, text="too large", headers={"Connection": "close"})
    await told.prepare(request)
    await told.write_eof()
    request.protocol.force_close()
    return told


def _unsigned() -> web.Response:
    return web.Response(status=401, text="not signed by Slack")
