"""What found no place in somebody's week is named in the next message that has one, with a button to it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from bot import access, left_out, people, recurrence
from bot.conversations import check_in, digest, role
from bot.desk import Desk
from bot.inputs import Chose
from bot.messages import Block, Choices, Message
from bot.turn import Turn, say


@dataclass(frozen=True, slots=True)
class _Room:
    """A button's label, what it asks for, and whether there is anything to show."""

    label: str
    verb: str
    there: Callable[[Desk], Awaitable[object]]


async def _has_a_part(desk: Desk) -> object:
    return await people.roles(desk.tx, desk.here, person=desk.me.id)


async def _may_be_asked(desk: Desk) -> object:
    """Nobody is asked how they are while nobody could read it, or there is nobody to turn to."""
    somebody = await people.contacts(desk.tx, desk.here) and await people.help_lines(desk.tx, desk.here)
    return somebody and await access.check_in_readers(desk.tx, desk.me)


_ROOMS: Mapping[str, _Room] = {
    "digest": _Room("joined.label_digest", "joined.digest", digest.things),
    "role": _Room("joined.label_role", "joined.role", _has_a_part),
    "check_in": _Room("joined.label_check_in", "joined.check_in", _may_be_asked),
}


async def add(desk: Desk, message: Message, kind: str, delivery: str) -> Message:
    """The message of this delivery, with a line about what was left out since the person's last one."""
    found = await left_out.take(desk.tx, desk.me, delivery, desk.now)
    wanted = [name for name in found if name != kind and await _ROOMS[name].there(desk)]
    if not wanted:
        return message
    buttons = tuple(desk.choice(_ROOMS[name].label, _ROOMS[name].verb) for name in wanted)
    lines = [desk.note(f"joined.{name}") for name in wanted]
    return replace(message, blocks=_after_its_buttons(message.blocks, [*lines, Choices(buttons)]))


def _after_its_buttons(blocks: tuple[Block, ...], more: list[Block]) -> tuple[Block, ...]:
    """Before what closes a message, such as help lines."""
    at = next((n + 1 for n, block in enumerate(blocks) if isinstance(block, Choices)), len(blocks))
    return (*blocks[:at], *more, *blocks[at:])


async def digest_wanted(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """The list as a message of its own: the one with the button stays."""
    return await digest.asked(desk, chose)


async def role_wanted(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """The reminder as it would have come."""
    made = await role.compose(desk, args)
    return say(made if isinstance(made, Message) else desk.line("role.none"))


async def check_in_wanted(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """The questions of this day, as they would have come."""
    day = recurrence.to_local(desk.now, desk.me.time_zone).date().isoformat()
    made = await check_in.compose(desk, (day,)) if await _may_be_asked(desk) else None
    return say(made if isinstance(made, Message) else desk.line("general.not_there"))


PRESSES = {"joined.check_in": check_in_wanted, "joined.digest": digest_wanted, "joined.role": role_wanted}
