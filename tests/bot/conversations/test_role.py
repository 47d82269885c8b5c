"""What is my part?"""

from datetime import UTC, datetime
from typing import Any

from bot.inputs import FormErrors
from tests.bot.conversations.meeting import rows
from tests.chat import CIRCLE, Chat

FIRST_THURSDAY = datetime(2026, 12, 3, 15, tzinfo=UTC)
EVE: dict[str, Any] = {
    "name": "Eve Moss", "time_zone": "America/Toronto", "memory": "eve", "consent": "yes",
    "roles": [{"team": "Steady Hearts", "kind": "patient_partner", "words": {"en": "You read our texts."}}],
}  # fmt: skip


async def _with_eve(chat: Chat) -> None:
    await chat.apply({**CIRCLE, "people": [*CIRCLE["people"], EVE]})


async def test_a_person_can_ask_at_any_time_in_their_language(chat: Chat) -> None:
    ann = await chat.someone("ann").says("What is my role?")
    cleo = await chat.someone("cleo").says("quel est mon rôle ?")

    assert "Steady Hearts, patient partner and co-lead. You say what matters to patients." in ann
    assert "Breathe Easy, soins cliniques. Vous parlez du terrain." in cleo


async def test_nobody_elses_part_is_shown(chat: Chat) -> None:
    reads = await chat.someone("ann").says("my role")

    assert "You explain the methods." not in reads


async def test_a_part_nobody_put_into_words_says_so(chat: Chat) -> None:
    await chat.someone("dan").says("my role")

    assert any("Nobody has put your part into words yet" in text for text in chat.someone("dan").news())


async def test_somebody_without_a_part_is_told_who_can_add_one(chat: Chat) -> None:
    assert "no part in a team yet" in await chat.someone("rosa").says("my role")


async def test_the_reminder_comes_once_a_month_at_ten_local(chat: Chat) -> None:
    ann = chat.someone("ann")
    await chat.until(FIRST_THURSDAY.replace(hour=14, minute=59))
    early = [text for text in ann.news() if "Is it still right" in text]
    await chat.until(FIRST_THURSDAY)
    on_time = [text for text in ann.news() if "Is it still right" in text]
    await chat.until(datetime(2027, 1, 8, tzinfo=UTC))
    second_week = [text for text in ann.news() if "Is it still right" in text]
    await chat.until(datetime(2027, 1, 11, 14, tzinfo=UTC))

    assert (len(early), len(on_time)) == (0, 1)
    assert second_week == []  # January's first Thursday is in the week of a check-in: it comes the Monday after
    assert sum("Is it still right" in text for text in ann.news()) == 1


async def test_still_right_is_remembered(chat: Chat) -> None:
    await chat.until(FIRST_THURSDAY)

    reads = await chat.someone("ann").presses("Still right")

    assert "in about a month" in reads
    assert [row["confirmed_at"] for row in await rows(chat, "role")].count(FIRST_THURSDAY) == 1


async def test_a_wish_to_change_reaches_both_co_leads_and_says_so(chat: Chat) -> None:
    await _with_eve(chat)
    eve = chat.someone("eve")
    await eve.says("my role")
    await eve.presses("Something should change")

    await eve.sends(words="Fewer meetings, please.")

    assert "It has gone to Ann Roy and Bo Lind" in eve.reads
    for lead in ("ann", "bo"):
        assert "Eve Moss would like their part in Steady Hearts to change" in chat.someone(lead).reads
        assert "Fewer meetings, please." in chat.someone(lead).reads
    assert not any("Fewer" in text for text in chat.platform.texts("rosa"))


async def test_the_form_says_who_will_read_it_before_anything_is_written(chat: Chat) -> None:
    await _with_eve(chat)
    eve = chat.someone("eve")
    await eve.says("my role")
    await eve.presses("Something should change")

    assert "Only Ann Roy and Bo Lind will read this" in eve.form.intro


async def test_a_co_leads_own_wish_goes_to_the_partner(chat: Chat) -> None:
    ann = chat.someone("ann")
    await ann.says("my role")
    await ann.presses("Something should change")
    await ann.sends(words="Less.")

    assert "It has gone to Bo Lind." in ann.reads


async def test_without_co_leads_the_organisers_hear_of_it(chat: Chat) -> None:
    cleo = chat.someone("cleo")
    await cleo.says("mon rôle")
    await cleo.presses("Quelque chose devrait changer")
    await cleo.sends(words="Moins.")

    assert "C'est transmis à Rosa Lind" in cleo.reads
    assert "Cléo Roy would like their part in Breathe Easy to change" in chat.someone("rosa").reads


async def test_an_empty_wish_is_asked_for_again_and_goes_nowhere(chat: Chat) -> None:
    ann = chat.someone("ann")
    await ann.says("my role")
    await ann.presses("Something should change")

    reply = await ann.sends()

    assert isinstance(reply, FormErrors)
    assert reply.errors == {"words": "Please write a few words first."}
    assert chat.someone("bo").messages == []


async def test_a_wish_that_was_talked_through_is_settled(chat: Chat) -> None:
    ann, bo, rosa = (chat.someone(user) for user in ("ann", "bo", "rosa"))
    await ann.says("my role")
    await ann.presses("Something should change")
    await ann.sends(words="Less.")
    before = await rosa.says("this week")

    await bo.presses("We have talked")

    assert "Ann Roy said on Monday 23 November that their part should change" in before
    assert "part should change" not in await rosa.says("this week")


async def test_where_no_form_opens_the_wish_is_typed(formless: Chat) -> None:
    ann = formless.someone("ann")
    await ann.says("my role")
    await ann.says("2")

    await ann.says("Fewer evenings, please.")

    assert "It has gone to Bo Lind" in ann.reads
    assert "Fewer evenings, please." in formless.someone("bo").reads
