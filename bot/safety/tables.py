"""The tables of content/safety.toml: all there, and lists of texts where they should be."""

from collections.abc import Mapping, Sequence
from typing import cast

PHRASES = ("always", "distress", "ordinary", "advice", "not_advice")
TABLES = ("spelling", "typos", "slots", *PHRASES)

Tables = Mapping[str, Mapping[str, object]]


def checked(table: Mapping[str, object]) -> Tables:
    """The tables of the file, or ValueError naming each that is missing or unknown."""
    mistakes = [f"{key}: no such table" for key in table if key not in TABLES]
    mistakes += [f"{key}: missing" for key in TABLES if not isinstance(table.get(key), Mapping)]
    refuse(mistakes)
    return {key: cast("Mapping[str, object]", table[key]) for key in TABLES}


def refuse(mistakes: Sequence[str]) -> None:
    """ValueError with every mistake on a line of its own, if there is any."""
    if mistakes:
        raise ValueError("\n".join(mistakes))


def texts(tables: Tables, name: str, key: str, mistakes: list[str]) -> list[str]:
    """The list of texts under a key; anything else is a mistake, and read as no texts."""
    value = tables[name].get(key)
    if isinstance(value, list) and value and all(isinstance(text, str) and text.strip() for text in value):
        return value
    mistakes.append(f"{name}.{key}: should be a list of texts, none empty")
    return []
