""" "I still don't understand": the author of a message is asked to say it another way. Who asked is never said."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TypeAlias

from bot import addresses, people, rephrasing, waiting
from bot.conversations.preferences import day_in_words
from bot.desk import Desk
from bot.inputs import Chose, Pointed, Replace
from bot.messages import Block, Choice, Choices, Message, Prose, Run
from bot.people import Person
from bot.rephrasing import NO_ANSWER_YET, Request
from bot.turn import Prompt, Skip, Turn, say

Held: TypeAlias = tuple[str, ...]
"""What a button carries: the message's digest, its author's id, how many people read it, how it begins. Empty for no
button at all, four empty texts where nobody knows who wrote it."""

ENOUGH = 8
"""People; in a smaller group somebody may guess who asked."""

ONLY_TWO = 2
LONGEST_BEGINNING = 300
WIDEST_BEGINNING = 480
"""Bytes of it that a button has room for beside everything else it carries."""


# -- the button


async def offered(desk: Desk, heard: Pointed) -> Held:
    """What the button needs to know. Nothing for an author about their own message, and for strangers."""
    if desk.person is None or heard.author == heard.source.user:
        return ()
    source = heard.source
    who = (source.platform, source.workspace, heard.author)
    known = await addresses.who(desk.tx, [who], desk.here) if heard.author and heard.message else {}
    author = known[who].person if who in known else None
    if author is not None and author.id == desk.me.id:
        return ()
    named = rephrasing.digest(source.platform, source.workspace, heard.message)
    readers = "" if heard.readers is None else str(heard.readers)
    return (named, author.id if author else "", readers, beginning(heard.text))


def nobody_known(desk: Desk) -> Held:
    """The same for a text that somebody pasted."""
    return ("", "", "", "") if desk.person is not None else ()


def button(desk: Desk, held: Held) -> list[Choice]:
    return [desk.choice("rephrase.label_still", "rephrase.ask", *held)] if held else []


def beginning(text: str) -> str:
    """How a message begins, in one line."""
    line = " ".join(text.split())
    cut = line[:LONGEST_BEGINNING].encode("utf-8")[:WIDEST_BEGINNING].decode("utf-8", "ignore")
    return cut if cut == line else f"{cut[:-1].rstrip()}…"


# -- the asker


async def wanted(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """Ask the author; where somebody might guess who asked, say so first and let the person choose."""
    named, author_id, readers, _ = args
    author = await _reachable(desk, author_id)
    before = await rephrasing.about(desk.tx, desk.here, named) if named else None
    if before is not None and before.answered_at is not None:
        return say(await _told(desk, before))
    if author is None:
        return say(await somebody_else(desk, desk.prose("rephrase.not_through_me")))
    count = int(readers or 0)
    if before is not None or count >= ENOUGH:
        return await _ask(desk, author, args)
    return say(_may_be_guessed(desk, author, count, args))


def _may_be_guessed(desk: Desk, author: Person, readers: int, args: tuple[str, ...]) -> Message:
    key = "rephrase.only_two" if readers and readers <= ONLY_TWO else "rephrase.few" if readers else "rephrase.unknown"
    return desk.message(
        desk.prose(key, author=author.name),
        desk.note("rephrase.what_is_said", author=author.name),
        Choices((
            desk.choice("rephrase.label_anyway", "rephrase.sure", *args),
            desk.choice("rephrase.label_better_not", "rephrase.better_not"),
        )),
    )  # fmt: skip


async def sure(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """Ask, although somebody might guess."""
    author = await _reachable(desk, args[1])
    if author is None:
        return Turn(now=Replace(await somebody_else(desk, desk.prose("rephrase.not_through_me"))))
    turn = await _ask(desk, author, args)
    return Turn(prompts=turn.prompts, now=Replace(turn.says[0].message))


async def better_not(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    return Turn(now=Replace(await somebody_else(desk, desk.prose("rephrase.nobody_asked"))))


async def _ask(desk: Desk, author: Person, args: tuple[str, ...]) -> Turn:
    """The author gets one message, however many people ask; each of those is told."""
    request, new = await rephrasing.ask(desk.tx, author, args[0], args[3], desk.now)
    if request.answered_at is not None:
        return say(await _told(desk, request))
    late = desk.now - request.asked_at >= NO_ANSWER_YET
    first = await rephrasing.wait(desk.tx, request, desk.me, desk.now, told=late)
    if late:
        return say(await somebody_else(desk, desk.prose("rephrase.no_answer_yet", author=author.name)))
    until = request.asked_at + NO_ANSWER_YET
    key = "rephrase.others_asked" if first and not new else "rephrase.passed_on"
    day = day_in_words(desk, until, desk.me.time_zone)
    asked = [Prompt("word", author, "rephrase.asked", f"rephrase:{request.id}", (request.id,))] if new else []
    return say(desk.line(key, author=author.name, day=day)) + Turn(
        prompts=(*asked, to_asker("rephrase.waited", request, desk.me, until))
    )


def to_asker(verb: str, request: Request, person: Person, when: datetime) -> Prompt:
    """Nobody can read from a prompt, which stays, what the person asked about."""
    key = hashlib.sha256(f"{verb}:{request.id}:{person.id}".encode()).hexdigest()[:40]
    return Prompt("told", person, verb, f"{verb}:{key}", (), waiting.later(person, when))


async def _reachable(desk: Desk, author: str) -> Person | None:
    """The author, when they may be written to now."""
    found = (await people.find(desk.tx, desk.here, [author])).get(author) if author else None
    if found is None or found.left_at is not None or found.consent == "no":
        return None
    if found.paused_until is not None and found.paused_until > desk.now:
        return None
    return found if found.id in await addresses.best(desk.tx, desk.here, [found.id]) else None


async def somebody_else(desk: Desk, *blocks: Block | None) -> Message:
    """These words, and the named contact to turn to."""
    contacts = [c for c in await people.contacts(desk.tx, desk.here) if c.person != desk.me.id][:1]
    named = [desk.prose("help.somebody_here", name=c.name, how=c.how) for c in contacts]
    ask = [desk.choice("hand_over.label_ask", "hand_over.ask", c.id, name=c.name[:40]) for c in contacts]
    return desk.message(*blocks, *named, Choices(tuple(ask)) if ask else None)


async def _told(desk: Desk, request: Request) -> Message:
    """What the author said instead, or that there is no other wording."""
    author, which = await _author_and_message(desk, request)
    if not request.words:
        return await somebody_else(desk, desk.prose("rephrase.no_other_wording", author=author), which)
    return desk.message(
        desk.prose("rephrase.says", author=author),
        Prose((Run(request.words),)),
        which,
        Choices((
            desk.choice("rephrase.label_helps", "rephrase.helps"),
            desk.choice("rephrase.label_not_clear", "rephrase.not_clear"),
        )),
    )  # fmt: skip


async def _author_and_message(desk: Desk, request: Request) -> tuple[str, Block | None]:
    """The author's name, and how their message begins."""
    found = (await people.find(desk.tx, desk.here, [request.author])).get(request.author)
    which = desk.note("rephrase.which", text=request.beginning) if request.beginning else None
    return found.name if found else desk.text("rephrase.the_author"), which


async def helps(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    return Turn(now=Replace(desk.line("rephrase.good")))


async def not_clear(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    return Turn(now=Replace(await somebody_else(desk, desk.prose("rephrase.ask_somebody"))))


async def told(desk: Desk, args: tuple[str, ...]) -> Message | Skip:
    """The author's answer, to one person who waits for it."""
    request = await rephrasing.next_answered(desk.tx, desk.me)
    return Skip("waits for no other wording") if request is None else await _told(desk, request)


async def waited(desk: Desk, args: tuple[str, ...]) -> Message | Skip:
    """No answer yet, said once and honestly, with whom else to ask."""
    request = await rephrasing.next_unanswered(desk.tx, desk.me, desk.now)
    if request is None:
        return Skip("there is an answer, or nobody waits")
    author, which = await _author_and_message(desk, request)
    return await somebody_else(desk, desk.prose("rephrase.no_answer_yet", author=author), which)


PRESSES = {
    "rephrase.ask": wanted,
    "rephrase.sure": sure,
    "rephrase.better_not": better_not,
    "rephrase.helps": helps,
    "rephrase.not_clear": not_clear,
}
PROMPTS = {"rephrase.told": told, "rephrase.waited": waited}
