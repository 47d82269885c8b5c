"""Slack's answers -> what to do next. The one place where an error code of Slack's has a meaning."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

from bot.platform import Gone, NotDelivered, Refused, TryLater

GONE = frozenset(
    {
        "account_inactive",
        "bot_not_in_channel",
        "cannot_dm_bot",
        "cannot_find_channel",
        "channel_is_archived",
        "channel_not_found",
        "is_archived",
        "messages_tab_disabled",
        "method_not_supported_for_channel_type",
        "no_channel",
        "not_in_channel",
        "org_user_not_in_team",
        "restricted_action_read_only_channel",
        "team_not_found",
        "user_deactivated",
        "user_disabled",
        "user_is_bot",
        "user_not_found",
        "user_not_in_channel",
        "user_not_visible",
        "users_not_found",
    }
)
"""Nobody is there, or the door to them is shut."""

LATER = frozenset(
    {
        "accesslimited",
        "message_limit_exceeded",
        "rate_limited",
        "ratelimited",
        "request_timeout",
        "team_added_to_org",
    }
)
"""Slack did nothing and says so; the same may be asked again."""

UNKNOWN = frozenset(
    {
        "fatal_error",
        "internal_error",
        "service_unavailable",
    }
)
"""Slack's own words: "It's possible some aspect of the operation succeeded before the error was raised." """

NOBODY = frozenset(
    {
        "user_not_found",
        "user_not_visible",
        "users_not_found",
    }
)
"""Answers to "who is this?" that mean: nobody."""

ADVICE = {
    "access_denied": "ask a workspace admin to let the app in",
    "ekm_access_denied": "an admin has suspended posting; ask them",
    "invalid_auth": "put the app's current bot token into INTERLUDE_SLACK_BOT_TOKENS",
    "missing_scope": "update the app from `interlude manifest slack` and install it again",
    "no_permission": "update the app from `interlude manifest slack` and install it again",
    "not_allowed_token_type": "use the bot token (xoxb-), not a user or app token",
    "not_authed": "put the app's bot token into INTERLUDE_SLACK_BOT_TOKENS",
    "org_login_required": "the workspace is moving to an organisation; wait, then install the app again",
    "restricted_action": "a workspace setting keeps apps from posting there; ask an admin",
    "team_access_not_granted": "an organisation admin has to grant the app this workspace",
    "token_expired": "switch token rotation off in the app, install it again and renew the token",
    "token_revoked": "install the app again and renew its token",
}
"""What an operator has to do, for refusals that are not a developer's mistake."""

_POINTER = re.compile(r"\[json-pointer:[^\]\s]{1,200}\]")


class Unclear(Exception):
    """Nobody knows whether Slack did what it was asked."""


def told(method: str, status: int, retry_after: str, raw: bytes) -> dict[str, Any]:
    """What Slack answered, if it did what it was asked. Raises `NotDelivered`, or `Unclear`."""
    if status == 429:
        raise TryLater(f"Slack asks for a pause before {method}", _wait(retry_after))
    answer = _object(raw) if status == 200 else None
    if answer is None:
        raise Unclear(f"{method} was answered with HTTP {status}")
    if answer.get("ok") is True:
        return answer
    raise meaning(method, str(answer.get("error", "")), answer, retry_after)


def meaning(method: str, error: str, answer: dict[str, Any] | None = None, retry_after: str = "") -> Exception:
    """The exception for an error code of Slack's; a code we have not heard of is our mistake."""
    reason = f"Slack answered {method} with {error or 'no reason'}"
    if error in UNKNOWN:
        return Unclear(reason)
    if error in LATER:
        return TryLater(reason, _wait(retry_after))
    if error in GONE:
        return Gone(reason)
    return Refusal(error, reason + _details(error, answer or {}))


class Refusal(Refused):
    """A `Refused` that remembers Slack's code for it."""

    def __init__(self, error: str, reason: str) -> None:
        super().__init__(reason)
        self.error = error


def is_nobody(failure: NotDelivered) -> bool:
    """Whether a failed question about a person means that there is no such person."""
    return isinstance(failure, Gone) and str(failure).rpartition(" ")[2] in NOBODY


def _details(error: str, answer: dict[str, Any]) -> str:
    """What to do, and where in the message Slack found the mistake; never a word of the message."""
    found = _POINTER.findall(str(answer.get("response_metadata", "")))
    parts = [f": {ADVICE[error]}"] if error in ADVICE else []
    parts += [f" (needed: {answer['needed']})"] if error == "missing_scope" and answer.get("needed") else []
    return "".join(parts) + "".join(f" {pointer}" for pointer in found[:5])


def _wait(retry_after: str) -> timedelta | None:
    return timedelta(seconds=int(retry_after)) if re.fullmatch(r"[0-9]{1,6}", retry_after) else None


def _object(raw: bytes) -> dict[str, Any] | None:
    try:
        answer = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None
