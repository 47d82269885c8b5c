"""Glossary files -> terms; every mistake named with file and field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.folding import fold
from bot.terms import Origin, Term, Wording

Table = Mapping[str, Any]

MOST_TERMS = 10_000
_SLUG = re.compile(r"[^a-z0-9]+")
_TERM_KEYS = {"term", "related", "source", "reviewed_by", "en", "fr"}
_WORDING_KEYS = {"name", "aliases", "short", "more", "example", "why", "ambiguity", "described"}
_INNER_KEYS = {"source": {"name", "title", "address"}, "reviewed_by": {"patient_partner", "researcher"}}
_NEEDED = ("name", "short", "more", "example", "why")


def slug(name: str) -> str:
    """The file name of a term: "risk of bias" -> "risk-of-bias"."""
    return _SLUG.sub("-", name.lower()).strip("-")


def read_terms(files: Mapping[str, Table], mistakes: list[str]) -> dict[str, Term]:
    """Every term by its slug. Mistakes are added to `mistakes`; what can be read is returned all the same."""
    if len(files) > MOST_TERMS:
        mistakes.append(f"terms: {len(files)} files; {MOST_TERMS} are the most")
    terms = [_term(file, table, mistakes) for file, table in files.items() if table]
    _check_related(terms, mistakes)
    _check_names(terms, mistakes)
    return {term.slug: term for term in terms}


def _term(file: str, table: Table, mistakes: list[str]) -> Term:
    name = str(table.get("term", ""))
    mistakes.extend(f"{file}: unknown key {key!r}" for key in table if key not in _TERM_KEYS)
    if not name or f"terms/{slug(name)}.toml" != file:
        mistakes.append(f"{file}: term: {name!r} belongs in terms/{slug(name)}.toml")
    review = _table(file, "reviewed_by", table, mistakes)
    words = {lang: _wording(f"{file}: {lang}", table[lang], mistakes) for lang in ("en", "fr") if lang in table}
    if "en" not in words:
        mistakes.append(f"{file}: en: the English wording is missing")
    return Term(
        name,
        slug(name),
        _texts(f"{file}: related", table.get("related", []), mistakes),
        _origin(file, _table(file, "source", table, mistakes), mistakes),
        words,
        str(review.get("patient_partner", "")),
        str(review.get("researcher", "")),
    )


def _table(file: str, key: str, table: Table, mistakes: list[str]) -> Table:
    value = table.get(key)
    if isinstance(value, dict):
        mistakes.extend(f"{file}: {key}: unknown key {name!r}" for name in value if name not in _INNER_KEYS[key])
        return value
    mistakes.append(f"{file}: {key}: expected a table")
    return {}


def _origin(file: str, table: Table, mistakes: list[str]) -> Origin:
    address = str(table.get("address", ""))
    if address and not address.startswith("https://"):
        mistakes.append(f"{file}: source.address: {address!r} is not an https address")
    mistakes.extend(f"{file}: source.{key}: missing" for key in ("name", "title") if not table.get(key))
    return Origin(str(table.get("name", "")), str(table.get("title", "")), address)


def _wording(where: str, table: Any, mistakes: list[str]) -> Wording:
    if not isinstance(table, dict):
        mistakes.append(f"{where}: expected a table")
        table = {}
    mistakes.extend(f"{where}: unknown key {key!r}" for key in table if key not in _WORDING_KEYS)
    mistakes.extend(f"{where}.{key}: missing" for key in _NEEDED if not str(table.get(key, "")).strip())
    not_text = [key for key in (*_NEEDED, "ambiguity") if not isinstance(table.get(key, ""), str)]
    mistakes.extend(f"{where}.{key}: expected a text" for key in not_text)
    aliases = _texts(f"{where}.aliases", table.get("aliases", []), mistakes)
    described = _texts(f"{where}.described", table.get("described", []), mistakes)
    texts = {key: str(table.get(key, "")) for key in (*_NEEDED, "ambiguity")}
    return Wording(aliases=aliases, described=described, **texts)


def _texts(where: str, value: Any, mistakes: list[str]) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(text, str) for text in value):
        return tuple(value)
    mistakes.append(f"{where}: expected a list of texts")
    return ()


def _check_names(terms: list[Term], mistakes: list[str]) -> None:
    """A name that two terms go by is only right when each says so in its `ambiguity`."""
    owners: dict[tuple[str, str], dict[str, Wording]] = {}
    for term in terms:
        for lang, words in term.words.items():
            for name in (words.name, *words.aliases):
                owners.setdefault((lang, fold(name)), {})[term.slug] = words
    for (lang, name), claims in owners.items():
        silent = [slug for slug, words in claims.items() if not words.ambiguity] if len(claims) > 1 else []
        for slug in silent:
            others = ", ".join(sorted(set(claims) - {slug}))
            mistakes.append(f"terms/{slug}.toml: {lang}: {name!r} is a name of {others} too; say so in ambiguity")


def _check_related(terms: list[Term], mistakes: list[str]) -> None:
    names = {term.name for term in terms}
    for term in terms:
        for other in term.related:
            if other not in names or other == term.name:
                mistakes.append(f"terms/{term.slug}.toml: related: there is no other term called {other!r}")
