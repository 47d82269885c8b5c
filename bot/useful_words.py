"""Which known words of a text are worth explaining first.

The order is fixed and can be told to anybody: first what everyday language does not have ("heterogeneity", a short form
in capitals), then names of several words ("steering group"), then everyday words with a meaning of their own in
research ("pilot"). Within each of the three: the order in which they are read.
"""

from __future__ import annotations

import re

from bot.folding import fold
from bot.glossary.finder import Finder
from bot.glossary.index import is_short_form
from bot.pack import Pack
from bot.plain_words import LANGUAGES
from bot.terms import Term

RARE, OF_SEVERAL_WORDS, EVERYDAY = range(3)


def in_order(pack: Pack, text: str, lang: str) -> tuple[Term, ...]:
    """Every known term in this text, the most useful one first. `lang` is the reader's language."""
    found = pack.finder.terms_in(_without_set_phrases(pack, text))
    return tuple(sorted(found, key=lambda term: rank(pack.finder, term, lang)))


def _without_set_phrases(pack: Pack, text: str) -> str:
    """ "prior to" speaks of no prior, and "ci-joint" of no CI. A phrase that is a name itself stays."""
    for typed in [swap.typed for lang in LANGUAGES for swap in pack.plain_words.swaps(text, lang)]:
        if " " in fold(typed) and not _is_a_name(pack.finder, typed):
            text = re.sub(rf"\b{re.escape(typed)}\b", " … ", text, flags=re.IGNORECASE)
    return text


def _is_a_name(finder: Finder, phrase: str) -> bool:
    return any(fold(typed) == fold(phrase) for typed, _, _ in finder.names_in(phrase))


def rank(finder: Finder, term: Term, lang: str) -> int:
    """How soon a term is explained: the smaller, the sooner."""
    names = {term.name, term.in_language(lang).name}
    if any(is_short_form(name) or not finder.everyday(name) for name in names):
        return RARE
    return OF_SEVERAL_WORDS if all(" " in name or "-" in name for name in names) else EVERYDAY
