"""The delivery report for organisers: in the last month, what arrived, what was held back on purpose, and whom we could
not reach."""

from __future__ import annotations

from bot import access, sendings
from bot.desk import Desk
from bot.inputs import Input
from bot.messages import Facts, Message
from bot.sendings import Reasons, Sendings
from bot.turn import Turn, say

MOST = 20
"""People in one message; those whom something did not reach come first."""


async def asked(desk: Desk, heard: Input) -> Turn:
    if not access.may_organise(desk.person):
        return say(desk.line("general.organisers_only"))
    return say(report(desk, await sendings.of_community(desk.tx, desk.here, desk.now)))


def report(desk: Desk, everybody: list[Sendings]) -> Message:
    """Everybody to whom something was sent, or should have been."""
    told = [one for one in everybody if one.arrived or one.held or one.missed]
    told.sort(key=lambda one: (not one.missed, not one.held))
    title = desk.text("delivery.title", days=sendings.LOOK_BACK.days)
    if not told:
        return desk.message(desk.prose("delivery.nothing"), title=title)
    arrived = sum(one.arrived.total() for one in told)
    held = sum(one.held.total() for one in told)
    missed = sum(one.missed.total() for one in told)
    return desk.message(
        desk.prose("delivery.summary", arrived=arrived, held=held, missed=missed),
        Facts(tuple((one.person.name, in_words(desk, one)) for one in told[:MOST])),
        desk.note("delivery.more", people=len(told) - MOST) if len(told) > MOST else None,
        desk.note("delivery.private"),
        title=title,
    )


def in_words(desk: Desk, one: Sendings) -> str:
    """One person's month in a line."""
    said = [desk.text("delivery.arrived", arrived=one.arrived.total())]
    if one.held:
        said.append(desk.text("delivery.held", held=one.held.total(), why=_why(desk, one.held)))
    if one.missed:
        said.append(desk.text("delivery.missed", missed=one.missed.total(), why=_why(desk, one.missed)))
    return "; ".join(said)


def _why(desk: Desk, counted: Reasons) -> str:
    return ", ".join(desk.text(phrase) for phrase in sendings.why(counted))


COMMANDS = {"delivery_report": asked}
