"""A season's facts in a reader's words: days, times, places, kinds and reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from adapters.simulate.ledger import UNSETTLED, Planned
from adapters.simulate.members import Member
from bot import around, budget, calendar_words, contact, left_out, reminders
from bot.folding import fold
from bot.pack import Pack

WHY: Mapping[str, str] = {
    budget.WEEK_FULL: "season.why_full",
    budget.BETTER_FIRST: "season.why_better",
    contact.BREAK: "season.why_break",
    contact.QUIET_WEEK: "season.why_quiet_week",
    contact.WEEKEND: "season.why_weekend",
    contact.HOLIDAY: "season.why_holiday",
    contact.OTHER_DAY: "season.why_day",
    contact.OTHER_HOUR: "season.why_hour",
    contact.TOO_LATE: "season.why_late",
    contact.TOO_LATE_THEN: "season.why_late",
    reminders.ANSWERED: "season.why_answered",
    "nobody may read this check-in": "season.why_reader",
    "nobody may read this feedback": "season.why_reader",
    "nothing needed a person": "season.why_empty",
    "nobody answered about it": "season.why_nothing",
    around.STILL_OPEN: "season.why_open",
    left_out.JOINED: "season.why_joined",
    UNSETTLED: "season.why_end",
}
"""The engine's reasons -> phrases. One that is not here is shown as it is stored."""


@dataclass(frozen=True, slots=True)
class Words:
    """Phrases in one language."""

    pack: Pack
    lang: str

    def text(self, key: str, **values: object) -> str:
        return self.pack.text(key, self.lang, **values)

    def day(self, day: date) -> str:
        """ "Tuesday 2 March"."""
        return calendar_words.date_in_words(self.pack, self.lang, day)

    def date(self, day: date) -> str:
        """ "Tuesday 2 March 2027"."""
        return f"{self.day(day)} {day.year}"

    def moment(self, local: datetime) -> str:
        """ "Tuesday 2 March, 10:00"."""
        return calendar_words.moment_in_words(self.pack, self.lang, local)

    def hour(self, local: datetime) -> str:
        """ "Tuesday, 10:00"."""
        weekday = self.text(f"calendar.weekday_{local.weekday()}")
        return calendar_words.at_time(self.pack, self.lang, weekday, local.time())

    def place(self, member: Member) -> str:
        return self.pack.city(member.zone, self.lang)

    def role(self, member: Member) -> str:
        """As their list has it, with what it was taken for where that is not the same."""
        role = self.text(f"season.role_{member.role}")
        ours = self.text("season.co_lead", role=role) if member.co_lead else role
        if not member.title or fold(member.title) == fold(ours):
            return ours
        return self.text("season.taken_for", title=member.title, role=ours) if member.known_role else member.title

    def kind(self, kind: str) -> str:
        return self.text(f"season.kind_{kind}")

    def why(self, reason: str) -> str:
        return self.text(WHY[reason]) if reason in WHY else reason

    def fate(self, planned: Planned) -> str:
        """ "sent", "sent Monday 8 March, 9:00", "left out"."""
        when = self.moment(planned.sent) if planned.sent else ""
        key = f"season.status_{planned.status}"
        return self.text(key, when=when) if planned.status == "moved" else self.text(key)
