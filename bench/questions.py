"""Two hundred different questions about the shipped words, with the title of the card each must be answered by."""

from __future__ import annotations

from itertools import product

from bot import content
from bot.pack import Pack

HOW_MANY = 200
ENGLISH = ("what does {} mean?", "what is {}?", "Explain {} please", "hello, can you tell me what {} means?")
FRENCH = ("que veut dire {} ?",)


def questions() -> list[tuple[str, str]]:
    """Each question and its answer's title. Raises ValueError when the content answers too few in one card."""
    pack = content.load()
    asked = [*_asked(pack, "fr", FRENCH)[: HOW_MANY // 10], *_asked(pack, "en", ENGLISH)]
    found = [(text, title) for text in dict.fromkeys(asked) if (title := _title(pack, text))]
    if len(found) < HOW_MANY:
        raise ValueError(f"only {len(found)} questions have one answer")
    return found[:HOW_MANY]


def _asked(pack: Pack, lang: str, ways: tuple[str, ...]) -> list[str]:
    terms = [term for term in pack.terms.values() if lang in term.words]
    return [way.format(term.words[lang].name) for way, term in product(ways, terms)]


def _title(pack: Pack, text: str) -> str:
    found = pack.finder.find(text, lang="en")
    if found.outcome != "answer" or len(found.terms) != 1:
        return ""
    return found.terms[0].in_language(found.lang or "en").name
