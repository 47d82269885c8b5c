"""Bytes from outside, never more than agreed, and JSON that is not too deep."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import StreamReader

from adapters.teams.limits import DEPTH


class TooLarge(Exception):
    """More bytes than agreed."""


async def bounded(stream: StreamReader, most: int) -> bytes:
    """The whole stream. Raises `TooLarge` as soon as it is longer than `most`."""
    parts, size = [], 0
    while part := await stream.readany():
        size += len(part)
        if size > most:
            raise TooLarge
        parts.append(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def activity_of(raw: bytes) -> dict[str, Any]:
    """The JSON object in `raw`. Raises ValueError when it is none, or nests too deep."""
    try:
        said = json.loads(raw)
    except RecursionError as exc:
        raise ValueError("too deep") from exc
    if not isinstance(said, dict) or not _shallow(said, raw):
        raise ValueError("not an activity")
    return said


def _shallow(said: Any, raw: bytes) -> bool:
    """Few brackets cannot nest deep, so ordinary activities are not walked."""
    if raw.count(b"{") + raw.count(b"[") <= DEPTH:
        return True
    level = [said]
    for _ in range(DEPTH):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return True
    return False


def _inside(value: Any) -> list[Any]:
    values = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [inner for inner in values if isinstance(inner, dict | list)]
