"""Finds a term from a description, by the words its entry shares with it (BM25)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

_K1, _B = 1.2, 0.3
_TOO_COMMON = 0.25  # a word in more than this share of all entries says little and costs time


class Meanings:
    """`documents` pairs a term's number with its words (already counted, rarer fields weighing more)."""

    def __init__(self, documents: Iterable[tuple[int, Mapping[str, float]]]) -> None:
        entries = list(documents)
        self._average = sum(sum(words.values()) for _, words in entries) / max(len(entries), 1)
        self._entries = len(entries)
        self._found_in: dict[str, list[tuple[int, float]]] = {}
        for number, words in entries:
            self._add(number, words)

    def _add(self, number: int, words: Mapping[str, float]) -> None:
        length = _K1 * (1 - _B + _B * sum(words.values()) / (self._average or 1.0))
        for word, count in words.items():
            self._found_in.setdefault(word, []).append((number, count * (_K1 + 1) / (count + length)))

    def rarity(self, word: str) -> float:
        """How much a word tells: high for a word of few entries; that of the rarest for one that nobody uses."""
        holders = len(self._found_in.get(word, ()))
        return math.log(1 + (self._entries - holders + 0.5) / (holders + 0.5))

    def search(self, asked: Mapping[str, float]) -> list[tuple[int, float]]:
        """The terms that share most with these weighted words and their scores, the best first, at most eight."""
        scores: dict[int, float] = {}
        for word, weight in asked.items():
            holders = self._found_in.get(word, ())
            if len(holders) <= _TOO_COMMON * self._entries + 8:
                worth = weight * self.rarity(word)
                for number, share in holders:
                    scores[number] = scores.get(number, 0.0) + worth * share
        return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[:8]
