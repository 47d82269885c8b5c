"""Where an activity comes from, and small safe readers for JSON that may hold anything."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from bot.platform import Profile

Json: TypeAlias = dict[str, Any]
LONGEST_ID = 200
"""Characters of an event id the inbox keeps (bot/store/tables.py)."""


def table(data: Json, key: str) -> Json:
    """The object under this key; an empty one for anything else."""
    found = data.get(key)
    return found if isinstance(found, dict) else {}


def text(data: Json, key: str) -> str:
    """The string under this key; empty for anything else."""
    found = data.get(key)
    return found if isinstance(found, str) else ""


def items(data: Json, key: str) -> list[Json]:
    """The objects in the list under this key."""
    found = data.get(key)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def event_id(activity: Json, raw: bytes) -> str:
    """The activity's id within its conversation, the same when Teams sends it again; else a digest of the request."""
    one = text(activity, "id")
    named = f"{text(table(activity, 'conversation'), 'id')}:{one}"
    if one and len(named) <= LONGEST_ID:
        return named
    return hashlib.sha256(named.encode("utf-8", "replace") if one else raw).hexdigest()


def in_thread(conversation: str) -> tuple[str, str]:
    """A channel's thread is written "19:...;messageid=..."."""
    place, _, thread = conversation.partition(";messageid=")
    return place, thread


def profile(activity: Json, user: str) -> Profile | None:
    """What Teams said about the speaker along the way: name, time zone, language."""
    client = next((entity for entity in items(activity, "entities") if entity.get("type") == "clientInfo"), {})
    zone = _zone(text(client, "timezone") or text(activity, "localTimezone"))
    language = _language(text(client, "locale") or text(activity, "locale"))
    name = text(table(activity, "from"), "name")
    if not (name or zone or language):
        return None
    return Profile(user, name, "", zone, language)


def _language(locale: str) -> str:
    spoken = locale.lower()[:2]
    return spoken if spoken in ("en", "fr") else ""


@lru_cache(maxsize=600)
def _zone(name: str) -> str:
    """The name when it is an IANA time zone, else nothing."""
    try:
        return ZoneInfo(name).key if name else ""
    except (ValueError, OSError, KeyError):
        return ""
