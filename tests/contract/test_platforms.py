"""What every platform must do. A new platform is added to PROBES and nowhere else."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest

from bot.inputs import Chose, FormErrors, Input, Joined, Left, OpenForm, Pointed, Replace, ReplyNow, Said, Submitted
from bot.messages import as_text
from bot.platform import Gone, NotDelivered, Refused, TryLater
from tests.cards.gallery import FORM, GALLERY
from tests.contract.probe import ANN, READERS, Probe

PROBES = {
    "memory": "tests.contract.memory_probe:MemoryProbe",
    "local": "tests.contract.local_probe:LocalProbe",
    "slack": "tests.contract.slack_probe:SlackProbe",
    "teams": "tests.contract.teams_probe:TeamsProbe",
}
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def _make(name: str) -> Probe:
    module, _, kind = PROBES[name].partition(":")
    make: Callable[[], Probe] = getattr(import_module(module), kind)
    return make()


@pytest.fixture(params=list(PROBES))
async def probe(request: pytest.FixtureRequest) -> AsyncIterator[Probe]:
    made = _make(request.param)
    await made.start()
    yield made
    await made.stop()


def _heard(probe: Probe, kind: type) -> Any:
    assert [type(heard) for heard in probe.heard] == [kind]
    return probe.heard[0]


async def test_a_message_arrives_once_and_has_a_receipt(probe: Probe) -> None:
    receipt = await probe.platform.send(probe.private(ANN), GALLERY["answer"], "m1")

    (shown,) = probe.shown()
    assert receipt.id == shown.id
    assert "tilted its result" in shown.text
    assert receipt.address.place, "the conversation that was opened is told"


async def test_the_second_message_goes_to_the_same_conversation(probe: Probe) -> None:
    first = await probe.platform.send(probe.private(ANN), GALLERY["answer"], "m1")
    second = await probe.platform.send(first.address, GALLERY["role"], "m2")

    assert first.address.conversation() == second.address.conversation()
    assert len({shown.conversation for shown in probe.shown()}) == 1


@pytest.mark.parametrize("name", list(GALLERY))
async def test_every_kind_of_message_can_be_sent(probe: Probe, name: str) -> None:
    await probe.platform.send(probe.private(ANN), GALLERY[name], f"m-{name}")

    (shown,) = probe.shown()
    assert shown.text.strip()


async def test_what_a_person_typed_is_only_text(probe: Probe) -> None:
    await probe.platform.send(probe.private(ANN), GALLERY["hostile"], "m1")

    (shown,) = probe.shown()
    assert "<!channel> <@U01ALICE>" in shown.text


async def test_an_earlier_message_is_put_right_in_its_place(probe: Probe) -> None:
    receipt = await probe.platform.send(probe.private(ANN), GALLERY["check_in"], "m1")
    for _ in range(2):
        await probe.platform.edit(receipt, GALLERY["role"], "m2")

    (shown,) = probe.shown()
    assert "You read abstracts" in shown.text


async def test_a_busy_platform_says_when_to_try_again(probe: Probe) -> None:
    probe.is_busy(seconds=30)

    with pytest.raises(TryLater) as failure:
        await probe.platform.send(probe.private(ANN), GALLERY["answer"], "m1")

    assert failure.value.wait == timedelta(seconds=30)
    assert probe.shown() == []


async def test_a_lost_person_is_gone(probe: Probe) -> None:
    probe.has_nobody()

    with pytest.raises(Gone):
        await probe.platform.send(probe.private(ANN), GALLERY["answer"], "m1")


async def test_our_own_mistake_is_refused(probe: Probe) -> None:
    probe.refuses()

    with pytest.raises(Refused):
        await probe.platform.send(probe.private(ANN), GALLERY["answer"], "m1")


async def test_a_lost_answer_leaves_the_outcome_unknown_and_sends_nothing_twice(probe: Probe) -> None:
    probe.hangs_up_after_taking_it()

    with pytest.raises(Exception) as failure:  # noqa: PT011 - any failure but a named one
        await probe.platform.send(probe.private(ANN), GALLERY["answer"], "m1")

    assert not isinstance(failure.value, NotDelivered)
    assert len(probe.shown()) == 1


async def test_a_server_error_leaves_the_outcome_unknown(probe: Probe) -> None:
    probe.answers_with_a_server_error()

    with pytest.raises(Exception) as failure:  # noqa: PT011
        await probe.platform.send(probe.private(ANN), GALLERY["answer"], "m1")

    assert not isinstance(failure.value, NotDelivered)


async def test_a_platform_that_can_be_asked_finds_what_arrived(probe: Probe) -> None:
    if not probe.platform.abilities.can_be_asked:
        pytest.skip("this platform cannot be asked")
    probe.hangs_up_after_taking_it()
    with pytest.raises(Exception):  # noqa: B017, PT011
        await probe.platform.send(probe.private(ANN), GALLERY["answer"], "m1")
    probe.is_well()

    found = await probe.platform.find(probe.private(ANN), "m1", LONG_AGO)

    assert found is not None
    assert found.id == probe.shown()[0].id
    assert await probe.platform.find(probe.private(ANN), "m2", LONG_AGO) is None


async def test_a_person_is_known_by_id_and_by_email(probe: Probe) -> None:
    workspace = probe.private(ANN).workspace
    known = await probe.platform.profile(workspace, ANN)

    assert known is not None
    assert (known.name, known.email) == ("Ann Reviewer", "ann@example.org")
    assert await probe.platform.profile(workspace, "U99NOBODY") is None
    found = await probe.platform.locate(workspace, "ANN@example.org")
    assert found is not None
    assert found.user == ANN
    assert await probe.platform.locate(workspace, "nobody@example.org") is None


async def test_private_words_are_heard_as_private(probe: Probe) -> None:
    await probe.says("what does risk of bias mean?")

    said = _heard(probe, Said)
    assert (said.text, said.addressed, said.source.private, said.source.user) == (
        "what does risk of bias mean?",
        True,
        True,
        ANN,
    )


@pytest.mark.parametrize("where", ["channel", "thread"])
async def test_words_in_a_channel_come_without_the_bots_name(probe: Probe, where: str) -> None:
    await probe.says("what does risk of bias mean?", where=where)

    said = _heard(probe, Said)
    assert (said.text, said.addressed, said.source.private) == ("what does risk of bias mean?", True, False)


async def test_the_same_event_keeps_its_id_when_sent_again(probe: Probe) -> None:
    await probe.says("hello", event="ev-1")
    await probe.says("hello", event="ev-1")

    assert len({heard.source.event_id for heard in probe.heard}) <= 1


async def test_hostile_words_arrive_as_they_were_typed(probe: Probe) -> None:
    typed = "a & b < c > d \u202e\U0001f60a “quoted” l'été"
    await probe.says(typed)

    assert _heard(probe, Said).text == typed


async def test_a_press_brings_its_value_and_its_message_back(probe: Probe) -> None:
    receipt = await probe.platform.send(probe.private(ANN), GALLERY["check_in"], "m1")
    await probe.presses(receipt, "v2")

    chose = _heard(probe, Chose)
    assert (chose.value, chose.source.user, chose.source.private) == ("v2", ANN, True)
    assert chose.pressed is not None
    assert chose.pressed.id == receipt.id


async def test_a_press_can_replace_its_message(probe: Probe) -> None:
    async def answer(heard: Input) -> ReplyNow:
        return Replace(GALLERY["role"]) if isinstance(heard, Chose) else None

    probe.answer = answer
    receipt = await probe.platform.send(probe.private(ANN), GALLERY["check_in"], "m1")
    await probe.presses(receipt, "v2")

    if probe.platform.abilities.replaces_now:
        assert "You read abstracts" in probe.replaced_text()


async def test_a_press_can_open_a_form(probe: Probe) -> None:
    async def answer(heard: Input) -> ReplyNow:
        return OpenForm(FORM) if isinstance(heard, Chose) and heard.trigger else None

    probe.answer = answer
    receipt = await probe.platform.send(probe.private(ANN), GALLERY["role"], "m1")
    await probe.presses(receipt, "v2", opens_form=True)

    assert probe.platform.abilities.opens_forms
    assert _heard(probe, Chose).trigger
    assert probe.forms_opened() == [FORM.title]


async def test_a_form_brings_its_values_back(probe: Probe) -> None:
    await probe.submits(
        "signed",
        {
            "title": "Spring <meeting> & more",
            "day": "2026-12-01",
            "start": "14:00",
            "zone": "Europe/London",
            "teams": ("t1", "t2"),
            "note": "é",
        },
    )

    sent = _heard(probe, Submitted)
    assert sent.value == "signed"
    assert dict(sent.fields) | {"note": "é"} == dict(sent.fields)
    assert (sent.fields["title"], sent.fields["teams"]) == ("Spring <meeting> & more", ("t1", "t2"))


async def test_a_form_shows_what_needs_another_look(probe: Probe) -> None:
    async def answer(heard: Input) -> ReplyNow:
        return FormErrors(FORM, {"title": "Please give it a name."})

    probe.answer = answer
    await probe.submits("signed", {"title": ""})

    assert probe.form_errors_shown() == {"title": "Please give it a name."}


async def test_a_message_that_was_pointed_at_brings_its_text(probe: Probe) -> None:
    await probe.points_at("The risk of bias & the context.")

    assert _heard(probe, Pointed).text == "The risk of bias & the context."


async def test_a_message_that_was_pointed_at_brings_its_author_and_its_name(probe: Probe) -> None:
    await probe.points_at("The risk of bias & the context.")
    await probe.points_at("The risk of bias & the context.")

    first, second = (heard for heard in probe.heard if isinstance(heard, Pointed))
    assert first.author not in ("", ANN)
    assert first.message
    assert first.message == second.message


async def test_a_platform_counts_who_can_read_along(probe: Probe) -> None:
    assert await probe.platform.readers(probe.group()) == READERS


async def test_where_the_bot_is_not_nobody_is_counted(probe: Probe) -> None:
    counted = None
    with suppress(NotDelivered):
        counted = await probe.platform.readers(probe.no_group())

    assert counted in (None, 1)


async def test_joining_and_leaving_are_heard(probe: Probe) -> None:
    await probe.joins()
    await probe.leaves()

    assert [type(heard) for heard in probe.heard] == [Joined, Left]
    assert {heard.source.user for heard in probe.heard} == {ANN}


async def test_the_bot_does_not_hear_itself(probe: Probe) -> None:
    await probe.the_bot_speaks()

    assert probe.heard == []


async def test_the_gallery_reads_well_as_plain_text() -> None:
    assert all(as_text(said).strip() for said in GALLERY.values())
