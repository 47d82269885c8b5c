"""Everything Interlude can say and understand, frozen."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.glossary.finder import Finder
from bot.messages import Note, Prose, Run, Runs
from bot.plain_words import NONE as NO_PLAIN_WORDS
from bot.plain_words import PlainWords
from bot.safety import Screen
from bot.terms import Term
from bot.time_words import TimeWords

_BOLD = re.compile(r"\*\*(.+?)\*\*")


@dataclass(frozen=True, slots=True)
class Question:
    """One question with labelled answers: `words[lang]` asks, `answers` pairs each stored value with its label.

    No answers means the question is answered in a sentence of one's own.
    """

    id: str
    words: Mapping[str, str]
    answers: tuple[tuple[str, Mapping[str, str]], ...] = ()

    def label(self, value: str, lang: str) -> str:
        """The label a stored value has in `lang`; the value itself when it has none any more."""
        return next((label[lang] for stored, label in self.answers if stored == value), value)


@dataclass(slots=True, repr=False)
class Overlays:
    """The packs of communities with entries of their own, by community, the last used one last.

    `shipped` is what such a pack was laid over; None in the shipped pack itself, which holds all the others.
    """

    shipped: Pack | None = None
    made: OrderedDict[str, tuple[str, Pack]] = field(default_factory=OrderedDict)


@dataclass(frozen=True, slots=True, repr=False)
class Pack:
    """`phrases[key][lang]`: **so** marks bold, {name} a value. `commands[verb]`: what people type, already folded.
    `labels`: every short
    phrase, folded: what somebody may type instead of pressing a button. `times`: how people say when.
    `hours`: how they say when they like to be written to. `feelings`: how they say how they are."""

    terms: Mapping[str, Term]
    phrases: Mapping[str, Mapping[str, str]]
    commands: Mapping[str, tuple[str, ...]]
    check_ins: Mapping[str, tuple[Question, ...]]
    feedback: tuple[Question, ...]
    screen: Screen
    finder: Finder = field(repr=False)
    labels: frozenset[str] = frozenset()
    plain_words: PlainWords = NO_PLAIN_WORDS
    times: TimeWords = field(default_factory=lambda: TimeWords({}), repr=False)
    hours: TimeWords = field(default_factory=lambda: TimeWords({}), repr=False)
    feelings: TimeWords = field(default_factory=lambda: TimeWords({}), repr=False)
    overlays: Overlays = field(default_factory=Overlays, init=False, repr=False, compare=False)

    def text(self, key: str, lang: str, **values: object) -> str:
        """A phrase in `lang` with its values. Raises KeyError for a phrase nobody wrote."""
        return self.phrases[key][lang].replace("**", "").format(**values)

    def runs(self, key: str, lang: str, **values: object) -> Runs:
        """The same as runs. Bold comes from the phrase alone: a value's own stars stay stars."""
        parts = enumerate(_BOLD.split(self.phrases[key][lang]))
        return tuple(Run(part.format(**values), bold=bool(n % 2)) for n, part in parts if part)

    def prose(self, key: str, lang: str, **values: object) -> Prose:
        return Prose(self.runs(key, lang, **values))

    def note(self, key: str, lang: str, **values: object) -> Note:
        return Note(self.runs(key, lang, **values))

    def city(self, zone: str, lang: str) -> str:
        """The place a time zone is named after, as people there spell it: "America/St_Johns" -> "St. John's"."""
        name = zone.rpartition("/")[2]
        return self.phrases.get(f"city.{name}", {}).get(lang) or name.replace("_", " ")

    def words(self, area: str) -> dict[str, dict[str, str]]:
        """Every phrase of one area as language -> key -> text, for a page that fills itself in."""
        keys = [key for key in self.phrases if key.startswith(f"{area}.")]
        return {lang: {key: self.phrases[key][lang] for key in keys} for lang in ("en", "fr")}
