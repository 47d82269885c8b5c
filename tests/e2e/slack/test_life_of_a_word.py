"""A question that was not clear, one nobody could answer, and words that somebody suggests: what becomes of each."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.e2e.slack.page import Page, reads
from tests.e2e.slack.person import Person, labels
from tests.e2e.slack.test_asking import QUESTION, heard_in_channel
from tests.e2e.slack.world import BOT, CHANNEL, World

pytestmark = pytest.mark.e2e

MONDAY_NIGHT = datetime(2026, 11, 24, 3, tzinfo=UTC)
"""22:00 in Toronto: nobody is written to."""

TUESDAY = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
SHORT = "A flumptious is a question that nobody has put into words yet."


async def test_what_was_not_clear_stands_on_the_list_of_those_who_look_after_words(
    page: Page, ann: Person, bo: Person, cleo: Person
) -> None:
    await ann.says(f"<@{BOT}> {QUESTION}", channel=CHANNEL)
    await ann.hears("risk of bias")
    assert "I count this, without your name" in await ann.presses("Not clear yet")

    listed = await bo.asks("words to mend")
    assert "risk of bias: 0 of 1 found it clear" in listed
    assert "Ann" not in listed
    form = await bo.opens("Write it again: risk of bias")
    assert "How likely it is" in str(form["blocks"])
    assert "pour les personnes qui s'occupent des mots" in await cleo.asks("mots à revoir")
    assert heard_in_channel(page) == []


async def test_a_suggestion_two_people_agree_on_is_used_at_once(
    ann: Person, bo: Person, rosa: Person, dan: Person
) -> None:
    await rosa.says("propose a word")
    await rosa.opens("Write it", on=await rosa.hears("Thank you for thinking of a word."))
    assert set(await rosa.sends(name="quonkle")) == {"short"}
    assert await rosa.sends(name="quonkle", short="A meeting of four people at a kitchen table.") == {}
    await rosa.sees("If you send it on: Ann Roy and Bo Lind will read it, with your name.")
    assert "Your words for “quonkle” are on their way." in await rosa.presses("Send it on")

    asked = await ann.hears("Rosa Lind suggests words for “quonkle”, in English.")
    assert labels(asked) == ["Fine", "Change", "Not this"]
    assert "Your yes is noted." in await ann.presses("Fine", on=asked)
    assert "I don't know “quonkle” yet." in await ann.asks("what is a quonkle?")

    asked = await bo.hears("Rosa Lind suggests words for “quonkle”, in English.")
    assert "Two people have said yes" in await bo.presses("Fine", on=asked)
    await dan.says("what is a quonkle?")
    found = reads(await dan.hears("A meeting of four people at a kitchen table."))
    assert "Draft wording." not in found
    await ann.hears("You asked about “quonkle”.", "A meeting of four people at a kitchen table.")
    await rosa.hears("Good news: two people have read your words for “quonkle”.")


async def test_an_unknown_word_waits_for_a_kind_hour_and_both_who_asked_read_the_answer(
    world: World, page: Page, cleo: Person, rosa: Person, dan: Person
) -> None:
    await world.until(MONDAY_NIGHT)
    rosa.has_read_everything()
    await cleo.says(f"<@{BOT}> c'est quoi un flumptious?", channel=CHANNEL)
    await cleo.hears(
        "J'ai transmis le mot à Rosa Lind, sans votre nom.", "Je vous écrirai dès qu'il y aura une réponse."
    )
    assert not any("flumptious" in reads(message) for message in rosa.told())

    await world.until(TUESDAY)
    asked = await rosa.hears("Somebody asked what “flumptious” means.", "I don't say who asked.")
    assert labels(asked) == ["Answer", "Another name for…", "Not a research word"]
    await rosa.opens("Answer", on=asked)
    assert await rosa.sends(short=SHORT) == {}
    await rosa.sees("If you send it on:")
    assert "“flumptious” is used from now on, as a draft." in await rosa.presses("Send it on")

    told = reads(await cleo.hears("Vous avez demandé « flumptious ». Rosa Lind a écrit ceci pour vous.", SHORT))
    assert "Il n'y a pas encore de texte français pour ce mot." in told
    assert SHORT in await dan.asks("what is a flumptious?")
    assert heard_in_channel(page) == []


async def test_a_text_is_checked_by_the_form_for_its_writer_alone(page: Page, ann: Person) -> None:
    await ann.commands("plain", CHANNEL)
    form = await ann.opens("Check a text", on=await ann.hears("I can look at a text before you share it."))
    assert "Nobody but you sees the text or the answer." in str(form["blocks"])
    assert set(await ann.sends(text=" ")) == {"text"}
    assert await ann.sends(text="Please utilize the form prior to the meeting.") == {}

    assert labels(await ann.hears("“utilize”: try “use”", "Nobody else sees this.")) == ["Check another text"]
    assert heard_in_channel(page) == []
