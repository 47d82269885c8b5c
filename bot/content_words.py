"""Phrases, commands and questions from their files; every mistake named with file and field."""

from __future__ import annotations

import string
from collections.abc import Mapping
from typing import Any

from bot.folding import fold
from bot.pack import Question

LANGUAGES = ("en", "fr")
LONGEST_LABEL = 75
"""Slack's longest button label (docs.slack.dev, block elements)."""

Table = Mapping[str, Any]


def placeholders(text: str) -> set[str]:
    """The names of the values a phrase is filled with. Raises ValueError for a brace that names none."""
    named = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    if not all(name.isidentifier() for name in named):
        raise ValueError("a value is written {name}, in plain letters")
    return named


def read_phrases(files: Mapping[str, Table], mistakes: list[str]) -> dict[str, dict[str, str]]:
    """Every phrase by its key, in both languages."""
    found: dict[str, dict[str, str]] = {}
    for name, table in files.items():
        _collect(name, "", table, found, mistakes)
    return found


def _collect(name: str, prefix: str, table: Table, found: dict[str, dict[str, str]], mistakes: list[str]) -> None:
    if set(table) & set(LANGUAGES):
        if prefix in found:
            mistakes.append(f"{name}: {prefix}: another file has this phrase already")
        found[prefix] = both(f"{name}: {prefix}", table, mistakes)
        if ".label_" in prefix and max(map(len, found[prefix].values())) > LONGEST_LABEL:
            mistakes.append(f"{name}: {prefix}: longer than a button, which takes {LONGEST_LABEL} characters")
        return
    for key, value in table.items():
        if isinstance(value, dict):
            _collect(name, f"{prefix}.{key}".lstrip("."), value, found, mistakes)
        else:
            mistakes.append(f"{name}: {prefix}.{key}".replace(": .", ": ") + ": expected a table with en and fr")


def both(where: str, table: Any, mistakes: list[str]) -> dict[str, str]:
    """The two languages of one phrase; both must be there and name the same values."""
    if not isinstance(table, Mapping) or not all(isinstance(said, str) for said in table.values()):
        mistakes.append(f"{where}: expected en and fr, each a text")
        return dict.fromkeys(LANGUAGES, "")
    words = {lang: table.get(lang, "") for lang in LANGUAGES}
    mistakes.extend(f"{where}: {lang} is missing" for lang, text in words.items() if not text.strip())
    mistakes.extend(f"{where}: unknown key {key!r}" for key in table if key not in LANGUAGES)
    try:
        named = {lang: placeholders(text) for lang, text in words.items()}
    except ValueError as exc:
        mistakes.append(f"{where}: {exc}")
        return words
    if all(words.values()) and named["en"] != named["fr"]:
        mistakes.append(f"{where}: en names {sorted(named['en'])}, fr names {sorted(named['fr'])}")
    return words


def read_commands(table: Table, mistakes: list[str]) -> dict[str, tuple[str, ...]]:
    """What people can type for each verb, folded. One wording belongs to one command only."""
    commands = {verb: tuple(fold(said) for said in _all_said(verb, value, mistakes)) for verb, value in table.items()}
    owner: dict[str, str] = {}
    for verb, said in commands.items():
        for words in said:
            if owner.setdefault(words, verb) != verb:
                mistakes.append(f"commands.toml: {verb}: {words!r} means {owner[words]} already")
    return commands


def _all_said(verb: str, value: Any, mistakes: list[str]) -> list[str]:
    if not isinstance(value, dict) or set(value) != set(LANGUAGES) or not all(map(_texts, value.values())):
        mistakes.append(f"commands.toml: {verb}: expected the lists en and fr")
        return []
    return [said for lang in LANGUAGES for said in value[lang]]


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(said, str) for said in value)


def read_questions(where: str, table: Any, mistakes: list[str], *, open_end: bool = False) -> tuple[Question, ...]:
    """Questions with their labelled answers; with `open_end` the last one, and no other, is answered in a sentence."""
    table = _as_table(where, table, mistakes)
    items = table.get("questions", [])
    if not isinstance(items, list) or not items:
        mistakes.append(f"{where}: questions: there are none")
        return ()
    scales = _as_table(f"{where}: scales", table.get("scales", {}), mistakes)
    asked = tuple(_question(where, item, scales, mistakes) for item in items)
    for n, question in enumerate(asked):
        last = open_end and n == len(asked) - 1
        if bool(question.answers) == last:
            rule = "the last question is answered in a sentence" if last else "needs a scale"
            mistakes.append(f"{where}: {question.id}: {rule}")
    ids = [question.id for question in asked]
    mistakes.extend(f"{where}: {name}: stands there twice" for name in sorted({n for n in ids if ids.count(n) > 1}))
    return asked


def _as_table(where: str, value: Any, mistakes: list[str]) -> Table:
    if isinstance(value, Mapping):
        return value
    mistakes.append(f"{where}: expected a table")
    return {}


def _question(where: str, item: Any, scales: Table, mistakes: list[str]) -> Question:
    item = _as_table(f"{where}: questions", item, mistakes)
    name = str(item.get("id", "?"))
    words = both(f"{where}: {name}", {lang: item.get(lang, "") for lang in LANGUAGES}, mistakes)
    scale = str(item.get("scale", ""))
    if scale and scale not in scales:
        mistakes.append(f"{where}: {name}: there is no scale called {scale!r}")
    labels = _as_table(f"{where}: scales.{scale}", scales.get(scale, {}), mistakes)
    answers = tuple((value, both(f"{where}: scales.{scale}.{value}", said, mistakes)) for value, said in labels.items())
    return Question(name, words, answers)
