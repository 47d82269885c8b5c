"""A false Microsoft in this process: signing keys, tokens, and a connector that checks every card it is sent."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from functools import lru_cache
from typing import Any

import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from adapters.teams.microsoft import MicrosoftAddresses
from tests.schemas.teams.check import mistakes

APP = "99999999-9999-4999-8999-999999999999"
TENANT = "11111111-1111-4111-8111-111111111111"
ISSUER = "https://api.botframework.com"
Json = dict[str, Any]


@lru_cache
def key(name: str) -> rsa.RSAPrivateKey:
    """A signing key, made once a name."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def jwk(name: str, *endorsements: str) -> Json:
    return {
        **RSAAlgorithm.to_jwk(key(name).public_key(), as_dict=True),
        "kid": name,
        "endorsements": list(endorsements),
    }


def claims(service: str, **changes: Any) -> Json:
    """What a good token says; a change to None leaves a claim out."""
    now = int(time.time())
    said = {"iss": ISSUER, "aud": APP, "serviceurl": service, "nbf": now - 5, "exp": now + 3600, **changes}
    return {name: value for name, value in said.items() if value is not None}


def signed(said: Json, by: str = "k1", **options: Any) -> str:
    options = {"algorithm": "RS256", "headers": {"kid": by}, **options}
    return jwt.encode(said, key(by), **options)


PEOPLE = [
    {"id": "29:1Ann-u01ann", "aadObjectId": "U01ANN", "name": "Ann Reviewer", "email": "ann@example.org",
     "userPrincipalName": "ann@example.org", "tenantId": TENANT},
    {"id": "29:1Bo", "aadObjectId": "U02BO", "name": "Bo Methods", "email": "", "userPrincipalName": "bo@example.org"},
]  # fmt: skip
TEAM = "19:general@thread.tacv2"


class Microsoft:
    """The far side. `mood` is (status, headers, code) for every write until it is put back to None."""

    def __init__(self) -> None:
        self.published = [jwk("k1", "msteams")]
        self.asked: Counter[str] = Counter()
        self.tokens: list[str] = []
        self.proofs: list[Json] = []
        self.activities: dict[str, Json] = {}
        self.opened: list[Json] = []
        self.mood: tuple[int, dict[str, str], str] | None = None
        self.hangs_up = False
        self.stale_tokens = 0
        self.keys_hang = self.keys_fail = False
        self.token_fails = False
        self._free = asyncio.Event()

    async def start(self) -> None:
        app = web.Application()
        app.add_routes(
            [
                web.get("/v1/.well-known/openidconfiguration", self._metadata),
                web.get("/v1/.well-known/keys", self._keys),
                web.post("/{tenant}/oauth2/v2.0/token", self._token),
                web.post("/c/v3/conversations", self._open),
                web.post("/c/v3/conversations/{place}/activities", self._post),
                web.put("/c/v3/conversations/{place}/activities/{id}", self._put),
                web.get("/c/v3/conversations/{place}/members/{user}", self._member),
                web.get("/c/v3/conversations/{place}/pagedmembers", self._members),
            ]
        )
        self._server = TestServer(app)
        await self._server.start_server()

    async def stop(self) -> None:
        self._free.set()
        await self._server.close()

    @property
    def root(self) -> str:
        return str(self._server.make_url("/")).rstrip("/")

    @property
    def service(self) -> str:
        return f"{self.root}/c/"

    def addresses(self) -> MicrosoftAddresses:
        keys = f"{self.root}/v1/.well-known/openidconfiguration"
        return MicrosoftAddresses(keys=keys, authority=self.root, service=self.service, services=(self.root,))

    async def _metadata(self, request: web.Request) -> web.Response:
        self.asked["metadata"] += 1
        if self.keys_hang:
            await self._free.wait()
        if self.keys_fail:
            return web.Response(status=503)
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.root}/v1/.well-known/keys"})

    async def _keys(self, request: web.Request) -> web.Response:
        self.asked["keys"] += 1
        return web.json_response({"keys": self.published})

    async def _token(self, request: web.Request) -> web.Response:
        self.asked["token"] += 1
        self.proofs.append(dict(await request.post()))
        if self.token_fails:
            return web.json_response({"error": "invalid_client"}, status=401)
        self.tokens.append(f"granted-{len(self.tokens) + 1}")
        return web.json_response({"token_type": "Bearer", "expires_in": 3599, "access_token": self.tokens[-1]})

    def _unwilling(self, request: web.Request, *, write: bool = True) -> web.Response | None:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if given not in self.tokens[self.stale_tokens :]:
            return web.Response(status=401)
        if self.mood and write:
            status, headers, code = self.mood
            return web.json_response({"error": {"code": code, "message": "no"}}, status=status, headers=headers)
        return None

    async def _open(self, request: web.Request) -> web.Response:
        self.asked["open"] += 1
        asked = await request.json()
        if self.mood and self.mood[0] >= 500:
            return web.json_response({"id": f"a:{asked['members'][0]['id']}"}, status=201)
        if refusal := self._unwilling(request):
            return refusal
        self.opened.append(asked)
        if asked["members"][0]["id"] not in {p[k] for p in PEOPLE for k in ("id", "aadObjectId")}:
            return web.json_response({"error": {"code": "ConversationNotFound"}}, status=404)
        return web.json_response({"id": f"a:{_person(asked['members'][0]['id'])['id']}"}, status=201)

    async def _post(self, request: web.Request) -> web.Response:
        self.asked["post"] += 1
        said = await request.json()
        if refusal := self._unwilling(request) or _refusal(said):
            return refusal
        one = str(1790000000200 + len(self.activities))
        self.activities[one] = {"place": request.match_info["place"], **said}
        if self.hangs_up:
            self.hangs_up = False
            assert request.transport
            request.transport.close()
        return web.json_response({"id": one}, status=201)

    async def _put(self, request: web.Request) -> web.Response:
        self.asked["put"] += 1
        said = await request.json()
        if refusal := self._unwilling(request) or _refusal(said):
            return refusal
        one = request.match_info["id"]
        if one not in self.activities:
            return web.json_response({"error": {"code": "ActivityNotFoundInConversation"}}, status=404)
        self.activities[one] = {"place": request.match_info["place"], **said}
        return web.json_response({"id": one})

    async def _member(self, request: web.Request) -> web.Response:
        if refusal := self._unwilling(request, write=False):
            return refusal
        found = _person(request.match_info["user"])
        return web.json_response(found, status=200 if found else 404)

    async def _members(self, request: web.Request) -> web.Response:
        self.asked["roster"] += 1
        if refusal := self._unwilling(request, write=False):
            return refusal
        if request.match_info["place"] != TEAM:
            return web.json_response({"error": {"code": "ConversationNotFound"}}, status=404)
        if request.query.get("continuationToken"):
            return web.json_response({"members": PEOPLE[1:]})
        return web.json_response({"members": PEOPLE[:1], "continuationToken": "page & 2"})


def _person(user: str) -> Json:
    return next((p for p in PEOPLE if user in (p["id"], p["aadObjectId"])), {})


def card_of(activity: Json) -> Json:
    card: Json = activity["attachments"][0]["content"]
    return card


def _refusal(said: Json) -> web.Response | None:
    """400 for a card that is not right, with everything that is wrong on the screen."""
    wrong = mistakes(card_of(said))
    if not wrong:
        return None
    print("\n".join(wrong), json.dumps(card_of(said), indent=1)[:4000])
    return web.json_response({"error": {"code": "BadSyntax"}}, status=400)
