"""How plain is a text? Its reading level, its long sentences, its hard words. Pure, offline, no judgement."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot import useful_words
from bot.folding import fold
from bot.glossary.finder import Finder
from bot.glossary.language import language
from bot.glossary.text import read
from bot.pack import Pack
from bot.plain_words import Swap
from bot.reading import ease_fr, grade_en, sentences, syllables_en, syllables_fr, words
from bot.terms import Term

LONGEST_SENTENCE = 20
"""Words. The same limit as for everything Interlude says itself."""

ENOUGH_TO_MEASURE = 12
"""Words. Below that the formulas say nothing."""

MANY_SYLLABLES, MANY_LETTERS = 4, 13
_ELIDED = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’]", re.IGNORECASE)
SHORT_FORM = re.compile(r"[A-Z]{2,6}s?")

GRADES = (6, 9, 12)
"""English: the last school year of "easy", "as a newspaper" and "as in high school"."""
EASES = (80, 60, 40)
"""French: from here on "easy", "as a newspaper" and "as in high school"; the higher, the easier."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found. `level` counts from 1, easy, to 4, hard; 0 for a text too short to measure.

    `score`: the school grade of an English text, the ease of a French one (0 to 100, higher is easier). `hard`: long or
    rare words, and short forms, that the glossary does not have.
    """

    lang: str
    level: int
    score: int
    long_sentences: tuple[str, ...]
    terms: tuple[Term, ...]
    swaps: tuple[Swap, ...]
    hard: tuple[str, ...]


def check(text: str, pack: Pack, lang: str) -> Checked:
    """Look at a text of up to some thousand characters. `lang` counts where the text does not show its own language."""
    spoken = language(read(text)) or lang
    level, score = measured(text, spoken)
    terms = useful_words.in_order(pack, text, lang)
    swaps = tuple(pack.plain_words.swaps(text, spoken))
    hard = hard_words(text, pack, spoken, terms, swaps)
    return Checked(spoken, level, score, long_sentences(text), terms, swaps, hard)


def measured(text: str, lang: str) -> tuple[int, int]:
    """The level and the score of a text; (0, 0) when it is too short."""
    if len(words(text)) < ENOUGH_TO_MEASURE:
        return 0, 0
    if lang == "fr":
        ease = min(100, max(0, round(ease_fr(text))))
        return 1 + sum(ease < edge for edge in EASES), ease
    grade = min(20, max(1, round(grade_en(text))))
    return 1 + sum(grade > edge for edge in GRADES), grade


def long_sentences(text: str) -> tuple[str, ...]:
    """The sentences of more than 20 words, in reading order."""
    return tuple(one.strip() for one in sentences(text) if len(words(one)) > LONGEST_SENTENCE)


def hard_words(
    text: str, pack: Pack, lang: str, terms: tuple[Term, ...] = (), swaps: tuple[Swap, ...] = ()
) -> tuple[str, ...]:
    """Words readers may not know that neither the glossary explains nor a plainer word replaces, each once."""
    said = {fold(part) for term in terms for part in _parts(term)}
    said |= {part for swap in swaps for part in fold(swap.typed).split()}
    opening = {words(sentence)[0] for sentence in sentences(text)}
    found: dict[str, str] = {}
    for word in [_ELIDED.sub("", word) for word in (*words(text), *SHORT_FORM.findall(text))]:
        key = fold(word)
        known = key in said or key in pack.plain_words.known[lang]
        if not known and _is_hard(word, pack.finder, lang, opens=word in opening):
            found.setdefault(key, word)
    return tuple(found.values())


def _parts(term: Term) -> list[str]:
    """Every word of every name of a term."""
    names = [name for wording in term.words.values() for name in (wording.name, *wording.aliases)]
    return [part for name in names for part in (name, *words(name))]


def _is_hard(word: str, finder: Finder, lang: str, *, opens: bool) -> bool:
    """A short form in capitals; or a word that is long and that everyday language does not have. Not a name, which is
    what a capital means unless it opens a sentence."""
    if SHORT_FORM.fullmatch(word):
        return not finder.everyday(word)
    if not (word.islower() or opens) or finder.everyday(word):
        return False
    syllables = syllables_fr(word) if lang == "fr" else syllables_en(word)
    return syllables >= MANY_SYLLABLES or len(word) >= MANY_LETTERS
