"""Who is let in: the authentication matrix of facts/teams.md, section 4, and what happens around keys."""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from adapters.teams.listen import UNAUTHORIZED
from tests.adapters.teams.microsoft import APP, claims, jwk, key, signed
from tests.contract.teams_probe import TeamsProbe

NOW = int(time.time())
Json = dict[str, Any]


def _token(*, by: str = "k1", options: Json | None = None, **changes: Any) -> Callable[[str], str]:
    return lambda service: "Bearer " + signed(claims(service, **changes), by, **(options or {}))


def _unsigned(service: str) -> str:
    return "Bearer " + jwt.encode(claims(service), None, algorithm="none", headers={"kid": "k1"})


def _confused(service: str) -> str:
    """HMAC with the public key as its secret; PyJWT will not make one, so it is made by hand."""
    import hashlib
    import hmac

    def part(value: bytes) -> bytes:
        return base64.urlsafe_b64encode(value).rstrip(b"=")

    head = part(json.dumps({"alg": "HS256", "typ": "JWT", "kid": "k1"}).encode())
    said = head + b"." + part(json.dumps(claims(service)).encode())
    secret = key("k1").public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return "Bearer " + (said + b"." + part(hmac.new(secret, said, hashlib.sha256).digest())).decode()


def _forged(service: str) -> str:
    return "Bearer " + signed(claims(service), "stranger", headers={"kid": "k1"})


def _broken(service: str) -> str:
    head, body, tail = signed(claims(service)).split(".")
    return f"Bearer {head}.{body[:-4]}AAAA.{tail}"


EMULATOR = "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"
REFUSED: dict[str, Callable[[str], str]] = {
    "no header": lambda service: "",
    "the word Bearer alone": lambda service: "Bearer",
    "Bearer and a space": lambda service: "Bearer ",
    "Basic": lambda service: "Basic dXNlcjpwYXNz",
    "a lower-case scheme": lambda service: "bearer " + signed(claims(service)),
    "three words": lambda service: "Bearer x " + signed(claims(service)),
    "garbage": lambda service: "Bearer not.a.token",
    "garbage without dots": lambda service: "Bearer " + "A" * 5000,
    "a broken body": _broken,
    "no issuer": _token(iss=None),
    "another issuer": _token(iss="https://evil.example"),
    "the emulator's issuer": _token(iss=EMULATOR, ver="1.0", appid=APP),
    "a skill's token": _token(iss=EMULATOR, ver="2.0", azp=APP, aud="another-app"),
    "no audience": _token(aud=None),
    "another audience": _token(aud="another-app"),
    "a list of audiences": _token(aud=[APP]),
    "expired": _token(exp=NOW - 400),
    "no expiry": _token(exp=None),
    "an expiry in words": _token(exp="tomorrow"),
    "not valid yet": _token(nbf=NOW + 3_600),  # NOW is when the suite began
    "no beginning": _token(nbf=None),
    "a forged signature": _forged,
    "an unknown key": _token(by="unpublished"),
    "no key id": _token(options={"headers": {}}),
    "no algorithm": _unsigned,
    "HMAC with the public key": _confused,
    "RS512": _token(options={"algorithm": "RS512"}),
    "a key for another channel": _token(by="webchat"),
    "a key without endorsements": _token(by="bare"),
    "another service address": _token(serviceurl="https://smba.trafficmanager.net/emea/"),
    "no service address": _token(serviceurl=None),
}
ACTIVITIES: dict[str, Json] = {
    "no service address": {"serviceUrl": None},
    "an empty service address": {"serviceUrl": ""},
    "a service address that is not on the list": {"serviceUrl": "https://evil.example/teams/"},
    "no channel": {"channelId": None},
    "another channel": {"channelId": "emulator"},
    "a channel that is no text": {"channelId": ["msteams"]},
}


async def test_microsoft_is_let_in(teams: TeamsProbe) -> None:
    assert await teams.says("hello") == 200
    assert len(teams.heard) == 1


@pytest.mark.parametrize("case", list(REFUSED))
async def test_nobody_else_is(teams: TeamsProbe, case: str) -> None:
    teams.far.published += [jwk("webchat", "webchat"), jwk("bare")]
    teams.now = lambda: datetime.now(UTC) + timedelta(minutes=2)
    header = REFUSED[case](teams.far.service)
    status = await teams.raw(json.dumps(teams.recorded("dm")).encode(), {"Authorization": header} if header else {})

    assert (status, teams.answered) == (401, {"text": UNAUTHORIZED})
    assert teams.heard == []
    assert teams.far.asked["post"] == teams.far.asked["token"] == 0, "nothing was asked of anybody"


@pytest.mark.parametrize("case", list(ACTIVITIES))
async def test_a_good_token_is_good_for_its_own_activity_only(teams: TeamsProbe, case: str) -> None:
    changed = teams.recorded("dm", **ACTIVITIES[case])
    service = changed["serviceUrl"] or teams.far.service
    status = await teams.post(changed, token=signed(claims(service)))

    assert (status, teams.answered) == (401, {"text": UNAUTHORIZED})
    assert teams.heard == []


async def test_two_authorization_headers_are_none(teams: TeamsProbe) -> None:
    good = ("Authorization", "Bearer " + signed(claims(teams.far.service)))
    status = await teams.raw(json.dumps(teams.recorded("dm")).encode(), [good, good])  # type: ignore[arg-type]

    assert status == 401


async def test_a_clock_may_be_four_minutes_off(teams: TeamsProbe) -> None:
    late = signed(claims(teams.far.service, exp=int(time.time()) - 240))

    assert await teams.post(teams.recorded("dm"), token=late) == 200


async def test_a_token_seen_before_ends_all_the_same(teams: TeamsProbe) -> None:
    token = signed(claims(teams.far.service))
    assert await teams.post(teams.recorded("dm"), token=token) == 200
    teams.now = lambda: datetime.now(UTC) + timedelta(hours=2)

    assert await teams.post(teams.recorded("dm"), token=token) == 401


async def test_a_token_seen_before_does_not_open_another_service(teams: TeamsProbe) -> None:
    token = signed(claims(teams.far.service))
    assert await teams.post(teams.recorded("dm"), token=token) == 200
    assert await teams.post(teams.recorded("dm", serviceUrl=teams.far.service + "other/"), token=token) == 401


async def test_a_withdrawn_key_opens_nothing_any_more(teams: TeamsProbe) -> None:
    token = signed(claims(teams.far.service))
    assert await teams.post(teams.recorded("dm"), token=token) == 200
    teams.far.published = [jwk("k2", "msteams")]
    teams.now = lambda: datetime.now(UTC) + timedelta(seconds=61)
    await teams.post(teams.recorded("dm"), token=signed(claims(teams.far.service), "k2"))

    assert await teams.post(teams.recorded("dm"), token=token) == 401


async def test_a_new_key_is_taken_within_a_minute(teams: TeamsProbe) -> None:
    teams.far.published.append(jwk("k2", "msteams"))
    token = signed(claims(teams.far.service), "k2")
    assert await teams.post(teams.recorded("dm"), token=token) == 401, "the list was read a moment ago"
    teams.now = lambda: datetime.now(UTC) + timedelta(seconds=61)

    assert await teams.post(teams.recorded("dm"), token=token) == 200


async def test_a_thousand_forged_keys_ask_for_the_list_once(teams: TeamsProbe) -> None:
    teams.now = lambda: datetime(2026, 11, 22, 15, 2, tzinfo=UTC)
    before = teams.far.asked["metadata"]
    forged = "Bearer " + signed(claims(teams.far.service), "unpublished")
    gate = teams.door._listener._gate
    await asyncio.gather(*(gate.admit(forged) for _ in range(1000)), return_exceptions=True)

    assert teams.far.asked["metadata"] == before + 1


async def test_a_hanging_key_list_holds_nobody_up(teams: TeamsProbe) -> None:
    teams.far.keys_hang = True
    teams.now = lambda: datetime.now(UTC) + timedelta(minutes=2)
    began = time.monotonic()
    forged = await teams.post(teams.recorded("dm"), token=signed(claims(teams.far.service), "unpublished"))
    took = time.monotonic() - began

    assert forged == 401
    assert took < 2, "100 ms of patience, and some for a busy machine; without it a minute would pass"
    assert await teams.says("hello") == 200, "the keys we have still work"


async def test_keys_are_kept_when_the_list_cannot_be_read(teams: TeamsProbe) -> None:
    teams.far.keys_fail = True
    teams.now = lambda: datetime.now(UTC) + timedelta(hours=30)
    keys, before = teams.door._keys, teams.far.asked["metadata"]

    for _ in range(3):
        assert (await keys.get("k1")).endorsements == ("msteams",)
    await keys.start()
    assert teams.far.asked["metadata"] == before + 1
    assert (await keys.get("k1")).endorsements == ("msteams",)


async def test_a_start_without_the_list_is_a_start(teams: TeamsProbe) -> None:
    fresh = TeamsProbe()
    fresh.far.keys_fail = True
    await fresh.start()
    assert await fresh.says("hello") == 401
    fresh.far.keys_fail, fresh.now = False, lambda: datetime.now(UTC) + timedelta(seconds=61)

    assert await fresh.says("hello") == 200
    await fresh.stop()


async def test_broken_keys_in_the_list_do_not_spoil_the_good_ones(teams: TeamsProbe) -> None:
    teams.far.published = [{"kid": "odd", "kty": "oct", "k": "AAAA"}, {"kty": "RSA"}, "text", jwk("k2", "msteams")]  # type: ignore[list-item]
    teams.now = lambda: datetime.now(UTC) + timedelta(seconds=61)

    assert await teams.post(teams.recorded("dm"), token=signed(claims(teams.far.service), "k2")) == 200


async def test_no_log_line_holds_a_token_or_a_persons_words(
    teams: TeamsProbe, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    token = signed(claims(teams.far.service))
    secret = teams.recorded("dm", text="SECRET-HEALTH-TEXT")
    await teams.post(secret, token=token)
    await teams.post(secret, token=token + "x")
    await teams.post({**secret, "channelId": "x"}, token=token)

    written = "\n".join(str(record.__dict__) for record in caplog.records)
    assert "SECRET-HEALTH-TEXT" not in written
    assert token.split(".")[2] not in written
