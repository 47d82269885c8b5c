"""When somebody likes to be written to, said in a sentence or a form; what counts now is said back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from typing import TypeAlias

from bot import holidays, hours, own_days, people, recurrence, rhythm, spoken_hours
from bot.desk import Desk
from bot.hours import Hours
from bot.inputs import Chose, FormErrors, Input, OpenForm, Replace, Said, Submitted
from bot.messages import Block, Choices, Field, Form, Message, Note, Option
from bot.people import Person
from bot.recurrence import WEEKDAYS
from bot.turn import Turn, say
from bot.zones import REGIONS, offered

NO_REGION = "none"
Fields: TypeAlias = Mapping[str, str | tuple[str, ...]]


async def in_words(desk: Desk, said: Said) -> Turn | None:
    """ "mornings only", "pas avant 10 h"; None when this is not about hours."""
    own = hours.read(desk.person.hours) if desk.person is not None else hours.USUAL
    try:
        wanted = spoken_hours.understand(said.text, desk.pack.hours, own)
    except spoken_hours.NoHours as none:
        pick = [desk.choice("hours.label_form", "hours.form", form=True)] if desk.person is not None else []
        return say(desk.line(none.key, *pick))
    if wanted is None:
        return None
    if desk.person is None:
        return say(desk.line("hours.nothing"))
    mine = replace(desk.me, hours=hours.stored(wanted))
    await people.change(desk.tx, desk.me, hours=mine.hours)
    await own_days.keep(desk.tx, mine, desk.now)
    return say(kept(desk, mine))


async def asked(desk: Desk, heard: Input) -> Turn:
    """How it is now, and how to change it."""
    pick = desk.choice("hours.label_form", "hours.form", form=True)
    stopped = desk.me.consent == "no"
    now = (desk.prose("preferences.stays_stopped"),) if stopped else state(desk)
    return say(desk.message(*now, desk.prose("hours.how"), Choices((pick,))))


async def half_said(desk: Desk, said: Said) -> Turn | None:
    """ "Afternoons", "le matin", "noon": nobody knows whether only those or not those, so it is asked."""
    symbols = desk.pack.hours.symbols(said.text)
    if symbols is None or not _HALF_SAID.fullmatch(symbols.letters):
        return None
    return await asked(desk, said) if desk.person is not None else say(desk.line("hours.nothing"))


_HALF_SAID = re.compile("[mpvKDPe&]*[mpvKDPe]")


def kept(desk: Desk, person: Person) -> Message:
    """What counts from now on. Who stopped is not told that anything would come."""
    if person.consent == "no":
        return desk.message(desk.prose("preferences.stays_stopped"), desk.note("hours.for_later"))
    return desk.message(desk.prose("hours.kept", **_values(desk, person)), _on_holidays(desk, person))


def state(desk: Desk) -> tuple[Block | None, ...]:
    """What counts now, for the settings."""
    return desk.prose("hours.now", **_values(desk, desk.me)), _on_holidays(desk, desk.me)


def _on_holidays(desk: Desk, person: Person) -> Note | None:
    return desk.note("hours.holidays", region=region_name(desk, person.region)) if person.region else None


def _values(desk: Desk, person: Person) -> dict[str, object]:
    own = hours.read(person.hours)
    spans = hours.spans(own)
    opens, closes = _clock(desk, spans[0][0]), _clock(desk, spans[-1][1])
    return {"days": _days(desk, own), "opens": opens, "closes": closes, "city": desk.city(person.time_zone)}


def _days(desk: Desk, own: Hours) -> str:
    if own.days == hours.WORKDAYS:
        return desk.text("hours.days_all")
    said = [desk.text("hours.day", day=desk.text(f"calendar.weekday_{day}")) for day in sorted(own.days)]
    days = f" {desk.text('general.and')} ".join(filter(None, [", ".join(said[:-1]), said[-1]]))
    return desk.text("hours.days_some", days=days)


def _clock(desk: Desk, minutes: int) -> str:
    hour, minute = divmod(minutes, 60)
    if not minute:
        return desk.text("hours.clock_hour", hour=hour)
    return desk.text("hours.clock_minute", hour=hour, minute=f"{minute:02}")


def region_name(desk: Desk, region: str) -> str:
    """The place in words; its code when nobody wrote them."""
    return desk.text(f"region.{region}") if region in REGIONS else region


async def pressed(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    return Turn(now=OpenForm(form(desk)))


def form(desk: Desk, filled: Fields | None = None) -> Form:
    """Time zone, days, hours and place, as they are now or as they were typed."""
    own = hours.read(desk.me.hours)
    told = {
        "zone": desk.me.time_zone, "days": tuple(WEEKDAYS[day] for day in sorted(own.days)),
        "from": f"{own.opens:%H:%M}", "to": f"{own.closes:%H:%M}", "region": desk.me.region or NO_REGION,
        **(filled or {}),
    }  # fmt: skip
    return Form(
        title=desk.text("hours.title"),
        fields=_fields(desk, told),
        submit=desk.text("general.save"),
        cancel=desk.text("general.cancel"),
        value=desk.button("hours.set"),
        open_label=desk.text("hours.label_form"),
    )


def _fields(desk: Desk, told: Fields) -> tuple[Field, ...]:
    zones = tuple(Option(zone, desk.city(zone)) for zone in offered(desk.me.time_zone))
    days = tuple(Option(WEEKDAYS[day], desk.text(f"calendar.weekday_{day}")) for day in sorted(hours.WORKDAYS))
    known = REGIONS if desk.me.region in REGIONS or not desk.me.region else (desk.me.region, *REGIONS)
    nowhere = Option(NO_REGION, desk.text("hours.no_region"))
    regions = (nowhere, *(Option(region, region_name(desk, region)) for region in known))
    return (
        Field("zone", desk.text("preferences.zone_field"), "choice", zones, _shown(told["zone"], zones)),
        Field("days", desk.text("hours.field_days"), "choices", days, told["days"]),
        Field("from", desk.text("hours.field_from"), "time", initial=told["from"]),
        Field("to", desk.text("hours.field_to"), "time", initial=told["to"]),
        Field("region", desk.text("hours.field_region"), "choice", regions, _shown(told["region"], regions)),
    )


def _shown(value: str | tuple[str, ...], options: tuple[Option, ...]) -> str:
    """What a choice begins with: only something it offers."""
    return value if isinstance(value, str) and value in {option.value for option in options} else ""


async def sent(desk: Desk, args: tuple[str, ...], submitted: Submitted) -> Turn:
    """Everything is kept, or the form says kindly what needs another look."""
    told, errors = submitted.fields, {}
    zone, region = str(told.get("zone", desk.me.time_zone)), str(told.get("region", desk.me.region or NO_REGION))
    region = "" if region == NO_REGION else region
    if not recurrence.valid_zone(zone):
        errors["zone"] = desk.text("preferences.zone_unknown")
    if not holidays.valid(region):
        errors["region"] = desk.text("hours.bad_region")
    own = _own(desk, told, errors)
    if errors:
        return Turn(now=FormErrors(form(desk, told), errors))
    moved = replace(desk.me, time_zone=zone, region=region, hours=hours.stored(own))
    await people.change(
        desk.tx, desk.me, time_zone=zone, zone_confirmed=True, region=region, hours=hours.stored(own)
    )  # fmt: skip
    if (zone, region) != (desk.me.time_zone, desk.me.region):
        await rhythm.move(desk.tx, moved, desk.now)
    await own_days.keep(desk.tx, moved, desk.now)
    return Turn(now=Replace(kept(desk, moved)))


def _own(desk: Desk, told: Fields, errors: dict[str, str]) -> Hours:
    own = hours.read(desk.me.hours)
    chosen = told.get("days", tuple(WEEKDAYS[day] for day in own.days))
    days = {chosen} if isinstance(chosen, str) else set(chosen)
    found = replace(
        own,
        days=frozenset(WEEKDAYS.index(day) for day in days if day in WEEKDAYS) & hours.WORKDAYS,
        opens=_time(desk, told, "from", own.opens, errors),
        closes=_time(desk, told, "to", own.closes, errors),
    )
    if not found.days:
        errors["days"] = desk.text("hours.no_day")
    if not errors and not hours.spans(found):
        errors["to"] = desk.text("hours.bad_order")
    return found


def _time(desk: Desk, told: Fields, name: str, usual: time, errors: dict[str, str]) -> time:
    try:
        return time.fromisoformat(str(told.get(name, usual))).replace(tzinfo=None, second=0, microsecond=0)
    except ValueError:
        errors[name] = desk.text("hours.bad_time")
        return usual


PRESSES = {"hours.form": pressed}
FORMS = {"hours.set": sent}
COMMANDS = {"hours": asked}
