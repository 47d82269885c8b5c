"""Environment -> settings, with every mistake at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import NAMES, SettingsError, from_environment

SECRET = "s" * 32
SLACK = {"INTERLUDE_SLACK_BOT_TOKEN": "xoxb-1, xoxb-2", "INTERLUDE_SLACK_SIGNING_SECRET": "one,two"}
TEAMS = {
    "INTERLUDE_TEAMS_APP_ID": "app",
    "INTERLUDE_TEAMS_TENANTS": "t1, t2",
    "INTERLUDE_TEAMS_PASSWORD": "p",
    "INTERLUDE_PUBLIC_URL": "https://bot.example.org",
}


def mistakes(serving: bool = True, **environ: str) -> list[str]:
    with pytest.raises(SettingsError) as failure:
        from_environment(environ, serving=serving)
    return failure.value.mistakes


def test_a_serving_process_says_everything_it_misses() -> None:
    secret, door = mistakes()

    assert secret == "INTERLUDE_SECRET needs 32 or more random characters; it has 0."
    assert door == "No door is open: set INTERLUDE_SLACK_BOT_TOKEN or INTERLUDE_TEAMS_APP_ID."


def test_a_process_that_serves_nobody_needs_nothing() -> None:
    told = from_environment({}, serving=False)

    assert told.database_url == "sqlite:///interlude.sqlite3"
    assert (told.slack, told.teams, told.host, told.port) == (None, None, "127.0.0.1", 8080)


WRONG = {
    "INTERLUDE_SECRET": "short",
    "INTERLUDE_DATABASE_URL": "mysql://x",
    "INTERLUDE_PUBLIC_URL": "http://x",
    "INTERLUDE_CONTENT": "/nowhere",
    "INTERLUDE_PORT": "eighty",
    "INTERLUDE_LEASE_SECONDS": "5",
    "INTERLUDE_LOG_LEVEL": "LOUD",
    "INTERLUDE_SLACK_BOT_TOKEN": "xapp-1",
    "INTERLUDE_TEAMS_APP_ID": "app",
    "INTERLUDE_TEAMS_CERTIFICATE": "/nowhere/key.pem",
    "INTERLUDE_SLACK_TOKEN": "xoxb-1",
}


def test_all_mistakes_are_named_at_once() -> None:
    named = {sentence.partition(" ")[0].rstrip(":") for sentence in mistakes(**WRONG)}

    fine = {"INTERLUDE_TEAMS_APP_ID"}
    missing = {"INTERLUDE_SLACK_SIGNING_SECRET", "INTERLUDE_TEAMS_TENANTS"}
    assert named == set(WRONG) - fine | missing


def test_a_misspelt_setting_is_a_mistake() -> None:
    assert "INTERLUDE_SECRETS is not a setting of Interlude." in mistakes(INTERLUDE_SECRETS=SECRET)


@pytest.mark.parametrize("port", ["-1", "65536", "8 0", "٨٠", "²", "1e3", "9" * 5000])
def test_a_port_is_a_port(port: str) -> None:
    assert "INTERLUDE_PORT must be a whole number from 0 to 65535." in mistakes(INTERLUDE_PORT=port)
    assert "PORT must be a whole number from 0 to 65535." in mistakes(PORT=port)


@pytest.mark.parametrize("address", ["http://x.org", "https://", "x.org", "https://[", "ftp://x.org", "//x.org"])
def test_the_public_address_is_https_with_a_host(address: str) -> None:
    assert "INTERLUDE_PUBLIC_URL must begin with https:// and name a host." in mistakes(INTERLUDE_PUBLIC_URL=address)


def test_both_doors_with_several_workspaces_secrets_and_tenants() -> None:
    told = from_environment({"INTERLUDE_SECRET": SECRET, **SLACK, **TEAMS})

    assert told.slack is not None
    assert told.teams is not None
    assert told.slack.bot_tokens == ("xoxb-1", "xoxb-2")
    assert told.slack.secrets == ("one", "two")
    assert told.teams.tenants == ("t1", "t2")


def test_socket_mode_needs_no_signing_secret() -> None:
    environ = {"INTERLUDE_SECRET": SECRET, "INTERLUDE_SLACK_BOT_TOKEN": "xoxb-1", "INTERLUDE_SLACK_APP_TOKEN": "xapp-1"}

    assert from_environment(environ).slack is not None
    assert any("not an app token" in m for m in mistakes(**{**environ, "INTERLUDE_SLACK_APP_TOKEN": "xoxb-1"}))


@pytest.mark.parametrize("missing", ["INTERLUDE_TEAMS_APP_ID", "INTERLUDE_TEAMS_TENANTS", "INTERLUDE_TEAMS_PASSWORD"])
def test_teams_never_starts_without_app_tenant_and_credential(missing: str) -> None:
    assert any(missing in m for m in mistakes(INTERLUDE_SECRET=SECRET, **{**TEAMS, missing: " "}))


def test_no_mistake_repeats_a_secret() -> None:
    found = mistakes(
        INTERLUDE_SECRET="hush", INTERLUDE_SLACK_BOT_TOKEN="hushhushhush", INTERLUDE_TEAMS_PASSWORD="hushhush"
    )

    assert not any("hushhush" in sentence for sentence in found)


def test_settings_printed_by_accident_show_no_secret() -> None:
    told = from_environment({"INTERLUDE_SECRET": SECRET, **SLACK, **TEAMS})

    assert SECRET not in repr(told)
    assert "xoxb" not in repr(told)


def test_every_setting_that_is_read_has_its_line_of_help() -> None:
    text = (Path(__file__).parents[2] / "bot/settings.py").read_text("utf-8")
    import re

    assert set(re.findall(r'"(INTERLUDE_\w+)"', text)) - set(NAMES) <= {
        "INTERLUDE_CRASHES",
        "INTERLUDE_E2E_CACHE",
        "INTERLUDE_TEST_DATABASE_URL",
    }
