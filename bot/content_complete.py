"""A folder of one's own must have everything the shipped one has: what is asked for and is not there would fail in a
conversation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.content_words import LANGUAGES, placeholders, read_phrases

Table = Mapping[str, Any]


def compare(files: Mapping[str, Table], shipped: Mapping[str, Table], mistakes: list[str]) -> None:
    """Adds a mistake for every phrase, command and set of questions that is missing, and for every unknown value."""
    _phrases(_phrases_of(files), _phrases_of(shipped), mistakes)
    for name, what in (("commands.toml", "command"), ("check_ins.toml", "set of questions")):
        ours, theirs = files.get(name, {}), shipped[name]
        mistakes.extend(f"{name}: {key}: this {what} is missing" for key in theirs if key not in ours)
        mistakes.extend(f"{name}: {key}: there is no such {what}" for key in ours if key not in theirs)


def _phrases_of(files: Mapping[str, Table]) -> dict[str, dict[str, str]]:
    return read_phrases({name: table for name, table in files.items() if name.startswith("phrases/")}, [])


def _phrases(ours: Mapping[str, Mapping[str, str]], theirs: Mapping[str, Mapping[str, str]], found: list[str]) -> None:
    found.extend(f"phrases: {key}: this phrase is missing" for key in theirs if key not in ours)
    for key in ours:
        if key not in theirs:
            found.append(f"phrases: {key}: there is no such phrase")
        else:
            found.extend(_unknown_values(key, ours[key], theirs[key]))


def _unknown_values(key: str, ours: Mapping[str, str], theirs: Mapping[str, str]) -> list[str]:
    known = placeholders(theirs["en"])
    try:
        used = set().union(*(placeholders(ours[lang]) for lang in LANGUAGES))
    except ValueError:
        return []
    return [f"phrases: {key}: {{{name}}} is none of {sorted(known)}" for name in sorted(used - known)]
