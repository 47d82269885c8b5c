"""What does this word mean?"""

from __future__ import annotations

from bot import entries, glossaries, recent_words, wordlog
from bot.conversations import missing
from bot.conversations.entry_card import Where, named_choice, offer_card, term_card
from bot.conversations.sharing import privately, where
from bot.desk import Desk
from bot.glossary.finder import Found
from bot.inputs import Chose, Replace, Said
from bot.messages import Message
from bot.terms import Term
from bot.turn import SILENCE, Say, Turn

__all__ = ["asked", "named_choice", "offer_card", "term_card"]


async def asked(desk: Desk, said: Said) -> Turn:
    """The meaning of the words somebody asks about; an offer when it could be two; honestly unknown otherwise."""
    if said.command and not said.text:
        return Turn((Say(desk.line("explain.how_to_ask")),))
    desk = await glossaries.own(desk)
    before = await recent_words.last(desk.tx, desk.person, desk.now) if desk.person else []
    found = _find(desk, said, before)
    desk = desk.speaking(found.lang)
    match found.outcome:
        case "answer":
            await _remember(desk, found.terms, before)
            return _answer(desk, said, *(term_card(desk, term, where=where(said)) for term in found.terms))
        case "offer":
            return _answer(desk, said, offer_card(desk, found.terms, where(said), found.asked))
        case "unknown":
            return await _unknown(desk, said, found.asked)
        case _:
            return _answer(desk, said, desk.line("explain.how_to_ask")) if said.source.private else SILENCE


def _find(desk: Desk, said: Said, before: list[str]) -> Found:
    told = [desk.pack.terms[slug].name for slug in before if slug in desk.pack.terms]
    return desk.pack.finder.find(said.text, lang=desk.lang, addressed=said.addressed, context=told)


async def _remember(desk: Desk, terms: tuple[Term, ...], before: list[str]) -> None:
    """What was told last comes first, for "and the other one?"."""
    if desk.person is not None:
        slugs = [term.slug for term in reversed(terms)]
        await recent_words.told(desk.tx, desk.person, slugs, before, desk.now)


def _answer(desk: Desk, said: Said, *messages: Message) -> Turn:
    return privately(desk, said.source, *messages, notice=said.command and not said.source.private)


async def _unknown(desk: Desk, said: Said, word: str) -> Turn:
    noted = await missing.noted(desk, word)
    if noted is not None:
        return _answer(desk, said, noted.message) + Turn(prompts=noted.prompts)
    return _answer(desk, said, desk.line("explain.unknown", word=word or said.text[: wordlog.LONGEST_WORD]))


async def shown(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """One of several meanings was chosen."""
    desk, slug, held = await _opened(desk, args[0], args[1:])
    term = desk.pack.terms.get(slug)
    if term is not None and desk.person is not None:
        await _remember(desk, (term,), await recent_words.last(desk.tx, desk.person, desk.now))
    return _swap(desk, slug, "short", where=held)


async def none(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """None of the words offered was meant: what was asked about is passed on when it is a word."""
    desk = desk.speaking(args[1])
    noted = await missing.noted(desk, args[0])
    if noted is None:
        return Turn(now=Replace(desk.line("explain.none_of_these")))
    return Turn(now=Replace(noted.message), prompts=noted.prompts)


async def more(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    desk, slug, held = await _opened(desk, args[0], args[1:])
    return _swap(desk, slug, "more", where=held)


async def clear(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    desk, slug, _ = await _opened(desk, args[0], args[2:])
    await _count(desk, slug, clear=True)
    return _swap(desk, slug, args[1], "explain.thanks_clear")


async def unclear(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """Somebody for whom one sentence was not enough sees the whole entry at once."""
    desk, slug, held = await _opened(desk, args[0], args[2:])
    await _count(desk, slug, clear=False)
    return _swap(desk, slug, "more", "explain.thanks_unclear", held)


async def _opened(desk: Desk, slug: str, rest: tuple[str, ...]) -> tuple[Desk, str, Where]:
    """The desk in the language of the card that was pressed, and where its question was asked."""
    return await glossaries.own(desk.speaking(rest[0] if rest else "")), slug, rest[1:]


async def _count(desk: Desk, slug: str, *, clear: bool) -> None:
    """For this very wording: the next one starts at nothing."""
    term = desk.pack.terms.get(slug)
    if desk.community is not None and term is not None:
        lang = term.spoken(desk.lang)
        mark = entries.fingerprint(term, lang)
        await wordlog.was_clear(desk.tx, desk.here, slug, lang, clear=clear, fingerprint=mark)


def _swap(desk: Desk, slug: str, level: str, thanks: str = "", where: Where = ()) -> Turn:
    term = desk.pack.terms.get(slug)
    if term is None:
        return Turn(now=Replace(desk.line("general.old_button")))
    return Turn(now=Replace(term_card(desk, term, level=level, thanks=thanks, where=where)))


async def asked_again(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """ "I was asking about a word": the text is looked up after all."""
    return await asked(desk, Said(chose.source, args[0] if args else ""))


PRESSES = {
    "explain.show": shown,
    "explain.none": none,
    "explain.more": more,
    "explain.clear": clear,
    "explain.unclear": unclear,
    "explain.again": asked_again,
}
