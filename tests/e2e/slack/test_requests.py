"""What the emulator cannot do, sent to Interlude's own address as Slack would: signed, beside the real traffic."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.e2e.slack.page import Page
from tests.e2e.slack.person import Person
from tests.e2e.slack.world import World, signed

pytestmark = pytest.mark.e2e

JSON = "application/json"
AGAIN = {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}


async def last_event(page: Page) -> bytes:
    """The event Slack delivered last, as it was delivered, over whichever transport."""
    log = (await page.control("/_control/log"))["log"]
    told = [e["detail"] for e in log if e["direction"] == "to_bot" and e["kind"] == "events_api"][-1]
    return told.encode() if isinstance(told, str) else json.dumps(told).encode()


async def test_an_event_delivered_twice_is_answered_once(world: World, page: Page, ann: Person) -> None:
    await ann.asks("what does SPOR mean?")
    twice = await last_event(page)
    before = len(ann.told())

    status, _ = await world.post(twice, JSON, signed(twice) | AGAIN)

    assert status == 200
    assert "risk of bias" in await ann.asks("what is risk of bias?")
    assert len(ann.told()) == before + 1


async def test_a_request_nobody_signed_changes_nothing(world: World, page: Page, ann: Person) -> None:
    await ann.asks("what does SPOR mean?")
    event = json.loads(await last_event(page))
    event["event_id"] = "EvForged"
    forged = json.dumps(event).encode()
    before = len(ann.told())

    assert (await world.post(forged, JSON, {}))[0] == 401
    assert (await world.post(forged, JSON, {**signed(forged), "X-Slack-Signature": "v0=" + "0" * 64}))[0] == 401
    await ann.asks("what is risk of bias?")
    assert len(ann.told()) == before + 1


async def test_a_message_of_forty_thousand_characters_is_refused_kindly(ann: Person) -> None:
    assert "a lot of text" in await ann.asks("what is bias? " * 2_850)


async def test_hostile_text_comes_back_as_text(page: Page, ann: Person) -> None:
    """An unknown word is repeated to the person: never as a mention, and with nothing in it read as markup."""
    await ann.asks("what does <!channel> *frobnication* mean?")

    answer = ann.told()[-1]
    assert "<!channel>" not in answer["text"]
    assert {text["type"] for text in texts(answer["blocks"])} <= {"plain_text", "text"}


def texts(tree: Any) -> Iterator[dict[str, Any]]:
    """Every text object in some blocks."""
    if isinstance(tree, list):
        for part in tree:
            yield from texts(part)
    elif isinstance(tree, dict):
        if isinstance(tree.get("text"), str):
            yield tree
        for part in tree.values():
            yield from texts(part)
