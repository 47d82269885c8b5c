"""Questions to the Bot Framework connector over one shared session. A message is posted once, whatever happens."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from aiohttp import ClientConnectorError, ClientSession, ConnectionTimeoutError
from yarl import URL

from adapters.teams.body import bounded
from adapters.teams.failures import Unclear, failure
from adapters.teams.microsoft import MicrosoftAddresses
from adapters.teams.tokens import Tokens
from bot.platform import Refused, TryLater

LARGEST = 8 * 1024 * 1024
"""Bytes of one answer; a page of a roster is the largest thing asked for, well under 1 MB."""


class Connector:
    """Asks one thing at a time; raises what `failures.failure` says."""

    def __init__(
        self,
        microsoft: MicrosoftAddresses,
        tokens: Tokens,
        session: Callable[[], ClientSession],
        real_now: Callable[[], datetime],
    ) -> None:
        self._microsoft, self._tokens, self._session, self._real_now = microsoft, tokens, session, real_now

    async def read(self, service: str, path: str) -> dict[str, Any]:
        """GET. Asked once more after a fault at the far side: reading changes nothing."""
        try:
            return await self.ask("GET", service, path)
        except (Unclear, ConnectionError):
            return await self.ask("GET", service, path)

    async def ask(self, method: str, service: str, path: str, said: Any = None) -> dict[str, Any]:
        """The answer's JSON. `path` comes quoted. A stale token is replaced once: nothing was done with it."""
        url = self._url(service, path)
        data = None if said is None else json.dumps(said, ensure_ascii=False).encode("utf-8", "replace")
        for last in (False, True):
            token = await self._tokens.get()
            status, headers, answer = await self._exchange(method, url, token, data)
            if status == 401:
                self._tokens.drop(token)
            if status != 401 or last:
                break
        if 200 <= status < 300:
            return answer if isinstance(answer, dict) else {}
        raise failure(status, headers, answer, self._real_now())

    def _url(self, service: str, path: str) -> URL:
        if not self._microsoft.trusts(service):
            raise Refused("the service address is not on the list")
        return URL(service.rstrip("/") + path, encoded=True)

    async def _exchange(self, method: str, url: URL, token: str, data: bytes | None) -> tuple[int, Any, Any]:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        try:
            async with self._session().request(
                method, url, data=data, headers=headers, allow_redirects=False
            ) as answer:
                return answer.status, answer.headers, _json(await bounded(answer.content, LARGEST))
        except (ClientConnectorError, ConnectionTimeoutError) as exc:
            raise TryLater("Teams could not be reached") from exc


def _json(raw: bytes) -> Any:
    try:
        return json.loads(raw) if raw else {}
    except (ValueError, RecursionError):
        return {}
