"""Phrases listened for all at once, side by side as bits of one whole number."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from types import MappingProxyType

from bot.safety.phrases import Way
from bot.safety.words import PAUSE, STOP

SILENCED = "#"  # a word the ordinary phrases took out
STRETCH, MARGIN = 512, 64  # in words; no phrase, with what makes it ordinary, is longer than the margin


@dataclass(frozen=True)
class Listener:
    """All phrases side by side in one whole number, a bit for each word of each phrase (bit-parallel Shift-And)."""

    words: Mapping[str, int]
    stems: Mapping[str, int]
    but: Mapping[str, int]  # the gaps a word cannot stand in
    gaps: int
    optional: int
    starts: int
    ends: int
    always: int  # the ends of phrases nothing makes ordinary

    def hears(self, words: Iterable[str]) -> bool:
        """Hears one of these phrases, whatever stands around it."""
        return any(met & self.ends for met in self._meet(words))

    def hears_beyond(self, ordinary: "Listener", words: Sequence[str]) -> bool:
        """Hears one of these phrases, and still does when the ordinary ones are taken out of the words around it."""
        looked_at = 0
        for place, met in enumerate(self._meet(words)):
            if not met & self.ends:
                continue
            if met & self.always:
                return True
            if place >= looked_at:
                if self.hears(ordinary.silence(words[max(0, place - MARGIN) : place + STRETCH + MARGIN])):
                    return True
                looked_at = place + STRETCH
        return False

    def silence(self, words: Sequence[str]) -> list[str]:
        """The same words, those belonging to one of these phrases taken out. No phrase reaches past a pause."""
        halted = [STOP if word == PAUSE else word for word in words]
        kept, later = list(words), 0
        for place, met in reversed(list(enumerate(self._meet(halted)))):
            later = met & (self._before(later) | self.ends)
            if later & ~self.gaps and halted[place] != STOP:
                kept[place] = SILENCED
        return kept

    def _meet(self, words: Iterable[str]) -> Iterator[int]:
        """For each word, the places in the phrases it can stand at. What is awaited is awaited past a pause."""
        known: dict[str, tuple[int, int]] = {}
        awaited = 0
        for word in words:
            if word not in known:
                known[word] = (places := self._places(word), places & self.starts)
            places, first = known[word]
            met = awaited & places | first
            yield met
            after = self._after(met) if met else 0
            awaited = awaited | after if word == PAUSE else after

    def _places(self, word: str) -> int:
        if word in (STOP, PAUSE):
            return self.words.get(STOP, 0)
        beginnings = (word[:end] for end in range(3, min(len(word), 16) + 1))
        places = self.gaps & ~self.but[word] if word in self.but else self.gaps
        for found in (self.words.get(word), *map(self.stems.get, beginnings)):
            places = places if found is None else places | found
        return places

    def _after(self, met: int) -> int:
        """The next places; the sum carries a bit to the end of a row of words that may be left out."""
        nearest = met << 1
        if skipped := nearest & self.optional:
            return nearest | ((skipped + self.optional) ^ self.optional)
        return nearest

    def _before(self, met: int) -> int:
        places = more = (met & ~self.starts) >> 1
        while more := ((more & self.optional) >> 1) & ~places:
            places |= more
        return places


def side_by_side(ways: Mapping[Way, None], always: Mapping[Way, None] = MappingProxyType({})) -> Listener:
    """A listener for these ways to say something, and for those that nothing makes ordinary."""
    rows = {**always, **ways}
    places = [place for way in rows for place in way]
    starts = list(accumulate(map(len, rows), initial=0))
    ends = [start - 1 for start in starts[1:]]
    return Listener(
        words=_bits_by_text(place.words for place in places),
        stems=_bits_by_text(place.stems for place in places),
        but=_bits_by_text(place.but for place in places),
        gaps=_bits(at for at, place in enumerate(places) if place.gap),
        optional=_bits(at for at, place in enumerate(places) if place.optional),
        starts=_bits(starts[:-1]),
        ends=_bits(ends),
        always=_bits(ends[: len(always)]),
    )


def _bits(numbers: Iterable[int]) -> int:
    bits = 0
    for number in numbers:
        bits |= 1 << number
    return bits


def _bits_by_text(places: Iterable[Iterable[str]]) -> dict[str, int]:
    """For each text, the bits of the places it may stand at."""
    bits: dict[str, int] = {}
    for number, texts in enumerate(places):
        bits.update({text: bits.get(text, 0) | 1 << number for text in texts})
    return bits
