"""An organiser sets how often check-ins and the reminders of one's part go out: by a form, or in their own words.

Whatever way it was said, it is said back with the next three dates, and nothing changes before the Yes.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from bot import access, questions, spoken_rules
from bot import rhythm as kept
from bot.conversations import rhythm_choice, rhythm_form
from bot.conversations.preferences import is_pause
from bot.conversations.rhythm_choice import Choice
from bot.desk import Desk
from bot.folding import fold
from bot.inputs import Chose, Input, Replace, Said
from bot.messages import Message
from bot.recurrence import BadRule, to_local
from bot.turn import Turn, say

UNCLEAR = ("rhythm.not_understood", "rhythm.at_most_weekly", "rhythm.how_often", "rhythm.weeks_or_month")
"""Out of the blue, what is refused for these reasons may be about something else altogether."""

AGAIN, OF_RHYTHMS = "again", "EFYZVDPMW"
"""After a refusal the same thing is still asked for, but only of somebody who still speaks of days, weeks or months."""


async def wanted(desk: Desk, heard: Input) -> Turn:
    return await _asked(desk, "check_in")


async def role_wanted(desk: Desk, heard: Input) -> Turn:
    return await _asked(desk, "role")


async def _asked(desk: Desk, kind: str) -> Turn:
    """How it is now, the form, and an open ear for a sentence."""
    if not access.may_organise(desk.person):
        return say(desk.line("general.organisers_only"))
    await questions.ask(desk.tx, desk.me, "rhythm.typed", (kind,), desk.now)
    choice = await rhythm_choice.current(desk, kind)
    intro = desk.prose(f"rhythm.now_{kind}", rhythm=await rhythm_choice.in_words(desk, choice))
    return say(desk.message(intro, desk.note("rhythm.examples"), rhythm_form.form(desk, choice)))


async def typed(desk: Desk, args: tuple[str, ...], said: Said) -> Turn | None:
    """A sentence, after it was asked for. What is not understood for sure is not guessed; a command is a command."""
    if any(fold(said.text) in words for words in desk.pack.commands.values()) or is_pause(desk, said.text):
        return None
    if not access.may_organise(desk.person):
        return say(desk.line("general.organisers_only"))
    try:
        return say(await rhythm_choice.echo(desk, await _understood(desk, args[0], said.text)))
    except BadRule as wrong:
        if wrong.key in UNCLEAR and AGAIN in args and not desk.pack.times.mentions(said.text, OF_RHYTHMS):
            return None
        await questions.ask(desk.tx, desk.me, "rhythm.typed", (args[0], AGAIN), desk.now)
        return say(await _refused(desk, args[0], wrong))


async def _refused(desk: Desk, kind: str, wrong: BadRule) -> Message:
    current = await rhythm_choice.current(desk, kind)
    return desk.line(wrong.key, desk.choice("rhythm.label_pick", "rhythm.form", *current.args(), form=True))


async def in_words(desk: Desk, said: Said) -> Turn | None:
    """ "Every second Tuesday at 9", out of the blue; None for everything that is not clearly a rhythm."""
    if not said.source.private or not access.may_organise(desk.person):
        return None
    try:
        return say(await rhythm_choice.echo(desk, await _understood(desk, "check_in", said.text)))
    except BadRule as wrong:
        unclear = wrong.key in UNCLEAR and not spoken_rules.is_about_one(said.text, desk.pack.times)
        return None if unclear else say(await _refused(desk, "check_in", wrong))


async def _understood(desk: Desk, kind: str, text: str) -> Choice:
    """Raises `BadRule` for what is not understood, or is no time to write to people."""
    today = to_local(desk.now, desk.me.time_zone).date()
    spoken = spoken_rules.understand(text, desk.pack.times, today)
    return rhythm_choice.checked(desk, kind, spoken, (await rhythm_choice.current(desk, kind)).clock)


async def agreed(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """From now on; everybody's schedules are made anew."""
    if not access.may_organise(desk.person):
        return Turn(now=Replace(desk.line("general.organisers_only")))
    choice = Choice.of(args)
    dates = await rhythm_choice.dates(desk, choice)
    if not dates:
        return Turn(now=Replace(desk.line("rhythm.never")))
    begun = await rhythm_choice.phase(desk, choice) or dates[0]
    words = await rhythm_choice.in_words(desk, choice)
    await kept.choose(desk.tx, desk.me, choice.kind, _stored(choice, begun.date()), desk.now)
    day = await rhythm_choice.marked(desk, choice, dates[0])
    return Turn(now=Replace(desk.line(f"rhythm.done_{choice.kind}", rhythm=words, day=day)))


def _stored(choice: Choice, start: date) -> dict[str, Any]:
    weekday = {"weekday": choice.weekday} if choice.weekday else {}
    return {**weekday, "rule": choice.rule, "time": f"{choice.clock:%H:%M}", "start": start.isoformat()}


PRESSES = {"rhythm.yes": agreed}
REPLIES = {"rhythm.typed": typed}
COMMANDS = {"rhythm": wanted, "role_rhythm": role_wanted}
