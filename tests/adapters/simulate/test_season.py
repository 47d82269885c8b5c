"""A season file: the shipped one is right, and whatever is wrong in another is named."""

from __future__ import annotations

import shutil
import tomllib
from datetime import date, time
from pathlib import Path

import pytest

from bot.content import SHIPPED, ContentError, load
from bot.season import SeasonError, read

EVENT = 'events = [{ title = "Meeting", day = 3, start = "14:00", end = "15:00" }]'


def mistakes(text: str) -> list[str]:
    with pytest.raises(SeasonError) as failure:
        read(tomllib.loads(text))
    return failure.value.mistakes


def test_the_shipped_season() -> None:
    season = read(tomllib.loads((SHIPPED / "season.toml").read_text("utf-8")))

    assert (season.weeks, season.prompts_a_week, sum(season.habits.values())) == (8, 1, 100)
    assert len(season.events) == 1
    assert {lang for event in season.events for lang in event.title} == {"en", "fr"}


def test_days_by_date_and_by_number() -> None:
    season = read(tomllib.loads(f"{EVENT}\nquiet_weeks = [{{ on = 2026-12-21, days = 14 }}, {{ day = 7 }}]"))
    (meeting,) = season.events

    assert meeting.day.of(date(2027, 3, 1)) == date(2027, 3, 4)
    assert (meeting.start, meeting.end, meeting.zone) == (time(14), time(15), "America/Toronto")
    assert meeting.title == {"en": "Meeting", "fr": "Meeting"}
    assert season.quiet_weeks(date(2027, 3, 1)) == [["2026-12-21", "2027-01-03"], ["2027-03-08", "2027-03-14"]]


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("wekks = 3", "unknown key 'wekks'"),
        ("weeks = 0", "weeks: expected a whole number from 1 to 260"),
        ("weeks = 1.5", "weeks: expected a whole number"),
        ("prompts_a_week = 50", "prompts_a_week: expected a whole number from 1 to 7"),
        ("events = 3", "events: expected a list"),
        (EVENT.replace("day = 3", "on = 2027-02-28, day = 3"), "events[0]: expected a day"),
        (EVENT.replace("day = 3", 'on = "2027-02-30"'), "events[0].on: expected something such as 2027-03-15"),
        (EVENT.replace("day = 3", "on = 9999-01-01"), "events[0].on: expected something such as 2027-03-15"),
        (EVENT.replace("15:00", "13:00"), "events[0].end: the event would end before it starts"),
        (EVENT.replace("14:00", "25:00"), "events[0].start: expected something such as 14:00"),
        (EVENT.replace("day = 3", 'day = 3, time_zone = "Mars"'), "events[0].time_zone: 'Mars' is not an IANA"),
        (EVENT.replace('"Meeting"', '""'), "events[0].title: missing"),
        (EVENT.replace('"Meeting"', '{ en = "Only" }'), "events[0].title: expected a text, or en and fr"),
        ("quiet_weeks = [{ day = 1, days = 0 }]", "quiet_weeks[0].days: expected a whole number from 1 to 100"),
        ("[habits]\nat_once = 99", "habits: they make 99 of a hundred people"),
        ("[habits]\nsulking = 1", "habits: unknown key 'sulking'"),
        ("[breaks]\nshare = 101", "breaks.share: expected a whole number from 0 to 100"),
        ("breaks = 3", "breaks: expected a table"),
        ('[rhythm.check_in]\nweekday = "XX"', "rhythm.check_in.weekday: one of MO"),
        ("rhythm = 3", "rhythm: expected a table"),
    ],
)
def test_a_mistake_is_named(text: str, mistake: str) -> None:
    assert any(found.startswith(mistake) for found in mistakes(text)), mistakes(text)


def test_every_mistake_is_named_at_once() -> None:
    assert len(mistakes("weeks = 0\nseed = -1\nshoes = 2\n[breaks]\nshare = -1")) == 4


def test_the_content_check_names_what_is_wrong_in_it(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED, tmp_path / "content")
    (tmp_path / "content" / "season.toml").write_text("weeks = 0\nshoes = 1\n", "utf-8")

    with pytest.raises(ContentError) as failure:
        load(tmp_path / "content")
    assert failure.value.mistakes == [
        "season.toml: unknown key 'shoes'",
        "season.toml: weeks: expected a whole number from 1 to 260",
    ]
