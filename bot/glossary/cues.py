"""Compiles content/cues.toml: the ways people ask, and the words that help to understand them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.glossary.text import keys

KINDS = (
    "meaning",
    "what",
    "about",
    "heard",
    "compare",
    "back",
    "silence",
    "errand",
    "follow",
    "other",
    "again",
    "describing",
    "naming",
    "wondering",
)
SETS = ("pointing", "small", "owners", "generic", "after", "planning", "vague", "everyday", "capitals")
PLAIN = ("after", "pointing", "owners", "vague", "planning")  # ordinary words as well
LISTS = (*SETS, "fillers", "alike", "ordinary")
WHOLE = ("follow", "other", "again")  # said as they stand, nothing around them

Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A cue: the words before the star, the words after it, and how sure it is (`kind`)."""

    kind: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    starred: bool

    @property
    def weight(self) -> int:
        return len(self.before) + len(self.after)


@dataclass(frozen=True)
class Cues:
    """All cues, ready to use. `starts` finds the patterns by their first word."""

    starts: Mapping[str, tuple[Pattern, ...]]
    phrases: Mapping[str, frozenset[tuple[str, ...]]]
    pointing: frozenset[str]
    small: frozenset[str]
    owners: frozenset[str]
    generic: frozenset[str]
    fillers: Mapping[str, tuple[tuple[str, ...], ...]]
    after: frozenset[str]
    planning: frozenset[str]
    vague: frozenset[str]
    everyday: frozenset[str]
    capitals: frozenset[str]
    ordinary: frozenset[str]
    alike: Mapping[str, tuple[str, ...]]

    @classmethod
    def compile(cls, table: Table) -> Cues:
        """The cues of a parsed file. Raises ValueError naming every mistake, one a line, with its key."""
        mistakes = list(_mistakes(table))
        if mistakes:
            raise ValueError("\n".join(mistakes))
        words = table["words"]
        return cls(
            starts=_by_first(pattern for kind in KINDS for pattern in _patterns(kind, table[kind])),
            phrases={kind: frozenset(keys(cue) for cue in _cues(table[kind])) for kind in WHOLE},
            fillers=_phrases_by_first(words["fillers"]),
            ordinary=_folded([*words["ordinary"].split(), *(word for name in PLAIN for word in words[name])]),
            alike=_families(words["alike"]),
            **{name: _folded(words[name]) for name in SETS},
        )


def _cues(table: Table) -> Iterator[str]:
    yield from (*table["en"], *table["fr"])


def _patterns(kind: str, table: Table) -> Iterator[Pattern]:
    for cue in _cues(table):
        before, star, after = cue.partition("*")
        yield Pattern(kind, keys(before), keys(after), bool(star))


def _by_first(patterns: Iterator[Pattern]) -> dict[str, tuple[Pattern, ...]]:
    """Longest first, so that the most telling cue is met first."""
    found: dict[str, dict[Pattern, None]] = {}
    for pattern in sorted(patterns, key=lambda pattern: (-pattern.weight, pattern.kind != "silence")):
        if pattern.kind not in WHOLE:
            found.setdefault((pattern.before or pattern.after)[0], {})[pattern] = None
    return {first: tuple(some) for first, some in found.items()}


def _phrases_by_first(phrases: list[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, set[tuple[str, ...]]] = {}
    for phrase in map(keys, phrases):
        found.setdefault(phrase[0], set()).add(phrase)
    return {first: tuple(sorted(some, key=len, reverse=True)) for first, some in found.items()}


def _families(lists: list[list[str]]) -> dict[str, tuple[str, ...]]:
    """Each word's families; one that has several meanings may belong to several."""
    found: dict[str, dict[str, None]] = {}
    for number, family in enumerate(lists):
        for word in family:
            found.setdefault(keys(word)[0], {})[f"={number}"] = None
    return {word: tuple(families) for word, families in found.items()}


def _folded(words: list[str]) -> frozenset[str]:
    return frozenset(part for word in words for part in keys(word))


def _mistakes(table: Table) -> Iterator[str]:
    yield from (f"{key}: unknown key" for key in table if key not in (*KINDS, "words"))
    for kind in KINDS:
        yield from _kind_mistakes(kind, table.get(kind))
    words = table.get("words")
    if not isinstance(words, Mapping):
        yield "words: this table is missing"
        return
    yield from (f"words.{key}: unknown key" for key in words if key not in LISTS)
    for name in LISTS:
        yield from _list_mistakes(name, words.get(name))


def _kind_mistakes(kind: str, table: Any) -> Iterator[str]:
    if not isinstance(table, Mapping):
        yield f"{kind}: this table is missing"
        return
    yield from (f"{kind}.{key}: unknown key" for key in table if key not in ("en", "fr"))
    for lang in ("en", "fr"):
        if not _is_words(table.get(lang)):
            yield f"{kind}.{lang}: expected a list of cues, each in quotes"
            continue
        yield from (f"{kind}.{lang}[{n}]: {what}" for n, cue in enumerate(table[lang]) if (what := _wrong(cue)))


def _wrong(cue: str) -> str:
    if cue.count("*") > 1:
        return f"only one * in {cue!r}"
    return "" if keys(cue.replace("*", " ")) else f"a cue needs words besides the *, not {cue!r}"


def _list_mistakes(name: str, value: Any) -> Iterator[str]:
    where = f"words.{name}"
    if name == "ordinary":
        if not isinstance(value, str) or not value.split():
            yield f"{where}: expected words in one text"
    elif name == "alike":
        yield from _family_mistakes(where, value)
    elif not _is_words(value):
        yield f"{where}: expected a list of words, each in quotes"
    else:
        yield from (f"{where}[{n}]: no word in {word!r}" for n, word in enumerate(value) if not keys(word))


def _family_mistakes(where: str, value: Any) -> Iterator[str]:
    if not isinstance(value, list) or not value:
        yield f"{where}: expected a list of families of words"
        return
    for n, family in enumerate(value):
        if not _is_words(family) or len(family) < 2 or not all(map(keys, family)):
            yield f"{where}[{n}]: expected two or more words, each in quotes"


def _is_words(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(word, str) for word in value)
