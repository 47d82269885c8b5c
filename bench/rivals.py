"""How others find a term: three usual methods, given the same names and the same questions as ours.

Each is tuned in its favour where a choice must be made: question words are taken off before an exact match, and the
threshold of the fuzzy one is the best of those in facts/words-and-feedback.md (R@1 minus false answers).
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Sequence
from typing import TypeAlias

from rapidfuzz import fuzz, process, utils

from bot.folding import fold
from bot.terms import Term

Find: TypeAlias = Callable[[str], list[str]]
"""A question -> the canonical terms it is answered with, best first; none for silence."""

FUZZY_ENOUGH = 90
MOST = 3

_LITTLE = {
    "what", "is", "are", "does", "mean", "means", "the", "an", "of", "to", "in", "on", "for", "and", "or", "it", "this",
    "that", "can", "you", "me", "my", "we", "do", "please", "hi", "hello", "tell", "explain", "define", "que", "est",
    "ce", "qu", "quoi", "veut", "dire", "le", "la", "les", "un", "une", "des", "du", "de", "et", "ou", "en", "sur",
    "pour", "je", "vous", "nous", "ca", "cela", "svp", "bonjour",
}  # fmt: skip
_TABLE = (
    "CREATE VIRTUAL TABLE entry USING fts5"
    "(term UNINDEXED, names, short, more, tokenize='porter unicode61 remove_diacritics 2')"
)

_POLITE = r"(?:hi|hello|hey|bonjour|salut)?[, ]*(?:please|can you|could you|svp)? *"
_ASKING = (
    "tell me|explain|define|what does|what is an?|what is|what s|what are|que veut dire|c est quoi(?: une?| les?| la)?"
    "|qu est ce que|definir|expliquer?"
)
_FRAME = re.compile(rf"^{_POLITE}(?:{_ASKING})? *(.*?) *(?:mean|means|please|svp|stp)?$")


def _names(terms: Sequence[Term]) -> dict[str, str]:
    """Every folded name and alias in both languages, with its term."""
    return {
        fold(name): term.name
        for term in terms
        for words in term.words.values()
        for name in (words.name, *words.aliases)
        if fold(name)
    }


def exact(terms: Sequence[Term]) -> Find:
    """What is left of the question, without its frame, is a name."""
    names = _names(terms)

    def find(text: str) -> list[str]:
        asked = _FRAME.sub(r"\1", fold(text))
        return [names[asked]] if asked in names else []

    return find


def fuzzy(terms: Sequence[Term]) -> Find:
    """rapidfuzz's `token_set_ratio` over all names."""
    names = _names(terms)
    listed = list(names)

    def find(text: str) -> list[str]:
        near = process.extract(
            fold(text),
            listed,
            scorer=fuzz.token_set_ratio,
            processor=utils.default_process,
            score_cutoff=FUZZY_ENOUGH,
            limit=12,
        )
        return list(dict.fromkeys(names[name] for name, _, _ in near))[:MOST]

    return find


def full_text(terms: Sequence[Term]) -> Find:
    """SQLite's FTS5 with porter stems and BM25, over names, sentences and explanations."""
    base = sqlite3.connect(":memory:")
    base.execute(_TABLE)
    for term in terms:
        for words in term.words.values():
            row = (term.name, " ; ".join((words.name, *words.aliases)), words.short, words.more)
            base.execute("INSERT INTO entry VALUES (?, ?, ?, ?)", row)
    query = "SELECT term FROM entry WHERE entry MATCH ? ORDER BY bm25(entry, 0, 10.0, 2.0, 1.0) LIMIT 12"

    def find(text: str) -> list[str]:
        words = [word for word in fold(text).split() if len(word) > 1 and word not in _LITTLE]
        asked = " OR ".join(f'"{word}"' for word in words[:40])
        found = base.execute(query, (asked,)) if asked else ()
        return list(dict.fromkeys(str(row[0]) for row in found))[:MOST]

    return find
