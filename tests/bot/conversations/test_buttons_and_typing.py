"""Buttons of others, old ones and forged ones; and typing what a button says."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.buttons import Button
from bot.inputs import Chose, Submitted
from bot.messages import Form
from tests.bot.conversations.meeting import rows
from tests.chat import Chat


async def _signed(chat: Chat, verb: str, *args: str, name: str = "Ann Roy") -> str:
    person = next(row for row in await rows(chat, "person") if row["name"] == name)
    return chat.app.buttons.pack(Button(verb, args, str(person["community"]), str(person["id"])), chat.now)


async def _tuesday(chat: Chat) -> None:
    chat.now = datetime(2026, 11, 24, 15, tzinfo=UTC)
    await chat.settle()


async def test_another_persons_button_changes_nothing(chat: Chat) -> None:
    await _tuesday(chat)
    ann, bo = chat.someone("ann"), chat.someone("bo")
    _, value, _ = ann._button("All good")

    await chat.hear(Chose(bo.source(), value))

    assert bo.reads == "That button was meant for somebody else, so nothing was changed."
    assert await rows(chat, "answer") == []


async def test_a_stranger_with_somebodys_button_changes_nothing(chat: Chat) -> None:
    await _tuesday(chat)
    _, value, _ = chat.someone("ann")._button("All good")

    await chat.hear(Chose(chat.someone("zoe").source(), value))

    assert "meant for somebody else" in chat.someone("zoe").reads
    assert await rows(chat, "answer") == []


async def test_an_old_button_says_so(chat: Chat) -> None:
    await _tuesday(chat)
    receipt, value, _ = chat.someone("ann")._button("All good")
    chat.now += timedelta(days=31)

    await chat.hear(Chose(chat.someone("ann").source(), value, receipt))

    assert any("too old to use" in text for text in chat.platform.texts("ann"))
    assert await rows(chat, "answer") == []


@pytest.mark.parametrize("value", ["", "x", "WyJyb2xlLnJpZ2h0Il0.c2lnbmF0dXJl", "0", "\x00", "é" * 3000])
async def test_a_forged_button_says_the_same_as_an_old_one(chat: Chat, value: str) -> None:
    ann = chat.someone("ann")
    await chat.hear(Chose(ann.source(), value))
    await chat.hear(Submitted(ann.source(), value, {"words": "x"}))

    assert [text.partition(".")[0] for text in ann.news()] == ["That button is too old to use"] * 2


async def test_a_verb_that_does_not_exist_says_so(chat: Chat) -> None:
    ann = chat.someone("ann")
    await chat.hear(Chose(ann.source(), await _signed(chat, "role.abdicate")))
    await chat.hear(Submitted(ann.source(), await _signed(chat, "role.abdicate")))

    assert all("too old to use" in text for text in ann.news())


async def test_a_button_sent_as_a_form_and_a_form_pressed_as_a_button_do_nothing(chat: Chat) -> None:
    ann = chat.someone("ann")
    await chat.hear(Submitted(ann.source(), await _signed(chat, "role.mine")))
    await chat.hear(Chose(ann.source(), await _signed(chat, "preferences.zone")))

    first, second = ann.news()
    assert "too old to use" in first
    assert second == "Please open the form above and fill it in there."


async def test_a_form_with_nothing_in_it_is_met_kindly_everywhere(chat: Chat) -> None:
    from bot.routing import FORMS

    rosa = chat.someone("rosa")
    args = {
        "answering.other_sent": ("x",),
        "answering.said": ("x",),
        "check_in.words": ("2026-11-24", "x"),
        "feedback.words": ("x", "x"),
        "propose.written": ("", "en", "", ""),
        "rephrase.words": ("x",),
        "results.told": ("x",),
        "role.wish": ("x",),
        "event.move": ("x",),
    }
    for verb in FORMS:
        await chat.hear(Submitted(rosa.source(), await _signed(chat, verb, *args.get(verb, ()), name="Rosa Lind")))

    assert not any("Sorry" in text for text in rosa.news())
    assert await rows(chat, "answer") == await rows(chat, "event") == []


async def test_the_same_press_heard_again_is_answered_once(chat: Chat) -> None:
    ann = chat.someone("ann")
    await ann.says("risk of bias")
    receipt, value, _ = ann._button("Tell me more")
    for _ in range(3):
        await chat.hear(Chose(ann.source(event="same"), value, receipt))

    assert [a.edits for a in chat.platform.arrived if a.to.user == "ann"] == [1]


async def _typed_through(chat: Chat) -> list[str]:
    """The whole check-in with typed numbers and labels, after each message was put in the place of the last."""
    ann = chat.someone("ann")
    await _tuesday(chat)
    await ann.presses("All good")
    read = [await ann.says("mostly"), await ann.says("2")]
    return [text.partition("\n")[0] for text in read]


async def test_labels_and_numbers_work_after_a_replacement_that_was_delivered(chat: Chat) -> None:
    thanks, who = await _typed_through(chat)

    assert thanks.startswith("Thank you. Rosa Lind will read it.")
    assert who.startswith("Of course. Who would you like to talk to?")
    assert [row["value"] for row in await rows(chat, "answer")] == ["well", "mostly"]


async def test_labels_and_numbers_work_after_a_replacement_within_the_request(at_once: Chat) -> None:
    thanks, who = await _typed_through(at_once)

    assert thanks.startswith("Thank you. Rosa Lind will read it.")
    assert who.startswith("Of course. Who would you like to talk to?")
    assert [row["value"] for row in await rows(at_once, "answer")] == ["well", "mostly"]


async def test_a_number_never_reaches_buttons_that_are_gone(chat: Chat) -> None:
    await _tuesday(chat)
    await chat.someone("ann").presses("Skip")

    await chat.someone("ann").says("1")

    assert await rows(chat, "answer") == []


async def test_nor_where_messages_are_replaced_within_the_request(at_once: Chat) -> None:
    await _tuesday(at_once)
    await at_once.someone("ann").presses("Skip")

    await at_once.someone("ann").says("1")

    assert await rows(at_once, "answer") == []


async def test_a_number_for_which_there_is_no_button_is_ordinary_talk(chat: Chat) -> None:
    ann = chat.someone("ann")
    await ann.says("risk of bias")

    assert "Ask me about any research word" in await ann.says("9")


async def test_a_typed_number_in_a_channel_presses_nothing(chat: Chat) -> None:
    await _tuesday(chat)

    await chat.someone("ann").says("1", private=False)

    assert await rows(chat, "answer") == []


async def test_typing_the_number_of_a_form_says_where_to_fill_it_in(chat: Chat) -> None:
    rosa = chat.someone("rosa")
    await rosa.says("new event")

    assert await rosa.says("1") == "Please open the form above and fill it in there."


async def test_where_no_form_opens_it_comes_in_a_message_in_the_persons_language(formless: Chat) -> None:
    cleo = formless.someone("cleo")
    await cleo.says("réglages")
    await cleo.presses("Mon heure et mes jours")

    assert isinstance(cleo.last.blocks[0], Form)
    assert cleo.last.lang == "fr"
    await cleo.sends(zone="Europe/Paris")
    assert "à l'heure de Paris" in cleo.reads
