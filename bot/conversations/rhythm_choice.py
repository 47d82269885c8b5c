"""A rhythm an organiser may choose: what it is now, how it is said back, and when it would go out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from bot import calendar_words, contact, hours, pace, people, recurrence, rhythm, spoken_rules, standings
from bot.desk import Desk
from bot.hours import WORKDAYS
from bot.kinds import KINDS
from bot.messages import Choices, Message, Points, Run
from bot.recurrence import WEEKDAYS, BadRule, to_local
from bot.spoken_rules import Spoken

SHOWN = 3
"""Dates said back before the Yes."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen: a rule for everybody, or none ("") for as usual on this weekday. Local time of day."""

    kind: str
    rule: str
    weekday: str
    clock: time

    def args(self) -> tuple[str, ...]:
        """What a button carries."""
        return self.kind, self.rule, self.weekday, f"{self.clock:%H:%M}"

    @classmethod
    def of(cls, args: tuple[str, ...]) -> Choice:
        """The choice a button carried."""
        kind, rule, weekday, clock = args
        return cls(kind, rule, weekday, time.fromisoformat(clock))


async def current(desk: Desk, kind: str) -> Choice:
    """The rhythm as it is."""
    usual = await _usual(desk, kind)
    return Choice(kind, usual["rule"], usual["weekday"], time.fromisoformat(usual["time"]))


async def _usual(desk: Desk, kind: str) -> dict[str, Any]:
    return rhythm.rhythm_of(await people.community(desk.tx, desk.here), kind)


def checked(desk: Desk, kind: str, spoken: Spoken, usual: time) -> Choice:
    """A choice people may be written to at. `usual`: the time of day when none was said. Raises `BadRule`."""
    clock = spoken.clock or usual
    if not hours.OPENS <= clock < hours.CLOSES:
        raise BadRule("rhythm.unkind_hour")
    if spoken.pace.weekday in WEEKDAYS[5:]:
        raise BadRule("rhythm.weekday_only")
    choice = Choice(kind, spoken.pace.rule(), spoken.pace.weekday, clock)
    today = to_local(desk.now, desk.me.time_zone).date()
    recurrence.check(choice.rule, datetime.combine(today, clock), desk.me.time_zone)
    return choice


async def in_words(desk: Desk, choice: Choice) -> str:
    """A rhythm in words. As usual means two of them for check-ins."""
    usual = await _usual(desk, choice.kind)
    found = pace.read(_rule(choice, usual))
    said = spoken_rules.in_words(desk.pack, desk.lang, found, choice.clock) if found else choice.rule
    if choice.rule or choice.kind != "check_in":
        return said
    return desk.text("rhythm.as_usual", rhythm=said, weeks=usual["others_weeks"])


def _rule(choice: Choice, usual: dict[str, Any]) -> str:
    """The rule itself; as usual, that of the co-leads."""
    if choice.rule:
        return choice.rule
    if choice.kind == "role":
        return recurrence.monthly(choice.weekday, int(usual["nth"]))
    return recurrence.weekly(choice.weekday, int(usual["co_lead_weeks"]))


async def echo(desk: Desk, choice: Choice) -> Message:
    """Said back with the next dates by the organiser's own clock. Raises `BadRule` when there are none."""
    coming = await dates(desk, choice)
    if not coming:
        raise BadRule("rhythm.never")
    yes = desk.choice("general.yes", "rhythm.yes", *choice.args(), primary=True)
    change = desk.choice("rhythm.label_change", "rhythm.form", *choice.args(), form=True)
    return desk.message(
        desk.prose(f"rhythm.echo_{choice.kind}", rhythm=await in_words(desk, choice)),
        Points(tuple([(Run(await marked(desk, choice, when)),) for when in coming])),
        desk.note("rhythm.where_they_live"),
        Choices((yes, change)),
    )


def day(desk: Desk, local: datetime) -> str:
    """A local time of the organiser's as they read it: "Tuesday 24 November, 9:00"."""
    return calendar_words.moment_in_words(desk.pack, desk.lang, local)


async def marked(desk: Desk, choice: Choice, local: datetime) -> str:
    """The same, and what becomes of it where nothing goes out on that day: a holiday of the organiser's region, a quiet
    week. What is not for one day only comes when that is over."""
    quiet = standings.quiet_weeks(await people.community(desk.tx, desk.here))
    off = contact.day_off(desk.me.region, quiet, WORKDAYS, local.date())
    if off not in (contact.HOLIDAY, contact.QUIET_WEEK):
        return day(desk, local)
    why = "holiday" if off == contact.HOLIDAY else "quiet_week"
    what = "nothing" if KINDS[choice.kind].same_day else "later"
    return desk.text(f"rhythm.{why}_{what}", day=day(desk, local))


async def dates(desk: Desk, choice: Choice) -> list[datetime]:
    """The next ones: in the phase this rule has already, else from the first that all can still get."""
    rule = _rule(choice, await _usual(desk, choice.kind))
    begun = await phase(desk, choice)
    local = to_local(desk.now, desk.me.time_zone)
    first = recurrence.first_from(rule, begun, local) if begun else rhythm.first_for_all(rule, choice.clock, desk.now)
    return [first, *recurrence.due_dates(rule, first, first, SHOWN - 1)] if first else []


async def phase(desk: Desk, choice: Choice) -> datetime | None:
    """A local time at which this rule already began; None when it is a new one here."""
    usual = await _usual(desk, choice.kind)
    same = usual["rule"] == choice.rule and (choice.rule or usual["weekday"] == choice.weekday)
    if same and usual["start"]:
        return datetime.combine(date.fromisoformat(usual["start"]), choice.clock)
    begun = await rhythm.began(desk.tx, desk.here, choice.kind, _rule(choice, usual))
    return datetime.combine(begun, choice.clock) if begun else None
