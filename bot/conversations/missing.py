"""What nobody has explained yet: passed on without a name, and whoever asked hears what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from bot import entries, glossaries, passing_on, people, private_words, recent_words, waiting, wordlog
from bot.conversations import word_card
from bot.conversations.entry_card import term_card
from bot.desk import Desk
from bot.folding import fold
from bot.messages import Block, Choices, Message, Prose, Run
from bot.people import Contact, Person
from bot.terms import Term
from bot.turn import Prompt, Skip
from bot.wordlog import Gap


@dataclass(frozen=True, slots=True)
class Noted:
    """What whoever asked is told now, and what is said later: to who answers words, and to them."""

    message: Message
    prompts: tuple[Prompt, ...] = ()


async def noted(desk: Desk, word: str) -> Noted | None:
    """A word nobody has explained is passed on. None for what is no short word, for how somebody is, and where no
    community is set up."""
    if desk.community is None or private_words.is_private(desk.pack, word):
        return None
    before = await waiting.of(desk.tx, desk.person, word=word) if desk.person else None
    if before is not None:
        return await still(desk, before)
    gap = await wordlog.note_gap(desk.tx, desk.here, word, desk.lang, desk.now)
    return None if gap is None else await passed_on(desk, gap)


async def still(desk: Desk, gap: Gap) -> Noted:
    """They asked this before, and it waits."""
    named = await passing_on.answerers(desk.tx, desk.here, desk.now)
    if not named:
        return Noted(desk.line("missing.still_noted", word=gap.word))
    return Noted(desk.line("missing.still", word=gap.word, name=named[0].name))


async def passed_on(desk: Desk, gap: Gap) -> Noted:
    """Whoever answers words will hear of it, and this person will hear the answer, if they may be written to."""
    named = await passing_on.answerers(desk.tx, desk.here, desk.now)
    prompts = await passing_on.pass_on(desk.tx, gap, named, desk.person, desk.now)
    if desk.person is not None and desk.person.id in {person.id for person in named}:
        return Noted(word_card.mine(desk, gap), prompts)
    waits = desk.person is not None and desk.person.consent != "no"
    later = await waiting.join(desk.tx, gap, desk.me, desk.now) if waits else ()
    promise = desk.prose("missing.i_will_tell" if waits else "missing.ask_again")
    return Noted(desk.message(await _first(desk, gap, named), promise), (*prompts, *later))


async def _first(desk: Desk, gap: Gap, named: list[Person]) -> Block:
    """Who has it now. Others who asked are told of as others, never by name."""
    if not named:
        return desk.prose("unclear.noted" if gap.about else "missing.noted", word=gap.word)
    name = named[0].name
    if await waiting.others(desk.tx, gap, desk.person):
        return desk.prose("unclear.others" if gap.about else "missing.others", word=gap.word, name=name)
    return desk.prose("unclear.passed_on" if gap.about else "missing.passed_on", word=gap.word, name=name)


# -- what came of it


async def told(desk: Desk, args: tuple[str, ...]) -> Message | Skip:
    """The answer this person has waited for the longest. From now on nothing says that they asked."""
    gap = await waiting.next_told(desk.tx, desk.me)
    if gap is None:
        return Skip("waits for nothing any more")
    desk = await glossaries.own(desk)
    by = (await people.find(desk.tx, desk.here, [gap.settled_by])).get(gap.settled_by)
    term = desk.pack.terms.get(gap.answer)
    if gap.words:
        return _another_way(desk, gap, by)
    return await _explained(desk, gap, term, by) if term else await _not_here(desk, gap)


async def _explained(desk: Desk, gap: Gap, term: Term, by: Person | None) -> Message:
    before = await recent_words.last(desk.tx, desk.me, desk.now)
    await recent_words.told(desk.tx, desk.me, [term.slug], before, desk.now)
    card = term_card(desk, term)
    return desk.message(_intro(desk, gap, term, by), await _two_more(desk, term), *card.blocks, title=card.title)


def _intro(desk: Desk, gap: Gap, term: Term, by: Person | None) -> Block:
    """Who answered, when that is known: people like to know whom to thank."""
    name = by.name if by else ""
    if gap.about:
        return desk.prose("missing.rewritten", word=gap.word)
    if fold(gap.word) in {fold(alias) for words in term.words.values() for alias in words.aliases}:
        return desk.prose("missing.another_name", word=gap.word, name=term.in_language(desk.lang).name)
    if not name:
        return desk.prose("missing.answer", word=gap.word)
    return desk.prose("missing.answer_by", word=gap.word, name=name)


async def _two_more(desk: Desk, term: Term) -> Block | None:
    """An own entry is used before two people agreed on it; whoever reads it first should know."""
    version = await entries.newest_live(desk.tx, desk.here, term.slug)
    return desk.note("missing.two_more") if version is not None and version.state == "answered" else None


def _another_way(desk: Desk, gap: Gap, by: Person | None) -> Message:
    intro = desk.prose("missing.another_way", word=gap.word, name=by.name if by else desk.text("missing.somebody"))
    talk = desk.choice("help.label_talk", "hand_over.start")
    return desk.message(intro, Prose((Run(gap.words, italic=True),)), Choices((talk,)))


async def _not_here(desk: Desk, gap: Gap) -> Message:
    return desk.message(desk.prose("missing.not_here", word=gap.word), *await _whom_else(desk))


async def waited(desk: Desk, args: tuple[str, ...]) -> Message | Skip:
    """A week without an answer: said once, and they go on waiting."""
    gap = await waiting.next_unanswered(desk.tx, desk.me, desk.now)
    if gap is None:
        return Skip("was answered, or told before")
    return desk.message(desk.prose("missing.waited", word=gap.word), *await _whom_else(desk))


async def _whom_else(desk: Desk) -> list[Block]:
    """The first named contact who is somebody else; the organiser where there is none."""
    contact = await _contact(desk)
    if contact is None:
        return [desk.prose("missing.ask_organiser")]
    ask = desk.choice("hand_over.label_ask", "hand_over.ask", contact.id, name=contact.name[:40])
    return [desk.prose("missing.ask_contact", name=contact.name, how=contact.how), Choices((ask,))]


async def _contact(desk: Desk) -> Contact | None:
    found = await people.contacts(desk.tx, desk.here)
    return next((contact for contact in found if contact.person != desk.me.id), None)


PROMPTS = {"missing.told": told, "missing.waited": waited}
