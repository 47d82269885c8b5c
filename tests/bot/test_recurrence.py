"""Rules on local time: 10:00 stays 10:00, every second week stays every second week."""

# ruff: noqa: DTZ001 - local times are naive on purpose

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import recurrence
from bot.recurrence import WEEKDAYS, after, end_of_day, first_on, monthly, to_local, to_utc, weekly

ZONES = sorted(available_timezones())
locals_ = st.datetimes(datetime(2026, 1, 1), datetime(2036, 1, 1)).map(lambda d: d.replace(microsecond=0))
clocks = st.times().map(lambda c: c.replace(second=0, microsecond=0))
weekdays = st.sampled_from(WEEKDAYS)


def _dates(rule: str, start: datetime, times: int) -> list[datetime]:
    found: list[datetime] = []
    last = None
    for _ in range(times):
        last = after(rule, start, last)
        assert last is not None
        found.append(last)
    return found


def _strays(zone: str, clock: time) -> bool:
    """Whether a daily time happens twice, out of order, or far from its hour, in this zone."""
    days = [datetime.combine(date(2026, 1, 1) + timedelta(days=n), clock) for n in range(366)]
    instants = [to_utc(day, zone) for day in days]
    moved = {to_local(instant, zone) - day for instant, day in zip(instants, days, strict=True)}
    return instants != sorted(set(instants)) or not moved <= {
        timedelta(0),
        timedelta(minutes=30),
        timedelta(hours=1),
        timedelta(hours=2),
    }


@pytest.mark.parametrize("clock", [time(2, 30), time(0, 15)])
def test_a_daily_time_happens_once_a_day_in_every_zone(clock: time) -> None:
    assert [zone for zone in ZONES if _strays(zone, clock)] == []


def test_a_skipped_hour_moves_on_by_the_gap() -> None:
    assert to_utc(datetime(2027, 3, 14, 2, 30), "America/New_York") == datetime(2027, 3, 14, 7, 30, tzinfo=UTC)


def test_a_repeated_hour_counts_the_first_time() -> None:
    assert to_utc(datetime(2027, 11, 7, 1, 30), "America/New_York") == datetime(2027, 11, 7, 5, 30, tzinfo=UTC)


@given(st.sampled_from(ZONES), locals_)
def test_local_and_utc_are_each_others_inverse_outside_gaps(zone: str, local: datetime) -> None:
    shown = to_local(to_utc(local, zone), zone)

    assert shown == local or shown > local  # in a gap a clock never shows `local`
    assert to_utc(shown, zone) == to_utc(local, zone)


@given(weekdays, clocks, locals_, st.integers(1, 8))
def test_every_nth_week_keeps_its_phase_over_years(day: str, clock: time, from_: datetime, every: int) -> None:
    start = first_on(day, clock, from_)

    found = _dates(weekly(day, every), start, 60)

    assert found == [start + timedelta(weeks=every) * n for n in range(60)]


@given(weekdays, clocks, locals_, st.integers(1, 5))
def test_the_nth_weekday_comes_once_in_every_month(day: str, clock: time, from_: datetime, nth: int) -> None:
    found = _dates(monthly(day, nth), first_on(day, clock, from_), 24)

    months = [(when.year * 12 + when.month) for when in found]
    assert months == list(range(months[0], months[0] + 24))
    for when in found:
        assert WEEKDAYS[when.weekday()] == day
        assert (when + timedelta(days=7)).month != when.month if nth == 5 else (when.day - 1) // 7 == nth - 1


@given(locals_, locals_)
def test_without_a_rule_it_happens_once(start: datetime, last: datetime) -> None:
    assert after("", start, None) == start
    assert after("", start, last) is None


def test_a_rule_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="SOMETIMES"):
        after("FREQ=SOMETIMES", datetime(2026, 1, 1), None)


@given(weekdays, clocks, locals_)
def test_the_first_such_weekday_lies_within_a_week(day: str, clock: time, from_: datetime) -> None:
    found = first_on(day, clock, from_)

    assert (WEEKDAYS[found.weekday()], found.time()) == (day, clock)
    assert from_ <= found < from_ + timedelta(days=7)


@given(st.sampled_from(ZONES), st.datetimes(datetime(2026, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC)))
def test_a_day_ends_where_the_next_one_begins(zone: str, moment: datetime) -> None:
    end = end_of_day(moment, zone)

    assert to_local(end, zone).date() == to_local(moment, zone).date()
    assert to_local(end + timedelta(microseconds=1), zone).date() > to_local(moment, zone).date()
    assert end >= moment


@pytest.mark.parametrize(("day", "following"), [(23, 24), (26, 27), (27, 30), (28, 30), (29, 30)])
def test_the_next_weekday_is_never_a_weekend(day: int, following: int) -> None:
    assert recurrence.next_weekday(date(2026, 11, day)) == date(2026, 11, following)


@pytest.mark.parametrize(
    "name", ["", "Toronto", "EST", "../../etc/passwd", "America/Nowhere", "/etc/localtime", "x" * 300]
)
def test_only_iana_places_are_time_zones(name: str) -> None:
    assert not recurrence.valid_zone(name)
