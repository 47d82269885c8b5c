"""Where a message names a term: exactly, with another ending, run together, split, or with a slip of the finger."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.glossary.cues import Cues
from bot.glossary.index import Form, Index
from bot.glossary.spelling import COUSIN_COST, SLIP_COST, STEM_COST, SURELY_MEANT
from bot.glossary.text import Reading, Token

MOST_CORRECTED = 16  # words looked up in the spelling index for one message, whatever its length
MOST_PIECES = 4
_ELIDED = re.compile("[ld][aeiouh].{3}")
"""L'équité, typed without its apostrophe: "lequite"."""
ENDINGS = ("s", "es", "ed", "d", "ing", "ly", "er", "e", "ee", "ees", "x", "ant", "ez", "ait", "ment")


@dataclass(frozen=True, slots=True)
class Hit:
    """A name found from word `start` to `end`. `loose`: only to be believed when it is all that is asked about."""

    start: int
    end: int
    forms: tuple[int, ...]
    cost: float
    loose: bool

    @property
    def places(self) -> range:
        return range(self.start, self.end)


def is_ordinary(word: str, cues: Cues) -> bool:
    """An everyday word, or one with an ending; `word` is folded."""
    known = cues.ordinary
    stems = (word[: -len(ending)] for ending in ENDINGS if word.endswith(ending))
    return word in known or word in cues.small or any(one in known or one + "e" in known for one in stems)


class Matcher:
    """Finds the hits of one message."""

    def __init__(self, reading: Reading, index: Index, cues: Cues, lang: str, corrected: int = MOST_CORRECTED) -> None:
        self._reading, self._index, self._cues, self._lang = reading, index, cues, lang
        self._left = corrected
        self._meant: dict[int, list[tuple[str, float]]] = {}

    def hits(self, barred: frozenset[int]) -> list[Hit]:
        """The best hits that do not overlap, in reading order; none on the words of a cue."""
        taken: set[int] = set(barred)
        chosen: list[Hit] = []
        for hit in sorted(self._all(barred), key=lambda hit: (hit.cost - (hit.end - hit.start), hit.start)):
            if taken.isdisjoint(hit.places):
                taken.update(hit.places)
                chosen.append(hit)
        return sorted(chosen, key=lambda hit: hit.start)

    def _all(self, barred: frozenset[int]) -> list[Hit]:
        found: list[Hit] = []
        for start in range(len(self._reading.tokens)):
            if start not in barred:
                found.extend(self._from(start, barred))
                found.extend(self._split(start, barred))
        return found

    def _from(self, start: int, barred: frozenset[int]) -> list[Hit]:
        """Walks along the known names, a word at a time, by every spelling the word may stand for."""
        found: list[Hit] = []
        ways = {"": 0.0}
        for place in range(start, len(self._reading.tokens)):
            if place in barred or self._reading.tokens[place].sentence != self._reading.tokens[start].sentence:
                break
            ways = self._step(ways, place)
            if not ways:
                break
            found.extend(hit for phrase, cost in ways.items() if (hit := self._hit(phrase, start, place + 1, cost)))
        return found

    def _step(self, ways: dict[str, float], place: int) -> dict[str, float]:
        longer: dict[str, float] = {}
        for phrase, cost in ways.items():
            for word, more in self._spellings(place):
                name = f"{phrase} {word}" if phrase else word
                if name in self._index.phrases and cost + more < longer.get(name, 1.3):
                    longer[name] = cost + more
        return longer

    def _spellings(self, place: int) -> list[tuple[str, float]]:
        if place not in self._meant:
            self._meant[place] = self._look_up(self._reading.tokens[place].key)
        return self._meant[place]

    def _look_up(self, word: str) -> list[tuple[str, float]]:
        spelling = self._index.spelling
        found = [(word, 0.0), *((other, STEM_COST) for other in spelling.same_stem(word))]
        if word not in spelling.known and word[1:] in spelling.known and _ELIDED.match(word):
            found.append((word[1:], STEM_COST))
        if word not in spelling.known and self._left and word not in self._cues.ordinary:
            self._left -= 1
            for other, cost in spelling.near(word):
                found.append((other, cost))
                found.extend((cousin, cost + COUSIN_COST) for cousin in spelling.same_stem(other))
        return found

    def ordinary(self, word: str) -> bool:
        """An everyday word, or one with an ending."""
        return is_ordinary(word, self._cues)

    def _split(self, start: int, barred: frozenset[int]) -> list[Hit]:
        """ "stake holder", "meta analysis": pieces that make up one known name."""
        found: list[Hit] = []
        tokens = self._reading.tokens
        together = tokens[start].key
        for place in range(start + 1, min(start + MOST_PIECES, len(tokens))):
            if place in barred or tokens[place].clause != tokens[start].clause:
                break
            together += tokens[place].key
            if len(together) > 4 and together in self._index.phrases:
                hit = self._hit(together, start, place + 1, STEM_COST)
                found.extend([hit] if hit else [])
        return found

    def _hit(self, phrase: str, start: int, end: int, cost: float) -> Hit | None:
        tokens = self._reading.tokens[start:end]
        beliefs = (
            (number, self._belief(self._index.forms[number], tokens, cost)) for number in self._index.phrases[phrase]
        )
        believed = {number: loose for number, loose in beliefs if loose is not None}
        return Hit(start, end, tuple(believed), cost, loose=all(believed.values())) if believed else None

    def _belief(self, form: Form, tokens: tuple[Token, ...], cost: float) -> bool | None:
        """None: not this form. True: only if nothing else is asked about. False: believed anywhere."""
        if len(tokens) == 1 and cost and self._misread(form, tokens[0].key, cost):
            return None
        if not form.capital or len(tokens) > 1:
            return self._everyday(form, tokens) or cost > SURELY_MEANT * len(tokens)
        return self._belief_in_short(form, tokens[0], cost)

    def _belief_in_short(self, form: Form, token: Token, cost: float) -> bool | None:
        """Short forms want capitals; in small letters only alone, and never when they are ordinary words."""
        capitals = sum(map(str.isupper, token.raw)) > 1
        if cost >= SLIP_COST:
            return True if capitals and len(form.typed) > 3 and cost < 3 * SLIP_COST else None
        if capitals:
            return self._reading.shouting
        opens = (token.key,) in self._cues.phrases["follow"] and form.lang != self._lang
        if opens or token.key in self._cues.capitals:
            return None
        return len(token.key) < 3 or self.ordinary(token.key) or token.key in self._cues.everyday

    def _misread(self, form: Form, typed: str, cost: float) -> bool:
        """A lone word that stands for itself: not a slip of this name, and not an ending of a short form or a brand."""
        foreign = self._lang not in ("", form.lang)
        if typed in self._cues.pointing or typed in self._cues.small:
            return True
        if cost < SLIP_COST:
            brand = form.typed[0].isupper() and typed not in (form.words[0] + "s", form.words[0] + "es")
            return brand or (foreign and self.ordinary(typed))
        return (foreign and cost > SLIP_COST) or self.ordinary(typed) or not _likely(typed, cost)

    def _everyday(self, form: Form, tokens: tuple[Token, ...]) -> bool:
        words = {tokens[0].key, *(form.words if len(form.words) == 1 else ())}
        return len(tokens) == 1 and (not words.isdisjoint(self._cues.everyday) or any(map(self.ordinary, words)))


def _likely(typed: str, cost: float) -> bool:
    """Whether a lone word with so many slips may stand for another at all: the longer, the likelier."""
    return cost < (0.3 if len(typed) < 5 else 0.6 if len(typed) < 7 else 0.8 if len(typed) < 11 else 1.1)
