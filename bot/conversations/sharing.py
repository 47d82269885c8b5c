"""An answer given in private, shared with everybody where the question was asked. Who asked is never said."""

from __future__ import annotations

import hashlib

from bot import glossaries
from bot.conversations.entry_card import Where, public_card, term_card
from bot.desk import Desk
from bot.inputs import Chose, Notice, Replace, Said, Source
from bot.messages import Message
from bot.platform import Address
from bot.turn import Say, Turn

LONGEST_PLACE = 900
"""Characters of an address that three buttons can carry beside their own words."""


def where(said: Said) -> Where:
    """What a button has to carry to share the answer: a mark of the question, and its place without the person."""
    if said.source.private:
        return ()
    at = said.source.place
    place = (at.platform, at.workspace, at.place, at.thread, at.service)
    return (_mark(said.source), *place) if sum(map(len, place)) <= LONGEST_PLACE else ()


def _mark(source: Source) -> str:
    """Which question it was; nobody can read from it who asked."""
    return hashlib.sha256(f"{source.platform}:{source.workspace}:{source.event_id}".encode()).hexdigest()[:32]


def _address(held: Where) -> Address:
    _, platform, workspace, place, thread, service = held
    return Address(platform, workspace, place, thread=thread, service=service)


async def shared(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """The sentence goes where it was asked for, once."""
    slug, lang, *held = args
    desk = await glossaries.own(desk.speaking(lang))
    term = desk.pack.terms.get(slug)
    if term is None:
        return Turn(now=Replace(desk.line("general.old_button")))
    at, key = _address(tuple(held)), f"share:{held[0]}:{slug}"[:200]
    post = Say(public_card(desk, term), at=at, key=key, otherwise=desk.line("explain.not_shared"))
    return Turn((post,), now=Replace(term_card(desk, term, level="more", thanks="explain.shared")))


async def opened(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """Somebody in the channel would like to read more: they alone get the whole entry."""
    if chose.source.outsider:
        return Turn((Say(desk.line("general.outsider")),))
    desk = await glossaries.own(desk)
    term = desk.pack.terms.get(args[0])
    if term is None:
        return Turn((Say(desk.line("general.old_button")),))
    return privately(desk, chose.source, term_card(desk, term, level="more"), notice=not chose.source.private)


def privately(desk: Desk, source: Source, *messages: Message, notice: bool = False) -> Turn:
    """To the person alone, also when they asked where others read; `notice` tells them there that it came."""
    closed = desk.line("explain.open_a_chat") if not source.private else None
    otherwise = None if closed is None else Message(closed.blocks, closed.lang, private=False)
    now = Notice(desk.text("explain.answered_privately")) if notice else None
    return Turn(
        tuple(Say(message, otherwise=otherwise if n == 0 else None) for n, message in enumerate(messages)), now=now
    )


PRESSES = {"explain.share": shared, "explain.open": opened}
