"""An organiser moves an event to another time, or calls it off. Those who had been told of it hear about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot import access, around, recurrence
from bot import events as stored
from bot.conversations.events import times
from bot.conversations.preferences import time_in_words
from bot.desk import Desk
from bot.events import Event
from bot.inputs import Chose, FormErrors, Input, OpenForm, Replace, Submitted
from bot.messages import Block, Choice, Field, Form, Message, Option
from bot.people import Person
from bot.turn import Prompt, Turn, say
from bot.zones import offered

MOST_OFFERED = 3


async def wanted(desk: Desk, heard: Input) -> Turn:
    """ "Move an event": the next ones, to pick from."""
    return say(await _which(desk))


async def changing(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    return Turn(now=Replace(await _which(desk)))


async def _which(desk: Desk) -> Message:
    if not access.may_organise(desk.person):
        return desk.line("general.organisers_only")
    coming = await stored.of_community(desk.tx, desk.here, ended_after=desk.now)
    if not coming:
        return desk.line("event.none_to_come")
    return desk.line("event.which", *(_pick(desk, event) for event in coming[::-1][:MOST_OFFERED]))


def _pick(desk: Desk, event: Event) -> Choice:
    return desk.choice("event.label_pick", "event.card", event.id, title=event.title[:60])


async def card(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """One event, with the ways to change it."""
    event = await _to_come(desk, args[0])
    return Turn(now=Replace(event if isinstance(event, Message) else _card(desk, event)))


def _card(desk: Desk, event: Event) -> Message:
    return desk.line(
        "event.card",
        desk.choice("event.label_move", "event.move_form", event.id, form=True),
        desk.choice("event.label_cancel", "event.cancel", event.id),
        title=event.title,
        when=time_in_words(desk, event.starts_at, event.time_zone),
        city=desk.city(event.time_zone),
    )


async def _to_come(desk: Desk, event_id: str) -> Event | Message:
    """The event, while this person may change it and it is not over; else the sentence that says why not."""
    if not access.may_organise(desk.person):
        return desk.line("general.organisers_only")
    event = await stored.one(desk.tx, desk.here, event_id)
    if event is None:
        return desk.line("general.not_there")
    return event if event.ends_at > desk.now else desk.line("event.over", title=event.title)


async def form_wanted(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    event = await _to_come(desk, args[0])
    return Turn(now=Replace(event) if isinstance(event, Message) else OpenForm(form(desk, event)))


def form(desk: Desk, event: Event, filled: Mapping[str, str | tuple[str, ...]] | None = None) -> Form:
    """Day, start, end and zone, as they are now or as they were typed."""
    told: dict[str, Any] = {**_as_it_is(event), **(filled or {})}
    zones = tuple(Option(zone, desk.city(zone)) for zone in offered(event.time_zone))
    zone = told["zone"] if told["zone"] in {option.value for option in zones} else event.time_zone
    return Form(
        title=desk.text("event.move_title"),
        fields=(
            Field("day", desk.text("event.field_day"), "date", initial=told["day"]),
            Field("start", desk.text("event.field_start"), "time", initial=told["start"]),
            Field("end", desk.text("event.field_end"), "time", initial=told["end"]),
            Field("zone", desk.text("event.field_zone"), "choice", zones, zone),
        ),
        submit=desk.text("event.move_submit"),
        cancel=desk.text("general.cancel"),
        value=desk.button("event.move", event.id),
        open_label=desk.text("event.label_move"),
        intro=desk.text("event.move_note", title=event.title),
    )


def _as_it_is(event: Event) -> dict[str, str]:
    starts, ends = (recurrence.to_local(moment, event.time_zone) for moment in (event.starts_at, event.ends_at))
    day = starts.date().isoformat()
    return {"day": day, "start": f"{starts:%H:%M}", "end": f"{ends:%H:%M}", "zone": event.time_zone}


async def sent(desk: Desk, args: tuple[str, ...], submitted: Submitted) -> Turn:
    """The event and everything around it has new times, or the form says kindly what needs another look."""
    event = await _to_come(desk, args[0])
    if isinstance(event, Message):
        return Turn(now=Replace(event))
    errors: dict[str, str] = {}
    zone = str(submitted.fields.get("zone", ""))
    if not recurrence.valid_zone(zone):
        errors["zone"] = desk.text("preferences.zone_unknown")
    starts, ends = times(desk, submitted.fields, event.time_zone if errors else zone, errors)
    if not errors and starts <= desk.now:
        errors["day"] = desk.text("event.error_begun")
    if errors:
        return Turn(now=FormErrors(form(desk, event, submitted.fields), errors))
    if (starts, ends, zone) == (event.starts_at, event.ends_at, event.time_zone):
        return Turn(now=Replace(_card(desk, event)))
    return await _move(desk, await stored.move(desk.tx, event, starts, ends, zone))


async def _move(desk: Desk, event: Event) -> Turn:
    knew = await _others(desk, await around.moved(desk.tx, event, desk.moment))
    # Moved back again it is news again: so the moment it was moved is part of what it is known by.
    which = f"{event.starts_at.isoformat()}@{desk.now.isoformat()}"
    news = tuple(_change(person, event, "event.moved", which, event.id) for person in knew)
    late = await around.too_late_for(desk.tx, knew, event.starts_at, desk.now)
    when = time_in_words(desk, event.starts_at, event.time_zone)
    done = desk.prose("event.moved_done", title=event.title, when=when, city=desk.city(event.time_zone))
    return Turn(prompts=news, now=Replace(desk.message(done, *_who_hears(desk, len(news), late))))


def _who_hears(desk: Desk, told: int, late: list[Person]) -> list[Block]:
    """How many will hear of it, and by name whom somebody should call."""
    heard: list[Block] = [desk.note("event.will_hear", people=told)]
    names = access.names(late, desk.text("general.and"))
    return [*heard, desk.prose("event.please_call", names=names)] if late else heard


async def _others(desk: Desk, knew: list[Person]) -> list[Person]:
    """Everybody but the one who did it, and knows."""
    return [person for person in knew if person.id != desk.me.id]


def _change(person: Person, event: Event, verb: str, what: str, *args: str) -> Prompt:
    return Prompt("change", person, verb, f"change:{event.id}:{person.id}:{what}", args)


async def cancel_wanted(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """Asked once more: what is off is off for everybody."""
    event = await _to_come(desk, args[0])
    if isinstance(event, Message):
        return Turn(now=Replace(event))
    yes = desk.choice("event.label_cancel_yes", "event.cancel_yes", event.id)
    keep = desk.choice("event.label_keep", "event.card", event.id, primary=True)
    return Turn(now=Replace(desk.line("event.cancel_sure", keep, yes, title=event.title)))


async def cancelled(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    event = await _to_come(desk, args[0])
    if isinstance(event, Message):
        return Turn(now=Replace(event))
    knew = await _others(desk, await around.cancelled(desk.tx, event, desk.moment))
    told = (event.title, event.starts_at.isoformat())
    news = tuple(_change(person, event, "event.cancelled", "cancelled", *told) for person in knew)
    done = desk.prose("event.cancelled_done", title=event.title)
    late = await around.too_late_for(desk.tx, knew, event.starts_at, desk.now)
    return Turn(prompts=news, now=Replace(desk.message(done, *_who_hears(desk, len(news), late))))


PRESSES = {
    "event.changing": changing,
    "event.card": card,
    "event.move_form": form_wanted,
    "event.cancel": cancel_wanted,
    "event.cancel_yes": cancelled,
}
FORMS = {"event.move": sent}
COMMANDS = {"move_event": wanted}
