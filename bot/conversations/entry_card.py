"""How an entry looks: to one person, in a choice of several, and to everybody in a channel."""

from __future__ import annotations

from typing import TypeAlias

from bot.desk import Desk
from bot.folding import fold
from bot.messages import Block, Choice, Choices, Message, Points, Prose, Run, Runs
from bot.terms import Term, Wording
from bot.wordlog import LONGEST_WORD

MOST_OFFERED = 3

Where: TypeAlias = tuple[str, ...]
"""What a button carries of the channel a question was asked in (`sharing.where`); empty for a private one."""


def term_card(desk: Desk, term: Term, *, level: str = "short", thanks: str = "", where: Where = ()) -> Message:
    """One entry: the sentence, or with `level` "more" everything there is to say.

    `thanks` is the key of a note in answer to a press. `where` makes it an answer that can be shared.
    """
    words = term.in_language(desk.lang)
    body = whole(desk, term, words) if level == "more" else short(desk, words)
    note = desk.note(thanks) if thanks else None
    promise = desk.note("explain.if_shared") if where and not thanks else None
    ways_on = _was_this_clear(desk, term, level, where) if not thanks else _after(desk, term, thanks, where)
    about = (_other_language(desk, term), source(desk, term), note, promise)
    return desk.message(*body, *about, ways_on, title=words.name)


def short(desk: Desk, words: Wording) -> list[Block]:
    """The one sentence, and what else the word can mean."""
    blocks: list[Block] = [Prose((Run(words.short),))]
    return [*blocks, desk.note("explain.also_means", text=words.ambiguity)] if words.ambiguity else blocks


def whole(desk: Desk, term: Term, words: Wording) -> list[Block]:
    """Everything an entry holds; a community's own may not hold everything yet."""
    related = [other for name in term.related for other in [_named(desk, name)] if other]
    return [
        *short(desk, words),
        *([Prose((Run(words.more),))] if words.more else []),
        *([desk.prose("explain.example", text=words.example)] if words.example else []),
        *([desk.prose("explain.why", text=words.why)] if words.why else []),
        *([desk.note("explain.related", words=", ".join(related))] if related else []),
    ]


def _named(desk: Desk, name: str) -> str:
    found = next((term for term in desk.pack.terms.values() if term.name == name), None)
    return found.in_language(desk.lang).name if found else ""


def _other_language(desk: Desk, term: Term) -> Block | None:
    return None if desk.lang in term.words else desk.note("explain.other_language")


def source(desk: Desk, term: Term) -> Block | None:
    """Where an entry can be checked, and whether people still have to agree on its wording."""
    draft = term.draft_in(desk.lang)
    if not term.source.name:
        return desk.note("explain.draft") if draft else None
    if not term.source.title:
        return desk.note("explain.source_name_draft" if draft else "explain.source_name", name=term.source.name)
    return desk.note(
        "explain.source_draft" if draft else "explain.source", name=term.source.name, title=term.source.title
    )


def _was_this_clear(desk: Desk, term: Term, level: str, where: Where) -> Choices:
    """At most three. An answer asked for where others read can be shared instead of called clear."""
    words = term.in_language(desk.lang)
    there_is_more = level == "short" and (words.more or words.example or words.why)
    more = [desk.choice("explain.label_more", "explain.more", term.slug, desk.lang, *where, primary=True)]
    clear = desk.choice("explain.label_clear", "explain.clear", term.slug, level, desk.lang)
    unclear = desk.choice("explain.label_unclear", "explain.unclear", term.slug, level, desk.lang, *where)
    last = [unclear, _share(desk, term, where)] if where else [clear, unclear]
    return Choices((*(more if there_is_more else []), *last))


def _share(desk: Desk, term: Term, where: Where) -> Choice:
    return desk.choice("explain.label_share", "explain.share", term.slug, desk.lang, *where)


def _after(desk: Desk, term: Term, thanks: str, where: Where) -> Choices | None:
    """The ways on for somebody to whom the whole entry was not clear."""
    if thanks != "explain.thanks_unclear":
        return None
    still = [desk.choice("unclear.label_still", "unclear.still", term.slug, desk.lang)] if desk.person else []
    options = (*still, *([_share(desk, term, where)] if where else []))
    return Choices(options) if options else None


def offer_card(desk: Desk, terms: tuple[Term, ...], where: Where = (), asked: str = "") -> Message:
    """The words somebody may mean, to choose from; `asked` is what they typed for it, where it was a word or two."""
    offered = terms[:MOST_OFFERED]
    points = Points(tuple(_point(term.in_language(desk.lang)) for term in offered))
    none = desk.choice("explain.label_none", "explain.none", asked[:LONGEST_WORD], desk.lang)
    buttons = (*(named_choice(desk, term, where) for term in offered), none)
    return desk.message(desk.prose(_asking_back(offered)), points, Choices(buttons))


def _point(words: Wording) -> Runs:
    return Run(words.name, bold=True), Run(f": {words.short}")


def _asking_back(terms: tuple[Term, ...]) -> str:
    """One guess, a short form with several meanings, or several guesses."""
    if len(terms) == 1:
        return "explain.is_it"
    names = ({fold(name) for words in term.words.values() for name in (words.name, *words.aliases)} for term in terms)
    return "explain.which" if set.intersection(*names) else "explain.perhaps"


def named_choice(desk: Desk, term: Term, where: Where = ()) -> Choice:
    """A button with the entry's name that shows it."""
    name = term.in_language(desk.lang).name
    return Choice(name[:75], desk.button("explain.show", term.slug, desk.lang, *where))


def public_card(desk: Desk, term: Term) -> Message:
    """The sentence for everybody who reads along. Anybody may ask for more, and gets it in private."""
    words = term.in_language(desk.lang)
    more = Choice(desk.text("explain.label_more"), desk.button("explain.open", term.slug, desk.lang, anybody=True))
    blocks = (desk.prose("explain.somebody_asked"), *short(desk, words), source(desk, term), Choices((more,)))
    kept = tuple(block for block in blocks if block is not None)
    return Message(kept, desk.lang, words.name, private=False)
