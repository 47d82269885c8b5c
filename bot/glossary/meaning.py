"""Finds a term from a description, by the words its entry shares with it.

Two looks are added up: at the entry as a whole (BM25), and at each single way of describing it that its writers noted,
where sharing most of the words of one tells more than sharing some of each.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

_K1, _B = 1.2, 0.6
_TOO_COMMON = 0.25  # a word in more than this share of all entries says little and costs time
_SAYING = 1.0  # how much the likest description counts beside the entry as a whole
_MOST = 8

Counted = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Document:
    """One entry's words, already counted, rarer fields weighing more; and the words of each way to describe it."""

    words: Counted
    sayings: Sequence[Counted] = ()


@dataclass(frozen=True, slots=True)
class Likeness:
    """A term, how much its entry shares with what was asked, and how like its likest description that is (0 to 1)."""

    term: int
    score: float
    likest: float


class Meanings:
    """`documents` pairs a term's number with what its entry says."""

    def __init__(self, documents: Iterable[tuple[int, Document]]) -> None:
        entries = list(documents)
        self._average = sum(sum(entry.words.values()) for _, entry in entries) / max(len(entries), 1)
        self._entries = len(entries)
        self._found_in: dict[str, list[tuple[int, float]]] = {}
        for number, entry in entries:
            self._add(number, entry.words)
        self._rarity = {word: self._rare(len(holders)) for word, holders in self._found_in.items()}
        self._of_term = dict(entries)
        self._sayings = [(number, saying) for number, entry in entries for saying in entry.sayings]
        self._lengths = [self._length(saying) for _, saying in self._sayings]
        self._said_in: dict[str, list[tuple[int, float]]] = {}
        for place, (_, saying) in enumerate(self._sayings):
            for word, weight in saying.items():
                self._said_in.setdefault(word, []).append((place, weight))

    def _add(self, number: int, words: Counted) -> None:
        length = _K1 * (1 - _B + _B * sum(words.values()) / (self._average or 1.0))
        for word, count in words.items():
            self._found_in.setdefault(word, []).append((number, count * (_K1 + 1) / (count + length)))

    def _length(self, words: Counted) -> float:
        """How much there is to share, so that long descriptions are not always the likest."""
        return math.sqrt(sum((weight * self.rarity(word)) ** 2 for word, weight in words.items())) or 1.0

    def rarity(self, word: str) -> float:
        """How much a word tells: high for a word of few entries; that of the rarest for one that nobody uses."""
        return self._rarity.get(word) or self._rare(0)

    def _rare(self, holders: int) -> float:
        return math.log(1 + (self._entries - holders + 0.5) / (holders + 0.5))

    def search(self, asked: Counted) -> list[Likeness]:
        """The terms that share most with these weighted words, the best first, at most eight."""
        worth = {word: weight * self.rarity(word) for word, weight in asked.items() if self._tells(word)}
        scores: dict[int, float] = {}
        for number, score in self._shared(worth):
            scores[number] = scores.get(number, 0.0) + score
        alike = self._likest(asked)
        for number, likeness in alike.items():
            scores[number] = scores.get(number, 0.0) + _SAYING * likeness * sum(worth.values())
        best = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST]
        return [Likeness(number, score, alike.get(number, 0.0)) for number, score in best]

    def _tells(self, word: str) -> bool:
        return len(self._found_in.get(word, ())) <= _TOO_COMMON * self._entries + _MOST

    def _shared(self, worth: Counted) -> Iterator[tuple[int, float]]:
        for word, value in worth.items():
            yield from ((number, value * share) for number, share in self._found_in.get(word, ()))

    def _likest(self, asked: Counted) -> dict[int, float]:
        """How much each term's likest description is like the words asked about: the cosine, 0 to 1."""
        alike: dict[int, float] = {}
        for word, weight in asked.items():
            value = weight * self.rarity(word) ** 2 if self._tells(word) else 0.0
            for place, said in self._said_in.get(word, ()) if value else ():
                alike[place] = alike.get(place, 0.0) + value * said
        length = self._length(asked)
        best: dict[int, float] = {}
        for place, shared in alike.items():
            number = self._sayings[place][0]
            best[number] = max(best.get(number, 0.0), shared / (length * self._lengths[place]))
        return best

    def shared_words(self, term: int, asked: Iterable[str]) -> int:
        """How many of these words one and the same description of the term has, at most."""
        words = set(asked)
        return max((len(words.intersection(saying)) for saying in self._of_term[term].sayings), default=0)

    def known_words(self, term: int, asked: Iterable[str]) -> int:
        """How many of these words the term's entry has anywhere."""
        return len(self._of_term[term].words.keys() & set(asked))
