"""When we may write: never outside a kind hour, never without a yes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.contact import No, NotBefore, Now, Standing, kind_hour, may
from bot.kinds import KINDS, Kind
from bot.recurrence import to_local

PROMPTS = [kind for kind in KINDS.values() if kind.prompt]
ANSWERS = [kind for kind in KINDS.values() if not kind.prompt]
TUESDAY = datetime(2026, 11, 24, 15, tzinfo=UTC)
READY = Standing("America/Toronto", "yes", somebody_to_talk_to=True)

zones = st.sampled_from(sorted(available_timezones()))
moments = st.integers(0, 10 * 366 * 24 * 3600).map(lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=n))


def _is_kind(moment: datetime, zone: str) -> bool:
    local = to_local(moment, zone)
    return local.weekday() < 5 and 9 <= local.hour < 17


@given(zones, moments)
def test_a_kind_hour_is_a_weekday_between_nine_and_five_in_every_zone(zone: str, now: datetime) -> None:
    found = kind_hour(now, zone)

    assert _is_kind(found, zone)
    assert now <= found <= now + timedelta(days=4)


def test_every_zone_has_a_kind_hour_through_a_whole_year() -> None:
    start = datetime(2026, 1, 1, 4, 30, tzinfo=UTC)
    days = [start + timedelta(days=n) for n in range(0, 366, 3)]

    unkind = {zone for zone in available_timezones() for day in days if not _is_kind(kind_hour(day, zone), zone)}

    assert unkind == set()


@given(st.sampled_from(PROMPTS), zones, moments)
def test_a_prompt_leaves_in_a_kind_hour_or_waits_for_one(kind: Kind, zone: str, now: datetime) -> None:
    verdict = may(kind, replace(READY, time_zone=zone), now, None)

    if isinstance(verdict, Now):
        assert _is_kind(now, zone)
    else:
        assert isinstance(verdict, NotBefore)
        assert verdict.moment > now
        assert may(kind, replace(READY, time_zone=zone), verdict.moment, None) == Now()


@pytest.mark.parametrize("kind", ANSWERS)
def test_an_answer_leaves_at_any_hour_to_anybody(kind: Kind) -> None:
    midnight = datetime(2026, 11, 22, 4, tzinfo=UTC)

    assert may(kind, Standing("America/Toronto", "no", left=True), midnight, None) == Now()


@pytest.mark.parametrize("consent", ["unasked", "asked", "no"])
@pytest.mark.parametrize("kind", [kind for kind in PROMPTS if kind.needs_yes])
def test_nothing_comes_by_itself_without_a_yes(kind: Kind, consent: str) -> None:
    assert isinstance(may(kind, replace(READY, consent=consent), TUESDAY, None), No)


@pytest.mark.parametrize("kind", PROMPTS)
@pytest.mark.parametrize(
    "change", [{"left": True}, {"paused_until": TUESDAY + timedelta(minutes=1)}], ids=["left", "on a break"]
)
def test_who_left_or_rests_is_left_alone(kind: Kind, change: dict[str, Any]) -> None:
    assert isinstance(may(kind, replace(READY, **change), TUESDAY, None), No)


def test_a_break_ends_on_the_minute() -> None:
    assert may(KINDS["role"], replace(READY, paused_until=TUESDAY), TUESDAY, None) == Now()


def test_nobody_is_asked_how_they_are_while_nobody_is_there_to_talk_to() -> None:
    verdict = may(KINDS["check_in"], replace(READY, somebody_to_talk_to=False), TUESDAY, None)

    assert verdict == No("no named contact and help line are set up")


def test_what_is_too_late_is_not_sent() -> None:
    assert may(KINDS["role"], READY, TUESDAY, TUESDAY - timedelta(seconds=1)) == No("its time had passed")


def test_what_would_be_too_late_by_the_next_kind_hour_is_not_kept() -> None:
    evening = datetime(2026, 11, 24, 23, tzinfo=UTC)

    verdict = may(KINDS["check_in"], READY, evening, evening + timedelta(hours=2))

    assert verdict == No("its time passed before a kind hour came")
