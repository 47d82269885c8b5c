"""The organiser's weekly list: at most five things that need a person. Nobody is named as missing."""

from __future__ import annotations

from datetime import timedelta

from bot import access, events, people, requests
from bot.conversations import hand_over, word_list
from bot.conversations.preferences import day_in_words
from bot.desk import Desk
from bot.inputs import Input
from bot.messages import Choice, Choices, Message, Points, Run
from bot.turn import Skip, Turn, say

MOST = 5
STUCK = "stuck"


async def asked(desk: Desk, heard: Input) -> Turn:
    if not access.may_organise(desk.person):
        return say(desk.line("general.organisers_only"))
    return say(await listed(desk))


async def compose(desk: Desk, args: tuple[str, ...]) -> Message | Skip:
    """The list, when there is something on it: an empty one takes nobody's place in the week."""
    if not access.may_organise(desk.me):
        return Skip("is not an organiser")
    found = await things(desk)
    return _list(desk, found) if found else Skip("nothing needed a person")


async def listed(desk: Desk) -> Message:
    """What needs a person, most pressing first, over all teams."""
    return _list(desk, await things(desk))


async def things(desk: Desk) -> list[tuple[str, Choice | None]]:
    """Each thing that needs a person in words, with its button."""
    return [
        *await _care(desk),
        *await _talks(desk),
        *await _changes(desk),
        *await _stuck(desk),
        *await _untold(desk),
        *await word_list.things(desk),
    ]


def _list(desk: Desk, found: list[tuple[str, Choice | None]]) -> Message:
    if not found:
        return desk.message(desk.prose("digest.nothing"), title=desk.text("digest.title"))
    kept = found[:MOST]
    buttons = tuple(choice for _, choice in kept if choice is not None)
    return desk.message(
        desk.prose("digest.intro", n=len(kept)),
        Points(tuple((Run(words),) for words, _ in kept)),
        Choices(buttons) if buttons else None,
        title=desk.text("digest.title"),
    )


async def _care(desk: Desk) -> list[tuple[str, Choice | None]]:
    """Until a contact and a help line are named, nobody is asked how they are."""
    if await people.contacts(desk.tx, desk.here) and await people.help_lines(desk.tx, desk.here):
        return []
    return [(desk.text("digest.no_contact"), desk.choice("care.label_open", "care.form", form=True))]


async def _talks(desk: Desk) -> list[tuple[str, Choice | None]]:
    """Somebody asked to talk, and nobody has said yet that they were in touch."""
    waiting = await requests.open_talks(desk.tx, desk.here)
    known = await people.find(desk.tx, desk.here, {request.person for request in waiting})
    contacts = {contact.id: contact for contact in await people.contacts(desk.tx, desk.here)}
    mine = {c.id for c in contacts.values() if await hand_over.concerns(desk, c)}
    return [
        (
            desk.text("digest.talk", name=known[r.person].name, contact=contacts[r.about].name, day=_day(desk, r)),
            desk.choice("digest.label_in_touch", "hand_over.done", r.id, name=known[r.person].first_name),
        )
        for r in waiting
        if r.person in known and r.person != desk.me.id and r.about in mine
    ]


def _day(desk: Desk, request: requests.Request) -> str:
    return day_in_words(desk, request.asked_at, desk.me.time_zone)


async def _changes(desk: Desk) -> list[tuple[str, Choice | None]]:
    waiting = await requests.open_changes(desk.tx, desk.here)
    known = await people.find(desk.tx, desk.here, {request.person for request in waiting})
    return [
        (
            desk.text("digest.change", name=known[r.person].name, day=_day(desk, r)),
            desk.choice("digest.label_settled", "role.settled", r.id, name=known[r.person].first_name),
        )
        for r in waiting
        if r.person in known
    ]


async def _stuck(desk: Desk) -> list[tuple[str, Choice | None]]:
    """How many said they are a bit stuck, to those who were named as readers; the button shows who."""
    week = desk.now - timedelta(days=7)
    stuck = {a.person for a in await access.check_ins(desk.tx, desk.me, week) if a.value == STUCK}
    if not stuck:
        return []
    return [(desk.text("digest.stuck", n=len(stuck)), desk.choice("digest.label_check_ins", "check_in_report.show"))]


async def _untold(desk: Desk) -> list[tuple[str, Choice | None]]:
    found = await events.untold(desk.tx, desk.here, desk.now - timedelta(days=2))
    return [
        (
            desk.text("digest.untold", title=event.title),
            desk.choice("results.label_show", "results.show", event.id, title=event.title[:40]),
        )
        for event in found
    ]


PROMPTS = {"digest": compose}
COMMANDS = {"digest": asked}
