"""Every time zone on earth: one due instant for each scheduled local date, at the asked time or moved on by the gap,
the first of a repeated hour. (facts/time-and-delivery.md, section 5.)

What is expected is worked out from the zone's transitions alone, never through `to_utc`. A sample of zones by default;
INTERLUDE_ALL_ZONES=1 takes them all.
"""

# ruff: noqa: DTZ001 - local times are naive on purpose

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from types import SimpleNamespace
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select

from bot import people, recurrence, schedule
from bot.pace import LAST, Pace
from bot.recurrence import WEEKDAYS, to_local, to_utc
from bot.store import tables as t
from tests.bot.deliveries import second_worker
from tests.chat import Chat

ALL = bool(os.environ.get("INTERLUDE_ALL_ZONES"))
ZONES = sorted(available_timezones() - {"localtime", "Factory"})
SAMPLE = ZONES if ALL else ZONES[::12]
EIGHT = (
    "America/Toronto", "America/St_Johns", "America/Vancouver", "Europe/London", "Pacific/Auckland",
    "Australia/Lord_Howe", "Africa/Cairo", "Pacific/Apia",
)  # fmt: skip
FIRST, LAST_DAY = date(2026, 1, 1), date(2030, 12, 31)
QUARTERS = [time(hour, minute) for hour in range(24) for minute in (0, 15, 30, 45)]
DAILY = "FREQ=DAILY"


@dataclass(frozen=True)
class Change:
    """The clock in a zone goes from `before` to `after` (offsets from UTC) at this instant."""

    at: datetime
    before: timedelta
    after: timedelta

    @property
    def gap(self) -> timedelta:
        return self.after - self.before


def _offset(zone: str, moment: datetime) -> timedelta:
    found = moment.astimezone(ZoneInfo(zone)).utcoffset()
    assert found is not None
    return found


@cache
def changes(zone: str) -> tuple[Change, ...]:
    """Every change of the clock in these years, to the second."""
    return tuple(_changes(zone))


def _changes(zone: str) -> Iterator[Change]:
    day = datetime.combine(FIRST, time(), UTC) - timedelta(days=2)
    while day.date() <= LAST_DAY + timedelta(days=2):
        following = day + timedelta(days=1)
        if _offset(zone, day) != _offset(zone, following):
            low, high = day, following
            while high - low > timedelta(seconds=1):
                middle = low + (high - low) // 2
                low, high = (middle, high) if _offset(zone, middle) == _offset(zone, day) else (low, middle)
            high = high.replace(microsecond=0)
            yield Change(high, _offset(zone, day), _offset(zone, following))
        day = following


def expected(zone: str, local: datetime) -> datetime:
    """The first instant at which a clock shows `local`; where none ever does, so much later as the clock jumps."""
    around = [change for change in changes(zone) if abs(change.at.replace(tzinfo=None) - local) < timedelta(days=3)]
    offsets = {offset for change in around for offset in (change.before, change.after)} or {
        _offset(zone, local.replace(tzinfo=UTC))
    }
    shown = [at for offset in offsets if _offset(zone, at := (local - offset).replace(tzinfo=UTC)) == offset]
    if shown:
        return min(shown)
    (jump,) = (c for c in around if c.gap > timedelta(0) and _skipped(c, local))
    return (local - jump.before).replace(tzinfo=UTC)


def _skipped(change: Change, local: datetime) -> bool:
    shown_before = change.at.replace(tzinfo=None) + change.before
    return shown_before <= local < shown_before + change.gap


paces = st.one_of(
    st.builds(Pace, st.sampled_from(WEEKDAYS), weeks=st.integers(1, 6)),
    st.builds(Pace, st.sampled_from(WEEKDAYS), nth=st.sampled_from((1, 2, 3, 4, LAST))),
    st.builds(Pace, day=st.integers(1, 26)),
)
starts = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31)).map(lambda d: d.replace(second=0, microsecond=0))


@given(st.sampled_from(ZONES), paces, starts)
def test_any_rule_in_any_zone_has_one_instant_for_each_of_its_dates(zone: str, pace: Pace, start: datetime) -> None:
    dates = recurrence.due_dates(pace.rule(), start, None, 20)
    instants = [to_utc(when, zone) for when in dates]

    assert len({when.date() for when in dates}) == 20
    assert {when.time() for when in dates} == {start.time()}
    assert instants == sorted(set(instants)) == [expected(zone, when) for when in dates]


@pytest.mark.parametrize("clock", [time(0), time(2, 30), time(9), time(23, 45)])
def test_every_zone_through_each_of_its_changes(clock: time) -> None:
    """Four days around each change, at a time the clock may skip or repeat, and at others."""
    wrong = {
        zone for zone in SAMPLE for change in changes(zone) if _run(zone, change, clock) != _due(zone, change, clock)
    }

    assert wrong == set()
    assert sum(len(changes(zone)) for zone in SAMPLE) > 100


def _days(change: Change) -> list[date]:
    middle = (change.at + change.before).date()
    return [middle + timedelta(days=n) for n in range(-2, 3)]


def _due(zone: str, change: Change, clock: time) -> list[datetime]:
    return [expected(zone, datetime.combine(day, clock)) for day in _days(change)]


def _run(zone: str, change: Change, clock: time, *, restarts: bool = False) -> list[datetime]:
    """What the schedule writes, tick by tick, from what is stored alone: its rule, its start and the last occurrence.

    Running, it ticks as each is due. Restarted, it was down from two days before the change until some quarter of an
    hour after it, inside the hours that are skipped or come twice.
    """
    days = _days(change)
    row = SimpleNamespace(rule=DAILY, start_local=datetime.combine(days[0], clock).isoformat(), last_local="")
    due: datetime | None = to_utc(datetime.combine(days[0], clock), zone)
    again = change.at + timedelta(minutes=15 * (clock.hour * 4 + clock.minute // 15) % 120)
    found: list[datetime] = []
    while due is not None and len(found) < len(days):
        now = max(due, again) if restarts and change.at - timedelta(days=2) < due else due
        came = schedule._came(row, SimpleNamespace(time_zone=zone), now)  # type: ignore[arg-type]
        found += [to_utc(local, zone) for local in (*came.missed, came.newest)]
        row.last_local, due = came.newest.isoformat(), came.following
    return found[: len(days)]


def test_eight_zones_five_years_every_change_every_quarter_of_an_hour() -> None:
    cases = [(zone, change, clock) for zone in EIGHT for change in changes(zone) for clock in QUARTERS]
    running = [case for case in cases if _run(*case) != _due(*case)]
    restarted = [case for case in cases if _run(*case, restarts=True) != _due(*case)]

    assert running == restarted == []
    assert len(cases) > 5_000


def test_the_hours_that_are_skipped_and_repeated_are_really_among_them() -> None:
    skipped = repeated = 0
    for zone in EIGHT:
        for change in changes(zone):
            for clock in QUARTERS:
                local = datetime.combine(_days(change)[2], clock)
                shown = to_local(to_utc(local, zone), zone)
                skipped += shown == local + change.gap != local
                repeated += to_local(to_utc(local, zone) - change.gap, zone) == local and change.gap < timedelta(0)

    assert skipped > 80
    assert repeated > 80


@pytest.mark.parametrize("zone", EIGHT if ALL else EIGHT[:1] + EIGHT[5:6])
@pytest.mark.parametrize("restarted", [False, True], ids=["running", "restarted in the gap"])
async def test_the_schedule_itself_through_a_change(chat: Chat, zone: str, restarted: bool) -> None:
    """96 people, one for each quarter of an hour: each local date is written once, whether the clock ticked all along
    or was down from before the change until into the hours it skips."""
    change = next((c for c in changes(zone) if c.gap > timedelta(0)), Change(MIDSUMMER, timedelta(), timedelta()))
    days = _days(change)
    rows = await _quarters(chat, zone, days[0])
    begin, end = change.at - timedelta(days=3), change.at + timedelta(days=1, hours=1)
    ticks = [begin + timedelta(hours=n) for n in range(int((end - begin) / timedelta(hours=1)) + 1)]
    ticks = [tick for tick in ticks if not (restarted and change.at - timedelta(hours=20) < tick < change.at)]
    clock = second_worker(chat)
    for n, tick in enumerate(ticks):
        chat.now = tick + timedelta(minutes=15 if restarted and tick >= change.at else 0)
        await schedule.materialise((clock if restarted and n % 2 else chat.app).store, chat.moment())
    await clock.store.close()

    written, coming = await _written(chat, rows)
    for row, quarter in rows.items():
        due = [
            day
            for day in [days[0] + timedelta(days=n) for n in range(9)]
            if expected(zone, _at(day, quarter)) <= chat.now
        ]
        assert written[row] == [_at(day, quarter).isoformat() for day in due], (zone, quarter)
        assert coming[row] == expected(zone, _at(due[-1] + timedelta(days=1), quarter)), (zone, quarter)


MIDSUMMER = datetime(2027, 6, 20, 14, tzinfo=UTC)
"""Where the clock never changes."""


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock)


async def _quarters(chat: Chat, zone: str, first: date) -> dict[str, time]:
    """A person for each quarter of an hour, in this zone, and what comes round for them each day from `first` on."""
    found: dict[str, time] = {}
    async with chat.app.store.write() as tx:
        community = (await people.communities(tx))[0]
        await tx.execute(t.schedule.delete())
        for clock in QUARTERS:
            person, row = t.new_id(), t.new_id()
            about = {"id": person, "community": community.id, "name": f"{clock}", "time_zone": zone, "consent": "yes"}
            await tx.execute(insert(t.person).values(**about, made_at=chat.now))
            local = datetime.combine(first, clock)
            await tx.execute(
                insert(t.schedule).values(
                    id=row, community=community.id, person=person, kind="check_in", subject="", rule=DAILY,
                    start_local=local.isoformat(), last_local="", next_due=expected(zone, local),
                )
            )  # fmt: skip
            found[row] = clock
    return found


async def _written(chat: Chat, rows: dict[str, time]) -> tuple[dict[str, list[str]], dict[str, datetime]]:
    """The local times written for each row, in order, and when each is due next."""
    async with chat.app.store.read() as tx:
        keys = list(await tx.scalars(select(t.delivery.c.key).where(t.delivery.c.key.startswith("check_in:"))))
        coming = (await tx.execute(select(t.schedule.c.id, t.schedule.c.next_due))).all()
    written: dict[str, list[str]] = {row: [] for row in rows}
    for key in sorted(keys):
        _, row, local = key.split(":", 2)
        written[row].append(local)
    return written, {row.id: row.next_due for row in coming}
