"""Guesses when nothing is named: names that look alike, and entries that say what was said."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from bot.glossary.cues import Cues
from bot.glossary.index import Form, Index, described_by
from bot.glossary.spelling import SURELY_MEANT

NEARLY_THE_NAME, LIKE_A_NAME, LIKE_A_LONG_NAME, LIKE_LETTERS = 0.86, 0.64, 0.76, 0.78
CLOSE = 0.12  # names this close to the best are offered with it
CLEARLY_MEANT, PERHAPS_MEANT = 2.2, 0.7  # times the logarithm of the number of entries
CLEARLY_FIRST = 1.6  # times the second best
MOST_NEAR, MOST_WITH_WORD = 3, 3
LONGEST_NAME = 8
MOST_COMPARED = 400  # names compared for each word they share

Guess = tuple[tuple[int, ...], bool]


class Guesses:
    """Each guess is the terms, best first, and whether the first is meant for sure."""

    def __init__(self, index: Index, cues: Cues, lang: str) -> None:
        self._index, self._cues, self._lang = index, cues, lang

    def near(self, words: Sequence[str], typed: str) -> Guess:
        """Names that share most of these telling words, or nearly all the letters of what was typed."""
        if len(words) == 1:
            return self._with_word(words[0])
        best = self._scores(words, typed) if len(words) <= LONGEST_NAME else {}
        top = max(best.values(), default=0.0)
        if not best or (len(words) > 3 and top < LIKE_A_LONG_NAME):
            return (), False
        close = [term for term, score in best.items() if score >= top - CLOSE]
        sure = top >= NEARLY_THE_NAME and len(close) == 1
        return tuple(close[:MOST_NEAR]), sure

    def _with_word(self, word: str) -> Guess:
        """The few terms that have this word in their name: "appraisal"."""
        words = (word, *self._index.spelling.same_stem(word))
        forms = (self._index.forms[number] for one in words for number in self._index.sharing(one)[:MOST_COMPARED])
        terms = tuple(dict.fromkeys(form.term for form in forms if form.main))
        return (terms if len(terms) <= MOST_WITH_WORD else ()), False

    def _scores(self, words: Sequence[str], typed: str) -> dict[int, float]:
        best: dict[int, float] = {}
        for score, term in sorted(self._alike(words, typed), key=lambda pair: (-pair[0], pair[1])):
            best.setdefault(term, score)
        return best

    def _alike(self, words: Sequence[str], typed: str) -> Iterator[tuple[float, int]]:
        meant = [self._meant(word) for word in words]
        known = {word for some in meant for word in some}
        for number in {number for word in known for number in self._index.sharing(word)[:MOST_COMPARED]}:
            form = self._index.forms[number]
            letters = fuzz.ratio(typed, " ".join(form.words)) / 100 - 0.05
            score = max(self._shared(meant, form), letters if letters >= LIKE_LETTERS else 0.0)
            if score >= LIKE_A_NAME:
                yield score, form.term

    def _meant(self, word: str) -> set[str]:
        """The word with another ending, or without a slip when it is no word we know."""
        spelling = self._index.spelling
        strange = word not in spelling.known and word not in self._cues.ordinary
        near = [other for other, cost in spelling.near(word) if cost <= SURELY_MEANT] if strange else []
        return {word, *spelling.same_stem(word), *near}

    def _shared(self, meant: Sequence[set[str]], form: Form) -> float:
        """The share of telling words two names have in common."""
        words = {word for word in form.words if word not in self._cues.small}
        if len(words) < 2:
            return 0.0
        rarity = self._index.rarity
        common = sum(2 * max((rarity(word) for word in words & some), default=0.0) for some in meant)
        return common / (sum(map(rarity, words)) + sum(min(map(rarity, some)) for some in meant) or 1.0)

    def described(self, words: Sequence[str]) -> Guess:
        """Terms whose entries say what these words say."""
        ranked = self._index.meanings[self._lang].search(described_by(words, self._lang, self._cues))
        unit = math.log(1 + len(self._index.terms))
        if len(words) < 2 or not ranked or ranked[0][1] < PERHAPS_MEANT * unit:
            return (), False
        first, second = ranked[0][1], ranked[1][1] if len(ranked) > 1 else 0.0
        sure = first >= CLEARLY_MEANT * unit and first > CLEARLY_FIRST * second
        return tuple(term for term, score in ranked if score > first / 2)[: 1 if sure else None], sure
