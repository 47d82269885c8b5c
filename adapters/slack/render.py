"""bot.messages -> Block Kit. Pure and total; text stands only where Slack reads no markup in it.

Words without style are `plain_text`; words with style, lists and links are `rich_text`, where style is data. Nothing is
ever written as `mrkdwn`, so nothing a person typed can become a mention, a link or bold type.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias, assert_never

from adapters.slack import limits
from adapters.slack.fit import cut, fitted, split
from adapters.slack.words import clean, escape
from bot.messages import (
    Block,
    Choice,
    Choices,
    Document,
    Facts,
    FileRef,
    Form,
    Message,
    Note,
    Picture,
    Points,
    Prose,
    Run,
    Runs,
    as_text,
    plain,
)

Json: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A file that is at Slack's: its id, and its address for the people it is shared with."""

    id: str
    permalink: str


Files: TypeAlias = Mapping[FileRef, Uploaded]


def render(said: Message, mark: str, files: Files | None = None) -> Json:
    """The text and blocks of chat.postMessage and chat.update. A picture that is not in `files` is said in words.

    Slack shares a file with the readers when it unfurls the file's address in the text; nothing else is unfurled.
    """
    files = files or {}
    said = replace(said, blocks=fitted(said.blocks))
    links = [files[b.file].permalink for b in said.blocks if isinstance(b, Document) and b.file in files]
    return {
        "text": "\n".join([escape(as_text(said)), *links]),
        "blocks": blocks_of(said, f"ob:{mark}", files),
        "mrkdwn": bool(links),
        "parse": "none",
        "unfurl_links": bool(links),
        "unfurl_media": bool(links),
    }


def page(said: Message) -> Json:
    """The view of views.publish."""
    said = replace(said, blocks=fitted(said.blocks))
    return {"type": "home", "blocks": blocks_of(said, "page", {})}


def blocks_of(said: Message, first: str, files: Files) -> list[Json]:
    """A message as blocks; the first one's id is `first`."""
    drawn = [_header(said.title)] if clean(said.title).strip() else []
    for number, block in enumerate(said.blocks):
        drawn += [part for part in _drawn(block, said.title, number, files) if part]
    for number, part in enumerate(drawn):
        part["block_id"] = f"b{number}" if number else first
    return drawn


def _drawn(block: Block, title: str, number: int, files: Files) -> Iterator[Json]:
    match block:
        case Prose(runs):
            yield from _prose(runs)
        case Note(runs):
            yield from (_context(part) for part in split(clean(plain(runs)), limits.CONTEXT))
        case Points(items):
            lines = _lines(items)
            yield _rich([{"type": "rich_text_list", "style": "bullet", "elements": lines}] if lines else [])
        case Facts(pairs):
            yield _rich(_lines([_facts(pairs)]))
        case Picture(alt, file):
            yield from _picture(alt, files.get(file))
        case Document(label, name, file):
            yield _document(label, name, files.get(file))
        case Choices(options):
            yield from _rows(options, title, number)
        case Form():
            opens = Choice(block.open_label, block.value, primary=True, opens_form=True)
            yield from _rows((opens,), title, number)
        case _:
            assert_never(block)


def _prose(runs: Runs) -> Iterator[Json]:
    if any(run.bold or run.italic for run in runs):
        yield _rich(_lines([runs]))
    else:
        yield from (_section(part) for part in split(clean(plain(runs)), limits.SECTION))


def plain_text(text: str, room: int) -> Json:
    """A text object in which nothing is markup, not even `:smile:`. Slack refuses an empty one."""
    return {"type": "plain_text", "text": cut(clean(text), room) or "–", "emoji": False}


def _header(title: str) -> Json:
    return {"type": "header", "text": plain_text(title, limits.HEADER)}


def _section(text: str) -> Json:
    return {"type": "section", "text": plain_text(text, limits.SECTION)}


def _context(text: str) -> Json:
    """Small print. Slack offers it text objects only, in which style would be markup: bold is dropped here."""
    return {"type": "context", "elements": [plain_text(text, limits.CONTEXT)]}


def _rich(elements: list[Json]) -> Json:
    return {"type": "rich_text", "elements": elements} if elements else {}


def _lines(items: Iterable[Runs]) -> list[Json]:
    """One section a line; Slack takes no empty ones."""
    lines = ([_run(run) for run in runs if clean(run.text)] for runs in items)
    return [{"type": "rich_text_section", "elements": elements} for elements in lines if elements]


def _run(run: Run) -> Json:
    style = {name: True for name, on in (("bold", run.bold), ("italic", run.italic)) if on}
    return {"type": "text", "text": clean(run.text)} | ({"style": style} if style else {})


def _facts(pairs: tuple[tuple[str, str], ...]) -> Runs:
    lines = [(Run(f"{label}: ", bold=True), Run(value), Run("\n")) for label, value in pairs]
    return tuple(run for line in lines for run in line)[:-1]


def _picture(alt: str, file: Uploaded | None) -> Iterator[Json]:
    if file is None:
        yield from (_section(part) for part in split(clean(alt), limits.SECTION))
    else:
        yield {"type": "image", "slack_file": {"id": file.id}, "alt_text": cut(clean(alt), limits.ALT) or "–"}


def _document(label: str, name: str, file: Uploaded | None) -> Json:
    if file is None:
        return _section(f"{label}: {name}")
    return _rich(
        [{"type": "rich_text_section", "elements": [{"type": "link", "url": file.permalink, "text": clean(label)}]}]
    )


def _rows(options: tuple[Choice, ...], title: str, number: int) -> Iterator[Json]:
    for start in range(0, len(options), limits.BUTTONS):
        row = options[start : start + limits.BUTTONS]
        yield {"type": "actions", "elements": [_button(o, title, f"c{number}.{start + n}") for n, o in enumerate(row)]}


def _button(option: Choice, title: str, action: str) -> Json:
    """A screen reader hears what the button belongs to: the same labels come back under every term."""
    told = f"{option.label} – {title}" if title else option.label
    drawn: Json = {
        "type": "button",
        "action_id": action,
        "text": plain_text(option.label, limits.LABEL),
        "value": option.value,
        "accessibility_label": cut(clean(told), limits.LABEL) or "–",
    }
    return drawn | ({"style": "primary"} if option.primary else {})
