"""The same talk in a terminal."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterable

from adapters.local.platform import private
from adapters.local.terminal import chat, stdin_lines
from bot.inputs import Chose, FormErrors, Input, Notice, OpenForm, ReplyNow, Said, Submitted
from tests.cards.gallery import FORM, GALLERY
from tests.contract.local_probe import ZOE, LocalProbe
from tests.contract.probe import ANN


async def _typed(lines: Iterable[str]) -> AsyncIterator[str]:
    for line in lines:
        yield f"{line}\n"


async def _chat(probe: LocalProbe, *lines: str, user: str = "") -> str:
    written: list[str] = []
    await chat(probe.door, user=user, lines=_typed(lines), write=written.append)
    return "\n".join(written)


def _answers_with_a_card(probe: LocalProbe, name: str) -> None:
    async def answer(heard: Input) -> ReplyNow:
        if isinstance(heard, Said):
            await probe.platform.send(private(heard.source.user), GALLERY[name], heard.source.event_id)
        return None

    probe.answer = answer


async def test_a_question_gets_its_answer_with_numbered_choices(probe: LocalProbe) -> None:
    _answers_with_a_card(probe, "answer")
    seen = await _chat(probe, "what is bias?")

    assert "You are Ann Reviewer." in seen
    assert "tilted its result" in seen
    assert "1. Tell me more" in seen


async def test_a_number_is_handed_on_as_it_was_typed(probe: LocalProbe) -> None:
    _answers_with_a_card(probe, "answer")
    await _chat(probe, "what is bias?", "2")

    assert [heard.text for heard in probe.heard if isinstance(heard, Said)] == ["what is bias?", "2"]


async def test_what_was_sent_before_is_shown_first_and_once(probe: LocalProbe) -> None:
    await probe.platform.send(probe.private(ANN), GALLERY["check_in"], "m1")

    assert (await _chat(probe, "hello", "again")).count("A short check-in") == 1


async def test_another_person_can_be_played_by_part_of_their_name(probe: LocalProbe) -> None:
    await probe.platform.send(probe.private(ZOE), GALLERY["french"], "m1")
    seen = await _chat(probe, "/as zoé", "bonjour")

    assert "Vous êtes Zoé Roy." in seen
    assert "risque de biais" in seen
    assert probe.heard[-1].source.user == ZOE


async def test_a_name_nobody_has_is_told(probe: LocalProbe) -> None:
    assert "which person you mean by “bob”" in await _chat(probe, "/as bob")


async def test_the_commands_work_in_both_languages(probe: LocalProbe) -> None:
    assert "It is now 2026-11-25 10:00 in Toronto. Messages sent: 24." in await _chat(probe, "/jour")
    assert "Messages envoyés : 1." in await _chat(probe, "/hour", user=ZOE)
    assert "Messages sent: 3" in await _chat(probe, "/NEXT")
    assert "Zoé Roy · Organiser · America/Halifax" in await _chat(probe, "/people")
    assert "/quit" in await _chat(probe, "/help")


async def test_quitting_ends_it_before_the_input_does(probe: LocalProbe) -> None:
    await _chat(probe, "/quit", "hello")

    assert probe.heard == []


async def test_a_form_is_asked_field_by_field(probe: LocalProbe) -> None:
    await probe.platform.send(probe.private(ANN), GALLERY["form"], "m1")
    seen = await _chat(probe, "1", "Spring meeting", "2026-12-02", "", "2", "1, Breathe Easy", "2", "")

    sent = probe.heard[0]
    assert isinstance(sent, Submitted)
    assert sent.fields == {
        "title": "Spring meeting", "day": "2026-12-02", "start": "14:00", "zone": "Europe/London",
        "teams": ("t1", "t2"), "person": ZOE, "note": "",
    }  # fmt: skip
    assert "In which time zone? (Enter keeps: Toronto)" in seen
    assert "Who is invited? (Enter keeps: Steady Hearts)" in seen


async def test_a_button_that_opens_a_form_is_pressed_by_its_label_or_number(probe: LocalProbe) -> None:
    async def answer(heard: Input) -> ReplyNow:
        return OpenForm(FORM) if isinstance(heard, Chose) else None

    probe.answer = answer
    await probe.platform.send(probe.private(ANN), GALLERY["role"], "m1")
    await _chat(probe, "something should change", *[""] * 7)
    assert [type(heard) for heard in probe.heard] == [Chose, Submitted]


async def test_a_mistake_in_a_form_is_told_and_asked_again(probe: LocalProbe) -> None:
    async def answer(heard: Input) -> ReplyNow:
        assert isinstance(heard, Submitted)
        return None if heard.fields["title"] else FormErrors(FORM, {"title": "Please give it a name."})

    probe.answer = answer
    await probe.platform.send(probe.private(ANN), GALLERY["form"], "m1")
    seen = await _chat(probe, "1", "", "2026-12-24", *[""] * 5, "Spring")
    assert "Please give it a name.\nWhat is it called?" in seen
    assert [heard.fields["day"] for heard in probe.heard if isinstance(heard, Submitted)] == ["2026-12-24"] * 2


async def test_an_input_that_ends_inside_a_form_sends_nothing(probe: LocalProbe) -> None:
    await probe.platform.send(probe.private(ANN), GALLERY["form"], "m1")
    await _chat(probe, "1", "Spring")

    assert probe.heard == []


async def test_a_notice_is_written(probe: LocalProbe) -> None:
    async def answer(heard: Input) -> ReplyNow:
        return Notice("Just so you know.")

    probe.answer = answer
    assert "Just so you know." in await _chat(probe, "hello")


async def test_lines_of_a_pipe_are_read_to_the_end() -> None:
    reading, writing = os.pipe()
    for part in (b"one\ntw", b"o\n\xc3", b"\xa9t\xc3\xa9"):
        os.write(writing, part)
    os.close(writing)

    assert [line async for line in stdin_lines(reading)] == ["one", "two", "été"]
    os.close(reading)
