"""The phrases of content/safety.toml, read into every way to say them; all mistakes named, and the rest still read."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise, product

from bot.safety.speller import Speller
from bot.safety.tables import Tables, texts
from bot.safety.words import STOP, plain_tokens

MOST_WORDS_BETWEEN = 12
MOST_VARIANTS = 96

Slots = Mapping[str, list[str]]


@dataclass(frozen=True)
class Place:
    """One word of a phrase: which words and beginnings of words may stand there."""

    words: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()
    but: frozenset[str] = frozenset()
    optional: bool = False

    @property
    def gap(self) -> bool:
        """Whether any word may stand there, less those of `but`."""
        return not self.words and not self.stems


Way = tuple[Place, ...]  # one way to say a piece of a phrase


def read_ways(tables: Tables, name: str, slots: Slots, speller: Speller, mistakes: list[str]) -> dict[Way, None]:
    """Every way to say every phrase of a table, in order; each mistake is kept with its key."""
    ways: dict[Way, None] = {}
    for key in tables[name]:
        for number, phrase in enumerate(texts(tables, name, key, mistakes), start=1):
            try:
                ways |= dict.fromkeys(_phrase(phrase, slots, speller))
            except ValueError as mistake:
                mistakes.append(f"{name}.{key}, phrase {number} ({phrase}): {mistake}")
    return ways


def _phrase(phrase: str, slots: Slots, speller: Speller) -> list[Way]:
    """Every way to say the phrase, or ValueError."""
    pieces = [_piece(piece, slots, speller) for piece in phrase.split()]
    ways = [tuple(place for part in way for place in part) for way in product(*pieces)]
    if len(ways) > MOST_VARIANTS:
        raise ValueError(f"{len(ways)} ways to say it, more than {MOST_VARIANTS}; make it two phrases")
    for way in ways:
        _check(way, speller)
    return ways


def _check(way: Way, speller: Speller) -> None:
    if not way or way[0].optional or way[-1].optional:
        raise ValueError("the first and the last word cannot be left out")
    if not any(len(word) > 2 for place in way if not place.optional for word in place.words | place.stems):
        raise ValueError("too short: it would be heard everywhere")
    for first, second in pairwise(way):
        for pair in (f"{a} {b}" for a in first.words for b in second.words):
            if pair in speller.spelling:
                raise ValueError(f"'{pair}' is never heard, since [spelling] rewrites it")


def _piece(piece: str, slots: Slots, speller: Speller) -> list[Way]:
    if piece == STOP:
        return [(Place(words=frozenset({STOP})),)]
    if re.fullmatch(r"~\d+", piece):
        return [_words_between(piece)]
    if piece.startswith("!"):
        return [(_any_word_but(piece[1:].split("/"), slots, speller),)]
    return _choices(piece.removesuffix("?").split("/"), piece.endswith("?"), slots, speller)


def _words_between(piece: str) -> Way:
    if not 1 <= int(piece[1:]) <= MOST_WORDS_BETWEEN:
        raise ValueError(f"{piece}: between 1 and {MOST_WORDS_BETWEEN} words")
    return (Place(optional=True),) * int(piece[1:])


def _any_word_but(pieces: Sequence[str], slots: Slots, speller: Speller) -> Place:
    said = [text for piece in pieces for text in _from_slot(piece, slots)]
    return Place(but=frozenset(word for text in said for word in speller.phrase(text)))


def _choices(pieces: Iterable[str], optional: bool, slots: Slots, speller: Speller) -> list[Way]:
    words, stems, longer = set[str](), set[str](), set[tuple[str, ...]]()
    for text in chain.from_iterable(_from_slot(piece, slots) for piece in pieces):
        if text.endswith("*"):
            stems.add(_stem(text))
        elif len(said := speller.phrase(text)) == 1:
            words |= {*said}
        else:
            longer.add(said)
    return _ways_to_choose(words, stems, longer, optional)


def _ways_to_choose(
    words: Collection[str], stems: Collection[str], longer: Collection[tuple[str, ...]], optional: bool
) -> list[Way]:
    """Single words share one place; what takes more words, or none, is a way of its own."""
    ways = [tuple(Place(words=frozenset({word})) for word in said) for said in sorted(longer)]
    if optional and longer:
        ways.append(())
    if words or stems:
        ways.append((Place(frozenset(words), frozenset(stems), optional=optional and not longer),))
    return ways


def _stem(text: str) -> str:
    stems = plain_tokens(text)
    if len(stems) != 1 or len(stems[0]) < 3:
        raise ValueError(f"{text}: three letters or more before the star")
    return stems[0]


def _from_slot(text: str, slots: Slots) -> list[str]:
    if not text.startswith("<"):
        return [text]
    if not slots.get(text.strip("<>")):
        raise ValueError(f"{text}: no such slot")
    return slots[text.strip("<>")]
