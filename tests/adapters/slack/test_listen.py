"""A request's whole way: heard, answered within the request, acknowledged; over HTTP and over Socket Mode."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest

from bot.inputs import FormErrors, Input, Notice, Opened, OpenForm, Page, Replace, ReplyNow, Said
from bot.platform import Refused, TryLater
from bot.settings import SlackSettings
from tests.adapters.slack.far_side import APP_TOKEN, TOKEN, readable
from tests.cards.gallery import FORM, GALLERY
from tests.contract.slack_probe import SECRET, SlackProbe, payload


def replying(probe: SlackProbe, reply: ReplyNow) -> None:
    async def answer(heard: Input) -> ReplyNow:
        return reply

    probe.answer = answer


def failing(probe: SlackProbe, failure: Exception) -> None:
    async def answer(heard: Input) -> ReplyNow:
        raise failure

    probe.answer = answer


EVERYTHING = [
    "dm", "dm_thread", "channel_mention", "thread_mention", "overheard", "references", "own_message", "bot_message",
    "edited_message", "home_opened", "messages_tab_opened", "join", "bot_join", "team_join", "user_change", "leave",
    "uninstall", "reaction", "button", "button_in_thread", "button_on_home", "form_submit", "message_action", "command",
    "command_in_private_chat", "edited_mention", "shared_channel_mention",
]  # fmt: skip


@pytest.mark.parametrize("name", EVERYTHING)
async def test_every_request_is_acknowledged_with_nothing_to_say(slack: SlackProbe, name: str) -> None:
    assert await slack.sends(payload(name)) == 200
    assert slack.told == ""


@pytest.mark.parametrize("name", ["dm", "button", "form_submit", "message_action", "command"])
async def test_what_could_not_be_kept_is_not_acknowledged(slack: SlackProbe, name: str) -> None:
    failing(slack, RuntimeError("disk full"))

    assert await slack.sends(payload(name)) == 500


async def test_an_event_sent_again_after_a_failure_is_heard(slack: SlackProbe) -> None:
    failing(slack, RuntimeError("disk full"))
    assert await slack.says("hello", event="Ev1") == 500
    replying(slack, None)
    assert await slack.says("hello", event="Ev1") == 200

    assert [heard.source.event_id for heard in slack.heard] == ["Ev1", "Ev1"]


async def test_another_workspace_is_acknowledged_and_dropped(slack: SlackProbe) -> None:
    body = payload("dm") | {"team_id": "T99", "context_team_id": "T99", "authorizations": [{"team_id": "T99"}]}

    assert await slack.sends(body) == 200
    assert await slack.sends(payload("command") | {"team_id": "T99"}) == 200
    assert (slack.heard, slack.told) == ([], "")


async def test_a_command_is_answered_for_one_person_only(slack: SlackProbe) -> None:
    replying(slack, Notice("I have answered you <in> our private chat."))
    await slack.sends(payload("command"))

    expected = {"response_type": "ephemeral", "text": "I have answered you &lt;in&gt; our private chat."}
    assert slack.told == expected


@pytest.mark.parametrize("name", ["channel_mention", "thread_mention", "button_in_thread", "message_action"])
async def test_a_line_elsewhere_is_whispered(slack: SlackProbe, name: str) -> None:
    replying(slack, Notice("I have answered you in our private chat."))
    await slack.sends(payload(name))

    (whisper,) = slack.far.whispers
    assert (whisper["channel"], whisper["user"]) == ("C01GEN", "U01ANN")
    assert readable(whisper["blocks"]) == "I have answered you in our private chat."


@pytest.mark.parametrize("name", ["button", "command", "message_action", "button_on_home"])
async def test_a_form_opens_on_the_spot(slack: SlackProbe, name: str) -> None:
    replying(slack, OpenForm(FORM))
    assert await slack.sends(payload(name)) == 200

    assert slack.forms_opened() == [FORM.title]
    assert slack.far.called("views.open")[0]["trigger_id"] == payload(name)["trigger_id"]


async def test_a_sent_form_can_lead_to_the_next(slack: SlackProbe) -> None:
    replying(slack, OpenForm(FORM))
    await slack.sends(payload("form_submit"))

    assert isinstance(slack.told, dict)
    assert (slack.told["response_action"], slack.told["view"]["title"]["text"]) == ("update", FORM.title)


async def test_a_form_opened_from_a_button_remembers_the_message(slack: SlackProbe) -> None:
    replying(slack, OpenForm(FORM))
    await slack.sends(payload("button"))
    body = payload("form_submit")
    body["view"]["private_metadata"] = slack.far.views[0]["private_metadata"]
    replying(slack, None)
    await slack.sends(body)

    submitted: Any = slack.heard[1]
    assert (submitted.value, submitted.pressed) == (FORM.value, slack.heard[0].pressed)  # type: ignore[union-attr]


async def test_a_form_stays_open_with_its_errors(slack: SlackProbe) -> None:
    replying(slack, FormErrors(FORM, {"title": "Please give it a name."}))
    await slack.sends(payload("form_submit"))

    assert slack.told == {"response_action": "errors", "errors": {"field:title": "Please give it a name."}}


async def test_the_bots_own_page_is_shown(slack: SlackProbe) -> None:
    replying(slack, Page(GALLERY["role"]))
    await slack.sends(payload("home_opened"))

    assert isinstance(slack.heard[0], Opened)
    assert "You read abstracts" in readable(slack.far.pages["U01ANN"]["blocks"])


@pytest.mark.parametrize("reply", [OpenForm(FORM), Page(GALLERY["role"]), Notice("x"), Replace(GALLERY["role"])])
@pytest.mark.parametrize("mood", ["internal_error", "not_in_channel", "ratelimited"])
async def test_what_is_committed_is_acknowledged_though_slack_cannot_show_it(
    slack: SlackProbe, reply: ReplyNow, mood: str
) -> None:
    slack.far.error = mood
    replying(slack, reply)

    assert await slack.sends(payload("button")) == 200


async def test_no_log_line_holds_a_persons_words_or_a_token(
    slack: SlackProbe, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    failing(slack, RuntimeError("INSERT ... ('my secret worry')"))
    await slack.says("my secret worry")
    await slack.sends(payload("dm") | {"event": {"type": "message", "channel": "D1", "user": "U1", "text": ["worry"]}})
    await slack.sends(payload("dm") | {"event": {"type": "message", "text": "my secret worry", "user": 7}})
    await slack.post(b'{"text": "my secret worry"}', {"Content-Type": "application/json"})
    slack.far.error = "invalid_blocks"
    replying(slack, OpenForm(FORM))
    await slack.sends(payload("button"))

    ours = [record for record in caplog.records if record.name.startswith(("interlude", "slack"))]
    told = "".join(f"{record.getMessage()} {record.__dict__}" for record in ours)
    assert {getattr(record, "action", "") for record in ours} == {
        "slack.not_kept", "slack.malformed", "slack.unreadable", "slack.form_not_opened"
    }  # fmt: skip
    assert "worry" not in told
    assert TOKEN not in told


# -- starting


async def test_a_refused_token_does_not_take_the_others_down() -> None:
    probe = SlackProbe(settings=SlackSettings(("xoxb-old", TOKEN), (SECRET,)))
    await probe.start()
    assert await probe.says("hello") == 200
    assert len(probe.heard) == 1
    await probe.stop()


async def test_two_workspaces_each_have_their_token() -> None:
    probe = SlackProbe(settings=SlackSettings((TOKEN, "xoxb-two"), (SECRET,)))
    probe.far.tokens["xoxb-two"] = "T02TWO"
    await probe.start()
    body = payload("dm") | {"authorizations": [{"team_id": "T02TWO"}], "team_id": "T02TWO"}
    await probe.sends(body)
    assert probe.heard[0].source.workspace == "T02TWO"
    await probe.stop()


async def test_without_one_good_token_the_door_does_not_open() -> None:
    probe = SlackProbe(settings=SlackSettings(("xoxb-old",), (SECRET,)))
    with pytest.raises(Refused, match="INTERLUDE_SLACK_BOT_TOKENS"):
        await probe.start()
    await probe.far.stop()


async def test_slack_out_of_reach_at_the_start_is_worth_trying_again() -> None:
    probe = SlackProbe()
    probe.far.busy = 5
    with pytest.raises(TryLater):
        await probe.start()
    await probe.far.stop()


# -- Socket Mode


@pytest.fixture
async def by_socket() -> Any:
    probe = SlackProbe(settings=SlackSettings((TOKEN,), (SECRET,), app_token=APP_TOKEN))
    await probe.start()
    await asyncio.wait_for(probe.far.joined.wait(), 5)
    yield probe
    await probe.stop()


async def through_the_socket(probe: SlackProbe, kind: str, name: str) -> dict[str, Any]:
    assert probe.far.socket is not None
    await probe.far.socket.send_json({"type": kind, "envelope_id": "e1", "payload": payload(name)})
    return await asyncio.wait_for(probe.far.acknowledged.get(), 5)


async def test_words_come_by_socket_as_well(by_socket: SlackProbe) -> None:
    assert await through_the_socket(by_socket, "events_api", "dm") == {"envelope_id": "e1"}
    assert isinstance(by_socket.heard[0], Said)


async def test_a_command_by_socket_is_answered_in_its_envelope(by_socket: SlackProbe) -> None:
    replying(by_socket, Notice("Done."))
    told = await through_the_socket(by_socket, "slash_commands", "command")

    assert told == {"envelope_id": "e1", "payload": {"response_type": "ephemeral", "text": "Done."}}


async def test_what_could_not_be_kept_stays_unacknowledged_on_the_socket(by_socket: SlackProbe) -> None:
    failing(by_socket, RuntimeError("disk full"))
    assert by_socket.far.socket is not None
    await by_socket.far.socket.send_json({"type": "events_api", "envelope_id": "e0", "payload": payload("button")})
    while not by_socket.heard:
        await asyncio.sleep(0)
    replying(by_socket, None)

    assert await through_the_socket(by_socket, "events_api", "dm") == {"envelope_id": "e1"}


async def test_a_bad_app_token_is_said_at_once() -> None:
    probe = SlackProbe(settings=SlackSettings((TOKEN,), (SECRET,), app_token="xapp-wrong"))
    with pytest.raises(Refused):
        await probe.start()
    await probe.far.stop()


async def test_bolts_own_environment_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CLIENT_ID", "CLIENT_SECRET", "BOT_TOKEN", "SIGNING_SECRET", "VERIFICATION_TOKEN"):
        monkeypatch.setenv(f"SLACK_{name}", "stray")
    probe = SlackProbe()
    await probe.start()
    assert await probe.says("hello") == 200
    assert len(probe.heard) == 1
    for path in ("/slack/install", "/slack/oauth_redirect"):
        async with probe.client.get(path) as response:
            assert response.status == 404
    await probe.stop()
