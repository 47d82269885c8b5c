"""Entries to write again: which were not clear to people, and somebody who still does not understand one."""

from __future__ import annotations

from dataclasses import dataclass

from bot import access, entries, glossaries, keepers, waiting, wordlog
from bot.conversations import missing, proposal_form
from bot.desk import Desk
from bot.inputs import Chose, Input, OpenForm, Replace
from bot.messages import Choice, Choices, Message, Points, Run
from bot.terms import Term
from bot.turn import Say, Turn, say
from bot.wordlog import Clarity

AT_ONCE = 3
"""Entries on one card, each with a button."""


# -- somebody still does not understand


async def still(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """Passed on to whoever answers words, without the name. The entry stays where it is."""
    slug, lang = args
    desk = await glossaries.own(desk.speaking(lang))
    term = desk.pack.terms.get(slug)
    if term is None:
        return Turn((Say(desk.line("general.old_button")),))
    noted = await _noted(desk, term)
    return Turn((Say(noted.message),), noted.prompts)


async def _noted(desk: Desk, term: Term) -> missing.Noted:
    before = await waiting.of(desk.tx, desk.me, about=term.slug)
    if before is not None:
        return await missing.still(desk, before)
    name = term.in_language(desk.lang).name
    gap = await wordlog.note_unclear(desk.tx, desk.here, term.slug, name, term.spoken(desk.lang), desk.now)
    return await missing.passed_on(desk, gap)


# -- the list of entries to write again


@dataclass(frozen=True, slots=True)
class ToMend:
    """An entry whose wording of now was not clear to somebody."""

    term: Term
    counted: Clarity


async def to_mend(desk: Desk) -> list[ToMend]:
    """The entries of this community to write again, the one most often not clear first."""
    desk = await glossaries.own(desk)
    found = [(desk.pack.terms.get(c.term), c) for c in await wordlog.clarity(desk.tx, desk.here)]
    return [ToMend(term, c) for term, c in found if term is not None and _is_this_wording(term, c)]


def _is_this_wording(term: Term, counted: Clarity) -> bool:
    """Counts belong to a wording; what was written again starts at nothing."""
    return counted.lang in term.words and entries.fingerprint(term, counted.lang) == counted.fingerprint


async def asked(desk: Desk, heard: Input) -> Turn:
    return say(await _page(desk, 0))


async def shown(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    return Turn(now=Replace(await _page(desk, int(args[0]) if args else 0)))


async def _may_see(desk: Desk) -> bool:
    return access.may_organise(desk.person) or bool(await keepers.parts_of(desk.tx, desk.me))


async def _page(desk: Desk, start: int) -> Message:
    """A few of them at a time, each with a button to write it again."""
    if not await _may_see(desk):
        return desk.line("unclear.not_yours")
    found = await to_mend(desk)
    here = found[start : start + AT_ONCE]
    if not here:
        return desk.line("unclear.none")
    points = Points(tuple((Run(_name(held), bold=True), Run(f": {_rate(desk, held.counted)}")) for held in here))
    buttons = [_rewrite(desk, held) for held in here]
    if found[start + AT_ONCE :]:
        buttons.append(desk.choice("unclear.label_more", "unclear.show", str(start + AT_ONCE)))
    return desk.message(desk.prose("unclear.intro", n=len(found)), points, Choices(tuple(buttons)))


def _name(held: ToMend) -> str:
    return held.term.words[held.counted.lang].name


def _rate(desk: Desk, counted: Clarity) -> str:
    return desk.text("unclear.rate", clear=counted.clear, n=counted.clear + counted.unclear)


def _rewrite(desk: Desk, held: ToMend) -> Choice:
    args = (held.term.slug, held.counted.lang)
    return desk.choice("unclear.label_rewrite", "unclear.rewrite", *args, form=True, name=_name(held)[:40])


async def rewrite(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """The form with the entry as it stands."""
    if not await _may_see(desk):
        return Turn(now=Replace(desk.line("unclear.not_yours")))
    desk = (await glossaries.own(desk)).speaking(args[1])
    term = desk.pack.terms.get(args[0])
    return Turn(now=OpenForm(proposal_form.form(desk, term)) if term else Replace(desk.line("general.not_there")))


PRESSES = {"unclear.still": still, "unclear.show": shown, "unclear.rewrite": rewrite}
COMMANDS = {"unclear_words": asked}
