"""The words of somebody's message, told in private; its author says it another way, and never learns for whom.

local-slack 0.1.8 has no message shortcuts: Slack's documented payload is signed and sent to Interlude's real address.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.slack.page import Page, reads
from tests.e2e.slack.person import Person, labels
from tests.e2e.slack.test_asking import heard_in_channel
from tests.e2e.slack.world import APP, CHANNEL, TEAM, World, form_body, signed

pytestmark = pytest.mark.e2e

Json = dict[str, Any]
FORM = "application/x-www-form-urlencoded"
TALK = "The steering group looked at the risk of bias &amp; the sample size, and asked the knowledge users."
PLAINER = "We checked if each study can be *trusted*."


async def points_at(world: World, person: Person, said: Json) -> None:
    """ "Explain the words in this message", pressed on somebody's message."""
    body = form_body({
        "type": "message_action", "callback_id": "explain_message", "trigger_id": f"1.{said['ts']}",
        "team": {"id": TEAM, "domain": "lab"}, "user": {"id": person.user, "team_id": TEAM}, "api_app_id": APP,
        "channel": {"id": CHANNEL, "name": "talk"},
        "message": {key: said[key] for key in ("user", "text", "ts")} | {"type": "message"},
    })  # fmt: skip
    assert (await world.post(body, FORM, signed(body)))[0] == 200


async def test_the_words_of_a_message_are_told_in_private_three_at_a_time(
    world: World, page: Page, ann: Person, bo: Person
) -> None:
    await points_at(world, ann, await bo.says(TALK, channel=CHANNEL))

    card = await ann.hears("These are words I know in that message.")
    assert labels(card) == ["steering group", "risk of bias", "knowledge user", "More words"]
    assert "Here are more words from that message." in await ann.presses("More words", on=card)
    await ann.taps("sample size", on=card)
    await ann.hears("An example.")
    assert heard_in_channel(page) == []


async def test_the_author_says_it_another_way_and_who_asked_reads_it(
    world: World, page: Page, ann: Person, bo: Person
) -> None:
    await points_at(world, ann, await bo.says("We rate the risk of bias once more.", channel=CHANNEL))
    await ann.taps("I still don't understand", on=await ann.hears("These are words I know in that message."))
    assert labels(await ann.hears("guess who asked")) == ["Ask anyway", "Better not"]
    assert "I am asking Bo Lind to say it another way, without your name." in await ann.presses("Ask anyway")

    asked = await bo.hears("Somebody would like to hear this another way. I don't say who.")
    assert "We rate the risk of bias once more." in reads(asked)
    assert "Ann" not in reads(asked)
    await bo.opens("Say it another way", on=asked)
    assert await bo.sends(words=" ") != {}
    assert await bo.sends(words=PLAINER) == {}
    await bo.sees("Your words are on their way.")

    told = await ann.hears("Bo Lind says it this way:", PLAINER)
    assert labels(told) == ["That helps", "Still not clear"]
    assert "Thank you for asking." in await ann.presses("That helps", on=told)
    assert heard_in_channel(page) == []
