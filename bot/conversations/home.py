"""The bot's own page for a person: what it can do, their part, their settings."""

from __future__ import annotations

from bot.conversations.help import overview_message
from bot.desk import Desk
from bot.inputs import Opened, Page
from bot.messages import Choices
from bot.turn import Turn


async def opened(desk: Desk, heard: Opened) -> Turn:
    """The same few doors as typing "help"; an organiser's page has theirs as well."""
    if desk.person is None:
        return Turn(now=Page(desk.line("home.stranger")))
    page = overview_message(desk)
    if desk.me.organiser:
        organise = Choices((
            desk.choice("event.label_make", "event.form", form=True),
            desk.choice("enrol.label_add", "enrol.form", form=True),
            desk.choice("digest.label_check_ins", "check_in_report.show"),
        ))  # fmt: skip
        page = desk.message(*page.blocks, organise, title=page.title)
    return Turn(now=Page(page))
