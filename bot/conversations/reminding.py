"""The one reminder of what is still open. Nobody is told who has answered and who has not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from bot import reminders
from bot.conversations import check_in, feedback
from bot.desk import Desk
from bot.messages import Message
from bot.turn import Skip

_OF: Mapping[str, Callable[[Desk, str], Awaitable[Message | Skip]]] = {
    "check_in": check_in.remind,
    "feedback": feedback.remind,
}


async def compose(desk: Desk, args: tuple[str, ...]) -> Message | Skip:
    """`args`: what it reminds of (a kind), and its subject. Silent when anything of it was answered meanwhile."""
    kind, subject = args[:2]
    if await reminders.was_answered(desk.tx, desk.me, kind, subject):
        return Skip(reminders.ANSWERED)
    return await _OF[kind](desk, subject)


PROMPTS = {reminders.KIND: compose}
