"""One field of a form as a question in a terminal, and what was typed as its answer. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from adapters.local.people import LocalPerson
from bot.messages import Field

Answer: TypeAlias = str | tuple[str, ...]
Options: TypeAlias = Sequence[tuple[str, str]]

BETWEEN = ","
HOW = {"choices": "how_several", "date": "how_date", "time": "how_time"}


def options(field: Field, people: Sequence[LocalPerson]) -> Options:
    """What can be picked: value and label, in the order of their numbers. Nothing where words are asked for."""
    picked = [(option.value, option.label) for option in field.options]
    return [(p.user, p.name) for p in people] if field.kind == "person" else picked


def question(field: Field, offered: Options, say: Callable[..., str]) -> str:
    """The label with what the form holds already, the hint, the numbered options, and how to answer."""
    values = (field.initial,) if isinstance(field.initial, str) else field.initial
    held = f"{BETWEEN} ".join(dict(offered).get(value, value) for value in values)
    first = say("asked", label=field.label, held=held) if held else field.label
    listed = [f"{n}. {label}" for n, (_, label) in enumerate(offered, 1)]
    how = [say(HOW[field.kind])] if field.kind in HOW else []
    return "\n".join(part for part in (first, field.hint, *listed, *how) if part)


def answer(field: Field, offered: Options, typed: str) -> Answer:
    """What was typed as the field's value; an empty line keeps what the form holds."""
    if not typed:
        return field.initial
    if field.kind == "choices":
        return tuple(_pick(part.strip(), offered) for part in typed.split(BETWEEN))
    return _pick(typed, offered)


def _pick(typed: str, offered: Options) -> str:
    """The value of the option whose number or label was typed; what was typed where there is none."""
    for number, (value, label) in enumerate(offered, 1):
        if typed.casefold() in (str(number), label.casefold()):
            return value
    return typed
