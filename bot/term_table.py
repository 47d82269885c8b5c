"""A term <-> the table its file holds <-> the file's text: for the database, and for taking entries away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeAlias

import tomli_w

from bot.content_terms import read_term
from bot.terms import REVIEWERS, Term, Wording

TermTable: TypeAlias = dict[str, Any]
"""Plain JSON types in the shape of a term's TOML file."""

_ALWAYS = ("name", "short")


def to_table(term: Term) -> TermTable:
    """The table of a term's file. A reviewer is named when they found the wording of every language fine."""
    source = {"name": term.source.name, "title": term.source.title}
    if term.source.address:
        source["address"] = term.source.address
    return {
        "term": term.name,
        "related": list(term.related),
        "source": source,
        "reviewed_by": {part: _reviewer(term, part) for part in REVIEWERS},
        **{lang: _wording(term.words[lang]) for lang in sorted(term.words)},
    }


def _reviewer(term: Term, part: str) -> str:
    names = [term.reviewed_by(lang)[part] for lang in sorted(term.words)]
    return ", ".join(dict.fromkeys(names)) if all(names) else ""


def _wording(words: Wording) -> dict[str, Any]:
    held = {field.name: getattr(words, field.name) for field in fields(words)}
    kept = {key: value for key, value in held.items() if value or key in _ALWAYS}
    return {key: list(value) if isinstance(value, tuple) else value for key, value in kept.items()}


def from_table(slug: str, table: Mapping[str, Any]) -> Term:
    """The term of a table, which may still be unfinished: one language, its name and its sentence are enough.

    Raises ValueError naming everything that is wrong, one line each.
    """
    mistakes: list[str] = []
    term = read_term(f"terms/{slug}.toml", table, mistakes, unfinished=True)
    if mistakes:
        raise ValueError("\n".join(mistakes))
    return term


def to_toml(term: Term) -> str:
    """The text of a term's file."""
    return tomli_w.dumps(to_table(term))
