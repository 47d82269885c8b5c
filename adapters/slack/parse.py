"""Slack's payloads -> bot.inputs. Pure: the same payload is always the same input, or none."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from adapters.slack.carried import PLATFORM, Trigger, from_metadata
from adapters.slack.forms import FIELD
from adapters.slack.shape import Malformed, as_dict, dict_in, list_in, text_in
from adapters.slack.words import as_typed
from adapters.slack.workspaces import Workspace
from bot.inputs import Chose, Input, Joined, Left, Opened, Pointed, Said, Source, Submitted
from bot.platform import Address, Receipt

EXPLAIN = "explain_message"
"""The message shortcut's callback id, also in the manifest."""

_SPOKEN = frozenset({"", "file_share", "thread_broadcast", "me_message"})
"""Subtypes under which a person says something; every other one is an edit, a notice or a bot."""


def workspaces_of(body: dict[str, Any]) -> Iterator[str]:
    """The workspaces a payload may be for, the likeliest first: in shared channels several are named."""
    for granted in list_in(body, "authorizations"):
        yield text_in(as_dict(granted, "authorizations"), "team_id")
    yield text_in(dict_in(body, "view"), "app_installed_team_id")
    team = body.get("team")
    yield text_in(team, "id") if isinstance(team, dict) else ""
    yield text_in(body, "team_id")
    yield text_in(body, "context_team_id")


def parse(body: dict[str, Any], here: Workspace) -> Input | None:
    """What a payload says to us; None for what we do not listen to. Raises `Malformed`."""
    match body.get("type"):
        case "event_callback":
            return _event(body, dict_in(body, "event"), here)
        case "block_actions":
            return _pressed(body, here)
        case "view_submission":
            return _submitted(body, here)
        case "message_action":
            return _pointed(body, here)
        case None if "command" in body:
            return _command(body, here)
        case _:
            return None


def trigger_of(body: dict[str, Any], here: Workspace) -> Trigger:
    """The trigger of a press, a command or a shortcut, with the message it was pulled on."""
    message = dict_in(body, "container") | dict_in(body, "message")
    standing = text_in(message, "message_ts") or text_in(message, "ts") if body.get("type") == "block_actions" else ""
    return Trigger(text_in(body, "trigger_id"), here.id, _channel(body), text_in(message, "thread_ts"), standing)


# -- events


def _event(body: dict[str, Any], event: dict[str, Any], here: Workspace) -> Input | None:
    match event.get("type"):
        case "message":
            return _message(body, event, here)
        case "app_mention":
            return _mention(body, event, here)
        case "app_home_opened" if event.get("tab") == "home":
            return Opened(_alone(text_in(event, "user"), _event_id(body), here))
        case "member_joined_channel" if text_in(event, "user") != here.bot_user:
            return Joined(_among(body, event, here))
        case "team_join" if dict_in(event, "user").get("is_bot") is not True:
            return Joined(_alone(text_in(dict_in(event, "user"), "id"), _event_id(body), here))
        case "user_change" if dict_in(event, "user").get("deleted") is True:
            return Left(_alone(text_in(dict_in(event, "user"), "id"), _event_id(body), here))
        case "app_uninstalled":
            return Left(_alone("", _event_id(body), here))
        case _:
            return None


def _message(body: dict[str, Any], event: dict[str, Any], here: Workspace) -> Input | None:
    """Only private words: in a channel the bot hears nothing but its name (`app_mention`)."""
    if not _is_private(event) or not _by_a_person(event, here) or "edited" in event:
        return None
    return Said(_among(body, event, here), as_typed(text_in(event, "text"), here.bot_user))


def _mention(body: dict[str, Any], event: dict[str, Any], here: Workspace) -> Input | None:
    """In a private chat the same words also come as a message. A reply belongs under the message that asked."""
    if _is_private(event) or not _by_a_person(event, here) or "edited" in event:
        return None
    source = _among(body, event, here)
    under = replace(source.place, thread=source.place.thread or text_in(event, "ts"))
    return Said(replace(source, place=under), as_typed(text_in(event, "text"), here.bot_user))


def _by_a_person(event: dict[str, Any], here: Workspace) -> bool:
    speaker = text_in(event, "user")
    return (
        text_in(event, "subtype") in _SPOKEN
        and not text_in(event, "bot_id")
        and speaker not in ("", "USLACKBOT", here.bot_user)
    )


def _is_private(event: dict[str, Any]) -> bool:
    kind = text_in(event, "channel_type")
    return kind == "im" if kind else text_in(event, "channel").startswith("D")


def _among(body: dict[str, Any], event: dict[str, Any], here: Workspace) -> Source:
    user, private = text_in(event, "user"), _is_private(event)
    place = Address(PLATFORM, here.id, text_in(event, "channel"), user, text_in(event, "thread_ts"))
    team = text_in(event, "user_team") or text_in(event, "source_team") or text_in(event, "team")
    return Source(PLATFORM, here.id, user, _event_id(body), place, private, outsider=_is_outside(team, here))


def _alone(user: str, event_id: str, here: Workspace) -> Source:
    """A source for what happens in no conversation: the place is the person's private chat."""
    return Source(PLATFORM, here.id, user, event_id, Address(PLATFORM, here.id, user=user), private=True)


def _is_outside(team: str, here: Workspace) -> bool:
    """In shared channels Slack tells the speaker's workspace, or their organisation where they have one."""
    return team not in ("", here.id, here.organisation)


# -- presses, forms, shortcuts, commands


def _pressed(body: dict[str, Any], here: Workspace) -> Input | None:
    actions = list_in(body, "actions")
    action = as_dict(actions[0], "actions") if actions else {}
    if action.get("type") != "button" or not text_in(action, "value"):
        return None
    trigger = trigger_of(body, here)
    source = _interacting(body, here, trigger.thread)
    pressed = Receipt(source.place, trigger.message) if trigger.message else None
    return Chose(source, text_in(action, "value"), pressed, trigger.pack())


def _submitted(body: dict[str, Any], here: Workspace) -> Input:
    view, user = dict_in(body, "view"), text_in(dict_in(body, "user"), "id")
    try:
        value, pressed = from_metadata(text_in(view, "private_metadata"), here.id, user)
    except ValueError as exc:
        raise Malformed("private_metadata") from exc
    source = _interacting(body, here)
    if pressed and pressed.address.place.startswith("D"):
        source = replace(source, place=pressed.address)
    return Submitted(source, value, _answers(dict_in(dict_in(view, "state"), "values")), pressed)


def _pointed(body: dict[str, Any], here: Workspace) -> Input | None:
    if body.get("callback_id") != EXPLAIN:
        return None
    message, channel = dict_in(body, "message"), _channel(body)
    return Pointed(
        _interacting(body, here, text_in(message, "thread_ts")),
        as_typed(text_in(message, "text"), here.bot_user),
        text_in(message, "user") if _by_a_person(message, here) else "",
        f"{channel}:{text_in(message, 'ts')}",
        2 if channel.startswith("D") else None,
    )


def _command(body: dict[str, Any], here: Workspace) -> Input:
    text = as_typed(text_in(body, "text"), here.bot_user).strip()
    return Said(_placed(body, text_in(body, "user_id"), here), text, command=True)


def _interacting(body: dict[str, Any], here: Workspace, thread: str = "") -> Source:
    user = dict_in(body, "user")
    source = _placed(body, text_in(user, "id"), here, thread)
    return replace(source, outsider=_is_outside(text_in(user, "team_id"), here))


def _placed(body: dict[str, Any], user: str, here: Workspace, thread: str = "") -> Source:
    """Commands and shortcuts also work in a private chat between two other people, which has a `D` id as ours has.

    So only the chat of a message of ours that was pressed is taken by its id; else the place is the person, and
    sending opens the chat with the bot.
    """
    channel = _channel(body)
    private = not channel or channel.startswith("D")
    if private and body.get("type") != "block_actions":
        channel, thread = "", ""
    place = Address(PLATFORM, here.id, channel, user, thread)
    return Source(PLATFORM, here.id, user, _press_id(body), place, private)


def _answers(values: dict[str, Any]) -> dict[str, str | tuple[str, ...]]:
    return {
        block.removeprefix(FIELD): _answer(as_dict(state, "values"))
        for block, states in values.items()
        if block.startswith(FIELD)
        for state in as_dict(states, "values").values()
    }


def _answer(state: dict[str, Any]) -> str | tuple[str, ...]:
    match state.get("type"):
        case "radio_buttons" | "static_select":
            return text_in(dict_in(state, "selected_option"), "value")
        case "checkboxes" | "multi_static_select":
            return tuple(text_in(as_dict(o, "option"), "value") for o in list_in(state, "selected_options"))
        case "datepicker":
            return text_in(state, "selected_date")
        case "timepicker":
            return text_in(state, "selected_time")
        case "users_select":
            return text_in(state, "selected_user")
        case _:
            return text_in(state, "value")


# -- what everything has


def _event_id(body: dict[str, Any]) -> str:
    return text_in(body, "event_id") or _fingerprint(body)


def _press_id(body: dict[str, Any]) -> str:
    """Slack numbers events only; a trigger is used once, so it names a press as well."""
    return text_in(body, "trigger_id") or _fingerprint(body)


def _fingerprint(body: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _channel(body: dict[str, Any]) -> str:
    channel = text_in(dict_in(body, "channel"), "id")
    return channel or text_in(dict_in(body, "container"), "channel_id") or text_in(body, "channel_id")
