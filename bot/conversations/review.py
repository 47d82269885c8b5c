"""Ten entries at a time for those who look after words: fine, change, or stop for now."""

from __future__ import annotations

from bot import entries, glossaries, keepers, review_list
from bot.conversations.entry_card import source, whole
from bot.conversations.proposal_form import form
from bot.desk import Desk
from bot.inputs import Chose, Input, OpenForm, Replace
from bot.messages import Choices, Message
from bot.review_list import ToRead
from bot.terms import Term
from bot.turn import Turn, say

AT_A_TIME = 10


async def started(desk: Desk, heard: Input) -> Turn:
    """The first of ten, for those who have a part in reviewing."""
    return say(await _first(desk))


async def pressed(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    return Turn(now=Replace(await _first(desk)))


async def _first(desk: Desk) -> Message:
    if not await keepers.may_approve(desk.tx, desk.me):
        return desk.line("review.not_yours")
    desk = await glossaries.own(desk)
    left = await _left(desk)
    if not left:
        return desk.line("review.nothing_left")
    return _card(desk, left[0], 1, min(AT_A_TIME, len(left)))


async def _left(desk: Desk) -> list[ToRead]:
    """What this person may still review; the desk's pack is the community's own."""
    parts = await keepers.may_approve(desk.tx, desk.me)
    return await review_list.to_read(desk.tx, desk.me, parts, desk.pack.terms, desk.lang)


def _card(desk: Desk, one: ToRead, n: int, of: int, note: str = "") -> Message:
    words = one.term.words[desk.lang]
    mark = entries.fingerprint(one.term, desk.lang)
    told = (one.term.slug, desk.lang, one.part, mark, str(n), str(of))
    buttons = (
        desk.choice("review.label_fine", "review.fine", *told, primary=True),
        desk.choice("review.label_change", "review.change", *told, form=True),
        desk.choice("review.label_stop", "review.stop", str(n - 1)),
    )
    return desk.message(
        desk.note("review.place", n=n, of=of),
        desk.note(note) if note else None,
        *whole(desk, one.term, words),
        source(desk, one.term),
        Choices(buttons),
        title=words.name,
    )


async def fine(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """This wording is fine; the next one takes its place. A wording that changed meanwhile is shown again."""
    slug, lang, part, mark, n, of = args
    desk = (await glossaries.own(desk)).speaking(lang)
    if part not in await keepers.may_approve(desk.tx, desk.me):
        return Turn(now=Replace(desk.line("review.not_yours")))
    term = desk.pack.terms.get(slug)
    if term is not None and lang in term.words and entries.fingerprint(term, lang) != mark:
        changed = _card(desk, ToRead(term, part), int(n), int(of), "review.changed")
        return Turn(now=Replace(changed))
    if term is not None and lang in term.words:
        await _note(desk, term, part, mark)
    return Turn(now=Replace(await _next(await glossaries.own(desk), int(n), int(of))))


async def _note(desk: Desk, term: Term, part: str, mark: str) -> None:
    """A yes counts once, and only for a part nobody else has filled."""
    if any(one.term.slug == term.slug and one.part == part for one in await _left(desk)):
        await entries.review(desk.tx, desk.me, part, term.slug, desk.lang, mark, desk.now)


async def _next(desk: Desk, n: int, of: int) -> Message:
    left = await _left(desk)
    if not left:
        return desk.line("review.all_done")
    if n >= of:
        more = desk.choice("review.label_more", "review.more", n=min(AT_A_TIME, len(left)))
        return desk.line("review.ten_done", more, n=n, left=len(left))
    return _card(desk, left[0], n + 1, of)


async def change(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """The form with this wording in it; what is sent goes to those who look after words."""
    slug, lang, *_ = args
    desk = (await glossaries.own(desk)).speaking(lang)
    term = desk.pack.terms.get(slug)
    if term is None:
        return Turn(now=Replace(desk.line("general.not_there")))
    return Turn(now=OpenForm(form(desk, term)))


async def stopped(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    return Turn(now=Replace(desk.line("review.thanks")))


PRESSES = {"review.fine": fine, "review.change": change, "review.stop": stopped, "review.more": pressed}
COMMANDS = {"review_words": started}
