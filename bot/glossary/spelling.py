"""Words as they were meant: the same stem, or one or two slips of the finger away."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import snowballstemmer  # type: ignore[import-untyped]
from rapidfuzz import process
from rapidfuzz.distance import OSA

STEM_COST = 0.1
COUSIN_COST = 0.3  # a slip in a word with another ending
SLIP_COST = 0.25  # a letter missing, too many, another one, or two changed about
ODD_COST = 0.25  # more for a slip in a consonant: people misspell vowels and double letters
SURELY_MEANT = 0.55  # what the slips of one word may cost in all and still be believed
START_COST = 0.3  # more for another first letter
MOST_NEAR = 4
LONGEST_WORD = 32

_BRITISH = re.compile(r"is(?=(?:es?|ed|ing|ers?|ations?|able)$)")
_SOUNDS = str.maketrans("ckqszx", "ssssss", "aeiouyh")
_DOUBLED = re.compile(r"(.)\1+")
_STEMMERS = {"en": snowballstemmer.stemmer("english"), "fr": snowballstemmer.stemmer("french")}


@lru_cache(maxsize=32_768)
def stem(word: str, lang: str) -> str:
    """The word without its ending; -ise and -ize are one, and so are "essai" and "essais"."""
    if len(word) < 4 or len(word) > LONGEST_WORD:
        return word
    usual = _BRITISH.sub("iz", word) if lang == "en" else word.rstrip("sx")
    return str(_STEMMERS[lang].stemWord(usual))


class Spelling:
    """Knows the glossary's own words, and finds the ones a typed word may stand for."""

    def __init__(self, words: Iterable[tuple[str, str]]) -> None:
        self.known: set[str] = set()
        self._stems: dict[str, set[str]] = {}
        self._beginnings: set[str] = set()
        self._shelves: dict[tuple[str, int], list[str]] = {}
        for word, lang in sorted(set(words)):
            self._learn(word, lang)

    def _learn(self, word: str, lang: str) -> None:
        if len(word) > 2:
            self._stems.setdefault(f"{lang} {stem(word, lang)}", set()).add(word)
            self._beginnings.add(word[:3])
        if word not in self.known and 3 < len(word) <= LONGEST_WORD:
            for shelf in {word[0], word[-2:]}:
                self._shelves.setdefault((shelf, len(word)), []).append(word)
        self.known.add(word)

    def same_stem(self, word: str) -> list[str]:
        """Known words that differ in their ending only."""
        if word[:3] not in self._beginnings:
            return []
        found = {other for lang in _STEMMERS for other in self._stems.get(f"{lang} {stem(word, lang)}", ())}
        return sorted(found - {word})

    def near(self, word: str) -> list[tuple[str, float]]:
        """Known words one slip away, two or three in longer words, each with its cost; the cheapest first."""
        slips = slips_allowed(word)
        if not slips:
            return []
        lengths = range(len(word) - slips, len(word) + slips + 1)
        shelves = (self._shelves.get((shelf, n), ()) for shelf in (word[0], word[-2:]) for n in lengths)
        candidates = list(dict.fromkeys(other for shelf in shelves for other in shelf))
        found = process.extract(word, candidates, scorer=OSA.distance, score_cutoff=slips, limit=2 * MOST_NEAR)
        costs = ((other, _cost(word, other, int(distance))) for other, distance, _ in found if distance)
        return sorted(costs, key=lambda pair: (pair[1], pair[0]))[:MOST_NEAR]


def _cost(typed: str, meant: str, slips: int) -> float:
    odd = OSA.distance(_bones(typed), _bones(meant))
    moved = typed[0] != meant[0] and typed[:2] != meant[1::-1]
    return slips * SLIP_COST + odd * ODD_COST + moved * START_COST


@lru_cache(maxsize=32_768)
def _bones(word: str) -> str:
    """What the word sounds like without its vowels: "plasebo" and "placebo" have the same bones."""
    return _DOUBLED.sub(r"\1", word.translate(_SOUNDS))


def slips_allowed(word: str) -> int:
    """How many slips a word of this length may hold and still be recognised."""
    if not 4 <= len(word) <= LONGEST_WORD or not word.isalpha():
        return 0
    return 1 if len(word) < 7 else 2 if len(word) < 10 else 3
