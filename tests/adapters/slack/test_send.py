"""Posting, editing, finding; how each failure of Slack's is understood."""

from __future__ import annotations

import asyncio
import itertools
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.slack import failures, limits
from adapters.slack.render import page
from adapters.slack.web_api import WebApi
from bot.files import Content
from bot.messages import FileRef
from bot.platform import Address, Gone, NotDelivered, Profile, Receipt, Refused, TryLater
from tests.adapters.slack.far_side import TEAM, TOKEN
from tests.cards.gallery import FORM, GALLERY
from tests.contract.slack_probe import SlackProbe

ANN = Address("slack", TEAM, user="U01ANN")
CHANNEL = Address("slack", TEAM, "C01GEN", "U01ANN")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
ANSWER = GALLERY["answer"]

REFUSED = [
    *failures.ADVICE,
    "as_user_not_supported", "block_mismatch", "cannot_reply_to_message", "cant_update_message", "duplicate_message_id",
    "edit_window_closed", "invalid_arguments", "invalid_arg_name", "invalid_blocks", "invalid_blocks_format",
    "invalid_form_data", "invalid_metadata_format", "invalid_metadata_schema", "invalid_post_type", "invalid_charset",
    "markdown_text_conflict", "message_not_found", "metadata_must_be_sent_from_app", "metadata_too_large",
    "method_deprecated", "missing_post_type", "msg_blocks_too_long", "msg_too_long", "no_text", "too_many_attachments",
    "two_factor_setup_required", "external_channel_migrating", "restricted_action_thread_locked", "something_new", "",
]  # fmt: skip


# -- the known list of errors


@pytest.mark.parametrize("error", sorted(failures.GONE))
async def test_nobody_is_there(slack: SlackProbe, error: str) -> None:
    slack.far.error = error
    with pytest.raises(Gone, match=error):
        await slack.platform.send(ANN, ANSWER, "m1")


@pytest.mark.parametrize("error", sorted(failures.LATER))
async def test_it_is_worth_trying_again(slack: SlackProbe, error: str) -> None:
    slack.far.error = error
    with pytest.raises(TryLater, match=error):
        await slack.platform.send(ANN, ANSWER, "m1")


@pytest.mark.parametrize("error", REFUSED)
def test_it_is_our_mistake(error: str) -> None:
    assert isinstance(failures.meaning("chat.postMessage", error), Refused)


@pytest.mark.parametrize("error", sorted(failures.UNKNOWN))
async def test_nobody_knows(slack: SlackProbe, error: str) -> None:
    slack.far.error = error
    with pytest.raises(failures.Unclear, match=error):
        await slack.platform.send(ANN, ANSWER, "m1")


def test_no_error_has_two_meanings() -> None:
    sets = (failures.GONE, failures.LATER, failures.UNKNOWN, frozenset(REFUSED))

    assert all(not a & b for a, b in itertools.combinations(sets, 2))


def test_a_refusal_says_what_an_operator_has_to_do() -> None:
    told = {"needed": "files:write", "response_metadata": {"messages": ["[ERROR] no [json-pointer:/blocks/0/text]"]}}
    reason = str(failures.meaning("chat.postMessage", "missing_scope", told))

    assert reason == (
        "Slack answered chat.postMessage with missing_scope: update the app from `interlude manifest slack` and "
        "install it again (needed: files:write) [json-pointer:/blocks/0/text]"
    )


@pytest.mark.parametrize("status", [400, 403, 404, 500, 502, 503, 504])
async def test_an_answer_that_is_not_slacks_leaves_it_open(slack: SlackProbe, status: int) -> None:
    slack.far.status = status
    with pytest.raises(failures.Unclear, match=str(status)):
        await slack.platform.send(ANN, ANSWER, "m1")


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"null", b"<html>", b"[" * 9_999])
def test_half_an_answer_leaves_it_open(raw: bytes) -> None:
    with pytest.raises(failures.Unclear):
        failures.told("chat.postMessage", 200, "", raw)


@pytest.mark.parametrize("header", ["", "soon", "-1", "1.5", "9" * 30])
def test_a_pause_of_unknown_length(header: str) -> None:
    with pytest.raises(TryLater) as failure:
        failures.told("chat.postMessage", 429, header, b"")
    assert failure.value.wait is None


async def test_slack_out_of_reach_is_known_not_to_have_taken_it(slack: SlackProbe) -> None:
    api = WebApi("http://127.0.0.1:9/api/")
    await api.open()
    with pytest.raises(TryLater, match="could not be reached"):
        await api.write("chat.postMessage", TOKEN, {})
    await api.close()


async def test_a_chat_that_could_not_be_opened_was_not_written_to(slack: SlackProbe) -> None:
    slack.far.error_only, slack.far.status = "conversations.open", 503
    with pytest.raises(TryLater):
        await slack.platform.send(ANN, ANSWER, "m1")
    assert slack.shown() == []


async def test_nothing_is_sent_twice_by_the_adapter(slack: SlackProbe) -> None:
    slack.far.hangs_up = True
    with pytest.raises(Exception) as failure:  # noqa: PT011
        await slack.platform.send(ANN, ANSWER, "m1")

    assert not isinstance(failure.value, NotDelivered)
    assert len(slack.far.called("chat.postMessage")) == 1


async def test_no_answer_in_time_leaves_it_open(slack: SlackProbe) -> None:
    slack.far.silent = asyncio.Event()
    api = WebApi(slack.far.api)
    await api.open()
    with pytest.raises(TimeoutError):
        await api.write("views.publish", TOKEN, {"user_id": "U1", "view": page(ANSWER)}, patience=0.05)
    slack.far.silent.set()
    await api.close()


async def test_an_unknown_workspace_is_an_operators_mistake(slack: SlackProbe) -> None:
    with pytest.raises(Refused, match="T99"):
        await slack.platform.send(Address("slack", "T99", user="U01ANN"), ANSWER, "m1")


# -- sending


async def test_a_private_chat_is_opened_once(slack: SlackProbe) -> None:
    for number in range(3):
        await slack.platform.send(ANN, ANSWER, f"m{number}")

    assert len(slack.far.called("conversations.open")) == 1


async def test_private_words_never_stand_in_a_channel(slack: SlackProbe) -> None:
    with pytest.raises(Refused, match="private"):
        await slack.platform.send(CHANNEL, ANSWER, "m1")
    with pytest.raises(Refused, match="private"):
        await slack.platform.edit(Receipt(CHANNEL, "1795323600.000001"), ANSWER, "m1")
    assert slack.far.called("chat.postMessage") == []


async def test_a_reply_stands_in_its_thread(slack: SlackProbe) -> None:
    to = Address("slack", TEAM, "C01GEN", "U01ANN", "1795323500.000900")
    receipt = await slack.platform.send(to, GALLERY["channel"], "m1")

    assert slack.far.messages[0]["thread_ts"] == "1795323500.000900"
    assert await slack.platform.find(to, "m1", LONG_AGO) == receipt


async def test_editing_twice_is_editing_once(slack: SlackProbe) -> None:
    receipt = await slack.platform.send(ANN, ANSWER, "m1")
    for _ in range(2):
        assert await slack.platform.edit(receipt, GALLERY["role"], "m2") == receipt

    assert [shown.mark for shown in slack.shown()] == ["m2"]


@pytest.mark.parametrize("sign", ["blocks", "metadata"])
async def test_a_message_is_found_by_either_sign(slack: SlackProbe, sign: str) -> None:
    receipt = await slack.platform.send(ANN, ANSWER, "m1")
    del slack.far.messages[0][sign]

    assert await slack.platform.find(ANN, "m1", LONG_AGO) == receipt


async def test_a_message_is_found_behind_others(slack: SlackProbe) -> None:
    receipt = await slack.platform.send(ANN, ANSWER, "m0")
    for number in range(1, limits.PAGE + 5):
        await slack.platform.send(ANN, ANSWER, f"m{number}")

    assert await slack.platform.find(ANN, "m0", LONG_AGO) == receipt
    assert {asked["limit"] for asked in slack.far.called("conversations.history")} == {"15"}


async def test_looking_stops_when_there_is_too_much(slack: SlackProbe) -> None:
    for number in range(limits.PAGE * limits.PAGES + 1):
        await slack.platform.send(ANN, ANSWER, f"m{number}")

    with pytest.raises(TryLater):
        await slack.platform.find(ANN, "other", LONG_AGO)


async def test_only_what_is_new_enough_is_looked_at(slack: SlackProbe) -> None:
    await slack.platform.send(ANN, ANSWER, "m1")

    assert await slack.platform.find(ANN, "m1", datetime(2027, 1, 1, tzinfo=UTC)) is None


# -- people


async def test_a_profile_brings_time_zone_and_language(slack: SlackProbe) -> None:
    luc = await slack.platform.profile(TEAM, "U02LUC")

    assert luc == Profile("U02LUC", "Luc Martin", "luc@example.org", "America/Montreal", "fr")


@pytest.mark.parametrize("error", ["missing_scope", "internal_error", "ratelimited"])
async def test_not_knowing_a_person_is_not_the_same_as_nobody(slack: SlackProbe, error: str) -> None:
    slack.far.error_only, slack.far.error = "users.info", error
    with pytest.raises(NotDelivered):
        await slack.platform.profile(TEAM, "U01ANN")


async def test_a_used_up_trigger_opens_nothing(slack: SlackProbe) -> None:
    slack.far.error = "expired_trigger_id"
    for trigger in ("T01LAB||||123.456", "nonsense"):
        with pytest.raises(Refused):
            await slack.platform.open_form(trigger, FORM)


# -- files


async def test_files_come_along_in_one_message(slack: SlackProbe) -> None:
    await slack.platform.send(ANN, GALLERY["result"], "m1")

    assert {data[:4] for data in slack.far.files.values()} == {b"\x89PNG", b"ques"}
    assert len(slack.far.called("chat.postMessage")) == 1
    assert all(not told.get("channel_id") for told in slack.far.called("files.completeUploadExternal"))


async def test_a_message_sent_again_uses_the_same_file(slack: SlackProbe) -> None:
    for mark in ("m1", "m2"):
        await slack.platform.send(ANN, GALLERY["result"], mark)

    assert len(slack.far.files) == 2


async def test_a_picture_that_cannot_be_uploaded_is_said_in_words(slack: SlackProbe) -> None:
    slack.make_file = _fails_for("feedback_picture", RuntimeError("no fonts"))
    await slack.platform.send(ANN, GALLERY["result"], "m1")

    assert "Six people answered." in slack.shown()[0].text
    assert [block["type"] for block in slack.far.messages[0]["blocks"]].count("image") == 0


async def test_a_picture_that_is_not_ready_is_waited_for_and_then_left_out(slack: SlackProbe) -> None:
    slack.far.pictures_not_ready = 99
    for _ in range(2):
        with pytest.raises(TryLater) as failure:
            await slack.platform.send(ANN, GALLERY["result"], "m1")
        assert failure.value.wait == timedelta(seconds=3)
    await slack.platform.send(ANN, GALLERY["result"], "m1")

    assert "Six people answered." in slack.shown()[0].text
    assert len(slack.shown()) == 1


async def test_a_picture_that_becomes_ready_is_shown(slack: SlackProbe) -> None:
    slack.far.pictures_not_ready = 1
    with pytest.raises(TryLater):
        await slack.platform.send(ANN, GALLERY["result"], "m1")
    await slack.platform.send(ANN, GALLERY["result"], "m1")

    assert "image" in [block["type"] for block in slack.far.messages[0]["blocks"]]


async def test_a_table_that_cannot_be_uploaded_holds_the_message_back(slack: SlackProbe) -> None:
    slack.far.error_only, slack.far.error = "files.getUploadURLExternal", "internal_error"
    with pytest.raises(TryLater):
        await slack.platform.send(ANN, GALLERY["result"], "m1")


async def test_a_reader_who_may_not_have_the_file_does_not_get_the_message(slack: SlackProbe) -> None:
    slack.make_file = _fails_for("feedback_csv", Refused("no longer an organiser"))
    with pytest.raises(Refused, match="organiser"):
        await slack.platform.send(ANN, GALLERY["result"], "m1")


def _fails_for(kind: str, failure: Exception) -> Callable[[FileRef], object]:
    async def make(ref: FileRef) -> Content:
        if ref.kind == kind:
            raise failure
        return Content("a.png", "image/png", b"\x89PNG")

    return make


# -- what must stay so


def test_every_code_is_written_in_one_place() -> None:
    codes = failures.GONE | failures.LATER | failures.UNKNOWN
    folder = Path(failures.__file__).parent
    found = {
        (path.name, code)
        for path in folder.glob("*.py")
        for code in re.findall(r'"([a-z]+(?:_[a-z]+)+)"', path.read_text())
        if code in codes
    }

    assert {name for name, _ in found} == {"failures.py"}


async def test_calls_before_the_door_is_open_wait() -> None:
    with pytest.raises(TryLater, match="not open"):
        await WebApi().write("chat.postMessage", TOKEN, {})
