"""Every name of every term, in both languages, ready to be found however it is typed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from bot.glossary.cues import Cues
from bot.glossary.meaning import Document, Meanings
from bot.glossary.spelling import Spelling, stem
from bot.glossary.text import keys
from bot.terms import Term, Wording

SHORTEST_RUN_TOGETHER = 5
LONGEST_SHORT_FORM = 6
VAGUE = 0.4  # how much a word counts that says little
FAMILY = 0.8  # how much a word of the same family counts

Documents: TypeAlias = Mapping[tuple[str, Wording], Document]
"""The counted words of each wording, by language: a glossary that changes one entry counts only that one again."""


@dataclass(frozen=True, slots=True)
class Form:
    """One name of one term. `capital`: a short form in capitals, such as RCT; `main`: its proper name, not an alias."""

    term: int
    lang: str
    typed: str
    words: tuple[str, ...]
    capital: bool
    main: bool


class Index:
    """Built once. `phrases` holds each name, and each beginning of one (with no forms), as folded words.

    `known`: what an index of nearly the same terms has counted already.
    """

    def __init__(self, terms: Iterable[Term], cues: Cues, known: Documents | None = None) -> None:
        self.terms = tuple(terms)
        self.numbers = {term.name: number for number, term in enumerate(self.terms)}
        self.forms = tuple(form for number, term in enumerate(self.terms) for form in _forms(number, term))
        self.phrases: dict[str, tuple[int, ...]] = {}
        for number, form in enumerate(self.forms):
            self._learn(number, form)
        self.spelling = Spelling(self._words())
        self._sharing = self._by_word(cues)
        self.documents = dict(_documents(self.terms, cues, known or {}))
        self.meanings = {lang: Meanings(self._counted(lang)) for lang in ("en", "fr")}

    def _learn(self, number: int, form: Form) -> None:
        phrase = ""
        for word in form.words:
            phrase = f"{phrase} {word}".strip()
            self.phrases.setdefault(phrase, ())
        self.phrases[phrase] = (*self.phrases[phrase], number)
        together = "".join(form.words)
        if len(form.words) > 1 and len(together) >= SHORTEST_RUN_TOGETHER:
            self.phrases[together] = (*self.phrases.get(together, ()), number)

    def _words(self) -> Iterator[tuple[str, str]]:
        for form in self.forms:
            yield from ((word, form.lang) for word in form.words)
            if len(form.words) > 1:
                yield "".join(form.words), form.lang

    def _by_word(self, cues: Cues) -> dict[str, list[int]]:
        sharing: dict[str, list[int]] = {}
        for number, form in enumerate(self.forms):
            for word in set(form.words) - cues.small:
                sharing.setdefault(word, []).append(number)
        return sharing

    def _counted(self, lang: str) -> Iterator[tuple[int, Document]]:
        for number, term in enumerate(self.terms):
            if lang in term.words:
                yield number, self.documents[lang, term.words[lang]]

    def rarity(self, word: str) -> float:
        """How much a word of a name tells: little when many names have it."""
        return math.log(1 + len(self.forms) / (1 + len(self.sharing(word))))

    def sharing(self, word: str) -> list[int]:
        """The forms that have this word in them."""
        return self._sharing.get(word, [])


def _forms(number: int, term: Term) -> Iterator[Form]:
    seen: set[tuple[str, tuple[str, ...]]] = set()
    names = [("en", term.name, True), *(name for lang in sorted(term.words) for name in _names(lang, term.words[lang]))]
    for lang, typed, main in names:
        words = _name_keys(typed)
        if words and (lang, words) not in seen:
            seen.add((lang, words))
            yield Form(number, lang, typed, words, is_short_form(typed), main)


@lru_cache(maxsize=32_768)
def _name_keys(typed: str) -> tuple[str, ...]:
    return keys(typed)


def _names(lang: str, wording: Wording) -> Iterator[tuple[str, str, bool]]:
    yield lang, wording.name, True
    yield from ((lang, alias, False) for alias in wording.aliases)


def is_short_form(typed: str) -> bool:
    """RCT, KMb, CoP: one short word with capitals after its first letter."""
    return len(typed) <= LONGEST_SHORT_FORM and " " not in typed and sum(map(str.isupper, typed)) > 1


def _documents(terms: tuple[Term, ...], cues: Cues, known: Documents) -> Iterator[tuple[tuple[str, Wording], Document]]:
    for term in terms:
        for lang, wording in term.words.items():
            yield (lang, wording), known.get((lang, wording)) or _document(lang, wording, cues)


def _document(lang: str, wording: Wording, cues: Cues) -> Document:
    """The words of an entry. Each word of a name counts once, however many aliases repeat it."""
    names = set(keys(" ".join((wording.name, *wording.aliases))))
    sayings = [described_by(keys(said), lang, cues) for said in (wording.short, *wording.described)]
    told = ((wording.short, 2.5), (wording.more, 0.8), (wording.example, 0.3), (" ".join(wording.described), 2.0))
    counted: dict[str, float] = {}
    for words, weight in ((sorted(names), 1.5), *((keys(text), weight) for text, weight in told)):
        for word, times in described_by(words, lang, cues).items():
            counted[word] = counted.get(word, 0.0) + times * weight
    return Document(counted, sayings)


def described_by(words: Iterable[str], lang: str, cues: Cues) -> dict[str, float]:
    """Counted stems of the telling words; those that mean nearly the same count for their families as well."""
    counted: dict[str, float] = {}
    for word in words:
        if word not in cues.small and word not in cues.after:
            worth = VAGUE if word in cues.vague else 1.0
            families = dict.fromkeys(cues.alike.get(word, ()), FAMILY)
            for said, weight in {stem(word, lang): 1.0, **families}.items():
                counted[said] = counted.get(said, 0.0) + weight * worth
    return counted
