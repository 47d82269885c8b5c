"""Recorded activities -> inputs, and JSON nobody recorded -> never an exception."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.teams.fields import packed, unpacked
from adapters.teams.known import Known, is_shared
from adapters.teams.parse import Heard, is_outsider, parse, tenant_of
from adapters.teams.words import pointed, typed
from bot.inputs import Chose, Joined, Left, Pointed, Said, Submitted
from bot.platform import Address, Profile, Receipt
from tests.adapters.teams.microsoft import APP, TEAM, TENANT
from tests.contract.teams_probe import PAYLOADS, payload

SERVICE = f"https://smba.trafficmanager.net/amer/{TENANT}/"
ANNS = Address("teams", TENANT, "a:1Personal-ann", "U01ANN", "", SERVICE)
BOT = f"28:{APP}"
MENTION = {"type": "mention", "mentioned": {"id": BOT}, "text": "<at>Interlude</at>"}
BO = {"type": "mention", "mentioned": {"id": "29:1Bo"}, "text": "<at>Bo</at>"}
TWO_AT_ONCE = 2


def hear(name: str, **changes: Any) -> Heard:
    said = {**payload(name), **changes}
    return parse(said, json.dumps(said).encode(), Known())


def only(heard: Heard, kind: type) -> Any:
    (one,) = heard.inputs
    assert isinstance(one, kind)
    return one


def test_private_words() -> None:
    said = only(hear("dm"), Said)

    assert said.source.place == ANNS
    assert said.source.event_id == "a:1Personal-ann:1790000000001"
    assert said.source.profile == Profile("U01ANN", "Ann Reviewer", "", "America/Toronto", "en")


def test_words_in_a_thread() -> None:
    said = only(hear("thread_mention"), Said)

    assert (said.text, said.addressed, said.source.private) == ("what does risk of bias mean?", True, False)
    assert (said.source.place.place, said.source.place.thread) == (TEAM, "1790000000000")


def test_words_in_a_group_chat() -> None:
    said = only(hear("group_mention"), Said)

    assert said.text == "hello what is a forest plot"
    assert said.source.place.thread == ""


def test_words_that_are_not_for_us() -> None:
    assert not only(hear("overheard"), Said).addressed


@pytest.mark.parametrize("name", ["button", "button_submit"])
def test_a_press_is_the_same_from_every_client(name: str) -> None:
    chose = only(hear(name), Chose)

    assert (chose.value, chose.pressed, chose.trigger) == ("v2", Receipt(ANNS, "1790000000200"), "")


def test_a_press_that_may_open_a_dialog() -> None:
    heard = hear("button_opens_form")

    assert heard.way == "dialog"
    assert only(heard, Chose).trigger


@pytest.mark.parametrize("name", ["form_submit", "dialog_submit", "message_action_submit"])
def test_a_form_that_was_sent(name: str) -> None:
    sent = only(hear(name), Submitted)

    assert sent.value == "signed-form-value"
    assert sent.fields == {
        "title": "Spring meeting", "day": "2026-12-01", "start": "14:00", "zone": "Europe/London",
        "teams": ("t1", "t2"), "note": "",
    }  # fmt: skip


def test_a_message_that_was_pointed_at() -> None:
    heard = hear("message_action")

    assert heard.way == "dialog"
    assert only(heard, Pointed).text == "The risk of bias & the context."


def test_a_message_of_a_meetings_chat_brings_who_wrote_it() -> None:
    heard = only(hear("message_action_meeting"), Pointed)

    assert heard.author == "aaaaaaaa-0000-4000-8000-000000000002"
    assert heard.message == f"{heard.source.place.place}:1790000000160"
    assert heard.source.place.place.startswith("19:meeting_")
    assert (heard.source.private, heard.readers) == (False, None)


def test_a_chat_between_two_people_is_not_ours_whatever_teams_calls_it() -> None:
    known = Known()
    heard = only(parse(payload("message_action_two_people"), b"", known), Pointed)

    assert (heard.source.private, heard.readers) == (False, 2)
    assert known.chat(TENANT, "U01ANN") == ""
    assert known.rosters(TENANT) == []


def test_a_message_without_a_person_behind_it_has_no_author() -> None:
    activity = payload("message_action")
    activity["value"]["messagePayload"]["from"] = {"user": None, "application": {"id": "x"}}

    assert only(parse(activity, b"", Known()), Pointed).author == ""


def test_coming_and_going() -> None:
    assert only(hear("install"), Joined).source.place == ANNS
    assert only(hear("leave"), Left).source.user == "U01ANN"
    assert hear("first_hello").inputs == (), "the installation is told as well"


def test_people_who_come_to_a_team_are_heard_one_by_one() -> None:
    came = hear("member_added").inputs

    assert [type(one) for one in came] == [Joined, Joined]
    assert len({one.source.event_id for one in came}) == TWO_AT_ONCE
    assert {one.source.user[-1] for one in came} == {"2", "3"}
    assert only(hear("member_removed"), Left).source.private is False


def test_a_team_is_remembered_while_the_bot_is_in_it() -> None:
    known = Known()
    parse(payload("team_install"), b"", known)
    assert known.rosters(TENANT) == [TEAM]
    parse(payload("bot_removed"), b"", known)
    assert known.rosters(TENANT) == []


@pytest.mark.parametrize("name", ["own_message", "reaction", "edited", "feedback_loop", "team_install", "bot_removed"])
def test_what_means_nothing_to_us_is_acknowledged(name: str) -> None:
    assert hear(name).inputs == ()
    assert hear(name).way != "unknown"


def test_an_invoke_we_do_not_know_says_so() -> None:
    assert hear("unknown_invoke") == Heard(way="unknown")
    assert hear("message_action", value={"commandId": "another"}).way == "unknown"


def test_the_same_request_has_the_same_id_with_and_without_one() -> None:
    said = payload("dm")
    del said["id"]
    raw = json.dumps(said).encode()
    ids = [parse(said, raw, Known()).inputs[0].source.event_id for _ in range(2)]

    assert ids[0] == ids[1] != hear("dm").inputs[0].source.event_id
    assert len(hear("dm", id="x" * 500).inputs[0].source.event_id) == len(ids[0])


def test_somebody_met_once_is_known_by_either_id() -> None:
    known = Known()
    assert known.met(TENANT, "U01ANN", "29:1") == "U01ANN"
    assert known.met(TENANT, "", "29:1") == "U01ANN"
    assert known.teams_id(TENANT, "U01ANN") == "29:1"
    assert known.met("another", "", "29:1") == "29:1"


def test_people_from_elsewhere_are_known_by_their_tenant() -> None:
    ours, theirs = payload("channel_mention"), payload("channel_mention")
    theirs["from"] = {**theirs["from"], "tenantId": "33333333-3333-4333-8333-333333333333"}

    assert not is_outsider(ours, tenant_of(ours))
    assert is_outsider(theirs, tenant_of(theirs))


@pytest.mark.parametrize(
    ("text", "entities", "words"),
    [
        ("<at>Interlude</at> hi", [MENTION], "hi"),
        ("<at>Interlude</at>&nbsp;hi", [MENTION], "hi"),
        ("tell me about <at>Interlude</at> software", [MENTION], "tell me about software"),
        ("Interlude is a name; <at>Interlude</at> hi", [MENTION], "Interlude is a name; hi"),
        ("<at>Interlude</at> &lt;at&gt;Interlude&lt;/at&gt;", [MENTION], "<at>Interlude</at>"),
        ("<at>Interlude</at> ask <at>Bo</at>", [MENTION, BO], "ask Bo"),
        ("<at>Interlude</at>", [MENTION], ""),
        ("a\xa0b", [], "a b"),
        ("&amp;amp;", [], "&amp;"),
        ("no name", [{"type": "mention", "mentioned": {"id": BOT}}], "no name"),
        ("odd", [{"type": "mention", "mentioned": "x", "text": 5}], "odd"),
    ],
)
def test_only_the_mention_itself_is_taken_out(text: str, entities: list[dict[str, Any]], words: str) -> None:
    assert typed(text, entities, BOT) == words


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"contentType": "html", "content": "<p>One&nbsp;two</p><p>three<br>four</p>"}, "One two\nthree\nfour"),
        ({"contentType": "html", "content": "<ul><li>a</li><li>b</li></ul>"}, "a\nb"),
        ({"contentType": "html", "content": 'hi <emoji alt="😊"></emoji> <img alt="a plot">'}, "hi 😊 a plot"),
        ({"contentType": "html", "content": "<script>x</script>kept<style>y"}, "kept"),
        ({"contentType": "text", "content": " a < b "}, "a < b"),
        ({"contentType": "html", "content": "</p></script>a<b"}, "a"),
        ({"content": None}, ""),
        ({}, ""),
    ],
)
def test_words_of_a_message_in_html(body: dict[str, Any], words: str) -> None:
    assert pointed(body).startswith(words)


def test_lists_survive_commas() -> None:
    assert [unpacked(packed(value)) for value in ("a,b", "%2C", "%", "é")] == ["a,b", "%2C", "%", "é"]


@pytest.mark.parametrize(
    ("place", "shared"), [("a:1", False), (TEAM, True), ("19:x@unq.gbl.spaces", True), ("", False)]
)
def test_where_others_read_along(place: str, shared: bool) -> None:
    assert is_shared(place) is shared


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
RECORDED = [json.loads(path.read_text()) for path in sorted(Path(PAYLOADS).glob("*.json"))]


@given(st.sampled_from(RECORDED), st.data())
def test_no_json_makes_it_raise(recorded: dict[str, Any], data: st.DataObject) -> None:
    """One value anywhere in a recorded activity is replaced by anything."""
    said = json.loads(json.dumps(recorded))
    at = said
    while True:
        key = data.draw(st.sampled_from(sorted(at)))
        if not (isinstance(at[key], dict) and at[key] and data.draw(st.booleans())):
            break
        at = at[key]
    at[key] = data.draw(JSON)

    heard = parse(said, b"{}", Known())
    assert all(one.source.event_id for one in heard.inputs)
    assert isinstance(tenant_of(said), str)
    assert isinstance(is_outsider(said, TENANT), bool)


@given(JSON.filter(lambda value: isinstance(value, dict)))
def test_not_even_json_from_nowhere(said: dict[str, Any]) -> None:
    assert parse(said, b"{}", Known()).inputs == ()
