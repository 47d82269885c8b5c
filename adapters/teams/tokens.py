"""Our own token for the connector: fetched off nobody's path, by one caller for all, replaced before it ends."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import ClientSession

from adapters.teams.credentials import Credential
from adapters.teams.limits import TOKEN_EARLY
from adapters.teams.microsoft import MicrosoftAddresses
from bot.platform import TryLater

log = logging.getLogger("interlude.teams")
NEVER = datetime.min.replace(tzinfo=UTC)


class Tokens:
    """One token for one scope. `tenant` is where the bot is registered."""

    def __init__(
        self,
        microsoft: MicrosoftAddresses,
        tenant: str,
        credential: Credential,
        session: Callable[[], ClientSession],
        real_now: Callable[[], datetime],
    ) -> None:
        self._address = f"{microsoft.authority}/{tenant}/oauth2/v2.0/token"
        self._scope, self._credential = microsoft.scope, credential
        self._session, self._real_now = session, real_now
        self._token, self._until = "", NEVER
        self._fetching: asyncio.Task[None] | None = None

    async def get(self) -> str:
        """A token that is good for some minutes. Raises `TryLater`: without one nothing was sent."""
        left = self._until - self._real_now()
        if not self._token or left <= timedelta(0):
            await self._fetched()
        elif left < TOKEN_EARLY:
            self._fetch_soon()
        return self._token

    def drop(self, token: str) -> None:
        """Forget a token the connector did not take."""
        if token == self._token:
            self._token = ""

    async def stop(self) -> None:
        """Give up a fetch that is under way."""
        if self._fetching:
            self._fetching.cancel()
            await asyncio.wait({self._fetching})

    async def _fetched(self) -> None:
        await asyncio.wait({self._fetch_soon()})
        if not self._token or self._until <= self._real_now():
            raise TryLater("Microsoft gave us no token")

    def _fetch_soon(self) -> asyncio.Task[None]:
        if self._fetching is None or self._fetching.done():
            self._fetching = asyncio.create_task(self._fetch())
        return self._fetching

    async def _fetch(self) -> None:
        try:
            self._keep(await self._ask())
        except Exception as exc:
            log.error("no token", extra={"action": "teams.token.failed", "error": type(exc).__name__})

    async def _ask(self) -> dict[str, Any]:
        form = {
            "grant_type": "client_credentials",
            "scope": self._scope,
            **self._credential.proof(self._address, self._real_now()),
        }
        async with self._session().post(self._address, data=form, allow_redirects=False) as answer:
            if answer.status != 200:
                raise PermissionError(f"the token service answered {answer.status}")
            granted: dict[str, Any] = await answer.json(content_type=None)
            return granted

    def _keep(self, granted: dict[str, Any]) -> None:
        self._until = self._real_now() + timedelta(seconds=int(granted["expires_in"]))
        self._token = str(granted["access_token"])
