"""The delivery report for organisers: what reached each person in the last month, what did not and why."""

from __future__ import annotations

from bot import access, sendings
from bot.desk import Desk
from bot.inputs import Input
from bot.messages import Facts, Message
from bot.sendings import Sendings
from bot.turn import Turn, say

MOST = 20
"""People in one message; those whom something did not reach come first."""


async def asked(desk: Desk, heard: Input) -> Turn:
    if not access.may_organise(desk.person):
        return say(desk.line("general.organisers_only"))
    return say(report(desk, await sendings.of_community(desk.tx, desk.here, desk.now)))


def report(desk: Desk, everybody: list[Sendings]) -> Message:
    """Everybody to whom something was sent, or should have been."""
    told = sorted((one for one in everybody if one.arrived or one.missed), key=lambda one: not one.missed)
    title = desk.text("delivery.title", days=sendings.LOOK_BACK.days)
    if not told:
        return desk.message(desk.prose("delivery.nothing"), title=title)
    arrived = sum(one.arrived.total() for one in told)
    missed = sum(one.missed.total() for one in told)
    return desk.message(
        desk.prose("delivery.summary", arrived=arrived, missed=missed),
        Facts(tuple((one.person.name, in_words(desk, one)) for one in told[:MOST])),
        desk.note("delivery.more", people=len(told) - MOST) if len(told) > MOST else None,
        desk.note("delivery.private"),
        title=title,
    )


def in_words(desk: Desk, one: Sendings) -> str:
    """One person's month in a line."""
    if not one.missed:
        return desk.text("delivery.arrived", arrived=one.arrived.total())
    why = "; ".join(desk.text(phrase) for phrase in one.why)
    return desk.text("delivery.missed", arrived=one.arrived.total(), missed=one.missed.total(), why=why)


COMMANDS = {"delivery_report": asked}
