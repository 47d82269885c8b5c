"""A lane never lets more through than its limit, however many draw from it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.lanes import Limit, Window, noted, opens_again, room, spend

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
limits = st.builds(Limit, st.sampled_from([0.5, 1.0, 3.0, 10.0, 20.0]), st.sampled_from([1, 1.5, 2, 5, 30]))
steps = st.lists(st.tuples(st.integers(0, 3_000), st.integers(0, 40)), max_size=60)
"""Milliseconds since the last taker came, and how many tokens it wants."""

TEAMS = (Window(7, 1), Window(8, 2), Window(60, 30), Window(1_800, 3_600))


def _take(limit: Limit, opens: datetime | None, now: datetime, wanted: int) -> tuple[int, datetime]:
    taken = min(wanted, room(limit, opens, now))
    return taken, spend(limit, opens, now, taken)


def _draw(limit: Limit, told: list[tuple[int, int]]) -> list[tuple[datetime, int]]:
    """When each taker came, and how many tokens it got. The takers share nothing but one instant."""
    now, opens, drawn = NOON, None, []
    for waited, wanted in told:
        now += timedelta(milliseconds=waited)
        taken, opens = _take(limit, opens, now, wanted)
        drawn.append((now, taken))
    return drawn


@given(limits, steps)
def test_no_window_ever_holds_more_than_burst_and_rate(limit: Limit, told: list[tuple[int, int]]) -> None:
    drawn = _draw(limit, told)

    for first, (begin, _) in enumerate(drawn):
        for last in range(first, len(drawn)):
            within = sum(taken for _, taken in drawn[first : last + 1])
            span = (drawn[last][0] - begin).total_seconds()
            assert within <= limit.burst + limit.per_second * span + 0.01


@given(limits, steps)
def test_nobody_gets_more_than_they_want(limit: Limit, told: list[tuple[int, int]]) -> None:
    drawn = _draw(limit, told)

    assert all(0 <= taken <= wanted for (_, taken), (_, wanted) in zip(drawn, told, strict=True))


@given(limits, st.integers(1, 100))
def test_a_lane_that_was_emptied_gives_one_when_it_says_so(limit: Limit, wanted: int) -> None:
    _, opens = _take(limit, None, NOON, wanted)

    assert room(limit, opens, max(NOON, opens)) >= 1
    assert opens <= NOON or room(limit, opens, opens - timedelta(milliseconds=10)) == 0


def test_a_new_lane_gives_its_whole_burst_and_no_more() -> None:
    assert room(Limit(10, 20), None, NOON) == 20


def test_unused_time_is_not_saved_beyond_the_burst() -> None:
    limit = Limit(10, 20)
    _, opens = _take(limit, None, NOON, 20)

    assert room(limit, opens, NOON + timedelta(hours=5)) == 20


def test_what_is_late_is_made_up_for_within_the_burst() -> None:
    """A worker that wakes 40 ms late for each token still keeps up the rate."""
    limit, opens, now, sent = Limit(10, 1.5), None, NOON, 0
    while now < NOON + timedelta(seconds=60):
        taken, opens = _take(limit, opens, now, 100)
        sent += taken
        now = max(now, opens) + timedelta(milliseconds=40)

    assert 600 * 0.99 <= sent <= 601


@given(st.lists(st.integers(0, 4_000), max_size=400))
def test_a_conversation_keeps_every_window_exactly(waits: list[int]) -> None:
    """The limit of each window, and one more where both ends count."""
    now, sent, opens, left = NOON, list[int](), NOON, list[datetime]()
    for waited in waits:
        now += timedelta(milliseconds=waited)
        if opens <= now:
            sent = noted(TEAMS, sent, now)
            opens = opens_again(TEAMS, sent)
            left.append(now)
    for window in TEAMS:
        for first, later in zip(left, left[window.most :], strict=False):
            assert later - first >= timedelta(seconds=window.seconds)


def test_a_conversation_under_pressure_gets_all_it_may_have() -> None:
    now, sent, left = NOON, list[int](), 0
    while now < NOON + timedelta(hours=1):
        sent = noted(TEAMS, sent, now)
        now = max(now, opens_again(TEAMS, sent))
        left += 1

    assert left == 1_800
    assert len(sent) <= 1_800


@given(st.lists(st.integers(-5_000, 5_000), min_size=1, max_size=60))
def test_a_clock_that_steps_back_never_lets_more_through(waits: list[int]) -> None:
    now, sent = NOON, list[int]()
    for waited in waits:
        now += timedelta(milliseconds=waited)
        sent = noted((Window(1, 1),), sent, now)
        assert opens_again((Window(1, 1),), sent) >= now
