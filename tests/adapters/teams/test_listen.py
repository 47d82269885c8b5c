"""Requests in: what is answered, when, and to whom."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest

from adapters.teams.limits import BODY
from bot.inputs import Chose, FormErrors, Input, Notice, OpenForm, Page, Replace, ReplyNow, Said, Submitted
from bot.platform import Gone
from tests.adapters.teams.microsoft import TEAM, TENANT, card_of, claims, signed
from tests.adapters.teams.reading import errors, words
from tests.cards.gallery import FORM, GALLERY
from tests.contract.teams_probe import TeamsProbe

CARD = "application/vnd.microsoft.card.adaptive"
STRANGER = {"tenant": {"id": "33333333-3333-4333-8333-333333333333"}}


def answering(teams: TeamsProbe, reply: ReplyNow) -> TeamsProbe:
    async def answer(heard: Input) -> ReplyNow:
        return reply

    teams.answer = answer
    return teams


def auth(teams: TeamsProbe) -> dict[str, str]:
    return {"Authorization": "Bearer " + signed(claims(teams.far.service))}


async def test_what_could_not_be_kept_is_not_acknowledged(teams: TeamsProbe) -> None:
    async def fails(heard: Input) -> ReplyNow:
        raise ConnectionError("the database is away")

    teams.answer = fails
    assert await teams.says("hello") == 500
    assert await teams.post(teams.recorded("button")) == 500


async def test_strangers_are_dropped_without_a_word(teams: TeamsProbe) -> None:
    guest = teams.recorded("dm")
    guest["from"] = {**guest["from"], "tenantId": STRANGER["tenant"]["id"]}
    assert await teams.post(teams.recorded("dm", channelData=STRANGER)) == 200
    assert await teams.post(teams.recorded("dm", channelData={}, conversation={"id": "a:1"})) == 200
    assert await teams.post(guest) == 200

    assert teams.heard == []


@pytest.mark.parametrize("data", [b"", b"[]", b"null", b'"x"', b"{", b"\xff\xfe", b"[" * 100_000, b'{"a":' * 5000])
async def test_what_is_no_activity_is_400(teams: TeamsProbe, data: bytes) -> None:
    assert await teams.raw(data, auth(teams)) == 400
    assert teams.heard == []


async def test_json_that_nests_too_deep_is_400(teams: TeamsProbe) -> None:
    deep = teams.recorded("dm", value=json.loads('{"a":' * 80 + "1" + "}" * 80))
    wide = teams.recorded("dm", value=None, more=[{"a": n} for n in range(500)])

    assert await teams.post(deep) == 400
    assert await teams.post(wide) == 200


async def test_too_much_is_413_said_before_or_found_out(teams: TeamsProbe) -> None:
    async def parts() -> Any:
        for _ in range(3):
            yield b" " * (BODY // 2)

    assert await teams.raw(BytesIO(b" " * (BODY + 1)), auth(teams)) == 413  # type: ignore[arg-type]
    assert await teams.raw(parts(), auth(teams)) == 413  # type: ignore[arg-type]
    assert await teams.raw(BytesIO(b" " * (BODY + 1)), {}) == 401, "strangers learn nothing"  # type: ignore[arg-type]


async def test_forty_thousand_characters_are_handed_on(teams: TeamsProbe) -> None:
    assert await teams.says("é" * 40_000) == 200
    assert isinstance(teams.heard[0], Said)
    assert len(teams.heard[0].text) == 40_000


async def test_only_post_is_answered(teams: TeamsProbe) -> None:
    async with teams.client.get(teams._server.make_url("/api/messages")) as answer:
        assert answer.status == 405


async def test_an_unknown_invoke_is_501_and_the_feedback_loop_is_taken(teams: TeamsProbe) -> None:
    assert await teams.post(teams.recorded("unknown_invoke")) == 501
    assert await teams.post(teams.recorded("feedback_loop")) == 200
    assert await teams.post(teams.recorded("reaction")) == 200


@pytest.mark.parametrize(
    "value", [None, {}, {"action": "x"}, {"action": {"data": []}}, {"action": {"data": {"press": 5}}}]
)
async def test_a_button_that_is_not_ours_gets_a_proper_answer(teams: TeamsProbe, value: Any) -> None:
    assert await teams.post(teams.recorded("button", value=value)) == 200
    assert teams.answered["statusCode"] == 400
    assert teams.heard == []


@pytest.mark.parametrize("name", ["button_opens_form", "dialog_submit", "message_action_submit"])
async def test_a_dialog_that_is_not_ours_gets_a_proper_answer(teams: TeamsProbe, name: str) -> None:
    assert await teams.post(teams.recorded(name, value={"data": None})) == 200
    assert teams.answered == {}


async def test_a_press_that_needs_no_answer_gets_a_sign(teams: TeamsProbe) -> None:
    assert await teams.post(teams.recorded("button")) == 200
    assert teams.answered == {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": "✓"}


async def test_a_notice_stands_under_the_pressed_card(teams: TeamsProbe) -> None:
    await answering(teams, Notice("Thank you.")).post(teams.recorded("button"))
    assert teams.answered["value"] == "Thank you."


@pytest.mark.parametrize("reply", [Replace(GALLERY["role"]), Page(GALLERY["role"])])
async def test_a_new_card_takes_the_pressed_ones_place(teams: TeamsProbe, reply: ReplyNow) -> None:
    await answering(teams, reply).post(teams.recorded("button"))
    assert teams.answered["type"] == CARD
    assert "You read abstracts" in words(teams.card())


@pytest.mark.parametrize("name", ["button", "button_opens_form"])
async def test_a_form_opens_where_it_was_asked_for(teams: TeamsProbe, name: str) -> None:
    await answering(teams, OpenForm(FORM)).post(teams.recorded(name))
    assert "What is it called?" in words(teams.card())
    assert errors(teams.card()) == {}


@pytest.mark.parametrize("name", ["form_submit", "dialog_submit", "message_action_submit"])
async def test_a_form_with_a_mistake_keeps_what_was_typed(teams: TeamsProbe, name: str) -> None:
    wrong = {"start": "That is in the past.", "": "Something else."}
    await answering(teams, FormErrors(FORM, wrong)).post(teams.recorded(name))

    values = {e["id"]: e.get("value") for e in teams.card()["body"] if e["type"].startswith("Input.")}
    assert errors(teams.card()) == wrong
    assert (values["in.title"], values["in.teams"], values["in.zone"]) == ("Spring meeting", "t1,t2", "Europe/London")


@pytest.mark.parametrize("reply", [None, Replace(GALLERY["answer"])])
async def test_a_dialog_that_is_done_closes(teams: TeamsProbe, reply: ReplyNow) -> None:
    await answering(teams, reply).post(teams.recorded("dialog_submit"))
    assert teams.answered == {}


@pytest.mark.parametrize("again", [OpenForm(FORM), FormErrors(FORM, {"title": "Please give it a name."})])
async def test_a_dialog_knows_the_message_it_was_opened_from(teams: TeamsProbe, again: ReplyNow) -> None:
    await answering(teams, again).post(teams.recorded("button_opens_form", replyToId="1790000000777"))
    sent = teams.recorded("dialog_submit", channelData={"tenant": {"id": TENANT}})
    sent["value"]["data"] = teams.card()["actions"][-1]["data"]
    await teams.post(sent)

    pressed = [heard.pressed for heard in teams.heard if isinstance(heard, Chose | Submitted)]
    assert [receipt and receipt.id for receipt in pressed] == ["1790000000777"] * 2


@pytest.mark.parametrize("name", ["button_opens_form", "dialog_submit", "message_action"])
@pytest.mark.parametrize("reply", [Notice("I have answered you."), Replace(GALLERY["answer"]), None])
async def test_a_dialog_says_what_there_is_to_say(teams: TeamsProbe, name: str, reply: ReplyNow) -> None:
    assert await answering(teams, reply).post(teams.recorded(name)) == 200
    if isinstance(reply, Notice):
        assert words(teams.card()) == reply.text


async def test_an_old_client_gets_the_same_by_an_edit(teams: TeamsProbe) -> None:
    receipt = await teams.platform.send(teams.private("U01ANN"), GALLERY["check_in"], "m1")
    pressed = teams.recorded("button_submit", replyToId=receipt.id, conversation=_in(receipt.address.place))
    await answering(teams, Replace(GALLERY["role"])).post(pressed)

    (shown,) = teams.shown()
    assert "You read abstracts" in shown.text


@pytest.mark.parametrize("reply", [Notice("Thank you."), OpenForm(FORM)])
async def test_an_old_client_gets_a_message_where_no_dialog_can_open(teams: TeamsProbe, reply: ReplyNow) -> None:
    await answering(teams, reply).post(teams.recorded("button_submit"))

    (shown,) = teams.shown()
    assert shown.conversation == "a:1Personal-ann"


async def test_an_answer_to_one_person_never_stands_in_the_channel(teams: TeamsProbe) -> None:
    await answering(teams, Notice("Only for Ann.")).says("hello", where="channel")

    assert {shown.conversation for shown in teams.shown()} == {"a:29:1Ann-u01ann"}


async def test_an_answer_that_cannot_be_shown_does_not_undo_what_is_kept(teams: TeamsProbe) -> None:
    teams.has_nobody()
    assert await answering(teams, Notice("Thank you.")).says("hello") == 200
    assert len(teams.heard) == 1


async def test_files_are_made_before_a_card_takes_anothers_place(teams: TeamsProbe) -> None:
    await answering(teams, Replace(GALLERY["result"])).post(teams.recorded("button"))
    assert any(e["type"] == "Image" for e in teams.card()["body"])


async def test_people_met_in_a_channel_can_be_written_to_alone(teams: TeamsProbe) -> None:
    await teams.says("hello", where="channel")
    await teams.platform.send(teams.private("U01ANN"), GALLERY["answer"], "m1")

    assert teams.far.opened[0]["members"] == [{"id": "29:1Ann-u01ann"}]
    assert TEAM in teams.platform._known.rosters(teams.private("").workspace)


async def test_the_chat_a_person_writes_in_is_the_one_we_write_to(teams: TeamsProbe) -> None:
    await teams.says("hello")
    receipt = await teams.platform.send(teams.private("U01ANN"), GALLERY["answer"], "m1")

    assert receipt.address.place == "a:1Personal-ann"
    assert teams.far.opened == []
    assert card_of(teams.far.activities[receipt.id])["lang"] == "en"


async def test_a_press_in_a_channel_is_not_private(teams: TeamsProbe) -> None:
    pressed = teams.recorded("button", conversation={"conversationType": "channel", "id": TEAM + ";messageid=17"})
    await teams.post(pressed)

    (chose,) = teams.heard
    assert isinstance(chose, Chose)
    assert (chose.source.private, chose.source.place.thread) == (False, "17")


async def test_gone_is_an_answer_too(teams: TeamsProbe) -> None:
    async def gone(heard: Input) -> ReplyNow:
        raise Gone("nobody")

    teams.answer = gone
    assert await teams.says("hello") == 500


def _in(place: str) -> dict[str, str]:
    return {"conversationType": "personal", "id": place}
