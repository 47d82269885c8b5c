"""Teams: activities with signed tokens -> door -> inbox -> look-up -> card -> connector, beside a stock CloudAdapter.

python -m bench.teams [--quick]
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import defaultdict
from dataclasses import dataclass, field
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import unquote

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from bench import machine, report
from bench.duel import Duel
from bench.load import Request
from bench.processes.lab import APP_ID, PEOPLE, TENANT
from bench.questions import questions

ACTIVITIES, QUICK, CONNECTIONS = 2_000, 200, 16
RATIO = 4.0
ISSUER = "https://api.botframework.com"


@dataclass(slots=True)
class Microsoft:
    """The far side: keys, tokens, and a connector that finds the activity a post answers by its chat and its words."""

    asked: list[tuple[str, str]]
    key: rsa.RSAPrivateKey
    address: str = ""
    token: str = ""
    strange: list[str] = field(default_factory=list)
    open: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    posted: dict[int, float] = field(default_factory=dict)

    def opens_at(self, address: str) -> str:
        """From now on it is here, and tokens name it."""
        now = int(time.time())
        claims = {"iss": ISSUER, "aud": APP_ID, "serviceurl": f"{address}/c/", "nbf": now - 5, "exp": now + 3600}
        self.address, self.token = address, jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "k1"})
        return address

    def answer(self, path: str, body: bytes) -> bytes:
        match path.strip("/").split("/"):
            case ["c", "v3", "conversations", place, "activities", *_]:
                return self._post(unquote(place), json.loads(body))
            case ["metadata"]:
                return json.dumps({"issuer": ISSUER, "jwks_uri": f"{self.address}/keys"}).encode()
            case ["keys"]:
                public = RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
                return json.dumps({"keys": [{**public, "kid": "k1", "endorsements": ["msteams"]}]}).encode()
            case [_, "oauth2", "v2.0", "token"]:
                return b'{"token_type": "Bearer", "expires_in": 3599, "access_token": "fake"}'
            case _:
                self.strange.append(path)
                return b"{}"

    def _post(self, place: str, told: dict[str, Any]) -> bytes:
        waiting, words = self.open[place], _words(told)
        number = next((n for n in waiting if self.asked[n % len(self.asked)][1] in words), None)
        if number is None:
            self.strange.append(f"{place}: {words}")
            return b"{}"
        waiting.remove(number)
        self.posted[number] = time.perf_counter()
        return b'{"id": "%d"}' % number

    def request(self, number: int) -> Request:
        """A message activity with Microsoft's token, as Teams sends it."""
        person = number % PEOPLE
        self.open[f"a:{person:04}"].append(number)
        body = _activity(number, person, self.asked[number % len(self.asked)][0], f"{self.address}/c/")
        return {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}, json.dumps(body).encode()


def _words(told: dict[str, Any]) -> str:
    """The text of an echo, or the first words of a card."""
    cards = told.get("attachments") or []
    return str(cards[0]["content"]["body"][0].get("text", "") if cards else told.get("text", ""))


def _activity(number: int, person: int, text: str, service: str) -> dict[str, Any]:
    client = {
        "locale": "en-CA",
        "country": "CA",
        "platform": "Web",
        "timezone": "America/Toronto",
        "type": "clientInfo",
    }
    return {
        "type": "message", "id": f"{1790000000000 + number}", "timestamp": "2026-11-22T15:00:00.1234567Z",
        "localTimestamp": "2026-11-22T10:00:00.1234567-05:00", "channelId": "msteams", "serviceUrl": service,
        "from": {"id": f"29:{person:04}", "name": f"Person {person:04}", "aadObjectId": f"U{person:04}"},
        "conversation": {"conversationType": "personal", "tenantId": TENANT, "id": f"a:{person:04}"},
        "recipient": {"id": f"28:{APP_ID}", "name": "Interlude"}, "textFormat": "plain", "text": text,
        "attachments": [{"contentType": "text/html", "content": f"<p>{text}</p>"}], "entities": [client],
        "channelData": {"tenant": {"id": TENANT}}, "locale": "en-CA", "localTimezone": "America/Toronto",
    }  # fmt: skip


async def run(*, quick: bool) -> list[report.Target]:
    """Both servers; prints their table."""
    asked, activities = questions(), QUICK if quick else ACTIVITIES
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    echoing, answering = Microsoft([(text, text) for text, _ in asked], key), Microsoft(asked, key)
    duel = Duel("/api/messages", CONNECTIONS, activities)
    with TemporaryDirectory() as folder:
        async with duel.stack:
            stock = await duel.enter(
                "stock CloudAdapter", echoing, lambda far: ("teams", "stock", echoing.opens_at(far), folder)
            )
            ours = await duel.enter(
                "Interlude", answering, lambda far: ("teams", "interlude", answering.opens_at(far), folder)
            )
            told = await duel.fight((stock, ours))
    print(f"\n### Teams: {activities:,} activities each, {CONNECTIONS} connections, one core\n\n{told}", flush=True)
    ratio = ours.per_cpu_second / stock.per_cpu_second
    return [report.Target("Teams: activities per CPU-second, times the stock adapter's", ratio, RATIO, at_least=True)]


if __name__ == "__main__":
    machine.pin(machine.LOAD_CORE)
    print("\n" + report.targets_table(asyncio.run(run(quick=report.is_quick(__doc__)))))
