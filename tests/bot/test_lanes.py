"""A lane never lets more through than its limit, however many draw from it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.lanes import Limit, free_at, take

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
limits = st.builds(Limit, st.sampled_from([0.5, 1.0, 3.0, 10.0, 20.0]), st.integers(1, 30))
steps = st.lists(st.tuples(st.integers(0, 3_000), st.integers(0, 40)), max_size=60)
"""Milliseconds since the last taker came, and how many tokens it wants."""


def _draw(limit: Limit, told: list[tuple[int, int]]) -> list[tuple[datetime, int]]:
    """When each taker came, and how many tokens it got. The takers share nothing but `tat`."""
    now, tat, drawn = NOON, None, []
    for waited, wanted in told:
        now += timedelta(milliseconds=waited)
        taken, tat = take(limit, tat, now, wanted)
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
    _, tat = take(limit, None, NOON, wanted)
    opens = free_at(limit, tat, NOON)

    assert take(limit, tat, opens, 1)[0] == 1
    assert opens == NOON or take(limit, tat, opens - timedelta(milliseconds=10), 1)[0] == 0


def test_a_new_lane_gives_its_whole_burst_and_no_more() -> None:
    assert take(Limit(10, 20), None, NOON, 50)[0] == 20


def test_unused_time_is_not_saved_beyond_the_burst() -> None:
    limit = Limit(10, 20)
    _, tat = take(limit, None, NOON, 20)

    assert take(limit, tat, NOON + timedelta(hours=5), 50)[0] == 20
