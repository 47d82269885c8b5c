"""Many people in a database, each with one check-in that comes round: written straight into the tables."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Table, text

from bot.store import bulk
from bot.store import tables as t
from bot.store.engine import Store

DUE = datetime(2027, 3, 2, 15, tzinfo=UTC)
"""A Tuesday, 10:00 in Toronto, where everybody lives."""

ZONE, RULE, START = "America/Toronto", "FREQ=WEEKLY;INTERVAL=4;BYDAY=TU", "2027-03-02T10:00:00"
HALF_AN_HOUR = timedelta(minutes=30)
IN_A_COMMUNITY, WORKSPACES = 1_000, 20
TOGETHER = 20_000
"""Rows one statement writes."""

Row = dict[str, Any]


PLACES = (
    ("America/Toronto", "CA-ON"), ("America/Halifax", "CA-NS"), ("America/St_Johns", "CA-NL"), ("Europe/London", "GB"),
    ("America/Winnipeg", "CA-MB"), ("America/Edmonton", "CA-AB"), ("America/Vancouver", "CA-BC"),
    ("Pacific/Auckland", "NZ"),
)  # fmt: skip
WISHES: tuple[Row, ...] = (
    {}, {"from": "09:00", "to": "12:00"}, {"days": ["TU", "TH"]}, {"from": "12:00", "to": "17:00"}, {"days": ["TU"]},
)  # fmt: skip
"""Where people of a mixed crowd live, and what hours they chose."""


async def fill(store: Store, many: int, *, due: int, rounds: int = 1, mixed: bool = False) -> None:
    """So many people in communities of a thousand, all alike or `mixed` (eight zones and regions, five wishes).

    `due` of them are due at `DUE`, as many half an hour later, and so on for so many `rounds`; the others each at a
    minute of their own, from the next day on.
    """
    circles = (many + IN_A_COMMUNITY - 1) // IN_A_COMMUNITY
    await _write(store, t.community, circles, _community)
    await _write(store, t.contact, circles, _contact)
    await _write(store, t.help_line, circles, _help_line)
    await _write(store, t.person, many, _of_their_own if mixed else _person)
    await _write(store, t.address, many, _address)
    await _write(store, t.schedule, many, lambda n: _schedule(n, due, rounds))
    await _settle(store)


async def _write(store: Store, table: Table, many: int, made: Callable[[int], Row]) -> None:
    for first in range(0, many, TOGETHER):
        rows = [made(n) for n in range(first, min(first + TOGETHER, many))]
        async with store.write() as tx:
            await bulk.insert(tx, table, rows, "id")


async def _settle(store: Store) -> None:
    """What a database does by itself within minutes: look over its tables and put its log away."""
    statements = ("PRAGMA optimize=0x10002", "PRAGMA wal_checkpoint(TRUNCATE)") if store.on_sqlite else ("ANALYZE",)
    for statement in statements:
        async with store.writer.connect() as connection:
            await connection.exec_driver_sql("COMMIT") if store.on_sqlite else None
            await connection.execute(text(statement))
            await connection.commit() if not store.on_sqlite else await connection.exec_driver_sql("BEGIN")


def _id(what: str, n: int) -> str:
    """An id as random as those of `new_id`, and the same each time."""
    return f"{what}{n * 2_654_435_761 % 2**32:08x}{n:010x}"


def _circle(n: int) -> str:
    return _id("c", n // IN_A_COMMUNITY)


def _community(n: int) -> Row:
    return {
        "id": _id("c", n), "name": f"Circle {n}", "language": "en", "time_zone": ZONE, "rhythm": {}, "quiet_weeks": [],
        "prompts_a_week": 1, "made_at": DUE,
    }  # fmt: skip


def _contact(n: int) -> Row:
    return {"id": _id("k", n), "community": _id("c", n), "position": 0, "name": "Sam Bell", "how": "Call 555-0100."}


def _help_line(n: int) -> Row:
    words = {"en": "Call 9-8-8.", "fr": "Appelez le 9-8-8."}
    about = {"position": 0, "region": "Canada", "words": words, "checked_on": "2027-03-01"}
    return {"id": _id("l", n), "community": _id("c", n), **about}


def _person(n: int) -> Row:
    return {
        "id": _id("p", n), "community": _circle(n), "name": f"Person {n}", "email": f"p{n}@example.org",
        "language": "fr" if n % 4 == 3 else "en", "time_zone": ZONE, "zone_confirmed": True, "region": "CA-ON",
        "hours": {}, "organiser": n % IN_A_COMMUNITY < 2, "consent": "yes", "made_at": DUE,
    }  # fmt: skip


def _of_their_own(n: int) -> Row:
    zone, region = PLACES[n % len(PLACES)]
    return {**_person(n), "time_zone": zone, "region": region, "hours": WISHES[n // len(PLACES) % len(WISHES)]}


def _address(n: int) -> Row:
    return {
        "id": _id("a", n), "community": _circle(n), "person": _id("p", n), "platform": "memory",
        "workspace": f"w{n % WORKSPACES}", "user": f"u{n}", "place": f"private-u{n}", "service": "", "used_at": DUE,
    }  # fmt: skip


def _schedule(n: int, due: int, rounds: int) -> Row:
    at = DUE + n // due * HALF_AN_HOUR if n < due * rounds else DUE + timedelta(days=1, minutes=n)
    return {
        "id": f"{n:013x}{n * 2_654_435_761 % 2**28:07x}", "community": _circle(n), "person": _id("p", n),
        "kind": "check_in", "subject": "",
        "rule": RULE, "start_local": START, "last_local": "", "next_due": at,
    }  # fmt: skip
