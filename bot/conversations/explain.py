"""What does this word mean?"""

from __future__ import annotations

from dataclasses import replace

from bot import wordlog
from bot.desk import Desk
from bot.inputs import Chose, Notice, Pointed, Replace, Said
from bot.messages import Block, Choice, Choices, Message, Points, Prose, Run
from bot.terms import Term, Wording
from bot.turn import SILENCE, Say, Turn

MOST_OFFERED = 4
MOST_POINTED_AT = 3


async def asked(desk: Desk, said: Said) -> Turn:
    """The meaning of the words somebody asks about; an offer when it could be two; honestly unknown otherwise."""
    if said.command and not said.text:
        return Turn((Say(desk.line("explain.how_to_ask")),))
    found = desk.pack.finder.find(said.text, lang=desk.lang, addressed=said.addressed)
    desk = _speaking(desk, found.lang)
    match found.outcome:
        case "answer":
            return _privately(desk, said, *(term_card(desk, term) for term in found.terms))
        case "offer":
            return _privately(desk, said, offer_card(desk, found.terms))
        case "unknown":
            return await _unknown(desk, said, found.asked)
        case _:
            return _privately(desk, said, desk.line("explain.how_to_ask")) if said.source.private else SILENCE


def _speaking(desk: Desk, lang: str) -> Desk:
    return replace(desk, lang=lang) if lang else desk


def _privately(desk: Desk, said: Said, *messages: Message) -> Turn:
    """To the person alone, also when they asked where others read."""
    closed = desk.line("explain.open_a_chat") if not said.source.private else None
    otherwise = None if closed is None else Message(closed.blocks, closed.lang, private=False)
    now = Notice(desk.text("explain.answered_privately")) if said.command and not said.source.private else None
    return Turn(
        tuple(Say(message, otherwise=otherwise if n == 0 else None) for n, message in enumerate(messages)), now=now
    )


async def _unknown(desk: Desk, said: Said, word: str) -> Turn:
    shown = word or said.text[: wordlog.LONGEST_WORD]
    noted = desk.community is not None and await wordlog.note_gap(desk.tx, desk.here, word, desk.lang, desk.now)
    return _privately(desk, said, desk.line("explain.unknown_noted" if noted else "explain.unknown", word=shown))


def term_card(desk: Desk, term: Term, *, level: str = "short", thanks: str = "") -> Message:
    """One entry: the sentence, or with `level` "more" everything there is to say."""
    words = term.in_language(desk.lang)
    body = _whole(desk, term, words) if level == "more" else _short(desk, words)
    clear = None if thanks else _was_this_clear(desk, term, level)
    note = desk.note(thanks) if thanks else None
    return desk.message(*body, _source(desk, term), note, clear, title=words.name)


def _short(desk: Desk, words: Wording) -> list[Block]:
    blocks: list[Block] = [Prose((Run(words.short),))]
    return [*blocks, desk.note("explain.also_means", text=words.ambiguity)] if words.ambiguity else blocks


def _whole(desk: Desk, term: Term, words: Wording) -> list[Block]:
    related = [other for name in term.related for other in [_named(desk, name)] if other]
    return [
        *_short(desk, words),
        Prose((Run(words.more),)),
        desk.prose("explain.example", text=words.example),
        desk.prose("explain.why", text=words.why),
        *([desk.note("explain.related", words=", ".join(related))] if related else []),
    ]


def _named(desk: Desk, name: str) -> str:
    found = next((term for term in desk.pack.terms.values() if term.name == name), None)
    return found.in_language(desk.lang).name if found else ""


def _source(desk: Desk, term: Term) -> Block:
    key = "explain.source_draft" if term.draft else "explain.source"
    return desk.note(key, name=term.source.name, title=term.source.title)


def _was_this_clear(desk: Desk, term: Term, level: str) -> Choices:
    more = [desk.choice("explain.label_more", "explain.more", term.slug, primary=True)] if level == "short" else []
    return Choices((
        *more,
        desk.choice("explain.label_clear", "explain.clear", term.slug, level),
        desk.choice("explain.label_unclear", "explain.unclear", term.slug, level),
    ))  # fmt: skip


def offer_card(desk: Desk, terms: tuple[Term, ...]) -> Message:
    """Two or more meanings to choose from."""
    options = [(term, term.in_language(desk.lang)) for term in terms[:MOST_OFFERED]]
    buttons = tuple(_named_choice(desk, term, words.name) for term, words in options)
    points = Points(tuple((Run(words.name, bold=True), Run(f": {words.short}")) for _, words in options))
    return desk.message(desk.prose("explain.which"), points, Choices(buttons))


def _named_choice(desk: Desk, term: Term, name: str) -> Choice:
    return Choice(name[:75], desk.button("explain.show", term.slug))


async def shown(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    return _swap(desk, args[0], "short")


async def more(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    return _swap(desk, args[0], "more")


async def clear(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    return await _judged(desk, args, clear=True)


async def unclear(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    return await _judged(desk, args, clear=False)


async def _judged(desk: Desk, args: tuple[str, ...], *, clear: bool) -> Turn:
    slug, level = args
    if desk.community is not None:
        await wordlog.was_clear(desk.tx, desk.here, slug, desk.lang, clear=clear)
    # Somebody for whom one sentence was not enough sees the whole entry at once.
    return _swap(desk, slug, level if clear else "more", "explain.thanks_clear" if clear else "explain.thanks_unclear")


def _swap(desk: Desk, slug: str, level: str, thanks: str = "") -> Turn:
    term = desk.pack.terms.get(slug)
    if term is None:
        return Turn(now=Replace(desk.line("general.old_button")))
    return Turn(now=Replace(term_card(desk, term, level=level, thanks=thanks)))


async def pointed(desk: Desk, pointed: Pointed) -> Turn:
    """The known words of a message somebody pointed at."""
    terms = desk.pack.finder.terms_in(pointed.text)[:MOST_POINTED_AT]
    notice = Notice(desk.text("explain.answered_privately"))
    if not terms:
        return Turn((Say(desk.line("explain.nothing_known")),), now=notice)
    intro = desk.prose("explain.words_in_message")
    points = Points(
        tuple((Run(w.name, bold=True), Run(f": {w.short}")) for w in (t.in_language(desk.lang) for t in terms))
    )
    buttons = tuple(_named_choice(desk, term, term.in_language(desk.lang).name) for term in terms)
    return Turn((Say(desk.message(intro, points, Choices(buttons))),), now=notice)


async def asked_again(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """ "I was asking about a word": the text is looked up after all."""
    return await asked(desk, Said(chose.source, args[0] if args else ""))


PRESSES = {
    "explain.show": shown,
    "explain.more": more,
    "explain.clear": clear,
    "explain.unclear": unclear,
    "explain.again": asked_again,
}
