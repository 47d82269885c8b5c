"""A message as JSON and back, so that what was composed once is what is sent, also after a restart."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from bot.messages import (
    Block,
    Choice,
    Choices,
    Document,
    Facts,
    Field,
    FileRef,
    Form,
    Message,
    Note,
    Option,
    Picture,
    Points,
    Prose,
    Run,
)

_KINDS: dict[str, Any] = {
    kind.__name__: kind
    for kind in (
        Run, Prose, Note, Points, Facts, FileRef, Picture, Document, Choice, Choices, Option, Field, Form, Message,
    )
}  # fmt: skip

_USUAL = {kind: tuple((field.name, field.default) for field in fields(kind)) for kind in _KINDS.values()}
"""The fields of each kind, with the values they have when nobody says anything."""


def to_json(said: Message | Block) -> dict[str, Any]:
    """Plain dictionaries, lists and strings; a value equal to its default is left out."""
    encoded = _encode(said)
    assert isinstance(encoded, dict)
    return encoded


def from_json(data: dict[str, Any]) -> Message:
    """The message `to_json` was given. Raises KeyError or TypeError on anything else."""
    decoded = _decode(data)
    if not isinstance(decoded, Message):
        raise TypeError(f"not a message: {type(decoded).__name__}")
    return decoded


def _encode(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_encode(item) for item in value]
    usual = _USUAL.get(type(value))
    if usual is None:
        return value
    told: dict[str, Any] = {"is": type(value).__name__}
    for name, default in usual:
        found = getattr(value, name)
        if found is not default and found != default:
            told[name] = _encode(found)
    return told


def _decode(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_decode(item) for item in value)
    if not isinstance(value, dict):
        return value
    kind = _KINDS[value["is"]]
    return kind(**{name: _decode(item) for name, item in value.items() if name != "is"})
