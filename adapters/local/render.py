"""bot.messages -> what page.js draws. Every string stays a string: the page sets text, never markup."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, TypeAlias, assert_never

from adapters.local.book import Line
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
    Picture,
    Points,
    Prose,
    Runs,
    as_text,
)

Json: TypeAlias = dict[str, Any]

SHORT = 240
"""Characters of a message in the list of what others were sent."""


def line(kept: Line, reader: str) -> Json:
    """One line as `reader` sees it. A line taken back is only its id."""
    if kept.role == "taken":
        return {"id": kept.id, "taken": True, "place": kept.place}
    said = {"message": render(kept.message)} if kept.message else {"text": kept.text}
    return {
        "id": kept.id, "seq": kept.seq, "place": kept.place, "from": "" if kept.role == "bot" else kept.user,
        "mine": kept.role == "me" and kept.user == reader, "at": kept.at.isoformat(), "edited": kept.edited, **said,
    }  # fmt: skip


def render(said: Message) -> Json:
    """The tree the page draws. Buttons are numbered as in `as_text`; a file is named by its place among the files."""
    numbers, file_numbers = iter(range(1, 100)), iter(range(100))
    blocks = [_block(block, numbers, file_numbers) for block in said.blocks]
    return {"title": said.title, "lang": said.lang, "private": said.private, "blocks": blocks}


def files(said: Message) -> tuple[FileRef, ...]:
    """The files of a message in the order `render` numbers them, from 0."""
    return tuple(block.file for block in said.blocks if isinstance(block, Picture | Document))


def short(said: Message) -> str:
    """The beginning of what a message says, in plain text and without its buttons."""
    text = as_text(replace(said, blocks=tuple(b for b in said.blocks if not isinstance(b, Choices | Form))))
    return text if len(text) <= SHORT else text[: SHORT - 1].rstrip() + "…"


def form(asked: Form) -> Json:
    """A form as the page's dialog shows it."""
    return {
        "title": asked.title, "intro": asked.intro, "submit": asked.submit, "cancel": asked.cancel,
        "value": asked.value, "fields": [_field(field) for field in asked.fields],
    }  # fmt: skip


def _block(block: Block, numbers: Iterator[int], file_numbers: Iterator[int]) -> Json:
    match block:
        case Prose(runs):
            return {"is": "prose", "runs": _runs(runs)}
        case Note(runs):
            return {"is": "note", "runs": _runs(runs)}
        case Points(items):
            return {"is": "points", "items": [_runs(item) for item in items]}
        case Facts(pairs):
            return {"is": "facts", "pairs": [list(pair) for pair in pairs]}
        case Picture(alt, _):
            return {"is": "picture", "alt": alt, "file": next(file_numbers)}
        case Document(label, name, _):
            return {"is": "document", "label": label, "name": name, "file": next(file_numbers)}
        case Choices(options):
            return {"is": "choices", "options": [_choice(option, next(numbers)) for option in options]}
        case Form():
            return {"is": "form", "open_label": block.open_label, "number": next(numbers), "form": form(block)}
        case _:
            assert_never(block)


def _runs(runs: Runs) -> list[Json]:
    return [{"text": run.text, "bold": run.bold, "italic": run.italic} for run in runs]


def _choice(option: Choice, number: int) -> Json:
    told = {"label": option.label, "value": option.value, "number": number}
    return {**told, "primary": option.primary, "opens_form": option.opens_form}


def _field(field: Field) -> Json:
    initial = list(field.initial) if isinstance(field.initial, tuple) else field.initial
    return {
        "name": field.name, "label": field.label, "kind": field.kind, "hint": field.hint, "required": field.required,
        "options": [[option.value, option.label] for option in field.options], "initial": initial,
        "max_length": field.max_length,
    }  # fmt: skip
