"""The words of a meeting, explained before people go."""

from datetime import UTC, datetime

from tests.bot.conversations.meeting import FORM, announce, rows
from tests.chat import Chat

AGENDA = "1. The steering group on the risk of bias. 2. Multidimensional outcomes. 3. Tea. SECRET-17 <b>"
FAR = {"day": "2026-12-10"}
WORDS_OUT = datetime(2026, 12, 9, 23, tzinfo=UTC)
"""After the day before, everywhere."""
HEADINGS = ("You may hear these words:", "Vous entendrez peut-être ces mots :")


async def test_the_organiser_sees_which_words_are_known_and_which_are_not(chat: Chat) -> None:
    await announce(chat, agenda=AGENDA)

    reads = chat.someone("rosa").reads
    assert "I know these words of your agenda: " in reads
    assert "risk of bias" in reads
    assert "I cannot explain these yet: Multidimensional." in reads


async def test_without_an_agenda_nothing_is_said_and_nothing_is_sent(chat: Chat) -> None:
    await announce(chat, **FAR)
    made = chat.someone("rosa").reads
    await chat.until(WORDS_OUT)

    assert "agenda" not in made
    assert not any(HEADINGS[0] in a.text for a in chat.platform.arrived)


async def test_an_agenda_without_a_known_word_sends_nothing(chat: Chat) -> None:
    await announce(chat, agenda="Tea and cake.", **FAR)
    made = chat.someone("rosa").reads
    await chat.until(WORDS_OUT)

    assert "no research word I know in your agenda" in made
    assert not any(HEADINGS[0] in a.text for a in chat.platform.arrived)


async def test_those_invited_get_the_words_before_they_go_each_in_their_own_language(chat: Chat) -> None:
    await announce(chat, agenda=AGENDA, **FAR)
    early = [a.text for a in chat.platform.arrived if HEADINGS[0] in a.text]
    await chat.until(WORDS_OUT)

    english = next(text for text in chat.platform.texts("ann") if HEADINGS[0] in text)
    french = next(text for text in chat.platform.texts("cleo") if HEADINGS[1] in text)
    terms = chat.app.pack.terms
    assert early == []
    assert f"risk of bias: {terms['risk-of-bias'].words['en'].short}" in english
    assert f"risque de biais: {terms['risk-of-bias'].words['fr'].short}" in french
    assert "Ask me about any of them." in english
    assert "Winter meeting is on Thursday 10 December" in english


async def test_the_agenda_itself_is_shown_to_nobody(chat: Chat) -> None:
    await announce(chat, agenda=AGENDA, **FAR)
    await chat.until(WORDS_OUT)

    assert not any("SECRET-17 <b>" in a.text for a in chat.platform.arrived if a.to.user != "rosa")


async def test_only_people_who_said_yes_are_sent_words(chat: Chat) -> None:
    await announce(chat, agenda=AGENDA, **FAR)
    await chat.someone("bo").says("stop")
    await chat.until(WORDS_OUT)

    told = [a for a in chat.platform.arrived if any(heading in a.text for heading in HEADINGS)]
    assert {a.to.user for a in told} <= {"ann", "cleo", "rosa"}
    assert {a.to.user for a in told} >= {"ann", "cleo"}


async def test_words_that_come_too_late_are_not_sent(chat: Chat) -> None:
    chat.now = datetime(2026, 11, 27, 22, tzinfo=UTC)  # Friday evening; the meeting is on Saturday
    await announce(chat, agenda=AGENDA, day="2026-11-28")
    await chat.later(days=6)

    assert not any(HEADINGS[0] in text for text in chat.platform.texts("ann"))


async def test_anybody_can_ask_for_the_words_of_their_next_meeting(chat: Chat) -> None:
    await announce(chat, agenda=AGENDA, **FAR)

    english = await chat.someone("dan").says("words for the meeting")
    french = await chat.someone("cleo").says("mots de la rencontre")

    assert "risk of bias: " in english
    assert "risque de biais: " in french


async def test_somebody_who_is_not_invited_hears_no_word_of_it(chat: Chat) -> None:
    rosa = chat.someone("rosa")
    await rosa.says("new event")
    form = next(block for block in rosa.last.blocks if hasattr(block, "fields"))
    team = next(o.value for f in form.fields for o in f.options if o.label == "Steady Hearts")
    await rosa.sends(**{**FORM, "invited": (team,), "agenda": AGENDA})

    assert "I have no words for your next meeting yet." in await chat.someone("dan").says("words for the meeting")


async def test_a_meeting_that_is_over_is_not_the_next_one(chat: Chat) -> None:
    await announce(chat, agenda=AGENDA)
    await chat.later(days=3)

    assert "no words for your next meeting" in await chat.someone("dan").says("meeting words")


async def test_an_agenda_can_be_pasted(chat: Chat) -> None:
    ann = chat.someone("ann")

    assert "risk of bias: " in await ann.says(f"words: {AGENDA}")
    assert "no research word I know in that text" in await ann.says("words: tea and cake")


async def test_a_wish_for_medical_advice_is_no_agenda(chat: Chat) -> None:
    reads = await chat.someone("ann").says("words: Should I stop taking my blood pressure pills? Risk of bias.")

    assert "can't advise on your care" in reads


async def test_an_agenda_is_kept_whole_up_to_three_thousand_characters(chat: Chat) -> None:
    await announce(chat, agenda="é" * 3500)

    (event,) = await rows(chat, "event")
    assert event["agenda"] == "é" * 3000
