"""What Microsoft's refusals mean to us: the one place where a status becomes TryLater, Gone or Refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from bot.platform import Gone, Refused, TryLater

BUSY = (412, 429)
"""Documented as "retry with back-off", and nothing was taken (facts/teams.md, section 5)."""

NOBODY = (403, 404, 410)
"""BotNotInConversationRoster, ConversationNotFound, ForbiddenOperationException, MessageWritesBlocked and the like."""


class Unclear(Exception):
    """Microsoft had a fault of its own; nobody knows whether the message was taken."""


def failure(status: int, headers: Mapping[str, str], said: Any, now: datetime) -> Exception:
    """The exception for an answer that is not a success. Its text has Microsoft's own code, never a person's words."""
    reason = f"Teams answered {status} {_code(said)}".strip()
    if status in BUSY:
        return TryLater(reason, _wait(headers.get("Retry-After", ""), now))
    if status in NOBODY:
        return Gone(reason)
    return Refused(reason) if status < 500 and status != 408 else Unclear(reason)


def _code(said: Any) -> str:
    error = said.get("error") if isinstance(said, dict) else None
    code = error.get("code") if isinstance(error, dict) else ""
    return code if isinstance(code, str) and code.isalnum() and len(code) < 60 else ""


def _wait(text: str, now: datetime) -> timedelta | None:
    """Retry-After is a number of seconds or a date (RFC 9110, 10.2.3)."""
    if text.isdecimal() and len(text) < 7:
        return timedelta(seconds=int(text))
    try:
        return max(timedelta(0), parsedate_to_datetime(text).astimezone(UTC) - now)
    except (ValueError, TypeError, OverflowError):
        return None
