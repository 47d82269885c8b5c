"""Calls to Slack: one shared session, each call made once.

Bolt's own client is not used for them: unless told otherwise it repeats a write when the connection drops after Slack
has taken it (the person reads it twice) and opens a session a call (facts/slack.md, section 1).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp

from adapters.slack import failures, limits
from bot.platform import TryLater

SLACK = "https://slack.com/api/"

_TIMEOUT = aiohttp.ClientTimeout(total=limits.PATIENCE, sock_connect=limits.PATIENCE_TO_CONNECT)
_JSON = "application/json; charset=utf-8"


class WebApi:
    """Slack's Web API at `base`. `open` and `close` belong to the process that owns the event loop."""

    def __init__(self, base: str = SLACK) -> None:
        self.base = base if base.endswith("/") else base + "/"
        self._session: aiohttp.ClientSession | None = None

    @property
    def session(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise TryLater("the Slack door is not open")
        return self._session

    async def open(self) -> None:
        self._session = aiohttp.ClientSession(
            timeout=_TIMEOUT, proxy=_proxy(self.base), cookie_jar=aiohttp.DummyCookieJar()
        )

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
        self._session = None

    async def write(
        self, method: str, token: str, arguments: Mapping[str, Any], *, patience: float = limits.PATIENCE
    ) -> dict[str, Any]:
        """Do something. Raises `NotDelivered` when it surely was not done; any other exception leaves that open."""
        return await self._post(method, token, json.dumps(arguments).encode(), _JSON, patience)

    async def ask(self, method: str, token: str, arguments: Mapping[str, str]) -> dict[str, Any]:
        """Ask something, or do what may be done twice; Slack takes no JSON here. Every failure is a `NotDelivered`."""
        try:
            return await self._post(method, token, dict(arguments), "", limits.PATIENCE)
        except (aiohttp.ClientError, OSError, TimeoutError, failures.Unclear) as exc:
            raise TryLater(f"{method} was not answered") from exc

    async def upload(self, address: str, data: bytes) -> None:
        """Put a file's bytes where Slack asked for them. Raises `TryLater`."""
        try:
            async with self.session.post(
                address, data=data, timeout=aiohttp.ClientTimeout(total=limits.PATIENCE_UPLOAD)
            ) as answer:
                if answer.status != 200:
                    raise TryLater(f"the upload was answered with HTTP {answer.status}")
        except (aiohttp.ClientError, OSError, TimeoutError) as exc:
            raise TryLater("the upload was not answered") from exc

    async def _post(self, method: str, token: str, body: Any, kind: str, patience: float) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {token}"} | ({"Content-Type": kind} if kind else {})
        timeout = _TIMEOUT if patience == limits.PATIENCE else aiohttp.ClientTimeout(total=patience)
        try:
            async with self.session.post(self.base + method, data=body, headers=headers, timeout=timeout) as answer:
                raw = await answer.read()
                return failures.told(method, answer.status, answer.headers.get("Retry-After", ""), raw)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as exc:
            raise TryLater("Slack could not be reached") from exc


def _proxy(base: str) -> str | None:
    """The proxy the environment names for this address, looked up once instead of once a call."""
    address = urlsplit(base)
    if proxy_bypass(address.hostname or ""):
        return None
    return getproxies().get(address.scheme)
