"""Fills a fresh demo database: the community of content/demo.toml, a meeting soon, and the mark that says it is a
demo."""

from __future__ import annotations

import tomllib
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, inspect, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.app import App
from bot import circle, content, notes, people, recurrence
from bot.conversations import events
from bot.desk import Desk
from bot.moment import Moment
from bot.people import Community
from bot.store import tables as t
from bot.store.engine import Store

MARK = "demo"
MEETING_AFTER = timedelta(days=1)


class NotADemo(Exception):
    """The database has real people in it: the local page never opens on it."""


async def check(store: Store) -> None:
    """Raises `NotADemo`, before anything in the database is touched."""
    async with store.write() as tx:
        known = await tx.run_sync(lambda connection: inspect(connection).has_table(t.community.name))
        if known and not await notes.read(tx, MARK) and await tx.scalar(select(func.count()).select_from(t.community)):
            raise NotADemo("this database is not a demo's")


async def prepare(app: App, moment: Moment) -> None:
    """Seed an empty database; one that is seeded stays as it is."""
    async with app.store.write() as tx:
        if await notes.read(tx, MARK):
            return
        await notes.keep(tx, MARK, "yes")
        await _fill(tx, app, moment)


async def _fill(tx: AsyncConnection, app: App, moment: Moment) -> None:
    applied = await circle.apply(tx, _table(app.settings.content, moment.now), moment)
    rosa = (await people.organisers(tx, applied.community.id))[0]
    desk = Desk(tx, app.pack, app.buttons, moment, applied.community, rosa, rosa.language)
    await events.make(desk, await _meeting(desk, applied.community))


def _table(folder: Path | None, now: datetime) -> dict[str, Any]:
    """The demo file, with the monthly reminder falling into the coming week."""
    table = tomllib.loads(((folder or content.SHIPPED) / "demo.toml").read_text("utf-8"))
    thursday = recurrence.first_on("TH", time(10), recurrence.to_local(now, table["community"]["time_zone"]))
    nth = min((thursday.day - 1) // 7 + 1, 5)
    table["rhythm"] = {"role": {"weekday": "TH", "nth": nth}}
    return table


async def _meeting(desk: Desk, community: Community) -> events.Draft:
    """A meeting on the weekday after tomorrow, in the afternoon, for everybody."""
    local = recurrence.to_local(desk.now + MEETING_AFTER, community.time_zone)
    day = recurrence.next_weekday(local.date())
    starts, ends = (
        recurrence.to_utc(datetime.combine(day, clock), community.time_zone) for clock in (time(14), time(15, 30))
    )
    invited = tuple(person.id for person in await people.everybody(desk.tx, community.id))
    return events.Draft(desk.text("demo.event_title"), starts, ends, community.time_zone, invited)
