"""What happens around an event is due relative to it, where each person lives."""

# ruff: noqa: DTZ001 - local times are naive on purpose

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import contact, event_times, recurrence
from bot.event_times import CHANGED, DAY, DAY_BEFORE, FEEDBACK, RESULT, WEEK_BEFORE, due
from bot.holidays import is_holiday
from bot.recurrence import to_local, to_utc

ZONES = sorted(available_timezones() - {"localtime", "Factory"})
moments = st.datetimes(datetime(2026, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)
lengths = st.timedeltas(timedelta(minutes=15), timedelta(days=3))
zones = st.sampled_from(ZONES)


@given(moments, lengths, zones, st.sampled_from((WEEK_BEFORE, DAY_BEFORE)))
def test_before_an_event_it_is_ten_on_a_weekday_and_never_later_than_asked(
    starts: datetime, length: timedelta, zone: str, offset: int
) -> None:
    local = due("event", offset, starts, starts + length, zone)

    asked = to_local(starts, zone).date() + timedelta(minutes=offset)
    assert (local.time(), local.weekday() < 5) == (time(10), True)
    assert timedelta(0) <= asked - local.date() <= timedelta(days=3 if offset == WEEK_BEFORE else 2)
    assert to_utc(local, zone) < starts


@given(moments, lengths, zones, st.sampled_from(("", "CA-ON", "NZ", "GB-SCT", "QA")))
def test_the_two_words_before_an_event_never_share_a_week_and_are_on_no_holiday(
    starts: datetime, length: timedelta, zone: str, region: str
) -> None:
    ends = starts + length
    week, day = (due("event", offset, starts, ends, zone, region) for offset in (WEEK_BEFORE, DAY_BEFORE))

    assert week.isocalendar()[:2] < day.isocalendar()[:2]
    assert not [one for one in (week, day) if is_holiday(region, one.date())]


@given(moments, lengths, zones, st.sampled_from((FEEDBACK, CHANGED)))
def test_after_an_event_it_is_ten_on_a_weekday_and_never_earlier_than_asked(
    starts: datetime, length: timedelta, zone: str, offset: int
) -> None:
    ends = starts + length
    local = due("feedback", offset, starts, ends, zone)

    asked = to_local(ends, zone).date() + timedelta(minutes=offset)
    assert (local.time(), local.weekday() < 5) == (time(10), True)
    assert timedelta(0) <= local.date() - asked <= timedelta(days=2)
    assert to_utc(local, zone) > ends


@given(moments, lengths, zones, st.sampled_from((-90, 120, 36 * 60)))
def test_hours_are_exactly_so_long_whatever_the_clocks_do(
    starts: datetime, length: timedelta, zone: str, offset: int
) -> None:
    ends = starts + length
    instant = to_utc(due("feedback", offset, starts, ends, zone), zone)

    wanted = (starts if offset < 0 else ends) + timedelta(minutes=offset)
    assert to_local(instant, zone) == to_local(wanted, zone)  # in an hour that comes twice, the first one


@given(moments, lengths, zones)
def test_the_questions_are_those_of_the_next_weekday_and_the_summary_waits_for_them(
    starts: datetime, length: timedelta, zone: str
) -> None:
    ends = starts + length
    asked = to_utc(due("feedback", FEEDBACK, starts, ends, zone), zone)
    summary = to_utc(due("result", RESULT, starts, ends, zone), zone)

    assert asked == recurrence.at_on_next_weekday(ends, zone, time(10))
    assert summary >= asked + event_times.FEEDBACK_OPEN - timedelta(hours=1)


@given(moments, zones, st.integers(-40, 40))
def test_when_the_event_moves_by_whole_weeks_everything_moves_as_far(starts: datetime, zone: str, weeks: int) -> None:
    """Its local time stays; so do the local times around it."""
    local = to_local(starts, zone)
    later = to_utc(local + timedelta(weeks=weeks), zone)
    if to_local(later, zone) != local + timedelta(weeks=weeks):
        return  # in an hour that a clock skips the event itself moves on
    for kind, offset in (("event", WEEK_BEFORE), ("event", DAY_BEFORE), ("feedback", FEEDBACK), ("result", RESULT)):
        before = due(kind, offset, to_utc(local, zone), to_utc(local, zone), zone)
        assert due(kind, offset, later, later, zone) - before == timedelta(weeks=weeks)


@pytest.mark.parametrize(
    ("starts", "week", "day"),
    [
        ("2026-12-03T19:00", "2026-11-26T10:00", "2026-12-02T10:00"),  # a Thursday
        ("2026-12-07T14:00", "2026-11-27T10:00", "2026-12-04T10:00"),  # a Monday: told on two Fridays
        ("2026-12-05T14:00", "2026-11-27T10:00", "2026-12-04T10:00"),  # a Saturday
        ("2027-03-15T19:00", "2027-03-05T10:00", "2027-03-12T10:00"),  # the clocks change in between
    ],
)
def test_an_event_in_toronto(starts: str, week: str, day: str) -> None:
    begins = to_utc(datetime.fromisoformat(starts), "America/Toronto")
    ends = begins + timedelta(hours=1)

    told = [due("event", offset, begins, ends, "America/Toronto") for offset in (WEEK_BEFORE, DAY_BEFORE)]

    assert told == [datetime.fromisoformat(week), datetime.fromisoformat(day)]


def test_offsets_are_days_and_a_moment_at_ten_is_kind() -> None:
    assert (WEEK_BEFORE, DAY_BEFORE, FEEDBACK, CHANGED) == (-7 * DAY, -DAY, DAY, 30 * DAY)
    someone = contact.Standing("America/Toronto", "yes")
    assert contact.closed(someone, datetime(2026, 12, 2, 15, tzinfo=UTC)) == ""
