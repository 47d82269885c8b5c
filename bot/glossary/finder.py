"""Finds the term somebody asks about: an answer, an offer, an honest "not yet", or silence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.folding import fold
from bot.glossary.asking import asks, fillers
from bot.glossary.cues import Cues
from bot.glossary.index import Documents, Index
from bot.glossary.judging import Judge, Verdict
from bot.glossary.language import language
from bot.glossary.matching import is_ordinary
from bot.glossary.searching import Search
from bot.glossary.text import read
from bot.terms import Term

Outcome = Literal["answer", "offer", "unknown", "silent"]
_OUTCOMES: tuple[Outcome, ...] = ("silent", "unknown", "offer", "answer")


@dataclass(frozen=True)
class Found:
    """`terms`, best first; `lang`, the language to answer in; `asked`, the words asked about as typed, or empty."""

    outcome: Outcome
    terms: tuple[Term, ...]
    lang: str
    asked: str


class Finder:
    """Knows every term and every way to ask; holds nothing about anybody."""

    def __init__(self, terms: Iterable[Term], cues: Cues, known: Documents | None = None) -> None:
        self.cues = cues
        self._index = Index(terms, cues, known)

    @property
    def documents(self) -> Documents:
        """What has been worked out about each wording."""
        return self._index.documents

    def over(self, terms: Iterable[Term]) -> Finder:
        """A finder of these terms instead; what this one has worked out about the same wordings is used again."""
        return Finder(terms, self.cues, self.documents)

    def find(self, text: str, *, lang: str = "", addressed: bool = True, context: Sequence[str] = ()) -> Found:
        """What this message asks for. `lang` is the person's own; `context` names the terms last talked about.

        The last one talked about comes first in `context`; names nobody knows do no harm.
        """
        reading = read(text)
        spoken = language(reading)
        skip = fillers(reading, self.cues)
        judge = Judge(reading, self._index, self.cues, spoken=spoken, own=lang, skip=skip)
        numbers = [self._index.numbers[name] for name in context if name in self._index.numbers]
        search = Search(judge, asks(reading, self.cues, skip), numbers)
        return self._found(search.verdict() if addressed else search.overheard(), judge, spoken, lang)

    def terms_in(self, text: str) -> tuple[Term, ...]:
        """Every term a message names, in reading order; the everyday words among them come last."""
        reading = read(text)
        judge = Judge(reading, self._index, self.cues, spoken=language(reading), own="", skip=frozenset())
        judge.look(frozenset())
        sure = (hit for hit in judge.hits if not (hit.loose and hit.cost))  # "them" is no way to write "themes"
        named = sorted(sure, key=lambda hit: hit.loose)
        return tuple(self._index.terms[n] for n in dict.fromkeys(judge.senses(hit)[0][0] for hit in named))

    def names_in(self, text: str) -> tuple[tuple[str, str, Term], ...]:
        """For writers: the words of a message that were taken for names, the name each was taken for, and whose."""
        reading = read(text)
        judge = Judge(reading, self._index, self.cues, spoken=language(reading), own="", skip=frozenset())
        judge.look(frozenset())
        forms = ((hit, self._index.forms[number]) for hit in judge.hits for number in hit.forms)
        return tuple(
            (reading.typed(hit.start, hit.end), form.typed, self._index.terms[form.term]) for hit, form in forms
        )

    def everyday(self, word: str) -> bool:
        """Whether everyday language has this word, perhaps with an ending. Two words joined by a sign are both."""
        return all(is_ordinary(part, self.cues) for part in fold(word).split())

    def _found(self, verdict: Verdict, judge: Judge, spoken: str, own: str) -> Found:
        terms = tuple(self._index.terms[number] for number in verdict.terms)
        asked = judge.reading.typed(verdict.start, verdict.end) if verdict.sure else ""
        return Found(_OUTCOMES[verdict.sure], terms, spoken or judge.language_of(verdict, own) or own or "en", asked)
