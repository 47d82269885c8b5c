"""What is turned away at the door, and what is let in."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.slack import guard, limits
from adapters.slack.door import PATH
from bot.inputs import Said
from tests.contract.slack_probe import NOW, OLD_SECRET, SECRET, SlackProbe, payload, signed

JSON = {"Content-Type": "application/json"}
BODY = json.dumps(payload("dm")).encode()
GOOD = signed(BODY)
SIGNATURE = GOOD["X-Slack-Signature"]
STAMP = GOOD["X-Slack-Request-Timestamp"]

BAD_SIGNATURES = [
    "", " ", "v0", "v0=", "v1=" + SIGNATURE[3:], SIGNATURE[3:], SIGNATURE[:-1], SIGNATURE + "0", SIGNATURE.upper(),
    "v0=" + SIGNATURE[3:].upper(), "V0=" + SIGNATURE[3:], "v0=" + "0" * 64, "v0=" + "g" * 64, "v0=" + "0" * 63,
    "v0=" + "0" * 5_000, "v0=" + "٠" * 64, "v0=é" + "0" * 63, f"v0={SIGNATURE[3:]},v0={SIGNATURE[3:]}",
    SIGNATURE.replace("=", ":"), "null", "undefined", "Bearer " + SIGNATURE, signed(BODY + b" ")["X-Slack-Signature"],
    signed(BODY, secret="")["X-Slack-Signature"], signed(BODY, secret="another")["X-Slack-Signature"],
]  # fmt: skip
BAD_STAMPS = [
    "", "abc", "1.5", "-1", "0", "1e9", "0x6921", "9" * 5_000, "١٧٩٥٣٢٣٦٠٠", "1795323600é", "NaN", "inf",
    f"{STAMP},{STAMP}", f"{STAMP}.0", f"+{STAMP}",
]  # fmt: skip


@pytest.mark.parametrize("signature", BAD_SIGNATURES, ids=range(len(BAD_SIGNATURES)))
async def test_a_bad_signature_is_turned_away(slack: SlackProbe, signature: str) -> None:
    assert await slack.post(BODY, JSON | GOOD | {"X-Slack-Signature": signature}) == 401
    assert (slack.told, slack.heard) == ("not signed by Slack", [])


@pytest.mark.parametrize("stamp", BAD_STAMPS, ids=range(len(BAD_STAMPS)))
async def test_a_bad_timestamp_is_turned_away(slack: SlackProbe, stamp: str) -> None:
    assert await slack.post(BODY, JSON | GOOD | {"X-Slack-Request-Timestamp": stamp}) == 401
    assert (slack.told, slack.heard) == ("not signed by Slack", [])


@pytest.mark.parametrize("missing", ["X-Slack-Signature", "X-Slack-Request-Timestamp"])
async def test_a_missing_header_is_turned_away(slack: SlackProbe, missing: str) -> None:
    assert await slack.post(BODY, {key: value for key, value in (JSON | GOOD).items() if key != missing}) == 401


@pytest.mark.parametrize(("age", "status"), [(301, 401), (300, 200), (0, 200), (-60, 200), (-61, 401)])
async def test_a_signature_lives_five_minutes_and_not_before_its_time(slack: SlackProbe, age: int, status: int) -> None:
    stamp = str(int((NOW - timedelta(seconds=age)).timestamp()))

    assert await slack.post(BODY, JSON | signed(BODY, stamp=stamp)) == status
    assert len(slack.heard) == (status == 200)


@pytest.mark.parametrize("secret", [SECRET, OLD_SECRET])
async def test_both_secrets_open_the_door_while_they_change(slack: SlackProbe, secret: str) -> None:
    assert await slack.post(BODY, JSON | signed(BODY, secret=secret)) == 200
    assert len(slack.heard) == 1


async def test_a_changed_byte_is_noticed(slack: SlackProbe) -> None:
    assert await slack.post(BODY.replace(b"bias", b"bits"), JSON | GOOD) == 401


async def test_an_unsigned_body_is_never_parsed(slack: SlackProbe, monkeypatch: pytest.MonkeyPatch) -> None:
    def parsed(*_: object) -> None:
        raise AssertionError("parsed")

    monkeypatch.setattr(guard, "payload", parsed)
    assert await slack.post(BODY, JSON) == 401


async def test_unsigned_deep_nesting_is_only_unsigned(slack: SlackProbe) -> None:
    assert await slack.post(b"[" * 100_000, JSON) == 401


def test_no_secret_at_all_opens_nothing() -> None:
    assert not guard.is_signed(GOOD, BODY, [], NOW)


async def test_a_certificate_check_is_answered_without_effect(slack: SlackProbe) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}

    assert await slack.post(b"ssl_check=1&token=abc", form) == 200
    assert await slack.post(b"not_ssl_check=1&token=abc", form) == 401
    assert slack.heard == []


async def test_the_address_is_confirmed_only_to_slack(slack: SlackProbe) -> None:
    assert await slack.post(json.dumps(payload("url_verification")).encode(), JSON) == 401
    assert await slack.sends(payload("url_verification")) == 200
    assert slack.told == {"challenge": payload("url_verification")["challenge"]}


async def test_too_much_is_refused_by_its_announced_length(slack: SlackProbe) -> None:
    raw = b" " * (limits.BODY + 1)

    assert await slack.post(raw, JSON | signed(raw)) == 413
    assert await slack.post(BODY, JSON | GOOD) == 200


async def test_endless_bytes_are_not_read_to_the_end(slack: SlackProbe) -> None:
    given_out = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal given_out
        while given_out < 10 * 2**30:
            given_out += 2**16
            yield b"x" * 2**16
            await asyncio.sleep(0)

    try:
        async with slack.client.post(PATH, data=endless(), headers=GOOD) as response:
            assert response.status == 413
    except OSError:
        pass  # the door was shut while we were still talking
    assert given_out < 64 * 2**20


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"null", b"[]", b'"text"', b"1", b"true", b"{", b"{]", b"\xff\xfe", b"{'a': 1}", b"[" * 100_000,
        b'{"a":' * 20_000 + b"1" + b"}" * 20_000, b'{"a": ' + b"9" * 6_000 + b"}", b'{"a": "\xed\xa0\x80"}',
    ],
    ids=range(14),
)  # fmt: skip
async def test_signed_garbage_is_a_bad_request(slack: SlackProbe, raw: bytes) -> None:
    assert await slack.post(raw, JSON | signed(raw)) == 400
    assert slack.heard == []


@pytest.mark.parametrize("raw", [b"payload=%5B%5D", b"payload=", b"payload={", b"payload=null", b"\xff=1", b"&" * 99])
async def test_signed_forms_without_a_payload_are_bad_requests(slack: SlackProbe, raw: bytes) -> None:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}

    assert await slack.post(raw, kind | signed(raw)) in (200, 400)
    assert slack.heard == []


async def test_brackets_in_words_are_not_nesting(slack: SlackProbe) -> None:
    assert await slack.says("[" * 3_000 + '\\"[[{') == 200
    assert isinstance(slack.heard[0], Said)


async def test_headers_that_steer_bolt_do_not_reach_it(slack: SlackProbe) -> None:
    steering = {"X-Slack-Bolt-Lazy-Only": "1", "X-Slack-Bolt-Lazy-Function-Name": "x"}

    assert await slack.post(BODY, JSON | GOOD | steering) == 200
    assert len(slack.heard) == 1


async def test_only_posts_are_taken(slack: SlackProbe) -> None:
    async with slack.client.get(PATH) as response:
        assert response.status == 405


ODD = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(["T01LAB", "D01ANN", "button", "", "U01ANN"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "type", "text", "value"]), inner)
    ),
    max_leaves=6,
)
SCENARIOS = ["dm", "channel_mention", "button", "form_submit", "message_action", "command", "home_opened", "leave"]


def _bend(body: dict[str, Any], draw: Any) -> None:
    """Put something odd in some place of a payload."""
    for _ in range(draw(st.integers(1, 3))):
        here = body
        while True:
            key = draw(st.sampled_from(sorted(here)))
            if not (isinstance(here[key], dict) and here[key] and draw(st.booleans())):
                break
            here = here[key]
        here[key] = draw(ODD)


async def test_a_bent_payload_is_never_a_server_error() -> None:
    probe = SlackProbe()
    await probe.start()
    loop = asyncio.get_running_loop()

    @settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(SCENARIOS), st.data())
    def bend(name: str, data: st.DataObject) -> None:
        body = payload(name)
        _bend(body, data.draw)
        status = asyncio.run_coroutine_threadsafe(probe.sends(body), loop).result(10)
        assert status in (200, 400), (name, body)

    await asyncio.to_thread(bend)
    await probe.stop()
