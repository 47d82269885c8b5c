"""When we may write: never outside a kind hour, never without a yes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import holidays, hours
from bot.contact import BREAK, HOLIDAY, QUIET_WEEK, TOO_LATE, No, NotBefore, Now, Standing, closed, kind_hour, may
from bot.hours import Hours
from bot.kinds import KINDS, Kind
from bot.recurrence import to_local

PROMPTS = [kind for kind in KINDS.values() if kind.prompt]
ANSWERS = [kind for kind in KINDS.values() if not kind.prompt]
TUESDAY = datetime(2026, 11, 24, 15, tzinfo=UTC)
READY = Standing("America/Toronto", "yes", somebody_to_talk_to=True)

zones = st.sampled_from(sorted(available_timezones()))
moments = st.integers(0, 10 * 366 * 24 * 3600).map(lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=n))
clocks = st.integers(0, 24 * 60 - 1).map(lambda n: time(n // 60, n % 60))
chosen = st.fixed_dictionaries(
    {},
    optional={
        "from": clocks.map("{:%H:%M}".format),
        "to": clocks.map("{:%H:%M}".format),
        "days": st.lists(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])),
        "quiet": st.tuples(clocks.map("{:%H:%M}".format), clocks.map("{:%H:%M}".format)).map(list),
    },
)
quiet_weeks = st.lists(
    st.tuples(st.dates(date(2026, 1, 1), date(2036, 1, 1)), st.integers(0, 20)).map(
        lambda told: (told[0], told[0] + timedelta(days=told[1]))
    ),
    max_size=2,
).map(tuple)


@st.composite
def people(draw: st.DrawFn, now: datetime) -> Standing:
    return replace(
        READY,
        time_zone=draw(zones),
        hours=hours.read(draw(chosen)),
        region=draw(st.sampled_from(["", "CA", "CA-ON", "CA-QC", "GB-ENG", "NZ", "FR", "US"])),
        quiet_weeks=draw(quiet_weeks),
        paused_until=draw(st.none() | st.integers(-30, 60).map(lambda days: now + timedelta(days=days, minutes=7))),
    )


def _is_open(person: Standing, moment: datetime) -> bool:
    """The same said another way: by the clock on the wall."""
    local = to_local(moment, person.time_zone)
    own, clock, day = person.hours, local.time(), local.date()
    falls, rises = own.quiet
    quiet = falls <= clock < rises if falls <= rises else clock >= falls or clock < rises
    return (
        own.opens <= clock < own.closes
        and not quiet
        and day.weekday() < 5
        and day.weekday() in own.days
        and not holidays.is_holiday(person.region, day)
        and not any(first <= day <= last for first, last in person.quiet_weeks)
        and not (person.paused_until is not None and moment < person.paused_until)
    )


@settings(deadline=None)  # the first look at a region works out its holidays
@given(st.data(), st.sampled_from(PROMPTS), moments)
def test_a_prompt_leaves_when_it_may_or_waits_for_the_first_moment_that_it_may(
    data: st.DataObject, kind: Kind, now: datetime
) -> None:
    person = data.draw(people(now))
    verdict = may(kind, person, now, None)

    if isinstance(verdict, Now):
        assert _is_open(person, now)
        return
    assert not _is_open(person, now)
    assert isinstance(verdict, NotBefore)
    assert verdict.moment > now
    assert verdict.reason
    assert _is_open(person, verdict.moment)
    assert may(kind, person, verdict.moment, None) == Now()
    assert not _is_open(person, verdict.moment - timedelta(seconds=1))


@settings(deadline=None)  # the first look at a region works out its holidays
@given(st.data(), moments)
def test_the_moment_it_waits_for_is_the_earliest(data: st.DataObject, now: datetime) -> None:
    person = data.draw(people(now))
    first = kind_hour(person, now)
    assert first is not None
    between = data.draw(st.lists(st.floats(0, 1, exclude_max=True), min_size=50, max_size=50))

    assert not [at for at in (now + (first - now) * part for part in between) if at < first and _is_open(person, at)]


# A skipped hour, a skipped day, a repeated hour, and half an hour: each clock change is met minute by minute.
CHANGES = [
    ("America/Toronto", datetime(2027, 3, 14, 3, tzinfo=UTC)),
    ("America/Toronto", datetime(2026, 11, 1, 3, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2027, 4, 3, 12, tzinfo=UTC)),
    ("Pacific/Apia", datetime(2011, 12, 30, 4, tzinfo=UTC)),
    ("Africa/Cairo", datetime(2027, 4, 29, 20, tzinfo=UTC)),
    ("Antarctica/Troll", datetime(2027, 3, 27, 23, tzinfo=UTC)),
]


@pytest.mark.parametrize(("zone", "around"), CHANGES)
@pytest.mark.parametrize(
    ("opens", "closes"), [(time(1, 30), time(2)), (time(2), time(2, 20)), (time(0), time(1, 15)), (time(9), time(17))]
)
def test_around_a_clock_change_it_is_the_earliest_minute(
    zone: str, around: datetime, opens: time, closes: time
) -> None:
    own = Hours(opens, closes, frozenset(range(5)), (time(22), time(23)))
    person = replace(READY, time_zone=zone, hours=own)
    minutes = [around + timedelta(minutes=n) for n in range(4 * 24 * 60)]
    open_ = [minute for minute in minutes if _is_open(person, minute)]

    found = {kind_hour(person, minute) for minute in minutes if minute <= open_[-1]}

    assert found == set(open_)


def test_every_zone_has_a_kind_hour_through_a_whole_year() -> None:
    start = datetime(2026, 1, 1, 4, 30, tzinfo=UTC)
    days = [start + timedelta(days=n) for n in range(0, 366, 11)]
    here = [replace(READY, time_zone=zone) for zone in available_timezones()]

    late = {one.time_zone for one in here for day in days if (kind_hour(one, day) or day) > day + timedelta(days=4)}
    unkind = {one.time_zone for one in here for day in days if not _is_open(one, kind_hour(one, day) or day)}

    assert late == unkind == set()


@given(zones, moments)
def test_nobody_who_said_nothing_is_written_to_between_nine_at_night_and_eight(zone: str, now: datetime) -> None:
    person = replace(READY, time_zone=zone, hours=hours.read({"from": "00:00", "to": "23:59"}))

    first = kind_hour(person, now)

    assert first is not None
    assert 8 <= to_local(first, zone).hour < 21


@given(chosen)
def test_hours_come_back_as_they_were_stored_and_always_leave_some_time(told: dict[str, Any]) -> None:
    own = hours.read(told)

    assert hours.spans(own)
    assert own.days
    assert hours.read(hours.stored(own)) == own


@pytest.mark.parametrize(
    "told",
    [
        {"from": "night", "to": 7, "days": "MO", "quiet": "all"}, {"from": "22:00", "to": "23:00"},
        {"days": ["SA", "SU"]}, {"quiet": ["21:00"]}, {"days": ["XX", 3, None]},
        {"from": "17:00", "to": "09:00"}, {"quiet": ["09:00", "17:00"]},
    ],
)  # fmt: skip
def test_hours_nobody_can_keep_are_as_usual(told: dict[str, Any]) -> None:
    assert hours.read(told) == hours.USUAL


def test_a_holiday_is_one_where_it_is_one() -> None:
    canada_day = datetime(2027, 7, 1, 15, tzinfo=UTC)
    here, there = replace(READY, region="CA-ON"), replace(READY, region="NZ")

    assert may(KINDS["role"], here, canada_day, None) == NotBefore(datetime(2027, 7, 2, 13, tzinfo=UTC), HOLIDAY)
    assert may(KINDS["role"], there, canada_day, None) == Now()


@pytest.mark.parametrize(
    ("region", "day"),
    [
        ("CA-QC", date(2027, 6, 24)), ("CA", date(2027, 7, 1)), ("GB-SCT", date(2027, 11, 30)),
        ("NZ", date(2027, 2, 8)), ("FR", date(2027, 7, 14)),
    ],
)  # fmt: skip
def test_regions_have_their_own_holidays(region: str, day: date) -> None:
    assert holidays.is_holiday(region, day)


@pytest.mark.parametrize(
    ("region", "good"),
    [("", True), ("NZ", True), ("CA-ON", True), ("GB-ENG", True), ("ON", False), ("CA-", False), ("ca-on", False),
     ("CA-ZZ", False), ("Canada", False), ("XX", False), ("-", False)],
)  # fmt: skip
def test_a_region_is_known_or_not(region: str, good: bool) -> None:
    assert holidays.valid(region) is good
    assert good or not holidays.is_holiday(region, date(2027, 12, 25))


@pytest.mark.parametrize("kind", ANSWERS)
def test_an_answer_leaves_at_any_hour_to_anybody(kind: Kind) -> None:
    midnight = datetime(2026, 11, 22, 4, tzinfo=UTC)

    assert may(kind, Standing("America/Toronto", "no", left=True), midnight, None) == Now()


@pytest.mark.parametrize("consent", ["unasked", "asked", "no"])
@pytest.mark.parametrize("kind", [kind for kind in PROMPTS if kind.needs_yes])
def test_nothing_comes_by_itself_without_a_yes(kind: Kind, consent: str) -> None:
    assert isinstance(may(kind, replace(READY, consent=consent), TUESDAY, None), No)


@pytest.mark.parametrize("kind", PROMPTS)
def test_who_left_is_left_alone(kind: Kind) -> None:
    assert isinstance(may(kind, replace(READY, left=True), TUESDAY, None), No)


@pytest.mark.parametrize("kind", PROMPTS)
def test_who_rests_is_left_alone_until_the_break_is_over(kind: Kind) -> None:
    resting = replace(READY, paused_until=TUESDAY + timedelta(weeks=3))
    keeps = TUESDAY + timedelta(days=14)

    assert may(kind, resting, TUESDAY, None) == NotBefore(TUESDAY + timedelta(weeks=3), BREAK)
    assert may(kind, resting, TUESDAY, keeps) == No(BREAK)


def test_a_break_ends_on_the_minute() -> None:
    assert may(KINDS["role"], replace(READY, paused_until=TUESDAY), TUESDAY, None) == Now()


def test_a_quiet_time_of_the_community_is_kept_to_its_last_day_where_the_person_lives() -> None:
    person = replace(READY, quiet_weeks=((date(2026, 11, 23), date(2026, 11, 27)),))

    assert may(KINDS["news"], person, TUESDAY, None) == NotBefore(datetime(2026, 11, 30, 14, tzinfo=UTC), QUIET_WEEK)
    assert may(KINDS["news"], person, TUESDAY, TUESDAY + timedelta(days=2)) == No(QUIET_WEEK)


def test_a_quiet_time_without_an_end_in_sight_is_a_no() -> None:
    person = replace(READY, quiet_weeks=((date(2026, 1, 1), date(2030, 1, 1)),))

    assert may(KINDS["news"], person, TUESDAY, None) == No(QUIET_WEEK)


def test_nobody_is_asked_how_they_are_while_nobody_is_there_to_talk_to() -> None:
    verdict = may(KINDS["check_in"], replace(READY, somebody_to_talk_to=False), TUESDAY, None)

    assert verdict == No("no named contact and help line are set up")


def test_what_is_too_late_is_not_sent() -> None:
    assert may(KINDS["role"], READY, TUESDAY, TUESDAY - timedelta(seconds=1)) == No(TOO_LATE)


def test_what_would_be_too_late_by_the_next_kind_hour_is_not_kept() -> None:
    evening = datetime(2026, 11, 24, 23, tzinfo=UTC)

    verdict = may(KINDS["check_in"], READY, evening, evening + timedelta(hours=2))

    assert closed(READY, evening)
    assert verdict == No("its time passed before a kind hour came")
