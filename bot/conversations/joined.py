"""What found no place in somebody's week is named in the next message that has one, with a button to it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from bot import left_out, people
from bot.conversations import digest, role
from bot.desk import Desk
from bot.inputs import Chose
from bot.messages import Choices, Message
from bot.turn import Turn, say


@dataclass(frozen=True, slots=True)
class _Room:
    """A button's label, what it asks for, and whether there is anything to show."""

    label: str
    verb: str
    there: Callable[[Desk], Awaitable[object]]


async def _has_a_part(desk: Desk) -> object:
    return await people.roles(desk.tx, desk.here, person=desk.me.id)


_ROOMS: Mapping[str, _Room] = {
    "digest": _Room("joined.label_digest", "joined.digest", digest.things),
    "role": _Room("joined.label_role", "joined.role", _has_a_part),
}


async def add(desk: Desk, message: Message, kind: str, delivery: str) -> Message:
    """The message of this delivery, with a line about what was left out since the person's last one."""
    found = await left_out.take(desk.tx, desk.me, delivery, desk.now)
    wanted = [name for name in found if name != kind and await _ROOMS[name].there(desk)]
    if not wanted:
        return message
    buttons = tuple(desk.choice(_ROOMS[name].label, _ROOMS[name].verb) for name in wanted)
    return replace(message, blocks=(*message.blocks, desk.note("joined.also"), Choices(buttons)))


async def digest_wanted(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """The list as a message of its own: the one with the button stays."""
    return await digest.asked(desk, chose)


async def role_wanted(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """The reminder as it would have come."""
    made = await role.compose(desk, args)
    return say(made if isinstance(made, Message) else desk.line("role.none"))


PRESSES = {"joined.digest": digest_wanted, "joined.role": role_wanted}
