"""What happens again and again: each step once, at a moment handed in."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, or_, select, update

from bot import (
    addresses,
    entry_rows,
    greeting,
    letters,
    people,
    recent_words,
    rephrasing,
    rhythm,
    schedule,
    waiting,
)
from bot.moment import Moment
from bot.people import Person
from bot.platform import Address, NotDelivered, Platform, Profile
from bot.recurrence import valid_zone
from bot.store import tables as t
from bot.store.engine import Store

log = logging.getLogger("interlude.ticks")

KEEP_HEARD = timedelta(days=15)
"""Ids of inputs, kept so that a repeat is known (care-and-security.md, section 5.1)."""

KEEP_LANES = timedelta(hours=2)
"""Longer than the longest window of any platform."""

KEEP_TEXT = timedelta(days=7)
"""The text of a sent message is kept this long, so that its buttons can still be typed."""

KEEP_DELIVERIES = timedelta(days=400)
"""What was sent to whom and when is kept for a year and a bit; then the row goes."""

AT_ONCE = 2_000
"""Rows one transaction forgets, so that nobody waits for it."""


async def materialise(store: Store, moment: Moment) -> int:
    """Write the deliveries of everything that is due. Returns how many were due."""
    return await schedule.materialise(store, moment)


async def find_people(store: Store, platforms: Mapping[str, Platform], moment: Moment) -> int:
    """Look for people of the roster who cannot be reached yet, by e-mail; whoever is found is greeted once."""
    async with store.read() as tx:
        wanted = await addresses.without_address(tx)
    found = 0
    for person, platform, workspace in wanted:
        found += await _find(store, platforms.get(platform), workspace, person, moment)
    return found


async def _find(store: Store, platform: Platform | None, workspace: str, person: Person, moment: Moment) -> int:
    if platform is None:
        return 0
    try:
        at = await platform.locate(workspace, person.email)
    except (NotDelivered, TimeoutError, OSError) as fault:
        log.info("a person could not be looked for", extra={"action": "people.find", "fault": type(fault).__name__})
        return 0
    if at is None:
        return 0
    profile = await _profile(platform, at)
    async with store.write() as tx:
        await addresses.remember(tx, person, at, None)
        if profile is not None and not person.zone_confirmed and valid_zone(profile.time_zone):
            await people.change(tx, person, time_zone=profile.time_zone)
            await rhythm.move(tx, replace(person, time_zone=profile.time_zone), moment.now)
        await letters.write(tx, [letters.from_prompt(greeting.prompt(person), moment.now)], moment)
    return 1


async def _profile(platform: Platform, at: Address) -> Profile | None:
    """What the platform knows of them: their first message should come at a kind hour where they live."""
    try:
        return await platform.profile(at.workspace, at.user)
    except (NotDelivered, TimeoutError, OSError):
        return None


def _idle(moment: Moment) -> ColumnElement[bool]:
    """Lanes that have nothing to remember: every window is over, and every pause."""
    before = moment.real - KEEP_LANES
    pause_over = or_(t.lane.c.paused_until.is_(None), t.lane.c.paused_until < moment.real)
    return and_(or_(t.lane.c.tat.is_(None), t.lane.c.tat < before), pause_over)


async def tidy(store: Store, moment: Moment) -> None:
    """Forget what is not needed any more: ids of old inputs, old open questions, who waited, old messages."""
    async with store.write() as tx:
        await tx.execute(delete(t.heard).where(t.heard.c.heard_at < moment.real - KEEP_HEARD))
        await tx.execute(delete(t.open_question).where(t.open_question.c.until < moment.now))
        await waiting.tidy(tx, moment.now)
        await rephrasing.tidy(tx, moment.now)
        await recent_words.tidy(tx, moment.now)
        await entry_rows.tidy(tx, moment.now)
        await tx.execute(delete(t.lane).where(_idle(moment)))
    await _forget_texts(store, moment.now - KEEP_TEXT)
    await _forget_deliveries(store, moment.now - KEEP_DELIVERIES)


async def _forget_texts(store: Store, before: datetime) -> None:
    d, done = t.delivery.c, AT_ONCE
    some = select(d.id).where(t.TEXT_KEPT, d.done_at < before).order_by(d.done_at).limit(AT_ONCE)
    gone = update(t.delivery).where(d.id.in_(some)).values(message=None, otherwise=None)
    while done == AT_ONCE:
        async with store.write() as tx:
            done = (await tx.execute(gone)).rowcount


async def _forget_deliveries(store: Store, before: datetime) -> None:
    d, done = t.delivery.c, AT_ONCE
    some = select(d.id).where(t.DONE, d.done_at < before).order_by(d.done_at).limit(AT_ONCE)
    while done == AT_ONCE:
        async with store.write() as tx:
            done = (await tx.execute(delete(t.delivery).where(d.id.in_(some)))).rowcount
