"""The words of a meeting: what its agenda will have people hear, explained before they go."""

from __future__ import annotations

from collections.abc import Sequence

from bot import events, glossaries, plain, useful_words
from bot.conversations import help
from bot.conversations.preferences import time_in_words
from bot.conversations.sharing import privately
from bot.desk import Desk
from bot.events import Event
from bot.inputs import Input, Said
from bot.messages import Block, Message, Points, Run
from bot.terms import Term
from bot.turn import Turn, say

MOST = 5
MOST_MISSING = 8


def _words(desk: Desk, text: str) -> tuple[Term, ...]:
    return useful_words.in_order(desk.pack, text, desk.lang) if text else ()


async def of_event(desk: Desk, event: Event) -> list[Block]:
    """The words somebody may hear, in their own language, as the glossary has them when the message leaves."""
    desk = await glossaries.own(desk)
    terms = _words(desk, f"{event.title}\n{event.agenda}")
    return [desk.prose("event.words"), _points(desk, terms), desk.note("agenda.ask_more")] if terms else []


def _message(desk: Desk, event: Event, terms: Sequence[Term]) -> Message:
    when = time_in_words(desk, event.starts_at, desk.me.time_zone)
    return desk.message(
        desk.prose("agenda.you_may_hear", title=event.title, when=when, city=desk.city(desk.me.time_zone)),
        _points(desk, terms),
        desk.note("agenda.ask_more"),
        title=desk.text("agenda.title"),
    )


def _points(desk: Desk, terms: Sequence[Term]) -> Points:
    wordings = [term.in_language(desk.lang) for term in terms[:MOST]]
    return Points(tuple((Run(w.name, bold=True), Run(f": {w.short}")) for w in wordings))


async def for_organiser(desk: Desk, event: Event) -> list[Block]:
    """Which words of the agenda are explained to those invited, and which ones nobody has explained yet."""
    if not event.agenda:
        return []
    desk = await glossaries.own(desk)
    terms = _words(desk, event.agenda)
    missing = plain.hard_words(event.agenda, desk.pack, desk.lang, terms)[:MOST_MISSING]
    names = ", ".join(term.in_language(desk.lang).name for term in terms[:MOST])
    known = desk.prose("agenda.known", words=names) if terms else desk.prose("agenda.none_known")
    return [known, *([desk.prose("agenda.not_known", words=", ".join(missing))] if missing else [])]


async def wanted(desk: Desk, heard: Input) -> Turn:
    """ "Words for the meeting": of the next one this person is invited to."""
    desk = await glossaries.own(desk)
    event = await events.next_for(desk.tx, desk.me, desk.now)
    terms = _words(desk, event.agenda) if event else ()
    if event is None or not terms:
        return say(desk.line("agenda.nothing_yet"))
    return say(_message(desk, event, terms))


async def typed(desk: Desk, said: Said) -> Turn:
    """ "Words: …" with an agenda of one's own. No definitions beside a wish for medical advice, as everywhere."""
    if desk.pack.screen.read(said.text).asks_medical_advice:
        return await help.medical(desk)
    desk = await glossaries.own(desk)
    terms = _words(desk, said.text)
    if not terms:
        return privately(desk, said.source, desk.line("agenda.nothing_in_it"))
    heading = desk.prose("agenda.in_this_text")
    return privately(desk, said.source, desk.message(heading, _points(desk, terms), desk.note("agenda.ask_more")))


COMMANDS = {"meeting_words": wanted}
TEXTS = {"meeting_words": typed}
