"""In two minutes a newcomer sees a week, whatever day they begin on."""

from __future__ import annotations

import asyncio
from datetime import datetime, time, timedelta

import pytest

from bot.messages import Picture
from bot.pack import Pack
from tests.adapters.demo.life import SUNDAY, WEDNESDAY, Week, live


@pytest.fixture(scope="module", params=[SUNDAY, WEDNESDAY], ids=["sunday", "wednesday"])
def start(request: pytest.FixtureRequest) -> datetime:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def week(start: datetime, pack: Pack, tmp_path_factory: pytest.TempPathFactory) -> Week:
    return asyncio.run(live(tmp_path_factory.mktemp("demo"), start, pack))


def test_a_week_takes_two_minutes_of_clicks(week: Week, start: datetime) -> None:
    assert len(week.moves) <= 30
    assert week.moves[-1][0] - start < timedelta(days=9)


def test_a_check_in_comes_to_each_person_at_ten_on_their_own_tuesday(week: Week) -> None:
    asked = week.of("check_in")

    assert len({one.person.user for one in asked}) == 10
    assert {(one.local.weekday(), one.local.time()) for one in asked} == {(1, time(10))}
    assert len({one.at for one in asked}) == 6


def test_each_person_is_reminded_of_their_part_once(week: Week) -> None:
    reminded = week.of("role")

    assert sorted(one.person.user for one in reminded) == sorted({one.person.user for one in reminded})
    assert {(one.local.weekday(), one.local.time()) for one in reminded} == {(3, time(10))}
    assert len(reminded) == 11


def test_questions_come_at_ten_on_the_weekday_after_the_meeting(week: Week) -> None:
    asked = week.of("feedback")

    assert len(asked) == 10
    assert {one.local.time() for one in asked} == {time(10)}
    assert len({one.local.date() for one in asked}) == 1


def test_the_made_up_people_have_answered_when_the_organiser_sees_the_result(week: Week) -> None:
    (result,) = week.of("result")

    assert result.person.user == "rosa"
    assert "6 of 12 people answered." in result.reads
    assert any(isinstance(block, Picture) for block in result.message.blocks)
    assert "Shorter talks, please." in result.reads
    assert "De la maison, on entendait mal" in result.reads


def test_what_will_change_reaches_everybody_who_said_yes_in_their_language(week: Week) -> None:
    news = {one.person.user: one.reads for one in week.of("news")}

    assert len(news) == 10
    assert "What will change. Talks take twenty minutes." in news["maya"]
    assert "Ce qui va changer. Talks take twenty minutes." in news["luc"]


def test_the_one_who_has_not_said_yes_gets_the_first_message_and_no_other(week: Week) -> None:
    (first,) = [one for one in week.sent if one.person.user == "margaret"]

    assert first.kind == "welcome"
    assert first.reads.startswith("Hello Margaret, I am Interlude")


def test_nothing_is_sent_outside_a_kind_hour_where_the_person_lives(week: Week) -> None:
    assert [one for one in week.sent if not time(9) <= one.local.time() < time(17)] == []
    assert [one for one in week.sent if one.local.weekday() > 4] == []


def test_each_message_leaves_at_an_instant_the_clock_visited_and_the_clock_goes_forward(week: Week) -> None:
    visited = [now for now, _ in week.moves]

    assert visited == sorted(visited)
    assert {one.at for one in week.sent} == set(visited)


def test_each_move_goes_to_the_next_thing_and_says_how_many_messages_it_sent(week: Week) -> None:
    before_news = [one.at for one in week.sent if one.kind != "news"]
    counted = [(now, before_news.count(now)) for now in sorted(set(before_news))]

    assert week.moves[: len(counted)] == counted
