"""Looking into a payload without trusting it: absent is empty, and the wrong kind is `Malformed`."""

from __future__ import annotations

from typing import Any


class Malformed(ValueError):
    """Signed by Slack, and yet not shaped as Slack documents it."""


def dict_in(body: dict[str, Any], key: str) -> dict[str, Any]:
    return as_dict(body.get(key), key)


def as_dict(found: Any, key: str) -> dict[str, Any]:
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise Malformed(key)
    return found


def list_in(body: dict[str, Any], key: str) -> list[Any]:
    found = body.get(key)
    if found is None:
        return []
    if not isinstance(found, list):
        raise Malformed(key)
    return found


def text_in(body: dict[str, Any], key: str) -> str:
    found = body.get(key)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise Malformed(key)
    return found
