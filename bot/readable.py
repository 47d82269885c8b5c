"""Everything a pack says, as it is read: names, which nobody can make shorter, do not count against a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from bot.folding import fold
from bot.pack import Pack
from bot.reading import ease_fr, grade_en, words
from bot.terms import Term

LONG_ENOUGH = 12
"""Words. Below that the formulas say nothing."""

FIELDS = ("short", "more", "example", "why", "ambiguity")
_OFFICIAL = re.compile(r"[A-Z]\w+(?:(?: (?:of|for|and|the|in|on|de|du|des|la|en|et))* [A-Z][\w-]+)+")
_NAME = "Sam"


@dataclass(frozen=True, slots=True)
class Text:
    """One text: where it stands ("risk-of-bias.short"), its language, and its words as they are counted."""

    key: str
    lang: str
    text: str

    @property
    def hardness(self) -> float | None:
        """English: Flesch-Kincaid grade, lower is easier. French: Kandel-Moles ease, higher is. None if short."""
        if len(words(self.text)) < LONG_ENOUGH:
            return None
        return grade_en(self.text) if self.lang == "en" else ease_fr(self.text)


@dataclass(frozen=True, slots=True)
class Summary:
    """How hard the texts of one language are: how many were long enough, their median, and the hardest ones first."""

    measured: int
    median: float
    hardest: tuple[tuple[float, str], ...]


def texts(pack: Pack) -> Iterator[Text]:
    """Every sentence, entry and question."""
    yield from phrases(pack)
    yield from entries(pack)
    for question in (q for asked in (*pack.check_ins.values(), pack.feedback) for q in asked):
        yield from (Text(question.id, lang, said) for lang, said in question.words.items())


def phrases(pack: Pack) -> Iterator[Text]:
    """Values are somebody's name, and what is to be typed is a name as well."""
    typed = {said for spoken in pack.commands.values() for said in spoken}
    for key, both in pack.phrases.items():
        for lang, text in both.items():
            text = re.sub(r"\*\*(.+?)\*\*", lambda m: _NAME if fold(m[1]) in typed else m[1], text)
            yield Text(key, lang, re.sub(r"\{\w+\}", _NAME, text))


def entries(pack: Pack) -> Iterator[Text]:
    """An entry's own names are what it is there to explain; official names are as long as they are."""
    for term in pack.terms.values():
        for lang in term.words:
            yield from _entry(term, lang)


def _entry(term: Term, lang: str) -> Iterator[Text]:
    entry = term.words[lang]
    names = sorted({term.name, entry.name, *entry.aliases}, key=len, reverse=True)
    own = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})s?\b", re.IGNORECASE)
    for field in FIELDS:
        text = own.sub("it" if lang == "en" else "ceci", getattr(entry, field))
        yield Text(f"{term.slug}.{field}", lang, _OFFICIAL.sub(_NAME, text))


def summary(pack: Pack, lang: str, most: int = 10) -> Summary:
    """The report of one language. Raises ValueError when nothing in it is long enough to be measured."""
    measured = [(hard, text.key) for text in texts(pack) if text.lang == lang and (hard := text.hardness) is not None]
    if not measured:
        raise ValueError(f"nothing is said in {lang!r}")
    measured.sort(reverse=lang == "en")
    return Summary(len(measured), median(hard for hard, _ in measured), tuple(measured[:most]))
