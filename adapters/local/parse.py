"""What the page sends -> checked values. Nothing in a body is trusted: each value has a type and a size."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from adapters.local.limits import BOT_NAME, FIELDS, TEXT, VALUE

_EVENT = re.compile(r"[A-Za-z0-9._:-]{1,80}")
_NAME = re.compile(rf"\s*@{BOT_NAME}\b[,:]?\s*", re.IGNORECASE)


class Wrong(Exception):
    """A request that is not taken. `problem` names the sentence the page shows (`page.problem.<problem>`)."""

    def __init__(self, status: int, problem: str) -> None:
        super().__init__(problem)
        self.status = status
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Body:
    """A request's JSON object, read one checked value at a time. Every method raises `Wrong`."""

    values: dict[str, Any]

    @classmethod
    def read(cls, raw: bytes) -> Body:
        try:
            values = json.loads(raw)
        except (ValueError, RecursionError) as exc:
            raise Wrong(400, "unreadable") from exc
        if not isinstance(values, dict):
            raise Wrong(400, "unreadable")
        return cls(values)

    def text(self, name: str, most: int = VALUE) -> str:
        """A string of at most `most` characters, empty when it is left out."""
        return _text(self.values.get(name, ""), most)

    def event(self) -> str:
        """The id the client made."""
        made = self.text("id")
        if not _EVENT.fullmatch(made):
            raise Wrong(400, "unreadable")
        return made

    def yes(self, name: str) -> bool:
        return self.values.get(name) is True

    def fields(self) -> dict[str, str | tuple[str, ...]]:
        """A form's answers."""
        given = self.values.get("fields", {})
        if not isinstance(given, dict) or len(given) > FIELDS:
            raise Wrong(400, "unreadable")
        return {_text(name, VALUE): _answer(value) for name, value in given.items()}


def in_channel(text: str) -> tuple[str, bool]:
    """What was said in the channel without the bot's name, and whether the bot was named."""
    without, found = _NAME.subn(" ", text)
    return (without.strip() if found else text), bool(found)


def _answer(value: Any) -> str | tuple[str, ...]:
    if isinstance(value, list) and len(value) <= FIELDS:
        return tuple(_text(item, VALUE) for item in value)
    return _text(value, TEXT)


def _text(value: Any, most: int) -> str:
    if not isinstance(value, str):
        raise Wrong(400, "unreadable")
    if len(value) > most:
        raise Wrong(413, "too_long")
    return _whole(value)


def _whole(text: str) -> str:
    """JSON can carry half of a surrogate pair, which no database and no page can; it becomes the replacement mark."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
