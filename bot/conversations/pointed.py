"""Explain this message: the known words of a message somebody pointed at, or of a text they pasted, three at a time."""

from __future__ import annotations

from collections.abc import Sequence

from bot import glossaries, useful_words
from bot.conversations import help, rephrase
from bot.conversations.entry_card import term_card
from bot.conversations.sharing import privately
from bot.desk import Desk
from bot.inputs import Chose, Input, Pointed, Replace, Said
from bot.messages import Choice, Choices, Message, Points, Run
from bot.reading import words
from bot.terms import Term
from bot.turn import Turn, say

AT_ONCE = 3
MOST_KEPT = 480
"""Characters of the words still to come that a button has room for, beside what "I still don't understand" needs."""

LONG_MESSAGE = 25
"""Words of a message that asks nothing: from here on it reads like one that somebody copied."""

SEVERAL = 2


async def pointed(desk: Desk, heard: Pointed) -> Turn:
    """The known words of a message somebody pointed at, and the way to ask its author."""
    desk = await glossaries.own(desk)
    terms = useful_words.in_order(desk.pack, heard.text, desk.lang)
    return privately(desk, heard.source, _first(desk, terms, await rephrase.offered(desk, heard)), notice=True)


async def pasted(desk: Desk, said: Said) -> Turn | None:
    """The words of a text typed behind "explain:". None when it is no more than one word to ask about.

    What is no business of ours comes first, as everywhere: no definitions beside a wish for medical advice.
    """
    if desk.pack.screen.read(said.text).asks_medical_advice:
        return await help.medical(desk)
    desk = await glossaries.own(desk)
    terms = useful_words.in_order(desk.pack, said.text, desk.lang)
    if len(terms) < SEVERAL and len(words(said.text)) < LONG_MESSAGE:
        return None
    return _answer(desk, said, terms)


async def copied(desk: Desk, said: Said) -> Turn | None:
    """The words of a long private message that asks nothing; None for any other message."""
    if not said.source.private or len(words(said.text)) < LONG_MESSAGE:
        return None
    desk = await glossaries.own(desk)
    if desk.pack.finder.find(said.text, lang=desk.lang).outcome != "silent":
        return None
    terms = useful_words.in_order(desk.pack, said.text, desk.lang)
    return _answer(desk, said, terms) if len(terms) >= SEVERAL else None


def _answer(desk: Desk, said: Said, terms: Sequence[Term]) -> Turn:
    notice = said.command and not said.source.private
    return privately(desk, said.source, _first(desk, terms, rephrase.nobody_known(desk)), notice=notice)


async def how(desk: Desk, heard: Input) -> Turn:
    """ "Explain this message", with no message."""
    return say(desk.line("pointed.how"))


def _first(desk: Desk, terms: Sequence[Term], still: rephrase.Held) -> Message:
    if terms:
        return _page(desk, "pointed.words_in_message", [term.slug for term in terms], still)
    return desk.line("pointed.nothing_known", *rephrase.button(desk, still))


def _page(desk: Desk, intro: str, slugs: Sequence[str], still: rephrase.Held) -> Message:
    """Three words with a sentence and a button each; then "More words", or on the last page the way to the author."""
    terms = [desk.pack.terms[slug] for slug in slugs[:AT_ONCE]]
    wordings = [term.in_language(desk.lang) for term in terms]
    points = Points(tuple((Run(w.name, bold=True), Run(f": {w.short}")) for w in wordings))
    entries = [
        Choice(w.name[:75], desk.button("pointed.entry", term.slug, desk.lang))
        for term, w in zip(terms, wordings, strict=True)
    ]
    last = [_more(desk, slugs[AT_ONCE:], still)] if slugs[AT_ONCE:] else rephrase.button(desk, still)
    return desk.message(desk.prose(intro), points, Choices((*entries, *last)))


def _more(desk: Desk, slugs: Sequence[str], still: rephrase.Held) -> Choice:
    kept = ""
    for slug in slugs:
        if len(kept) + 1 + len(slug) > MOST_KEPT:
            break
        kept = f"{kept} {slug}".strip()
    return desk.choice("pointed.label_more", "pointed.more", kept, desk.lang, *still)


async def more(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """The next three take the place of the last."""
    kept, lang, *still = args
    desk = await glossaries.own(desk.speaking(lang))
    slugs = [slug for slug in kept.split() if slug in desk.pack.terms]
    if not slugs:
        return Turn(now=Replace(desk.line("general.old_button")))
    return Turn(now=Replace(_page(desk, "pointed.more_words", slugs, tuple(still))))


async def entry(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """The whole entry, below the list: the list stays for the other words."""
    desk = await glossaries.own(desk.speaking(args[1]))
    term = desk.pack.terms.get(args[0])
    return say(desk.line("general.old_button") if term is None else term_card(desk, term, level="more"))


PRESSES = {"pointed.more": more, "pointed.entry": entry}
COMMANDS = {"explain_message": how}
TEXTS = {"explain_message": pasted}
