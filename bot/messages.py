"""What we say: a small frozen tree, and the same in plain text.

Renderers in `adapters/` are total functions over `Block`. Every string here is plain text: markup
exists only as the flags of a `Run`, so nothing a person typed can become formatting.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias, assert_never


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style."""

    text: str
    bold: bool = False
    italic: bool = False


Runs: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph."""

    runs: Runs


@dataclass(frozen=True, slots=True)
class Note:
    """Small print under what matters: who reads this, where it comes from."""

    runs: Runs


@dataclass(frozen=True, slots=True)
class Points:
    """A short list."""

    items: tuple[Runs, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Labelled values, one a line."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FileRef:
    """Names a file that is made when it is needed and never stored: `kind` and what it is about.

    `reader` is the id of the one person it is made for; `bot.files` checks the access again.
    """

    kind: Literal["feedback_picture", "feedback_csv"]
    community: str
    subject: str
    reader: str
    lang: str


@dataclass(frozen=True, slots=True)
class Picture:
    """An image with its whole meaning in words (`alt`); the numbers always stand in the text as well."""

    alt: str
    file: FileRef


@dataclass(frozen=True, slots=True)
class Document:
    """A file to take away."""

    label: str
    name: str
    file: FileRef


@dataclass(frozen=True, slots=True)
class Choice:
    """A button. `value` is a packed, signed `buttons.Button`; `opens_form` says a press opens a form."""

    label: str
    value: str
    primary: bool = False
    opens_form: bool = False


@dataclass(frozen=True, slots=True)
class Choices:
    """One row of buttons; typing a label, or its number, does the same."""

    options: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """One entry of a list in a form."""

    value: str
    label: str


FieldKind: TypeAlias = Literal["line", "text", "choice", "choices", "date", "time", "person"]


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a form.

    Values come back as text: "line" and "text" as typed, "choice" an option's value, "choices" several of them,
    "date" ISO 8601 (2026-11-24), "time" 24-hour (14:30), "person" the platform's id of a person picked.
    """

    name: str
    label: str
    kind: FieldKind = "line"
    options: tuple[Option, ...] = ()
    initial: str | tuple[str, ...] = ""
    hint: str = ""
    required: bool = True
    max_length: int = 1000


@dataclass(frozen=True, slots=True)
class Form:
    """Questions answered together. As a block it is filled in where it stands, or behind a button called
    `open_label`."""

    title: str
    fields: tuple[Field, ...]
    submit: str
    cancel: str
    value: str
    open_label: str
    intro: str = ""


Block: TypeAlias = Prose | Note | Points | Facts | Picture | Document | Choices | Form


@dataclass(frozen=True, slots=True)
class Message:
    """Something said. `private` messages may only be sent to one person; a renderer never widens that."""

    blocks: tuple[Block, ...]
    lang: str = "en"
    title: str = ""
    private: bool = True


def message(*blocks: Block, lang: str, title: str = "", private: bool = True) -> Message:
    """A message from its blocks, in reading order."""
    return Message(tuple(blocks), lang, title, private)


def choices(said: Message) -> tuple[Choice, ...]:
    """Every button of a message, in reading order; a form counts as the button that opens it."""
    return tuple(c for block in said.blocks for c in _buttons(block))


def _buttons(block: Block) -> tuple[Choice, ...]:
    if isinstance(block, Choices):
        return block.options
    if isinstance(block, Form):
        return (Choice(block.open_label, block.value, opens_form=True),)
    return ()


def as_text(said: Message) -> str:
    """The whole message in plain text: what a screen reader, a notification or a terminal gets."""
    numbers = iter(range(1, 100))
    parts = [said.title] if said.title else []
    parts += [_block_text(block, numbers) for block in said.blocks]
    return "\n".join(part for part in parts if part)


def _block_text(block: Block, numbers: Iterable[int]) -> str:
    match block:
        case Prose(runs) | Note(runs):
            return plain(runs)
        case Points(items):
            return "\n".join(f"• {plain(item)}" for item in items)
        case Facts(pairs):
            return "\n".join(f"{label}: {value}" for label, value in pairs)
        case Picture(alt, _):
            return alt
        case Document(label, name, _):
            return f"{label}: {name}"
        case Choices(options):
            return "\n".join(f"{n}. {option.label}" for option, n in zip(options, numbers, strict=False))
        case Form():
            return f"{next(iter(numbers))}. {block.open_label}"
        case _:
            assert_never(block)


def plain(runs: Runs) -> str:
    """The text of runs without their style."""
    return "".join(run.text for run in runs)
