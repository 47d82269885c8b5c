"""The life of a question on the page of `interlude demo`: asked, not clear, unknown, answered, agreed on, plain."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.e2e.local.axe import complaints
from tests.e2e.local.browser import Page
from tests.e2e.local.demo import Demo, channel, chat, fills, moves_on_until, says

pytestmark = pytest.mark.e2e

QUESTION = "what does risk of bias mean"
MEANING = "How likely it is that the way a study was done"
SHORT = "A flumptious is a question that nobody has put into words yet."
TALK = "The steering group looked at the risk of bias and the sample size in each trial."
PLAINER = "We checked if each study can be trusted."
DRAFT = (
    "Prior to the steering group, participants are requested to utilize the attached form in order to rate each of the "
    "primary outcomes. Thank you."
)

phone = pytest.mark.parametrize("size", [(360, 780)], ids=["phone"])
desk = pytest.mark.parametrize("size", [(1280, 800)], ids=["desk"])


@pytest.fixture(autouse=True)
async def nothing_goes_wrong(page: Page, demo: Demo) -> AsyncIterator[None]:
    """The page has its own words for what goes wrong, and asks nobody else for anything."""
    await page.reads("Who would you like to be?")
    yield
    assert page.problems == []
    assert [address for address in page.asked if not address.startswith(demo.address)] == []


@phone
async def test_asked_in_the_channel_answered_in_private_not_clear_and_on_the_list(page: Page, pictures: Path) -> None:
    await channel(page, "maya")
    await says(page, f"@interlude {QUESTION}")
    await page.reads(QUESTION)
    await chat(page, "maya")
    await page.reads(MEANING)
    await page.picture(pictures / "answer-360.png", tall=960)
    assert await complaints(page) == []

    await page.clicks("Not clear yet")
    await page.reads("I count this, without your name, so that the words get better.")
    assert await complaints(page) == []
    await page.clicks("I still don't understand")
    await page.reads("I have passed “risk of bias” on to Rosa Lindqvist, without your name, to say it another way.")

    await channel(page, "rosa")
    assert MEANING not in await page.text()
    await chat(page, "rosa")
    await says(page, "words to mend")
    await page.reads("risk of bias: 0 of 1 found it clear")
    assert "Maya" not in await bubble(page)
    assert await complaints(page) == []
    await page.clicks("Write it again: risk of bias")
    await page.until("document.getElementById('field-short')?.value.startsWith('How likely it is')")
    assert await complaints(page) == []


@phone
async def test_a_short_form_with_two_meanings_is_offered(page: Page, pictures: Path) -> None:
    await chat(page, "maya")
    await says(page, "what is RA?")
    await page.reads("Which one do you mean?")
    await page.picture(pictures / "offer-360.png", tall=980)
    assert await complaints(page) == []
    await page.clicks("research assistant")
    await page.reads("Tell me more")


@desk
async def test_an_unknown_word_is_answered_and_both_who_ask_read_it(page: Page) -> None:
    await chat(page, "maya")
    await says(page, "what is a flumptious?")
    await page.reads("I have passed the word on to Rosa Lindqvist, without your name.")
    await page.reads("I will tell you when there is an answer.")

    await chat(page, "rosa")
    await moves_on_until(page, "Somebody asked what “flumptious” means.")
    assert "Maya" not in await bubble(page)
    await page.clicks("Answer")
    await fills(page, short=SHORT)
    assert await page.js("document.getElementById('field-name').value") == "flumptious"
    assert await complaints(page) == []
    await page.clicks("See how it looks")
    await page.reads("If you send it on:")
    assert await complaints(page) == []
    await page.clicks("Send it on")
    await page.reads("“flumptious” is used from now on, as a draft.")

    await chat(page, "maya")
    await moves_on_until(page, "You asked about “flumptious”. Rosa Lindqvist wrote this for you.")
    assert SHORT in await bubble(page)
    await chat(page, "priya")
    await says(page, "what is a flumptious?")
    await page.reads(SHORT)
    await page.reads("Draft wording.")


@desk
async def test_a_proposal_two_people_agree_on_is_used_at_once(page: Page, pictures: Path) -> None:
    await chat(page, "priya")
    await proposes(page)

    await chat(page, "maya")
    await moves_on_until(page, "Priya Nair suggests words for “flumptious”, in English.")
    await page.picture(pictures / "approve-1280.png")
    assert await complaints(page) == []
    await page.clicks("Fine")
    await page.reads("Thank you. Your yes is noted.")
    await says(page, "what is a flumptious?")
    await page.reads("I don't know “flumptious” yet.")

    await chat(page, "jonas")
    await moves_on_until(page, "Priya Nair suggests words for “flumptious”, in English.")
    await page.clicks("Fine")
    await page.reads("Two people have said yes, so “flumptious” is used with these words from now on.")
    await says(page, "what is a flumptious?")
    await page.until(f"document.getElementById('log').lastChild.innerText.includes({SHORT!r})")
    assert "Draft wording." not in await bubble(page)

    await chat(page, "priya")
    await moves_on_until(page, "Good news: two people have read your words for “flumptious”.")
    assert await complaints(page) == []


@phone
async def test_a_message_is_explained_and_its_author_says_it_another_way(page: Page, pictures: Path) -> None:
    await channel(page, "rosa")
    await says(page, TALK)
    await page.reads(TALK)
    await channel(page, "maya")
    await page.clicks("Explain the words in this message")
    await chat(page, "maya")
    await page.reads("These are words I know in that message.")
    await page.picture(pictures / "explain-message-360.png", tall=1080)
    assert await complaints(page) == []
    await page.clicks("More words")
    await page.reads("Here are more words from that message.")
    await page.clicks("I still don't understand")
    await page.reads("I am asking Rosa Lindqvist to say it another way, without your name.")
    assert await complaints(page) == []

    await chat(page, "rosa")
    await moves_on_until(page, "Somebody would like to hear this another way. I don't say who.")
    assert "Maya" not in await bubble(page)
    await page.clicks("Say it another way")
    await fills(page, words=PLAINER)
    await page.clicks("Send")
    await page.reads("Your words are on their way.")
    await chat(page, "maya")
    await moves_on_until(page, "Rosa Lindqvist says it this way:")
    assert PLAINER in await bubble(page)
    assert await complaints(page) == []


@phone
async def test_a_text_is_checked_typed_and_by_the_form(page: Page, pictures: Path) -> None:
    await chat(page, "jonas")
    await says(page, f"plain: {DRAFT}")
    await page.reads("“utilize”: try “use”")
    await page.picture(pictures / "plain-check-360.png", tall=1360)
    assert await complaints(page) == []

    await page.clicks("Check another text")
    await fills(page, text="We need your approval to commence the study.")
    assert "Nobody but you sees the text or the answer." in await page.text()
    assert await complaints(page) == []
    await page.clicks("Check it")
    await page.reads("“commence”: try")
    assert "Nobody else sees this." in await bubble(page)


async def proposes(page: Page) -> None:
    """A word of somebody's own, looked at before it is sent on; first with a mistake."""
    await says(page, "propose a word")
    await page.clicks("Write it")
    await fills(page, name="flumptious")
    await page.clicks("See how it looks")
    await page.reads("Please write one sentence that says what it means.")
    assert await complaints(page) == []
    await fills(page, short=SHORT, example="At the table, before anybody speaks.")
    await page.clicks("See how it looks")
    await page.reads("If you send it on:")
    assert await complaints(page) == []
    await page.clicks("Send it on")
    await page.reads("Your words for “flumptious” are on their way.")


async def bubble(page: Page) -> str:
    """The newest line of the conversation."""
    return str(await page.js("document.getElementById('log').lastChild.innerText"))
