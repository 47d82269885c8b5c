"""An organiser makes an event by a form, in the chat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from bot import access, around, contact, event_times, people, recurrence, standings
from bot import events as stored
from bot.conversations import agenda
from bot.conversations.preferences import time_in_words
from bot.desk import Desk
from bot.events import Event
from bot.inputs import Chose, FormErrors, Input, OpenForm, Replace, Submitted
from bot.messages import Choices, Field, Form, Message, Option, Points, Run
from bot.turn import Say, Turn, say
from bot.zones import offered

MOST_TITLE = 120
MOST_AGENDA = 3000
"""Characters; Slack's forms take no more."""

EVERYBODY = "everybody"
ASKED = {"next_day": event_times.FEEDBACK, "soon": event_times.FEEDBACK_SOON}
"""When the questions come: on the next weekday, or two hours after the end."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A form that made sense. Times are UTC."""

    title: str
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    people: tuple[str, ...]
    agenda: str = ""
    asked: int = event_times.FEEDBACK


async def wanted(desk: Desk, heard: Input) -> Turn:
    """The form, for organisers."""
    if not access.may_organise(desk.person):
        return say(desk.line("general.organisers_only"))
    return say(desk.message(desk.prose("event.form_intro"), await form(desk)))


async def pressed(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    if not access.may_organise(desk.person):
        return Turn(now=Replace(desk.line("general.organisers_only")))
    return Turn(now=OpenForm(await form(desk)))


async def form(desk: Desk, filled: Mapping[str, str | tuple[str, ...]] | None = None) -> Form:
    """Title, day, start, end, time zone, who; with what was typed before, when it needs another look."""
    told = dict(filled or {})
    local = recurrence.to_local(desk.now, desk.me.time_zone)
    teams = await people.teams(desk.tx, desk.here)
    who = (Option(EVERYBODY, desk.text("event.everybody")), *(Option(key, name) for key, name in teams.items()))
    zones = tuple(Option(zone, desk.city(zone)) for zone in offered(desk.me.time_zone))
    if told.get("zone") not in {zone.value for zone in zones}:
        told.pop("zone", None)
    usual: dict[str, Any] = {
        "day": (local.date() + timedelta(days=7)).isoformat(),
        "start": "14:00",
        "end": "15:30",
        "zone": desk.me.time_zone,
        "invited": (EVERYBODY,),
    }
    fields = (
        Field("title", desk.text("event.field_title"), initial=told.get("title", ""), max_length=MOST_TITLE),
        Field("day", desk.text("event.field_day"), "date", initial=told.get("day", usual["day"])),
        Field("start", desk.text("event.field_start"), "time", initial=told.get("start", usual["start"])),
        Field("end", desk.text("event.field_end"), "time", initial=told.get("end", usual["end"])),
        Field("zone", desk.text("event.field_zone"), "choice", zones, told.get("zone", usual["zone"])),
        Field(
            "invited",
            desk.text("event.field_who"),
            "choices",
            who,
            told.get("invited", usual["invited"]),
            hint=desk.text("event.hint_who"),
        ),
        Field(
            "asked",
            desk.text("event.field_asked"),
            "choice",
            tuple(Option(value, desk.text(f"event.asked_{value}")) for value in ASKED),
            told.get("asked", "next_day"),
        ),
        Field(
            "agenda",
            desk.text("event.field_agenda"),
            "text",
            initial=told.get("agenda", ""),
            hint=desk.text("event.hint_agenda"),
            required=False,
            max_length=MOST_AGENDA,
        ),
    )
    return Form(
        title=desk.text("event.form_title"),
        fields=fields,
        submit=desk.text("event.submit"),
        cancel=desk.text("general.cancel"),
        value=desk.button("event.make"),
        open_label=desk.text("event.label_make"),
        intro=desk.text("event.form_note"),
    )


async def sent(desk: Desk, args: tuple[str, ...], submitted: Submitted) -> Turn:
    """The event is made, or the form says kindly what needs another look."""
    if not access.may_organise(desk.person):
        return Turn(now=Replace(desk.line("general.organisers_only")))
    draft = await read(desk, submitted.fields)
    if isinstance(draft, dict):
        return Turn(now=FormErrors(await form(desk, submitted.fields), draft))
    event = await make(desk, draft)
    return Turn(now=Replace(await _made(desk, event, draft.asked)))


async def read(desk: Desk, fields: Mapping[str, str | tuple[str, ...]]) -> Draft | dict[str, str]:
    """A draft, or a sentence for each field that needs another look."""
    errors: dict[str, str] = {}
    title = str(fields.get("title", "")).strip()
    if not title:
        errors["title"] = desk.text("event.error_title")
    zone = str(fields.get("zone", ""))
    if not recurrence.valid_zone(zone):
        errors["zone"] = desk.text("preferences.zone_unknown")
        zone = desk.me.time_zone
    starts, ends = times(desk, fields, zone, errors)
    invited = await _invited(desk, fields.get("invited", ()))
    if not invited:
        errors["invited"] = desk.text("event.error_who")
    on_it = str(fields.get("agenda", "")).strip()[:MOST_AGENDA]
    asked = ASKED.get(str(fields.get("asked", "")), event_times.FEEDBACK)
    return errors or Draft(title[:MOST_TITLE], starts, ends, zone, tuple(invited), on_it, asked)


def times(
    desk: Desk, fields: Mapping[str, str | tuple[str, ...]], zone: str, errors: dict[str, str]
) -> tuple[datetime, datetime]:
    """Start and end (UTC) of what a form says, or a sentence for each field that needs another look."""
    day = _parsed(date.fromisoformat, fields.get("day"), errors, "day", desk.text("event.error_day"))
    start = _parsed(time.fromisoformat, fields.get("start"), errors, "start", desk.text("event.error_time"))
    end = _parsed(time.fromisoformat, fields.get("end"), errors, "end", desk.text("event.error_time"))
    if not (isinstance(day, date) and isinstance(start, time) and isinstance(end, time)):
        return desk.now, desk.now
    starts, ends = (
        recurrence.to_utc(datetime.combine(day, clock.replace(tzinfo=None)), zone) for clock in (start, end)
    )
    if ends <= starts:
        errors["end"] = desk.text("event.error_end")
    elif ends <= desk.now:
        errors["day"] = desk.text("event.error_past")
    return starts, ends


def _parsed(parse: object, typed: object, errors: dict[str, str], field: str, sentence: str) -> object:
    try:
        found = parse(str(typed))  # type: ignore[operator]
        if isinstance(found, date) and not 2000 <= found.year <= 2100:
            raise ValueError(found)
    except ValueError:
        errors[field] = sentence
        return None
    return found


async def _invited(desk: Desk, who: str | tuple[str, ...]) -> list[str]:
    """The ids of everybody chosen: teams, or the whole community."""
    chosen = {who} if isinstance(who, str) else set(who)
    if EVERYBODY in chosen:
        return [person.id for person in await people.everybody(desk.tx, desk.here)]
    roles = await people.roles(desk.tx, desk.here)
    return [role.person for role in roles if role.team in chosen]


async def make(desk: Desk, draft: Draft) -> Event:
    """Store the event, and what happens around it for each person invited, in their own time zone."""
    values = {
        "title": draft.title,
        "starts_at": draft.starts_at,
        "ends_at": draft.ends_at,
        "time_zone": draft.time_zone,
        "agenda": draft.agenda,
    }
    event = await stored.make(desk.tx, desk.me, desk.now, draft.people, **values)
    await around.plan(desk.tx, event, desk.moment, asked=draft.asked)
    return event


async def _made(desk: Desk, event: Event, asked: int) -> Message:
    invited = await stored.invited(desk.tx, event)
    when = time_in_words(desk, event.starts_at, event.time_zone)
    return desk.message(
        desk.prose("event.made", title=event.title, when=when, city=desk.city(event.time_zone), people=len(invited)),
        desk.note(
            "event.made_soon" if asked == event_times.FEEDBACK_SOON else "event.made_next",
            when=time_in_words(desk, await _first_question(desk, event, asked), desk.me.time_zone),
        ),
        *await agenda.for_organiser(desk, event),
        Choices(
            (
                desk.choice("event.label_move", "event.move_form", event.id, form=True),
                desk.choice("event.label_cancel", "event.cancel", event.id),
            )
        ),
    )


async def _first_question(desk: Desk, event: Event, asked: int) -> datetime:
    """When the questions reach the organiser: at the first kind hour where they live."""
    local = event_times.due("feedback", asked, event.starts_at, event.ends_at, desk.me.time_zone, desk.me.region)
    due = recurrence.to_utc(local, desk.me.time_zone)
    known = await standings.of(desk.tx, [(desk.here, desk.me.id)])
    return contact.kind_hour(known[desk.me.id].standing, due) or due


async def listed(desk: Desk, heard: Input) -> Turn:
    """The events of the community, for organisers with the way to make one and to see results."""
    if not access.may_organise(desk.person):
        return say(desk.line("general.organisers_only"))
    found = await stored.of_community(desk.tx, desk.here)
    points = Points(
        tuple((Run(e.title, bold=True), Run(f" · {time_in_words(desk, e.starts_at, e.time_zone)}")) for e in found[:10])
    )
    results = [
        desk.choice("results.label_show", "results.show", e.id, title=e.title[:40])
        for e in found[:3]
        if e.ends_at < desk.now
    ]
    make_one = desk.choice("event.label_make", "event.form", form=True, primary=True)
    change = [desk.choice("event.label_change", "event.changing")] if any(e.ends_at > desk.now for e in found) else []
    intro = desk.prose("event.list" if found else "event.none")
    return Turn((Say(desk.message(intro, points if found else None, Choices((make_one, *change, *results)))),))


PRESSES = {"event.form": pressed}
FORMS = {"event.make": sent}
COMMANDS = {"new_event": wanted, "events": listed}
