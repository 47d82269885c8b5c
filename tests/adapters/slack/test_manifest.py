"""The manifest an operator pastes into Slack."""

import pytest

from adapters.slack.manifest import EVENTS, SCOPES, WORDS, manifest
from tests.schemas.block_kit import problems_of_manifest

GIVEN = {key: f"Some {key} words"[:24] for key in WORDS}


def test_an_app_with_an_address_listens_there() -> None:
    made = manifest("https://interlude.example.org/", GIVEN)
    address = "https://interlude.example.org/slack/events"

    assert problems_of_manifest(made) == []
    assert made["settings"]["event_subscriptions"]["request_url"] == address
    assert made["settings"]["interactivity"]["request_url"] == address
    assert made["features"]["slash_commands"][0]["url"] == address
    assert made["settings"]["socket_mode_enabled"] is False


def test_an_app_without_an_address_listens_by_socket() -> None:
    made = manifest("", GIVEN)

    assert problems_of_manifest(made) == []
    assert made["settings"]["socket_mode_enabled"] is True
    assert "url" not in str(made)


def test_every_missing_or_long_word_is_named_at_once() -> None:
    with pytest.raises(ValueError, match=r"description is missing; .*name is longer than 35"):
        manifest("", GIVEN | {"description": "", "name": "x" * 36})


def test_nothing_is_asked_for_that_is_not_needed() -> None:
    assert "message.channels" not in EVENTS, "talk in channels is not ours to hear"
    assert not {"chat:write.public", "chat:write.customize", "users.profile:read", "files:read"} & set(SCOPES)


def test_the_check_notices_unknown_scopes_and_events() -> None:
    made = manifest("", GIVEN)
    made["oauth_config"]["scopes"]["bot"].append("everything:read")
    made["settings"]["event_subscriptions"]["bot_events"].append("everything")

    assert problems_of_manifest(made) != []
