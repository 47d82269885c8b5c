"""What a person does stands in their chat as their own line, once, and reaches the core."""

from __future__ import annotations

import pytest

from bot.inputs import Chose, FormErrors, Input, Notice, OpenForm, Page, Pointed, Replace, ReplyNow, Said
from bot.platform import Address
from tests.cards.gallery import FORM, GALLERY
from tests.contract.local_probe import ZOE, LocalProbe
from tests.contract.probe import ANN


def _own(probe: LocalProbe) -> list[str]:
    return [str(row["text"]) for row in probe.database.lines() if row["role"] == "me"]


def _answers(probe: LocalProbe, reply: ReplyNow) -> None:
    async def answer(heard: Input) -> ReplyNow:
        return reply

    probe.answer = answer


async def test_words_stand_before_their_answer_and_only_once(probe: LocalProbe) -> None:
    for _ in range(2):
        await probe.says("what is bias?", event="same")

    assert _own(probe) == ["what is bias?"]


async def test_two_people_may_use_the_same_id(probe: LocalProbe) -> None:
    await probe.post("say", "same", text="one")
    await probe.post("say", "same", **{"as": ZOE, "text": "two"})

    assert _own(probe) == ["one", "two"]


async def test_a_press_stands_as_the_buttons_label(probe: LocalProbe) -> None:
    receipt = await probe.platform.send(probe.private(ANN), GALLERY["check_in"], "m1")
    await probe.presses(receipt, "v2")

    assert _own(probe) == ["A bit stuck"]


async def test_a_press_that_opens_a_form_is_not_a_line_yet(probe: LocalProbe) -> None:
    _answers(probe, OpenForm(FORM))
    receipt = await probe.platform.send(probe.private(ANN), GALLERY["role"], "m1")
    await probe.presses(receipt, "v2", opens_form=True)

    assert _own(probe) == []
    assert probe.replies[-1]["form"]["fields"][0]["label"] == "What is it called?"


async def test_a_form_the_core_opens_by_the_trigger_is_shown_too(probe: LocalProbe) -> None:
    async def answer(heard: Input) -> ReplyNow:
        assert isinstance(heard, Chose)
        await probe.platform.open_form(heard.trigger, FORM)
        return None

    probe.answer = answer
    receipt = await probe.platform.send(probe.private(ANN), GALLERY["role"], "m1")
    await probe.presses(receipt, "v2", opens_form=True)
    assert probe.forms_opened() == [FORM.title]


async def test_a_form_that_needs_another_look_leaves_no_line_and_its_id_can_be_used_again(probe: LocalProbe) -> None:
    _answers(probe, FormErrors(FORM, {"title": "Please give it a name."}))
    await probe.post("submit", "f1", value="v", fields={}, label="Make the event")
    assert _own(probe) == []
    _answers(probe, None)
    await probe.post("submit", "f1", value="v", fields={"title": "x"}, label="Make the event")

    assert _own(probe) == ["Make the event"]


async def test_words_that_were_not_heard_are_taken_back_and_can_be_sent_again(probe: LocalProbe) -> None:
    async def fail(heard: Input) -> ReplyNow:
        raise OSError

    probe.answer = fail
    assert await probe.says("hello", event="e1") == 500
    assert _own(probe) == []
    _answers(probe, None)
    assert await probe.says("hello", event="e1") == 200
    assert _own(probe) == ["hello"]


async def test_a_repeat_that_fails_leaves_the_first_line_alone(probe: LocalProbe) -> None:
    await probe.says("hello", event="e1")

    async def fail(heard: Input) -> ReplyNow:
        raise OSError

    probe.answer = fail
    assert await probe.says("hello", event="e1") == 500
    assert _own(probe) == ["hello"]


async def test_a_press_on_somebody_elses_message_brings_no_message_along(probe: LocalProbe) -> None:
    receipt = await probe.platform.send(probe.private(ZOE), GALLERY["check_in"], "m1")
    _answers(probe, Replace(GALLERY["role"]))
    await probe.presses(receipt, "v2")

    assert isinstance(probe.heard[0], Chose)
    assert probe.heard[0].pressed is None
    assert _own(probe) == []
    assert probe.replaced_text() == ""


async def test_a_notice_is_shown_in_a_line(probe: LocalProbe) -> None:
    _answers(probe, Notice("I have answered you in private."))
    await probe.says("hello", where="channel")

    assert probe.replies == [{"is": "notice", "text": "I have answered you in private."}]


async def test_a_page_is_shown_as_its_text(probe: LocalProbe) -> None:
    _answers(probe, Page(GALLERY["channel"]))
    await probe.says("hello")

    assert probe.replies[0]["text"].startswith("I answer in private.")


async def test_channel_words_stand_in_the_channel_as_they_were_typed(probe: LocalProbe) -> None:
    await probe.says("hello", where="channel")

    row = probe.database.lines()[0]
    assert (row["place"], row["user"], row["text"]) == ("channel", ANN, "@Interlude hello")


@pytest.mark.parametrize(
    ("typed", "heard", "addressed"),
    [
        ("@interlude, what is bias?", "what is bias?", True),
        ("what is bias @Interlude", "what is bias", True),
        ("@Interlude", "", True),
        ("the @interludes of the play", "the @interludes of the play", False),
        ("Interlude is nice", "Interlude is nice", False),
    ],
)
async def test_the_bot_is_spoken_to_in_the_channel_by_name(
    probe: LocalProbe, typed: str, heard: str, addressed: bool
) -> None:
    await probe.post("say", text=typed, where="channel")

    said = probe.heard[0]
    assert isinstance(said, Said)
    assert (said.text, said.addressed, said.source.private) == (heard, addressed, False)


async def test_only_a_persons_line_in_sight_can_be_pointed_at(probe: LocalProbe) -> None:
    mine = await probe.platform.send(probe.private(ANN), GALLERY["answer"], "m1")
    await probe.post("say", **{"as": ZOE, "text": "secret"})
    secret = probe.database.lines()[-1]["id"]
    for line in (mine.id, secret, "", "nothing"):
        assert await probe.post("point", line=line) == 200

    assert not any(isinstance(heard, Pointed) for heard in probe.heard)


async def test_a_press_in_the_channel_is_not_private(probe: LocalProbe) -> None:
    receipt = await probe.platform.send(Address("local", "demo", "channel"), GALLERY["channel"], "m1")
    await probe.presses(receipt, "v1")

    assert (probe.heard[0].source.private, probe.heard[0].source.place.place) == (False, "channel")
