"""Rules on local time: 10:00 stays 10:00, every second week stays every second week."""

# ruff: noqa: DTZ001 - local times are naive on purpose

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from time import perf_counter as time_now
from zoneinfo import available_timezones

import pytest
from dateutil.rrule import rrulestr
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


REFUSED = {
    "30 February": ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "rhythm.never"),
    "the 31st of every 12th month from a short one": ("FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31", "rhythm.never"),
    "an end before the start": ("FREQ=WEEKLY;BYDAY=TU;UNTIL=20200101T235959", "rhythm.never"),
    "each second": ("FREQ=SECONDLY", "rhythm.too_often"),
    "each minute": ("FREQ=MINUTELY;INTERVAL=5", "rhythm.too_often"),
    "each hour": ("FREQ=HOURLY", "rhythm.too_often"),
    "twice a day": ("FREQ=DAILY;BYHOUR=9,17", "rhythm.too_often"),
    "every no weeks, which would loop": ("FREQ=WEEKLY;INTERVAL=0", "rhythm.unreadable"),
    "backwards": ("FREQ=WEEKLY;INTERVAL=-1", "rhythm.unreadable"),
    "a count, which has no phase": ("FREQ=WEEKLY;COUNT=3", "rhythm.unreadable"),
    "another start hidden inside": ("FREQ=WEEKLY\nDTSTART:19700101T000000", "rhythm.unreadable"),
    "a day that is none": ("FREQ=WEEKLY;BYDAY=XX", "rhythm.unreadable"),
    "an end that is no day": ("FREQ=WEEKLY;UNTIL=20270230T235959", "rhythm.unreadable"),
    "a very long one": (f"FREQ=WEEKLY;BYDAY={','.join(['TU'] * 99)}", "rhythm.unreadable"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_never_fires_or_fires_too_often_is_refused_with_a_sentence(case: str) -> None:
    rule, key = REFUSED[case]
    begun = time_now()

    with pytest.raises(ValueError, match=key) as refusal:
        recurrence.check(rule, datetime(2027, 6, 1, 10))

    assert isinstance(refusal.value, recurrence.BadRule)
    assert refusal.value.key == key
    assert time_now() - begun < 2


@pytest.mark.parametrize("year", [1, 1999, 2101, 9999])
def test_a_start_outside_of_our_years_is_refused(year: int) -> None:
    with pytest.raises(recurrence.BadRule, match="bad_year"):
        recurrence.check(weekly("TU", 2), datetime(year, 6, 1, 10))


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(recurrence.BadRule, match="unknown_zone"):
        recurrence.check(weekly("TU", 2), datetime(2027, 6, 1, 10), "Mars/Olympus")


@given(weekdays, clocks, locals_, st.integers(1, 8))
def test_a_rule_we_make_is_never_refused(day: str, clock: time, from_: datetime, every: int) -> None:
    recurrence.check(weekly(day, every), first_on(day, clock, from_), "Pacific/Auckland")
    recurrence.check(monthly(day, min(every, 5)), first_on(day, clock, from_))


def test_nothing_comes_after_the_last_of_our_years() -> None:
    assert recurrence.due_dates(weekly("TU", 1), datetime(2100, 12, 20, 10), None, 9) == [
        datetime(2100, 12, 21, 10),
        datetime(2100, 12, 28, 10),
    ]


def test_until_a_date_takes_that_date_in() -> None:
    found = recurrence.due_dates(f"{weekly('TU', 1)};UNTIL=20270629T235959", datetime(2027, 6, 15, 10), None, 9)

    assert found == [datetime(2027, 6, day, 10) for day in (15, 22, 29)]


rules = st.one_of(
    st.builds(weekly, weekdays, st.integers(1, 9)),
    st.builds(monthly, weekdays, st.integers(1, 5)),
    st.builds(
        lambda d: f"FREQ=MONTHLY;BYMONTHDAY={d},{d + 1},{d + 2};BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1", st.integers(1, 26)
    ),
    st.just("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH"),
    st.just("FREQ=MONTHLY;INTERVAL=5;BYDAY=-1FR"),
)


@given(rules, locals_)
def test_starting_from_the_last_one_gives_the_same_dates_as_starting_at_the_beginning(
    rule: str, start: datetime
) -> None:
    whole = list(islice(rrulestr(f"RRULE:{rule}", dtstart=start), 30))

    assert recurrence.due_dates(rule, start, None, 30) == whole
    assert recurrence.due_dates(rule, start, whole[9], 20) == whole[10:]


@given(rules, locals_, st.timedeltas(timedelta(0), timedelta(days=900)))
def test_the_first_one_from_a_moment_on_is_in_phase(rule: str, start: datetime, later: timedelta) -> None:
    found = recurrence.first_from(rule, start, start + later)

    assert found == next(when for when in rrulestr(f"RRULE:{rule}", dtstart=start) if when >= start + later)


def test_after_ten_years_the_next_one_costs_microseconds() -> None:
    start, rule = datetime(2026, 11, 24, 10), weekly("TU", 2)
    last = start + timedelta(weeks=2 * 260)
    begun = time_now()
    for _ in range(1000):
        assert after(rule, start, last) == last + timedelta(weeks=2)

    assert (time_now() - begun) / 1000 < 0.0001
