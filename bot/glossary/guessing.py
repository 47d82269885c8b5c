"""Guesses when nothing is named: names that look alike, and entries that say what was said."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from bot.glossary.cues import Cues
from bot.glossary.index import Form, Index, described_by
from bot.glossary.meaning import Likeness
from bot.glossary.spelling import SURELY_MEANT

NEARLY_THE_NAME, LIKE_A_NAME, LIKE_A_LONG_NAME, LIKE_LETTERS = 0.86, 0.64, 0.76, 0.78
CLOSE = 0.12  # names this close to the best are offered with it
CLEARLY_MEANT, PERHAPS_MEANT = 2.2, 0.7  # times the logarithm of the number of entries
CLEARLY_FIRST = 1.6  # times the second best
NEARLY_RETOLD, FEWEST_SHARED = (
    0.45,
    3,
)  # how like a writer's description a plain statement must be, 0 to 1; words shared
MUCH_SHARED, AHEAD = 3.0, 1.15  # times the logarithm of the number of entries; times the second best
MOST_NEAR, MOST_WITH_WORD = 3, 8
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
        """The few terms that have this word in their name, the shortest first: "appraisal"."""
        if word in self._cues.pointing:
            return (), False
        words = (word, *self._index.spelling.same_stem(word))
        forms = (self._index.forms[number] for one in words for number in self._index.sharing(one)[:MOST_COMPARED])
        named = sorted((form for form in forms if form.main), key=lambda form: len(form.words))
        terms = tuple(dict.fromkeys(form.term for form in named))
        return (terms[:MOST_NEAR] if len(terms) <= MOST_WITH_WORD else ()), False

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

    def described(self, words: Sequence[str], shared: int = 0) -> Guess:
        """Terms whose entries say what these words say; one description of the first has at least `shared` of them."""
        ranked = self._ranked(words)
        first, second = (ranked[n].score if len(ranked) > n else 0.0 for n in (0, 1))
        unit = math.log(1 + len(self._index.terms))
        if len(words) < 2 or first < PERHAPS_MEANT * unit or (shared and self._shared_with(ranked[0], words) < shared):
            return (), False
        sure = first >= CLEARLY_MEANT * unit and first > CLEARLY_FIRST * second and self._is_retold(ranked[0], words)
        return tuple(found.term for found in ranked if found.score > first / 2)[: 1 if sure else None], sure

    def retold(self, words: Sequence[str]) -> Guess:
        """The same, but only when the first term's entry is described in nearly these words."""
        ranked = self._ranked(words)
        return self.described(words) if ranked and self._stands_out(ranked, words) else ((), False)

    def _stands_out(self, ranked: list[Likeness], words: Sequence[str]) -> bool:
        """Nearly a writer's words; or much of what the entry says, and no other entry says as much."""
        first, second = ranked[0], ranked[1].score if len(ranked) > 1 else 0.0
        ahead = first.score >= MUCH_SHARED * math.log(1 + len(self._index.terms)) and first.score > AHEAD * second
        known = self._index.meanings[self._lang].known_words(first.term, self._telling(words))
        return self._is_retold(first, words) or (ahead and known >= FEWEST_SHARED)

    def _is_retold(self, found: Likeness, words: Sequence[str]) -> bool:
        return found.likest >= NEARLY_RETOLD and self._shared_with(found, words) >= FEWEST_SHARED

    def _shared_with(self, found: Likeness, words: Sequence[str]) -> int:
        """How many telling words a single description of the term shares with these."""
        return self._index.meanings[self._lang].shared_words(found.term, self._telling(words))

    def _telling(self, words: Sequence[str]) -> list[str]:
        """What these words come down to, without what most entries say."""
        rarity = self._index.meanings[self._lang].rarity
        return [word for word in described_by(words, self._lang, self._cues) if rarity(word) >= 1]

    def _ranked(self, words: Sequence[str]) -> list[Likeness]:
        return self._index.meanings[self._lang].search(described_by(words, self._lang, self._cues))
