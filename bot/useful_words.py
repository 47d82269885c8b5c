"""Which known words of a text are worth explaining first.

The order is fixed and can be told to anybody: first what everyday language does not have ("heterogeneity", a short form
in capitals), then names of several words ("steering group"), then everyday words with a meaning of their own in
research ("pilot"). Within each of the three: the order in which they are read.
"""

from __future__ import annotations

from bot.glossary.finder import Finder
from bot.glossary.index import is_short_form
from bot.terms import Term

RARE, OF_SEVERAL_WORDS, EVERYDAY = range(3)


def in_order(finder: Finder, text: str, lang: str) -> tuple[Term, ...]:
    """Every known term in this text, the most useful one first. `lang` is the reader's language."""
    return tuple(sorted(finder.terms_in(text), key=lambda term: rank(finder, term, lang)))


def rank(finder: Finder, term: Term, lang: str) -> int:
    """How soon a term is explained: the smaller, the sooner."""
    names = {term.name, term.in_language(lang).name}
    if any(is_short_form(name) or not finder.everyday(name) for name in names):
        return RARE
    return OF_SEVERAL_WORDS if all(" " in name or "-" in name for name in names) else EVERYDAY
