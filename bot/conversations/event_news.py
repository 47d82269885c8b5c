"""What people hear about an event before it, when it changes, and, for its organisers, a month after it."""

from __future__ import annotations

from datetime import datetime

from bot import access, around, event_times, events, recurrence
from bot.conversations import agenda
from bot.conversations.preferences import time_in_words
from bot.desk import Desk
from bot.events import Event
from bot.messages import Block, Choices, Message
from bot.turn import Skip


async def soon(desk: Desk, args: tuple[str, ...]) -> Message | Skip:
    """An event is near: what, when by the reader's own clock, and the research words in it."""
    event = await events.one(desk.tx, desk.here, args[0])
    if event is None:
        return Skip("the event is not there any more")
    if event.starts_at <= desk.now:
        return Skip(around.OVER)
    if int(args[1]) == event_times.WEEK_BEFORE and _due(desk, event, event_times.DAY_BEFORE) <= desk.now:
        return Skip("a later message says the same")
    return desk.message(_when(desk, "event.soon", event), *await agenda.of_event(desk, event), title=event.title)


def _due(desk: Desk, event: Event, offset: int) -> datetime:
    local = event_times.due("event", offset, event.starts_at, event.ends_at, desk.me.time_zone, desk.me.region)
    return recurrence.to_utc(local, desk.me.time_zone)


def _when(desk: Desk, key: str, event: Event) -> Block:
    when = time_in_words(desk, event.starts_at, desk.me.time_zone)
    return desk.prose(key, title=event.title, when=when, city=desk.city(desk.me.time_zone))


async def moved(desk: Desk, args: tuple[str, ...]) -> Message | Skip:
    """The event is at another time now."""
    event = await events.one(desk.tx, desk.here, args[0])
    if event is None or event.starts_at <= desk.now:
        return Skip(around.OVER if event else "the event is not there any more")
    return desk.message(_when(desk, "event.moved", event), title=event.title)


async def cancelled(desk: Desk, args: tuple[str, ...]) -> Message | Skip:
    """The event will not take place. `args`: its title and when it would have begun; it is not stored any more."""
    title, starts = args[0], datetime.fromisoformat(args[1])
    if starts <= desk.now:
        return Skip("the event would be over by now")
    when = time_in_words(desk, starts, desk.me.time_zone)
    return desk.message(desk.prose("event.cancelled", title=title, when=when), title=title)


async def changed(desk: Desk, args: tuple[str, ...]) -> Message | Skip:
    """A month later, to those who may read the answers: people are still waiting to hear what came of it."""
    event = await access.event(desk.tx, desk.me, args[0])
    if event is None:
        return Skip("the event is not there any more")
    if event.told_at is not None:
        return Skip("everybody has been told what came of it")
    if not await access.feedback(desk.tx, desk.me, event):
        return Skip("nobody answered about it")
    tell = desk.choice("results.label_tell", "results.tell", event.id, primary=True, form=True)
    look = desk.choice("results.label_show", "results.show", event.id, title=event.title[:40])
    return desk.message(desk.prose("event.changed", title=event.title), Choices((tell, look)))


PROMPTS = {"event.soon": soon, "event.moved": moved, "event.cancelled": cancelled, "event.changed": changed}
