"""What stands between Interlude and the Playground: Microsoft's keys and tokens, and both directions checked.

The Playground cannot sign what it sends and does not look at tokens. Here each of its activities gets a real RS256
token, and whatever Interlude posts needs the token that was granted and a card without mistakes.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from aiohttp import ClientSession, UnixConnector, web

from adapters.teams.microsoft import MicrosoftAddresses
from tests.adapters.teams.microsoft import ISSUER, card_of, claims, jwk, signed
from tests.e2e.teams.circle import PEOPLE
from tests.schemas.teams.check import mistakes

Json = dict[str, Any]
TOKEN = "granted-once"


class Microsoft:
    """Runs on loopback for Interlude and on a unix socket for the Playground. `bot` is where Interlude listens."""

    def __init__(self, way_in: Path, way_out: Path) -> None:
        self.bot = ""
        self.heard: list[Json] = []
        self.answered: list[str] = []
        self.cards: dict[str, dict[str, Json]] = {}
        self.chats: dict[str, str] = {}
        self.wrong: list[str] = []
        self.opens_chats = True
        self._way_in, self._way_out = way_in, way_out

    async def start(self) -> None:
        site = web.Application(client_max_size=2 << 20)
        site.router.add_get("/v1/.well-known/openidconfiguration", self._metadata)
        site.router.add_get("/v1/.well-known/keys", self._keys)
        site.router.add_post("/{tenant}/oauth2/v2.0/token", self._token)
        site.router.add_route("*", "/connector/{path:.*}", self._connector)
        site.router.add_post("/api/messages", self._from_the_playground)
        self._runner = web.AppRunner(site, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        await web.UnixSite(self._runner, str(self._way_out)).start()
        self.root = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self.client = ClientSession()
        self.playground = ClientSession("http://localhost", connector=UnixConnector(str(self._way_in)))

    async def stop(self) -> None:
        await self.playground.close()
        await self.client.close()
        await self._runner.cleanup()

    @property
    def service(self) -> str:
        return f"{self.root}/connector/"

    def addresses(self) -> MicrosoftAddresses:
        """For the door's constructor: everything it would ask Microsoft is asked here."""
        keys = f"{self.root}/v1/.well-known/openidconfiguration"
        return MicrosoftAddresses(keys=keys, authority=self.root, service=self.service, services=(self.root,))

    async def pass_on(self, activity: Json, *, sign: bool = True) -> tuple[int, Json]:
        """Post an activity to Interlude as Microsoft would; the status and the body of its answer."""
        activity = {**activity, "serviceUrl": self.service}
        self.heard.append(activity)
        headers = {"Authorization": f"Bearer {signed(claims(self.service))}"} if sign else {}
        async with self.client.post(f"{self.bot}/api/messages", json=activity, headers=headers) as answer:
            body = await answer.read()
            self.answered.append(activity["type"])
            return answer.status, json.loads(body) if answer.content_type == "application/json" else {}

    async def _from_the_playground(self, request: web.Request) -> web.Response:
        assert "Authorization" not in request.headers, "the Playground signs by itself now: the proxy can go"
        status, body = await self.pass_on(await request.json())
        return web.json_response(body, status=status)

    async def _metadata(self, request: web.Request) -> web.Response:
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.root}/v1/.well-known/keys"})

    async def _keys(self, request: web.Request) -> web.Response:
        return web.json_response({"keys": [jwk("k1", "msteams")]})

    async def _token(self, request: web.Request) -> web.Response:
        return web.json_response({"token_type": "Bearer", "expires_in": 3599, "access_token": TOKEN})

    async def _connector(self, request: web.Request) -> web.Response:
        said = await request.json() if request.can_read_body else None
        if refusal := self._refusal(request, said):
            return refusal
        path = _as_the_playground_knows_them(f"/_connector/{request.match_info['path']}")
        query = dict(request.query)
        async with self.playground.request(request.method, path, json=_known(said), params=query) as answer:
            body: Json = await answer.json()
            if answer.status < 300 and said is not None:
                self._remember(request.match_info["path"], said, body)
            return web.json_response(body, status=answer.status)

    def _refusal(self, request: web.Request, said: Json | None) -> web.Response | None:
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return web.Response(status=401)
        if said is not None and "members" in said and not self.opens_chats:
            return web.json_response({"error": {"code": "BotNotInConversationRoster"}}, status=403)
        wrong = mistakes(card_of(said)) if said is not None and "attachments" in said else []
        self.wrong += wrong
        return web.json_response({"error": {"code": "BadSyntax"}}, status=400) if wrong else None

    def _remember(self, path: str, said: Json, answer: Json) -> None:
        """What now stands in the Playground, by conversation and message."""
        if "members" in said:
            self.chats[_teams_id(said["members"][0]["id"])] = answer["id"]
        if "attachments" in said:
            place = unquote(path.split("/")[2])
            self.cards.setdefault(place, {})[answer["id"]] = card_of(said)


def _known(said: Json | None) -> Json | None:
    """Teams opens a chat by either of a person's ids; the Playground knows one."""
    if said is None or "members" not in said:
        return said
    return {**said, "members": [{"id": _teams_id(member["id"])} for member in said["members"]]}


def _as_the_playground_knows_them(path: str) -> str:
    return "/".join(quote(_teams_id(unquote(part)), safe=":@;=") for part in path.split("/"))


def _teams_id(one: str) -> str:
    return next((person["id"] for person in PEOPLE if person["aadObjectId"] == one), one)


async def until(check: Any, patience: float = 20.0) -> Any:
    """What `check` gives as soon as it gives something. Raises TimeoutError."""
    async with asyncio.timeout(patience):
        while not (found := check()):
            await asyncio.sleep(0.05)
        return found
