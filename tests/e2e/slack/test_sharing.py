"""An answer given in private is shared where it was asked for, and nobody learns who asked."""

from __future__ import annotations

import pytest

from tests.e2e.slack.page import Page, by_bot, reads
from tests.e2e.slack.person import Person, labels
from tests.e2e.slack.test_asking import MEANING, QUESTION, heard_in_channel
from tests.e2e.slack.world import BOT, CHANNEL

pytestmark = pytest.mark.e2e


async def test_an_answer_is_shared_in_the_thread_it_was_asked_in_without_a_name(page: Page, ann: Person) -> None:
    first = await ann.says("We read twelve papers.", channel=CHANNEL)
    await ann.says(f"<@{BOT}> {QUESTION}", channel=CHANNEL, thread=first["ts"])
    assert labels(await ann.hears()) == ["Tell me more", "Not clear yet", "Share with everyone, without my name"]

    assert "I did not say who asked." in await ann.presses("Share with everyone, without my name")

    await page.until(lambda: heard_in_channel(page) or None, "the answer in the channel")
    (shared,) = [m for m in page.messages[CHANNEL] if by_bot(m) and "ephemeral_to" not in m]
    assert shared["thread_ts"] == first["ts"]
    assert reads(shared).startswith(f"{MEANING}Somebody asked what this means:")
    assert labels(shared) == ["Tell me more"]
