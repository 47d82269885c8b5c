"""Plainer words for hard ones, in both languages, however the hard one ends; compiled from content/plain_words.toml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.folding import fold

Table = Mapping[str, Any]
LANGUAGES = ("en", "fr")
KEYS = {"known", "simpler"}

_WORD = re.compile(r"[^\W_]+")
_ENDINGS_OF_ER = ("er", "e", "es", "ent", "ons", "ez", "ee", "ees", "ait", "aient", "ant", "era", "eront")
_ENDINGS_OF_IR = ("ir", "it", "is", "issent", "issant", "i", "ie", "ies")

Phrase = tuple[str, ...]
"""Folded words, one after the other."""


@dataclass(frozen=True, slots=True)
class Swap:
    """Words as the writer typed them, and what could stand there instead."""

    typed: str
    simpler: str


@dataclass(frozen=True, slots=True, repr=False)
class PlainWords:
    """`simpler[lang]`: folded phrases, each with every ending, to the plainer word. `known[lang]`: long words that need
    none."""

    simpler: Mapping[str, Mapping[Phrase, str]]
    known: Mapping[str, frozenset[str]]

    @classmethod
    def compile(cls, table: Table) -> PlainWords:
        """From the file. Raises ValueError with every mistake, one a line."""
        mistakes = [f"unknown key {key!r}" for key in table if key not in LANGUAGES]
        read = {lang: _read(lang, table.get(lang, {}), mistakes) for lang in LANGUAGES}
        if mistakes:
            raise ValueError("\n".join(mistakes))
        return cls({lang: one[0] for lang, one in read.items()}, {lang: one[1] for lang, one in read.items()})

    def swaps(self, text: str, lang: str) -> list[Swap]:
        """The hard words of this text that have a plainer one, in reading order, each once; the longest phrase wins."""
        simpler = self.simpler[lang]
        longest = max(map(len, simpler), default=0)
        tokens = [(fold(found.group()), found.start(), found.end()) for found in _WORD.finditer(text)]
        found: dict[str, Swap] = {}
        place = 0
        while place < len(tokens):
            length = _longest(simpler, [token for token, _, _ in tokens[place : place + longest]])
            if length:
                typed = text[tokens[place][1] : tokens[place + length - 1][2]]
                said = simpler[tuple(token for token, _, _ in tokens[place : place + length])]
                found.setdefault(fold(typed), Swap(typed, said))
            place += length or 1
        return list(found.values())


def _longest(simpler: Mapping[Phrase, str], words: list[str]) -> int:
    return next((n for n in range(len(words), 0, -1) if tuple(words[:n]) in simpler), 0)


def _read(lang: str, table: Any, mistakes: list[str]) -> tuple[dict[Phrase, str], frozenset[str]]:
    if not isinstance(table, Mapping) or not table:
        mistakes.append(f"{lang}: expected a table with known and simpler")
        return {}, frozenset()
    mistakes.extend(f"{lang}: unknown key {key!r}" for key in table if key not in KEYS)
    known, pairs = table.get("known", []), table.get("simpler", {})
    if not isinstance(known, list) or not all(isinstance(word, str) and word.strip() for word in known):
        mistakes.append(f"{lang}.known: expected a list of words")
        known = []
    if not isinstance(pairs, Mapping) or not all(isinstance(said, str) for said in pairs.values()):
        mistakes.append(f"{lang}.simpler: expected a plainer word, as a text, for each word")
        pairs = {}
    kept = frozenset(map(fold, known))
    return _simpler(lang, pairs, kept, mistakes), kept


def _simpler(lang: str, pairs: Mapping[str, str], known: frozenset[str], mistakes: list[str]) -> dict[Phrase, str]:
    owner: dict[str, str] = {}
    for word, said in pairs.items():
        mistakes.extend(f"{lang}.simpler: {word!r}: {wrong}" for wrong in _wrong(word, said, pairs, known))
        if owner.setdefault(fold(word), word) != word:
            mistakes.append(f"{lang}.simpler: {word!r}: stands there as {owner[fold(word)]!r} already")
    exact = {tuple(fold(word).split()): said for word, said in pairs.items()}
    bent = {form: said for phrase, said in exact.items() for form in _forms(phrase, lang)}
    return {**bent, **exact}


def _wrong(word: str, said: str, pairs: Mapping[str, str], known: frozenset[str]) -> Iterator[str]:
    if not fold(word) or not fold(said):
        yield "both words are needed"
    elif fold(word) == fold(said):
        yield "stands for itself"
    elif said in pairs:
        yield f"{said!r} has a plainer word itself"
    if fold(word) in known:
        yield "is in known as well"


def _forms(phrase: Phrase, lang: str) -> Iterator[Phrase]:
    """The phrase with the endings its first word may have; some of them nobody ever writes, which does no harm."""
    first, *rest = phrase or ("",)
    for form in _bent_in_english(first) if lang == "en" else _bent_in_french(first):
        yield (form, *rest)


def _bent_in_english(word: str) -> Iterator[str]:
    if word.endswith("e"):
        yield from (f"{word}s", f"{word}d", f"{word[:-1]}ing")
    elif word.endswith("y"):
        yield from (f"{word[:-1]}ies", f"{word[:-1]}ied", f"{word}ing")
    else:
        doubled = f"{word}{word[-1:]}"
        yield from (f"{word}s", f"{word}es", f"{word}ed", f"{word}ing", f"{doubled}ed", f"{doubled}ing")


def _bent_in_french(word: str) -> Iterator[str]:
    if word.endswith("er"):
        yield from (word[:-2] + ending for ending in _ENDINGS_OF_ER)
    elif word.endswith("ir"):
        yield from (word[:-2] + ending for ending in _ENDINGS_OF_IR)
    elif word.endswith("if"):
        yield from (f"{word}s", f"{word[:-2]}ive", f"{word[:-2]}ives")
    elif word.endswith("e"):
        yield f"{word}s"
    else:
        yield from (f"{word}s", f"{word}e", f"{word}es", f"{word[:-1]}ux" if word.endswith("al") else f"{word}s")


NONE = PlainWords({lang: {} for lang in LANGUAGES}, {lang: frozenset() for lang in LANGUAGES})
"""For a pack without any."""
