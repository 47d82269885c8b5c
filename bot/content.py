"""Files -> one frozen Pack; every mistake at once, with file and field."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, TypeVar

from bot.content_complete import compare
from bot.content_terms import read_terms
from bot.content_words import LONGEST_LABEL, read_commands, read_phrases, read_questions
from bot.folding import fold
from bot.glossary.asking import Cues
from bot.glossary.finder import Finder
from bot.pack import Pack, Question
from bot.plain_words import PlainWords
from bot.private_words import read_feelings
from bot.safety import Screen
from bot.season import read as read_season
from bot.spoken_hours import read_words
from bot.time_words import read_times

SHIPPED = Path(__file__).resolve().parent.parent / "content"
LARGEST_FILE = 1 << 20
"""A content file is text a person wrote: 1 MiB is far more than any needs (care-and-security.md, T15)."""

KNOWN = (
    "terms/*.toml", "phrases/*.toml", "commands.toml", "check_ins.toml", "feedback.toml", "safety.toml", "cues.toml",
    "demo.toml", "plain_words.toml", "season.toml", "times.toml", "hours.toml",
    "feelings.toml", "README.md",
)  # fmt: skip

Made = TypeVar("Made")
Table = Mapping[str, Any]


class ContentError(Exception):
    """Everything that is wrong with the content, one line a mistake: file, field, what is wrong."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


def load(folder: Path = SHIPPED) -> Pack:
    """The pack in this folder. Raises `ContentError` with every mistake of every file."""
    mistakes: list[str] = []
    files = _files(folder, mistakes)
    if not files:
        raise ContentError([f"{folder}: there is no content here"])
    pack = _assemble(files, mistakes)
    if folder.resolve() != SHIPPED:
        compare(files, _files(SHIPPED, []), mistakes)
    if mistakes or pack is None:
        raise ContentError(mistakes)
    return pack


def _files(folder: Path, mistakes: list[str]) -> dict[str, Table]:
    """Every content file by its place in the folder. Hidden files are an editor's business."""
    found: dict[str, Table] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_dir() or any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        if not any(fnmatch(name, known) and name.count("/") == known.count("/") for known in KNOWN):
            mistakes.append(f"{name}: no file of this name belongs here")
        elif name.endswith(".toml"):
            found[name] = _read(path, name, mistakes)
    return found


def _read(path: Path, name: str, mistakes: list[str]) -> Table:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise ValueError(f"the file is larger than {LARGEST_FILE} bytes")
        return tomllib.loads(path.read_text("utf-8"))
    except (ValueError, OSError, RecursionError) as exc:
        mistakes.append(f"{name}: cannot be read: {exc}")
        return {}


def _assemble(files: Mapping[str, Table], mistakes: list[str]) -> Pack | None:
    terms = read_terms({name: table for name, table in files.items() if name.startswith("terms/")}, mistakes)
    phrases = read_phrases({name: table for name, table in files.items() if name.startswith("phrases/")}, mistakes)
    commands = read_commands(_wanted("commands.toml", files, mistakes), mistakes)
    check_ins = {
        kind: read_questions(f"check_ins.toml: {kind}", table, mistakes)
        for kind, table in _wanted("check_ins.toml", files, mistakes).items()
    }
    feedback = read_questions("feedback.toml", _wanted("feedback.toml", files, mistakes), mistakes, open_end=True)
    screen = _compile("safety.toml", files, Screen.compile, mistakes)
    cues = _compile("cues.toml", files, Cues.compile, mistakes)
    plain_words = _compile("plain_words.toml", files, PlainWords.compile, mistakes)
    if "season.toml" in files:
        _compile("season.toml", files, read_season, mistakes)
    times = read_times(_wanted("times.toml", files, mistakes), mistakes)
    likes = read_words(_wanted("hours.toml", files, mistakes), times, mistakes)
    feelings = read_feelings(_wanted("feelings.toml", files, mistakes), mistakes)
    if mistakes or plain_words is None or screen is None or cues is None:
        return None
    labels = _labels(phrases, [*feedback, *(q for questions in check_ins.values() for q in questions)])
    finder = Finder(terms.values(), cues)
    return Pack(
        terms, phrases, commands, check_ins, feedback, screen, finder, labels, plain_words, times, likes, feelings
    )


def _labels(phrases: Mapping[str, Mapping[str, str]], questions: list[Question]) -> frozenset[str]:
    """Every phrase short enough for a button, folded."""
    said = [text for words in phrases.values() for text in words.values()]
    said += [text for question in questions for _, words in question.answers for text in words.values()]
    return frozenset(fold(text) for text in said if len(text) <= LONGEST_LABEL)


def _wanted(name: str, files: Mapping[str, Table], mistakes: list[str]) -> Table:
    if name not in files:
        mistakes.append(f"{name}: this file is missing")
    return files.get(name, {})


def _compile(name: str, files: Mapping[str, Table], make: Callable[[Table], Made], mistakes: list[str]) -> Made | None:
    table = _wanted(name, files, mistakes)
    try:
        return make(table) if table else None
    except ValueError as exc:
        mistakes.extend(f"{name}: {line}" for line in str(exc).splitlines())
        return None
    except (TypeError, AttributeError, KeyError) as exc:
        mistakes.append(f"{name}: a value has the wrong shape: {exc}")
        return None
