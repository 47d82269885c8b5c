"""I'd like to talk to someone: a choice of named people, and word that it reached them."""

from __future__ import annotations

from collections.abc import Iterable

from bot import access, addresses, people, requests
from bot.desk import Desk
from bot.inputs import Chose, Input, Replace
from bot.messages import Choices, Message, Note
from bot.people import Contact, Person
from bot.turn import Say, Turn, say

MOST_CONTACTS = 2


async def started(desk: Desk, heard: Input) -> Turn:
    """The people to choose from."""
    return say(await choose_message(desk))


async def pressed(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    return Turn(now=Replace(await choose_message(desk)))


async def choose_message(desk: Desk) -> Message:
    """Who can be asked, what happens then, and that nobody is told before a press."""
    contacts = (await people.contacts(desk.tx, desk.here))[:MOST_CONTACTS]
    if not contacts:
        return desk.line("hand_over.nobody")
    options = [desk.choice("hand_over.label_ask", "hand_over.ask", c.id, name=c.name[:40]) for c in contacts]
    how = [await _how(desk, contact) for contact in contacts]
    return desk.message(
        desk.prose("hand_over.who"), *how, desk.note("hand_over.nobody_reads_now"), Choices(tuple(options))
    )


async def _how(desk: Desk, contact: Contact) -> Note:
    """How to reach a contact, and through whom the wish goes when they are not on any door."""
    receivers = await _receivers(desk, contact)
    if not receivers or await _is_here(desk, contact):
        return desk.note("hand_over.how", name=contact.name, how=contact.how)
    names = access.names(receivers, desk.text("general.and"))
    return desk.note("hand_over.how_through", name=contact.name, how=contact.how, names=names)


async def asked(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """Tell the contact, once, and tell the person who was told."""
    contact = next((c for c in await people.contacts(desk.tx, desk.here) if c.id == args[0]), None)
    if contact is None:
        return Turn(now=Replace(await choose_message(desk)))
    receivers = await _receivers(desk, contact)
    told = await _tell(desk, contact, receivers)
    return Turn(now=Replace(await _what_happens(desk, contact, receivers))) + told


async def _what_happens(desk: Desk, contact: Contact, receivers: list[Person]) -> Message:
    if not receivers:
        return desk.line("hand_over.contact_yourself", name=contact.name, how=contact.how)
    if await _is_here(desk, contact):
        return desk.line("hand_over.asked", name=contact.name, how=contact.how)
    names = access.names(receivers, desk.text("general.and"))
    return desk.line("hand_over.asked_through", names=names, name=contact.name, how=contact.how)


async def _is_here(desk: Desk, contact: Contact) -> bool:
    """Whether the contact themself can be told here."""
    return contact.person is not None and contact.person in {p.id for p in await _receivers(desk, contact)}


async def _receivers(desk: Desk, contact: Contact) -> list[Person]:
    """The contact; when they are not on any door, the organisers who are. Never the person who asks."""
    known = await people.find(desk.tx, desk.here, [contact.person] if contact.person else [])
    return await _reachable(desk, known.values()) or await _reachable(desk, await people.organisers(desk.tx, desk.here))


async def _reachable(desk: Desk, found: Iterable[Person]) -> list[Person]:
    others = [person for person in found if person.id != desk.me.id and person.left_at is None]
    reached = await addresses.best(desk.tx, desk.here, [person.id for person in others])
    return [person for person in others if person.id in reached]


async def concerns(desk: Desk, contact: Contact) -> bool:
    """Whether an organiser looks after wishes to talk to this contact: their own, or one's not on any door."""
    if contact.person == desk.me.id:
        return True
    known = await people.find(desk.tx, desk.here, [contact.person] if contact.person else [])
    return not await _reachable(desk, known.values())


async def _tell(desk: Desk, contact: Contact, receivers: list[Person]) -> Turn:
    """The message to those who are told; nobody is told twice of one wish that still waits."""
    waiting = await requests.open_talks(desk.tx, desk.here)
    if any(request.person == desk.me.id and request.about == contact.id for request in waiting):
        return Turn()
    request = await requests.ask_to_talk(desk.tx, desk.me, contact.id, desk.now)
    return Turn(
        tuple(Say(_to_contact(desk.facing(p), desk.me, contact, request), to=p, kind="hand_over") for p in receivers)
    )


def _to_contact(desk: Desk, who: Person, contact: Contact, request: str) -> Message:
    return desk.line(
        "hand_over.to_contact",
        desk.choice("hand_over.label_done", "hand_over.done", request, primary=True),
        name=who.name,
        contact=contact.name,
    )


async def done(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """A contact has been in touch."""
    await requests.took_up(desk.tx, desk.here, args[0], desk.now)
    return Turn(now=Replace(desk.line("hand_over.thanks")))


PRESSES = {"hand_over.start": pressed, "hand_over.ask": asked, "hand_over.done": done}
COMMANDS = {"talk": started}
