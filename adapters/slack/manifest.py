"""The app manifest: what Slack has to know of the app, with the fewest scopes that do the work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from adapters.slack.door import PATH
from adapters.slack.parse import EXPLAIN

COMMAND = "/interlude"

WORDS = {
    "name": 35,
    "description": 140,
    "command_description": 2_000,
    "command_hint": 1_000,
    "shortcut_name": 24,
    "shortcut_description": 150,
}
"""The words a manifest needs, with the characters Slack gives each (slackapi/manifest-schema)."""

SCOPES = (
    "app_mentions:read",  # hear its name in a channel
    "channels:history",  # these three: look in a thread whether an answer arrived
    "channels:read",  # these three: hear that somebody joined a channel the bot is in; how many read along there
    "chat:write",
    "commands",  # /interlude and the shortcut
    "files:write",  # a picture or a table for the one who asked
    "groups:history",
    "groups:read",
    "im:history",  # private words, and whether an answer arrived
    "im:write",  # open a private chat
    "mpim:history",
    "mpim:read",
    "users:read",  # name, time zone, language; people joining and leaving
    "users:read.email",  # find the people an organiser lists
)

EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "member_joined_channel",
    "message.im",
    "team_join",
    "user_change",
)


def manifest(public_url: str, words: Mapping[str, str]) -> dict[str, Any]:
    """The manifest for an app reached at `public_url`, or by Socket Mode where that is empty.

    `words` has a text for every key of `WORDS`. Raises ValueError naming every word that is missing or too long.
    """
    _check(words)
    address = public_url.rstrip("/") + PATH if public_url else ""
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {"name": words["name"], "description": words["description"]},
        "features": _features(words, address),
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": list(EVENTS)} | _at("request_url", address),
            "interactivity": {"is_enabled": True} | _at("request_url", address),
            "org_deploy_enabled": False,
            "socket_mode_enabled": not address,
            "token_rotation_enabled": False,
        },
    }


def _features(words: Mapping[str, str], address: str) -> dict[str, Any]:
    command = {
        "command": COMMAND,
        "description": words["command_description"],
        "usage_hint": words["command_hint"],
        "should_escape": True,
    }
    shortcut = {
        "name": words["shortcut_name"],
        "type": "message",
        "callback_id": EXPLAIN,
        "description": words["shortcut_description"],
    }
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": words["name"], "always_online": True},
        "shortcuts": [shortcut],
        "slash_commands": [command | _at("url", address)],
    }


def _at(key: str, address: str) -> dict[str, str]:
    return {key: address} if address else {}


def _check(words: Mapping[str, str]) -> None:
    wrong = [f"{key} is missing" for key in WORDS if not words.get(key)]
    wrong += [
        f"{key} is longer than {room} characters" for key, room in WORDS.items() if len(words.get(key, "")) > room
    ]
    if wrong:
        raise ValueError("; ".join(wrong))
