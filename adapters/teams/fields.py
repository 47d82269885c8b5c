"""What a card carries back: the names a button and a form's answers travel under, there and back again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

PRESS, FORM, MANY, BELOW, INPUT = "press", "form", "many", "below", "in."
"""Keys of an action's data: a button's value, a form's value, fields with several values, the message a dialog was
opened from, a field's prefix."""


def packed(value: str) -> str:
    """An option's value inside a list that Teams joins with commas."""
    return value.replace("%", "%25").replace(",", "%2C")


def unpacked(value: str) -> str:
    return value.replace("%2C", ",").replace("%25", "%")


def form_data(value: str, many: list[str], below: str) -> dict[str, Any]:
    """The data of a form's button. A dialog forgets the message it was opened from, so it is carried along."""
    return {FORM: value} | ({MANY: many} if many else {}) | ({BELOW: below} if below else {})


def answers(data: Mapping[str, Any]) -> dict[str, str | tuple[str, ...]]:
    """The answers of a form that was sent, by field name."""
    named = data.get(MANY)
    many = named if isinstance(named, list) else []
    given = {name[len(INPUT) :]: value for name, value in data.items() if name.startswith(INPUT)}
    return {name: _several(value) if name in many else value for name, value in given.items() if isinstance(value, str)}


def _several(value: str) -> tuple[str, ...]:
    return tuple(unpacked(part) for part in value.split(",") if part)
