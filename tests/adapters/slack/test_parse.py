"""Recorded payloads, and what they say to us."""

from __future__ import annotations

import pytest

from adapters.slack.carried import Trigger
from adapters.slack.parse import parse, workspaces_of
from adapters.slack.shape import Malformed
from adapters.slack.workspaces import Workspace
from bot.inputs import Chose, Input, Joined, Left, Opened, Pointed, Said, Submitted
from bot.platform import Address, Receipt
from tests.contract.slack_probe import payload

LAB = Workspace("T01LAB", "xoxb-lab", "U01BOT", "B01LUDE")
QUESTION = "what does risk of bias mean?"


def hear(name: str, here: Workspace = LAB) -> Input | None:
    return parse(payload(name), here)


def said(name: str) -> Said:
    found = hear(name)
    assert isinstance(found, Said)
    return found


def test_private_words() -> None:
    heard = said("dm")

    assert (heard.text, heard.addressed, heard.command) == (QUESTION, True, False)
    assert heard.source.place == Address("slack", "T01LAB", "D01ANN", "U01ANN")
    assert (heard.source.private, heard.source.outsider, heard.source.event_id) == (True, False, "Ev01DM")


def test_a_thread_in_the_private_chat_is_answered_in_it() -> None:
    assert said("dm_thread").source.place.thread == "1795323600.000100"


def test_a_mention_is_answered_under_itself() -> None:
    heard = said("channel_mention")

    assert (heard.text, heard.source.private) == (QUESTION, False)
    assert heard.source.place == Address("slack", "T01LAB", "C01GEN", "U01ANN", "1795323601.000200")


def test_a_mention_in_a_thread_is_answered_in_the_thread() -> None:
    heard = said("thread_mention")

    assert heard.text == f"hey {QUESTION}"
    assert heard.source.place.thread == "1795323500.000900"


def test_references_are_read_by_their_names() -> None:
    text = said("references").text

    assert text == "see the paper, ask @bob in #general, @here ann@example.org if p < 0.05 & n > 9"


def test_somebody_from_another_organisation_is_an_outsider() -> None:
    body = payload("shared_channel_mention")

    assert next(iter(workspaces_of(body))) == "T01LAB"
    heard = parse(body, LAB)
    assert isinstance(heard, Said)
    assert (heard.source.workspace, heard.source.outsider) == ("T01LAB", True)


def test_a_member_of_the_same_organisation_is_not_an_outsider() -> None:
    body = payload("shared_channel_mention")
    body["event"]["user_team"] = "E01ORG"
    heard = parse(body, Workspace("T01LAB", "xoxb-lab", "U01BOT", organisation="E01ORG"))

    assert heard is not None
    assert not heard.source.outsider


@pytest.mark.parametrize(
    "name",
    [
        "overheard", "own_message", "bot_message", "edited_message", "edited_mention", "messages_tab_opened",
        "bot_join", "user_change", "reaction", "url_verification",
    ],
)  # fmt: skip
def test_what_is_not_said_to_us_is_not_heard(name: str) -> None:
    assert hear(name) is None


def test_the_same_words_are_not_heard_twice_in_a_private_chat() -> None:
    body = payload("channel_mention")
    body["event"]["channel"] = "D01ANN"

    assert parse(body, LAB) is None


def test_a_press_knows_its_message_and_can_open_a_form() -> None:
    chose = hear("button")

    assert isinstance(chose, Chose)
    place = Address("slack", "T01LAB", "D01ANN", "U01ANN")
    assert (chose.value, chose.pressed) == ("v2", Receipt(place, "1795323600.000500"))
    assert (chose.source.place, chose.source.private) == (place, True)
    assert chose.source.event_id == "12466734323.1395872398.8f2ab3c0"
    pulled = Trigger.unpack(chose.trigger)
    assert (pulled.workspace, pulled.message) == ("T01LAB", "1795323600.000500")


def test_a_press_in_a_thread_of_a_channel() -> None:
    chose = hear("button_in_thread")

    assert isinstance(chose, Chose)
    assert chose.source.place == Address("slack", "T01LAB", "C01GEN", "U01ANN", "1795323500.000900")
    assert not chose.source.private


def test_a_press_on_the_bots_page_stands_on_no_message() -> None:
    chose = hear("button_on_home")

    assert isinstance(chose, Chose)
    assert (chose.pressed, chose.source.private, chose.source.place.place) == (None, True, "")


def test_a_press_of_something_else_than_a_button_is_nothing() -> None:
    body = payload("button")
    body["actions"][0] = {"type": "static_select", "action_id": "a", "selected_option": {"value": "v"}}

    assert parse(body, LAB) is None


def test_a_form_brings_back_what_was_filled_in_and_where_it_came_from() -> None:
    sent = hear("form_submit")

    assert isinstance(sent, Submitted)
    assert sent.value == "signed-form-value"
    assert sent.pressed == Receipt(Address("slack", "T01LAB", "D01ANN", "U01ANN"), "1795323600.000500")
    assert sent.source.place == sent.pressed.address
    assert dict(sent.fields) == {
        "title": "Spring <meeting> & more",
        "day": "2026-12-01",
        "start": "14:00",
        "zone": "Europe/London",
        "teams": ("t1", "t2"),
        "person": "",
        "note": "",
    }


def test_a_form_that_is_not_ours_is_malformed() -> None:
    body = payload("form_submit")
    body["view"]["private_metadata"] = "{}"

    with pytest.raises(Malformed):
        parse(body, LAB)


def test_a_message_that_was_pointed_at() -> None:
    pointed = hear("message_action")

    assert isinstance(pointed, Pointed)
    assert (pointed.text, pointed.source.private) == ("The risk of bias & the context.", False)


def test_a_message_that_was_pointed_at_brings_who_wrote_it_and_which_it_is() -> None:
    pointed = hear("message_action")

    assert isinstance(pointed, Pointed)
    assert (pointed.author, pointed.message, pointed.readers) == ("U02BOB", "C01GEN:1795323500.000900", None)


def test_in_a_chat_between_two_people_two_read_also_after_an_edit() -> None:
    pointed = hear("message_action_two_people")

    assert isinstance(pointed, Pointed)
    assert (pointed.author, pointed.message, pointed.readers) == ("U02BOB", "D09OTHER:1795323500.000900", 2)
    assert pointed.source.place == Address("slack", "T01LAB", user="U01ANN")


def test_a_bots_message_has_no_author() -> None:
    pointed = hear("message_action_bot")

    assert isinstance(pointed, Pointed)
    assert (pointed.author, pointed.text) == ("", "The risk of bias & the context.")


def test_another_shortcut_is_not_ours() -> None:
    assert parse(payload("message_action") | {"callback_id": "other"}, LAB) is None


def test_a_command_in_a_channel() -> None:
    heard = said("command")

    assert (heard.text, heard.command, heard.source.private) == (QUESTION, True, False)
    assert heard.source.place == Address("slack", "T01LAB", "C01GEN", "U01ANN")


def test_a_command_in_somebody_elses_private_chat_is_answered_in_ours() -> None:
    heard = said("command_in_private_chat")

    assert heard.source.place == Address("slack", "T01LAB", user="U01ANN")
    assert heard.source.private


@pytest.mark.parametrize(
    ("name", "kind", "place"),
    [("join", Joined, "C01GEN"), ("team_join", Joined, ""), ("leave", Left, ""), ("home_opened", Opened, "")],
)
def test_coming_and_going(name: str, kind: type[Input], place: str) -> None:
    heard = hear(name)

    assert isinstance(heard, kind)
    assert (heard.source.user, heard.source.place.place) == ("U01ANN", place)


def test_another_bot_is_nobody_who_joins() -> None:
    body = payload("team_join")
    body["event"]["user"]["is_bot"] = True

    assert parse(body, LAB) is None


def test_removing_the_app_is_everybody_leaving() -> None:
    heard = hear("uninstall")

    assert isinstance(heard, Left)
    assert (heard.source.user, heard.source.workspace) == ("", "T01LAB")


def test_an_event_without_an_id_is_named_by_what_it_holds() -> None:
    body = payload("dm")
    del body["event_id"]
    first, again = parse(body, LAB), parse(dict(reversed(body.items())), LAB)

    assert first is not None
    assert again is not None
    assert first.source.event_id == again.source.event_id != ""


@pytest.mark.parametrize("field", ["user", "text", "channel", "ts", "thread_ts", "subtype"])
def test_a_field_of_the_wrong_kind_is_malformed(field: str) -> None:
    body = payload("channel_mention")
    body["event"][field] = 7

    with pytest.raises(Malformed):
        parse(body, LAB)


@pytest.mark.parametrize("text", ["", "a|b", "T|D|t|m"])
def test_a_trigger_that_is_not_ours(text: str) -> None:
    with pytest.raises(ValueError, match="unpack"):
        Trigger.unpack(text)
