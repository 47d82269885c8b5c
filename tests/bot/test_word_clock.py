"""When a word that waits is asked about again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import word_clock
from bot.contact import Standing, kind_hour
from bot.recurrence import to_local

zones = st.sampled_from(sorted(available_timezones()))
moments = st.integers(0, 10 * 366 * 24 * 3600).map(lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=n))


@pytest.mark.parametrize(
    ("passed_on", "reminded"),
    [
        ("2026-11-23T15:00", "2026-11-26T10:00"),  # Monday 10:00 -> Thursday 10:00
        ("2026-11-24T03:00", "2026-11-27T09:00"),  # Monday 22:00 arrives on Tuesday at 9:00 -> Friday 9:00
        ("2026-11-26T15:00", "2026-12-01T10:00"),  # Thursday -> Tuesday: the weekend does not count
        ("2026-11-28T16:00", "2026-12-03T09:00"),  # Saturday arrives on Monday -> Thursday
    ],
)
def test_the_reminder_is_three_working_days_later_where_the_person_lives(passed_on: str, reminded: str) -> None:
    found = word_clock.reminder(datetime.fromisoformat(passed_on).replace(tzinfo=UTC), "America/Toronto")

    assert to_local(found, "America/Toronto").isoformat(timespec="minutes") == reminded


@given(zones, moments)
def test_the_reminder_always_falls_into_a_kind_hour(zone: str, passed_on: datetime) -> None:
    found = word_clock.reminder(passed_on, zone)

    # A clock may skip the hour itself (once a year, somewhere): then the outbox waits for the next kind one.
    opens = kind_hour(Standing(zone, "yes"), found)
    assert opens is not None
    assert opens - found < timedelta(days=4)
    assert timedelta(days=2) < found - passed_on < timedelta(days=8)


def test_days_are_whole_and_at_least_one() -> None:
    monday = datetime(2026, 11, 23, 15, tzinfo=UTC)

    assert [word_clock.days_waiting(monday, monday + timedelta(hours=n)) for n in (0, 47, 48, 24 * 8)] == [1, 1, 2, 8]
