"""The Teams door: builds the rooms of this folder and joins them to a web application and to the core."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from aiohttp import ClientSession, ClientTimeout, DummyCookieJar, web

from adapters.teams.body import bounded
from adapters.teams.connector import LARGEST, Connector
from adapters.teams.credentials import credential
from adapters.teams.gate import Gate
from adapters.teams.keys import Keys
from adapters.teams.known import Known
from adapters.teams.limits import TIMEOUT
from adapters.teams.listen import PATH, Listener, Receive
from adapters.teams.microsoft import MicrosoftAddresses
from adapters.teams.send import TeamsPlatform
from adapters.teams.tokens import Tokens
from bot.files import MakeFile
from bot.messages import FileRef
from bot.settings import TeamsSettings


class TeamsDoor:
    """One bot registration. There is no way to switch authentication off.

    `receive` keeps an input and says what to answer at once; `make_file` gives a file's bytes; `link` a signed https
    address that ends soon. `microsoft` is changed by tests only. Raises `SettingsError` when the bot could not prove
    itself.
    """

    def __init__(
        self,
        settings: TeamsSettings,
        receive: Receive,
        make_file: MakeFile,
        link: Callable[[FileRef], str],
        *,
        microsoft: MicrosoftAddresses | None = None,
        real_now: Callable[[], datetime],
    ) -> None:
        proof, addresses, known = credential(settings), microsoft or MicrosoftAddresses(), Known()
        self._session: ClientSession | None = None
        self._keys = Keys(addresses.keys, self._fetch, real_now)
        self._tokens = Tokens(addresses, settings.tenants[0], proof, self._open_session, real_now)
        connector = Connector(addresses, self._tokens, self._open_session, real_now)
        self.platform = TeamsPlatform(settings.app_id, addresses, connector, known, make_file, link, real_now)
        gate = Gate(settings.app_id, addresses, self._keys, real_now)
        self._listener = Listener(gate, settings.tenants, known, self.platform, receive)

    def add_routes(self, app: web.Application) -> None:
        """Hear Teams at POST /api/messages."""
        app.router.add_post(PATH, self._listener.hear)

    async def start(self) -> None:
        """Read Microsoft's keys, so that the first request does not wait. Takes 5 s at most, and never fails for it."""
        await self._keys.start()

    async def stop(self) -> None:
        """Let go of everything."""
        await self._keys.stop()
        await self._tokens.stop()
        if self._session:
            await self._session.close()

    def _open_session(self) -> ClientSession:
        """The one session for everything asked of Microsoft; made in the running loop, at the first need."""
        if self._session is None or self._session.closed:
            self._session = ClientSession(timeout=ClientTimeout(total=TIMEOUT), cookie_jar=DummyCookieJar())
        return self._session

    async def _fetch(self, address: str) -> Any:
        """A small JSON document."""
        async with self._open_session().get(address, allow_redirects=False) as answer:
            answer.raise_for_status()
            return json.loads(await bounded(answer.content, LARGEST))
