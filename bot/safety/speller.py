"""Spellings and typing slips put right: the words people type become the words the phrases are written in."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.safety.tables import Tables, texts
from bot.safety.words import PAUSE, STOP, is_stop, plain, plain_tokens, sentences, tokens

_ENGLISH_ENDING = re.compile(r"'(?=(?:s|t|m|d|l|ll|re|ve)$)")
_RUN = re.compile(r"(.)\1+")
_J_FOR_JE = re.compile(r"^j(?=[bcdfghklmnpqrstvz])")


@dataclass(frozen=True)
class Speller:
    """Turns what people type into the plain words the phrases are written in."""

    spelling: Mapping[str, tuple[str, ...]]
    typos: Mapping[str, str]
    real: frozenset[str]  # words that are no slips
    seconds: frozenset[str]  # the second words of spellings of two words
    known: Mapping[str, str]  # a known word by its letters with none doubled
    phrases: dict[str, tuple[str, ...]] = field(default_factory=dict)  # read before: most stand in many phrases

    def knowing(self, heard: Iterable[str]) -> "Speller":
        """The same speller, knowing the words the phrases listen for as well as its own."""
        words = {*self.spelling, *self.real, *heard}
        known = {_RUN.sub(r"\1", word): word for word in sorted(words)} | {word: word for word in words}
        return replace(self, known=known, phrases={})

    def words(self, text: str) -> list[str]:
        """The plain words of a text, with a stop around every sentence."""
        known: dict[str, tuple[str, ...]] = {}
        words: list[str] = []
        for raw in tokens(text):
            if raw not in known:
                known[raw] = (raw,) if is_stop(raw) else tuple(self._plain(raw))
            words += known[raw]
        return [*self._in_pairs(sentences(words)), STOP]

    def phrase(self, text: str) -> tuple[str, ...]:
        """The plain words of a phrase, or ValueError if a typing slip is made of one of them."""
        if text not in self.phrases:
            self.phrases[text] = self._phrase(text)
        return self.phrases[text]

    def _phrase(self, text: str) -> tuple[str, ...]:
        for word in plain_tokens(text):
            if word not in self.spelling and (read := self._typo(word)) != word:
                raise ValueError(f"'{word}' is read as '{read}'; add it to typos.not")
        return tuple(self._in_pairs([word for raw in tokens(text) for word in self._plain(raw)]))

    def _plain(self, raw: str) -> Iterator[str]:
        whole = self._single(plain(raw))
        glued = _ENGLISH_ENDING.sub("", whole) if "'" in whole else whole
        for form in (whole, glued):
            if form in self.spelling:
                return iter(self.spelling[form])
        parts = _J_FOR_JE.sub("j'", glued).split("'")
        return iter([word for part in parts if part for word in self.spelling.get(part, (self._typo(part),))])

    def _single(self, word: str) -> str:
        """'diie' → 'die', if 'die' is a word in the file and 'diie' is not."""
        bare = _RUN.sub(r"\1", word)
        return word if bare == word else self.known.get(word, self.known.get(bare, word))

    def _typo(self, word: str) -> str:
        if word in self.real or not 6 <= len(word) <= 16:
            return word
        return next((self.typos[cut] for cut in _cuts(word) if cut in self.typos), word)

    def _in_pairs(self, words: Sequence[str]) -> list[str]:
        """'my self' → 'myself': spellings of two words, be it over a line break."""
        out: list[str] = []
        for word in words:
            first = 2 if out[-1:] == [PAUSE] else 1
            pair = self.spelling.get(f"{out[-first]} {word}") if word in self.seconds and len(out) >= first else None
            if pair is None:
                out.append(word)
            else:
                out[-first:] = pair
        return out


def read_speller(tables: Tables, mistakes: list[str]) -> Speller:
    """The speller of [spelling] and [typos], knowing no other words yet; every mistake is kept with its key."""
    spelling = _spelling(tables["spelling"], mistakes)
    words, real = (
        [word for text in texts(tables, "typos", key, mistakes) for word in plain_tokens(text)]
        for key in ("words", "not")
    )
    typos = {cut: word for word in words for cut in _cuts(word)}
    seconds = frozenset(key.split()[1] for key in spelling if " " in key)
    return Speller(spelling, typos, frozenset([*words, *real]), seconds, known={})


def _spelling(table: Mapping[str, object], mistakes: list[str]) -> dict[str, tuple[str, ...]]:
    spelling: dict[str, tuple[str, ...]] = {}
    for key, value in table.items():
        raw = plain_tokens(key)
        if not isinstance(value, str) or len(raw) not in (1, 2):
            mistakes.append(f"spelling.{key}: one or two words = the plain words, in quotes")
        else:
            spelling[" ".join(raw)] = tuple(plain_tokens(value))
    return spelling


def _cuts(word: str) -> Iterator[str]:
    """The word, and the word less any letter but its first: two words sharing one are a slip apart."""
    yield word
    yield from (word[:at] + word[at + 1 :] for at in range(1, len(word)))
