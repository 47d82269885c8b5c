"""Whole communities through a season, on the real engine."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from adapters.simulate import checks
from adapters.simulate.ledger import Planned
from adapters.simulate.members import CITIES, Member, made_up, with_habits
from adapters.simulate.run import Played, live, play
from adapters.simulate.world import opened
from bot.pack import Pack
from bot.season import Day, Season
from tests.adapters.simulate.conftest import MARCH, organiser

TORONTO = (
    ("Halifax", "America/Halifax"),
    ("St John's", "America/St_Johns"),
    ("Winnipeg", "America/Winnipeg"),
    ("Edmonton", "America/Edmonton"),
    ("Vancouver", "America/Vancouver"),
    ("Auckland", "Pacific/Auckland"),
)
"""The community of needs.md 0.4-1, organised from Toronto."""


def of(played: Played, kind: str, name: str = "") -> list[Planned]:
    return [row for row in played.rows if row.kind == kind and name in ("", row.member.name)]


async def test_everybody_from_halifax_to_auckland_gets_it_at_their_own_hour_and_nobody_is_called_missing(
    pack: Pack,
) -> None:
    far = [Member(f"Person of {name}", zone, habit="never") for name, zone in TORONTO]
    async with opened(pack, [*far, organiser()], Season(weeks=8), MARCH) as world:
        played = await live(world)
        read_by_rosa = "\n".join(world.platform.texts("p6"))

    for name, _ in TORONTO:
        rows = of(played, "check_in", f"Person of {name}")
        assert [(row.status, row.sent and f"{row.sent:%a %H:%M}") for row in rows] == [("sent", "Tue 10:00")] * 2
        assert name not in read_by_rosa
    assert "missing" not in read_by_rosa.casefold()
    assert checks.breaches(played) == []


async def test_ten_oclock_stays_ten_oclock_when_the_clocks_change(pack: Pack) -> None:
    people = [organiser(), Member("Lee Moss", "America/Toronto", co_lead=True, team="Steady")]
    played = await play(pack, people, Season(weeks=4), MARCH)
    before, after = (row.sent for row in of(played, "check_in", "Lee Moss"))

    assert before is not None
    assert after is not None
    assert (before.hour, after.hour) == (10, 10)
    assert after.astimezone(ZoneInfo("UTC")) - before.astimezone(ZoneInfo("UTC")) == timedelta(days=14, hours=-1)


def test_nothing_that_must_not_happen_happens(everybody: Played) -> None:
    assert checks.breaches(everybody) == []
    assert len(of(everybody, "check_in")) > 100


def test_co_leads_check_in_every_second_week_and_everybody_else_every_fourth(everybody: Played) -> None:
    for member in everybody.members:
        days = [row.planned.date() for row in of(everybody, "check_in", member.name)]
        assert len(days) == (4 if member.co_lead else 2)
        assert {b - a for a, b in pairwise(days)} == {timedelta(weeks=2 if member.co_lead else 4)}


def test_every_row_is_sent_or_says_why_not(everybody: Played) -> None:
    for row in everybody.rows:
        assert (row.sent is None) == (row.status == "skipped")
        assert bool(row.reason) == (row.status != "sent")
        assert everybody.first <= row.planned.date() < everybody.last
        assert row.planned.tzinfo == ZoneInfo(row.member.zone)


def test_somebody_who_answers_is_not_reminded(everybody: Played) -> None:
    answered = {row.member.habit for row in of(everybody, "nudge") if row.reason == "answered"}
    sent = {row.member.habit for row in of(everybody, "nudge") if row.sent}

    assert "at_once" in answered
    assert "at_once" not in sent
    assert "never" not in answered


async def test_the_same_number_deals_the_same_season(pack: Pack, shipped: Season) -> None:
    people = with_habits(made_up(8), shipped, breaks=True)
    people[3] = organiser()
    first, second = [(await play(pack, people, shipped, MARCH)).rows for _ in range(2)]

    assert [row.to_json() for row in first] == [row.to_json() for row in second]


def test_somebody_more_on_the_list_changes_nobody_elses_habit(shipped: Season) -> None:
    few, many = (with_habits(made_up(n), shipped, breaks=True) for n in (20, 60))

    assert few == many[:20]


def test_habits_are_dealt_as_the_season_says(shipped: Season) -> None:
    dealt = Counter(member.habit for member in with_habits(made_up(2_000), shipped, breaks=True))

    assert all(abs(dealt[habit] / 20 - share) < 4 for habit, share in shipped.habits.items())
    assert len({member.name for member in made_up(2_000)}) == 2_000


async def test_a_break_a_holiday_and_a_quiet_week(pack: Pack) -> None:
    season = Season(weeks=5, quiet=((Day(after=21), 7),), break_weeks=3)
    people = [
        organiser(),
        Member("Lee Moss", "America/Toronto", co_lead=True, team="A", rest_after=8),
        Member("Kim Fox", "America/Toronto", co_lead=True, team="B", region="CA-ON"),
    ]
    played = await play(pack, people, season, date(2027, 6, 21))  # Canada Day is Thursday 1 July

    fates = {(row.member.name, row.kind, f"{row.planned:%m-%d}"): (row.status, row.reason) for row in played.rows}
    assert fates[("Lee Moss", "check_in", "07-06")] == ("skipped", "is taking a break")
    assert fates[("Kim Fox", "check_in", "07-06")] == ("sent", "")
    assert fates[("Kim Fox", "role", "07-01")] == ("moved", "it was a holiday where they live")
    assert checks.breaches(played) == []


async def test_a_quiet_week_is_kept(pack: Pack) -> None:
    people = [organiser(), Member("Kim Fox", "America/Toronto", co_lead=True, team="B")]
    played = await play(pack, people, Season(weeks=4, quiet=((Day(after=14), 7),)), MARCH)

    assert [row.status for row in of(played, "check_in", "Kim Fox")] == ["sent", "skipped"]
    assert all(row.sent is None or not 14 <= (row.sent.date() - MARCH).days < 21 for row in played.rows)


async def test_a_season_that_begins_in_the_middle_of_a_week_loses_nobodys_first_day(pack: Pack) -> None:
    tuesday = date(2027, 3, 2)
    people = [Member(f"Person {n}", zone) for n, zone in enumerate(CITIES)]
    played = await play(pack, [organiser(), *people], Season(weeks=1), tuesday)

    assert {row.member.zone for row in of(played, "check_in") if row.sent} == set(CITIES)
    assert {row.planned.date() for row in of(played, "check_in")} == {tuesday}


def _row(kind: str, planned: str, sent: str, **about: object) -> Planned:
    """Times in Toronto."""
    zone = ZoneInfo("America/Toronto")
    member = Member("Kim Fox", "America/Toronto", region="CA-ON", **about)  # type: ignore[arg-type]
    at, left = (datetime.fromisoformat(f"2027-{moment}").replace(tzinfo=zone) for moment in (planned, sent))
    return Planned(member, kind, kind, at, left, "sent", "")


def _breaches(*rows: Planned, **season: object) -> list[str]:
    played = Played([rows[0].member], Season(**season), MARCH, rows, 0)  # type: ignore[arg-type]
    return [breach.kind for breach in checks.breaches(played)]


def test_what_the_checks_would_find() -> None:
    assert _breaches(_row("role", "03-02T10:00", "03-02T20:59")) == []
    assert _breaches(_row("role", "03-02T10:00", "03-02T21:00")) == ["quiet"]
    assert _breaches(_row("role", "03-02T10:00", "03-03T07:59")) == ["quiet"]
    assert _breaches(_row("role", "03-06T10:00", "03-06T10:00")) == ["day_off"]
    assert _breaches(_row("role", "03-26T10:00", "03-26T10:00")) == ["day_off"]  # Good Friday
    assert _breaches(_row("role", "03-02T10:00", "03-02T10:00"), quiet=((Day(after=1), 1),)) == ["day_off"]
    assert _breaches(_row("check_in", "03-02T10:00", "03-04T10:00")) == ["late"]


def test_one_too_many_in_a_week_is_found() -> None:
    twice = (_row("check_in", "03-02T10:00", "03-02T10:00"), _row("role", "03-04T10:00", "03-04T10:00"))

    assert _breaches(*twice) == ["budget"]
    assert _breaches(*twice, prompts_a_week=2) == []


def test_an_organisers_own_work_counts_as_everything_does() -> None:
    me = {"role": "organiser"}
    rows = [_row("digest", "03-01T10:00", "03-01T10:00", **me), _row("check_in", "03-02T10:00", "03-02T10:00", **me)]

    assert _breaches(*rows) == ["budget"]


def test_a_season_of_one_event_loop_leaves_nothing_behind(pack: Pack) -> None:
    for _ in range(2):
        asyncio.run(play(pack, [organiser()], Season(weeks=1), MARCH))
