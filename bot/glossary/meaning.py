"""Finds a term from a description, by the words its entry shares with it.

Two looks are added up: at the entry as a whole (BM25), and at each single way of describing it that its writers noted,
where sharing most of the words of one tells more than sharing some of each.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

_K1, _B = 1.2, 0.3
_TOO_COMMON = 0.25  # a word in more than this share of all entries says little and costs time
_SAYING = 3
_MOST = 8

Counted = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Document:
    """One entry's words, already counted, rarer fields weighing more; and the words of each way to describe it."""

    words: Counted
    sayings: Sequence[Counted] = ()


class Meanings:
    """`documents` pairs a term's number with what its entry says."""

    def __init__(self, documents: Iterable[tuple[int, Document]]) -> None:
        entries = list(documents)
        self._average = sum(sum(entry.words.values()) for _, entry in entries) / max(len(entries), 1)
        self._entries = len(entries)
        self._found_in: dict[str, list[tuple[int, float]]] = {}
        for number, entry in entries:
            self._add(number, entry.words)
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
        holders = len(self._found_in.get(word, ()))
        return math.log(1 + (self._entries - holders + 0.5) / (holders + 0.5))

    def search(self, asked: Counted) -> list[tuple[int, float]]:
        """The terms that share most with these weighted words and their scores, the best first, at most eight."""
        worth = {word: weight * self.rarity(word) for word, weight in asked.items() if self._tells(word)}
        scores: dict[int, float] = {}
        for number, score in self._shared(worth):
            scores[number] = scores.get(number, 0.0) + score
        for number, likeness in self._likest(asked).items():
            scores[number] = scores.get(number, 0.0) + _SAYING * likeness * sum(worth.values())
        return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST]

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
        length, best = self._length(asked), {}
        for place, shared in alike.items():
            number = self._sayings[place][0]
            best[number] = max(best.get(number, 0.0), shared / (length * self._lengths[place]))
        return best
