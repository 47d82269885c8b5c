"""Cutting: a message that is too long for Slack keeps its beginning, its small print and its buttons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import assert_never

from adapters.slack import limits
from bot.messages import Block, Choices, Document, Facts, Form, Note, Picture, Points, Prose, Run, Runs, plain

MORE = "…"
_FRAME = 120
"""About what a block, a list item or a button weighs beside its words."""
_SHORTEST = 60
"""A paragraph is not cut to fewer characters than this: it goes."""


def fitted(blocks: tuple[Block, ...], room: int = limits.ROOM) -> tuple[Block, ...]:
    """The same blocks if they fit, else with the longest-standing text kept and the rest cut at a sentence."""
    if len(blocks) > limits.BLOCKS - 5:
        blocks = tuple(_folded(blocks))
    weights = [weight(block) for block in blocks]
    if sum(weights) <= room:
        return blocks
    fixed = sum(w for block, w in zip(blocks, weights, strict=True) if not _may_be_cut(block))
    return tuple(_kept(blocks, max(room - fixed, _SHORTEST * 4)))


def weight(block: Block) -> int:
    """About how many characters a block takes as JSON."""
    match block:
        case Prose(runs) | Note(runs):
            return _FRAME + len(plain(runs)) + 30 * len(runs)
        case Points(items):
            return _FRAME + sum(_FRAME + len(plain(item)) for item in items)
        case Facts(pairs):
            return _FRAME + sum(_FRAME + len(label) + len(value) for label, value in pairs)
        case Picture(alt, _):
            return _FRAME + len(alt)
        case Document(label, name, _):
            return 4 * _FRAME + len(label) + len(name)
        case Choices(options):
            return _FRAME + sum(_FRAME + 2 * len(option.label) + len(option.value) for option in options)
        case Form():
            return 2 * _FRAME + 2 * len(block.open_label) + len(block.value)
        case _:
            assert_never(block)


def _may_be_cut(block: Block) -> bool:
    """Small print stays whole: it says who reads an answer."""
    return isinstance(block, Prose | Points | Facts)


def _kept(blocks: Iterable[Block], spare: int) -> Iterator[Block]:
    for block in blocks:
        if not _may_be_cut(block):
            yield block
        elif weight(block) <= spare:
            spare -= weight(block)
            yield block
        else:
            if spare > _SHORTEST + _FRAME:
                yield _cut_block(block, spare - _FRAME)
            spare = 0


def _cut_block(block: Block, room: int) -> Block:
    match block:
        case Prose(runs):
            return Prose(cut_runs(runs, room))
        case Points(items):
            return Points((*_items_within(items, room), (Run(MORE),)))
        case Facts(pairs):
            whole = [(Run(label), Run(value)) for label, value in pairs]
            return Facts((*((a.text, b.text) for a, b in _items_within(whole, room)), (MORE, MORE)))
        case _:
            return block


def _items_within(items: Iterable[Runs], room: int) -> Iterator[Runs]:
    for item in items:
        room -= _FRAME + len(plain(item))
        if room < _FRAME:
            return
        yield item


def cut_runs(runs: Runs, room: int) -> Runs:
    """The beginning of some runs, each in its style."""
    kept: list[Run] = []
    for run in runs:
        if len(run.text) > room:
            return (*kept, Run(cut(run.text, room), run.bold, run.italic))
        kept.append(run)
        room -= len(run.text)
    return tuple(kept)


def cut(text: str, room: int) -> str:
    """At most `room` characters: whole if it fits, else to the end of a sentence or of a word, and an ellipsis."""
    if len(text) <= room:
        return text
    start = text[: max(room - len(MORE) - 1, 0)]
    sentence = max(start.rfind(end) + 1 for end in (". ", "! ", "? ", ".\n", "\n"))
    if sentence > len(start) // 2:
        return f"{start[:sentence].rstrip()} {MORE}"
    word = start.rfind(" ")
    return start[: word if word > len(start) // 2 else None].rstrip() + MORE


def split(text: str, room: int) -> Iterator[str]:
    """The text in pieces of at most `room` characters, parted between sentences where it can be."""
    while len(text) > room:
        start = text[:room]
        end = max(start.rfind(mark) + 1 for mark in ("\n", ". ", "? ", "! "))
        end = end if end > room // 2 else (start.rfind(" ") + 1 or room)
        if text[:end].strip():
            yield text[:end].strip()
        text = text[end:]
    if text.strip():
        yield text.strip()


def _folded(blocks: Iterable[Block]) -> Iterator[Block]:
    """Neighbouring paragraphs as one, where a message has more blocks than Slack takes."""
    for is_prose, group in groupby(blocks, key=lambda block: isinstance(block, Prose)):
        if is_prose:
            paragraphs = [block.runs for block in group if isinstance(block, Prose)]
            yield Prose(tuple(run for runs in paragraphs for run in (*runs, Run("\n\n")))[:-1])
        else:
            yield from group
