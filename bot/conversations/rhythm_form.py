"""The form for a rhythm: pickers, filled in with how it is now or with what was said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from bot import access, pace
from bot.conversations.rhythm_choice import Choice, checked, current, echo
from bot.desk import Desk
from bot.inputs import Chose, FormErrors, OpenForm, Replace, Submitted
from bot.messages import Field, Form, Option
from bot.pace import LAST, Pace
from bot.recurrence import WEEKDAYS, BadRule
from bot.spoken_rules import Spoken
from bot.turn import Turn

KINDS = ("check_in", "role")
USUAL = "usual"
OFTEN: Mapping[str, dict[str, int]] = {
    "week_1": {"weeks": 1},
    "week_2": {"weeks": 2},
    "week_4": {"weeks": 4},
    **{f"nth_{n}": {"nth": n} for n in (1, 2, 3, 4)},
    "nth_last": {"nth": LAST},
}


async def opened(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    if not access.may_organise(desk.person):
        return Turn(now=Replace(desk.line("general.organisers_only")))
    return Turn(now=OpenForm(form(desk, Choice.of(args))))


def form(desk: Desk, choice: Choice, told: Mapping[str, Any] | None = None) -> Form:
    """Pickers, filled in with a choice, or with what was sent and needs another look."""
    filled = {**_filled(choice), **(told or {})}
    often = (USUAL, *OFTEN)
    fields = (
        Field("what", desk.text("rhythm.field_what"), "choice", _options(desk, "what", KINDS), filled["what"]),
        Field("often", desk.text("rhythm.field_often"), "choice", _options(desk, "often", often), filled["often"]),
        Field("weekday", desk.text("rhythm.field_weekday"), "choice", _weekdays(desk), filled["weekday"]),
        Field(
            "time", desk.text("rhythm.field_time"), "time", initial=filled["time"], hint=desk.text("rhythm.hint_time")
        ),
        Field(
            "until", desk.text("rhythm.field_until"), "date", initial=filled["until"],
            hint=desk.text("rhythm.hint_until"), required=False,
        ),
    )  # fmt: skip
    return Form(
        title=desk.text("rhythm.form_title"),
        fields=fields,
        submit=desk.text("rhythm.submit"),
        cancel=desk.text("general.cancel"),
        value=desk.button("rhythm.picked"),
        open_label=desk.text("rhythm.label_pick"),
        intro=desk.text("rhythm.where_they_live"),
    )


def _options(desk: Desk, name: str, values: tuple[str, ...]) -> tuple[Option, ...]:
    return tuple(Option(value, desk.text(f"rhythm.{name}_{value}")) for value in values)


def _weekdays(desk: Desk) -> tuple[Option, ...]:
    return tuple(Option(day, desk.text(f"calendar.weekday_{n}")) for n, day in enumerate(WEEKDAYS[:5]))


def _filled(choice: Choice) -> dict[str, str]:
    known = pace.read(choice.rule) if choice.rule else None
    same = [name for name, told in OFTEN.items() if known and (known.weeks, known.nth) == _two(told)]
    until = known.until.isoformat() if known and known.until else ""
    often = (same or ["week_2"])[0] if choice.rule else USUAL
    weekday = choice.weekday or WEEKDAYS[1]
    return {"what": choice.kind, "often": often, "weekday": weekday, "time": f"{choice.clock:%H:%M}", "until": until}


def _two(told: Mapping[str, int]) -> tuple[int, int]:
    return told.get("weeks", 0), told.get("nth", 0)


async def picked(desk: Desk, args: tuple[str, ...], sent: Submitted) -> Turn:
    """The form, said back; or it stays open with a sentence beside what needs another look."""
    if not access.may_organise(desk.person):
        return Turn(now=Replace(desk.line("general.organisers_only")))
    told = {name: str(sent.fields.get(name, "")).strip() for name in ("what", "often", "weekday", "time", "until")}
    kind = told["what"] if told["what"] in KINDS else KINDS[0]
    try:
        return Turn(now=Replace(await echo(desk, _read(desk, kind, told))))
    except BadRule as wrong:
        again = form(desk, await current(desk, kind), {name: value for name, value in told.items() if value})
        return Turn(now=FormErrors(again, {_FIELD.get(wrong.key, "often"): desk.text(wrong.key)}))


_FIELD = {
    "rhythm.unkind_hour": "time", "rhythm.no_such_time": "time", "rhythm.weekday_only": "weekday",
    "rhythm.no_such_day": "until", "rhythm.bad_year": "until", "rhythm.never": "until",
}  # fmt: skip


def _read(desk: Desk, kind: str, told: Mapping[str, str]) -> Choice:
    clock = _time(told["time"])
    until = _date(told["until"]) if told["until"] else None
    usual = told["often"] == USUAL
    if told["weekday"] not in WEEKDAYS[:5]:
        raise BadRule("rhythm.weekday_only")
    if usual and until is not None:
        raise BadRule("rhythm.usual_goes_on")
    chosen = {"weeks": 1} if usual else OFTEN.get(told["often"])
    if chosen is None:
        raise BadRule("rhythm.not_understood")
    choice = checked(desk, kind, Spoken(Pace(told["weekday"], until=until, **chosen), clock), clock)
    return Choice(kind, "", told["weekday"], clock) if usual else choice


def _time(typed: str) -> time:
    try:
        return time.fromisoformat(typed).replace(tzinfo=None, second=0, microsecond=0)
    except ValueError as wrong:
        raise BadRule("rhythm.no_such_time") from wrong


def _date(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError as wrong:
        raise BadRule("rhythm.no_such_day") from wrong


PRESSES = {"rhythm.form": opened}
FORMS = {"rhythm.picked": picked}
