"""An event is announced a week and a day before it, where each person lives, and never late."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.bot.conversations.meeting import announce, answer
from tests.bot.conversations.moves import (
    DAY_BEFORE,
    FAR,
    WEEK_BEFORE,
    go_to,
    left_out,
    news_of,
)
from tests.chat import Chat


async def test_a_week_and_a_day_before_each_person_hears_when_it_is_where_they_live(quiet: Chat) -> None:
    await announce(quiet, **FAR)
    ann, bo, cleo = (quiet.someone(name) for name in ("ann", "bo", "cleo"))

    await go_to(quiet, WEEK_BEFORE)
    assert ["Thursday 10 December, 14:00. That is Toronto time." in text for text in ann.news()] == [True]
    assert ["Thursday 10 December, 11:00. That is Vancouver time." in text for text in bo.news()] == [True]
    assert ["aura lieu le jeudi 10 décembre, 19 h. C'est l'heure de Londres." in t for t in cleo.news()] == [True]

    await go_to(quiet, DAY_BEFORE)
    assert [len(news_of(person, "10 ")) for person in (ann, bo, cleo)] == [1, 1, 1]


async def test_the_research_words_in_its_name_are_explained(quiet: Chat) -> None:
    await announce(quiet, **FAR, title="Risk of bias, an evening")

    await go_to(quiet, WEEK_BEFORE)

    reads = quiet.someone("ann").reads
    assert "You may hear these words:" in reads
    assert "risk of bias: " in reads


async def test_who_has_not_said_yes_hears_nothing(quiet: Chat) -> None:
    await announce(quiet, **FAR)

    await go_to(quiet, DAY_BEFORE)

    assert news_of(quiet.someone("dan"), "Winter meeting") == []


async def test_a_moment_that_lies_in_the_past_is_skipped_with_a_reason_and_never_sent_late(quiet: Chat) -> None:
    await announce(quiet, day="2026-11-26")

    assert await left_out(quiet) == [("event", "its time had passed when the event was set")] * 5
    await go_to(quiet, datetime(2026, 11, 24, 22, tzinfo=UTC))
    assert news_of(quiet.someone("ann"), "Winter meeting") == []
    await go_to(quiet, datetime(2026, 11, 25, 19, tzinfo=UTC))
    assert len(news_of(quiet.someone("ann"), "26 November")) == 1


async def test_after_a_downtime_no_announcement_comes_once_the_event_has_begun(quiet: Chat) -> None:
    await announce(quiet, **FAR)
    quiet.now = datetime(2026, 12, 10, 19, 30, tzinfo=UTC)

    await quiet.settle()

    assert news_of(quiet.someone("ann"), "Winter meeting") == []
    assert ("event", "the event has begun") in await left_out(quiet)


async def test_after_a_shorter_downtime_the_newest_alone_goes_out(quiet: Chat) -> None:
    await announce(quiet, **FAR)
    quiet.now = DAY_BEFORE

    await quiet.settle()

    assert len(news_of(quiet.someone("ann"), "Winter meeting")) == 1


async def test_who_moves_house_is_told_by_their_new_clock(quiet: Chat) -> None:
    await announce(quiet, **FAR)
    bo = quiet.someone("bo")
    await bo.says("start")
    await bo.presses("Change the time zone")
    await bo.sends(zone="Pacific/Auckland")
    bo.news()

    await go_to(quiet, datetime(2026, 12, 3, 21, 30, tzinfo=UTC))  # 10:30 on Friday 4 December in Auckland

    assert len(news_of(bo, "Friday 11 December, 8:00. That is Auckland time.")) == 1


async def test_a_month_later_an_organiser_who_told_nobody_is_asked_what_has_changed(quiet: Chat) -> None:
    await announce(quiet, day="2026-11-24")
    await go_to(quiet, datetime(2026, 11, 25, 18, 30, tzinfo=UTC))
    await answer(quiet.someone("ann"), "Yes")
    rosa = quiet.someone("rosa")

    await go_to(quiet, datetime(2026, 12, 24, 16, tzinfo=UTC))

    assert "They have not heard back yet. Has something changed?" in rosa.reads
    assert await rosa.presses("Tell everybody") == "Tell everybody"


async def test_a_month_later_who_told_everybody_is_not_asked(quiet: Chat) -> None:
    await announce(quiet, day="2026-11-24")
    await go_to(quiet, datetime(2026, 11, 25, 18, 30, tzinfo=UTC))
    await answer(quiet.someone("ann"), "Yes")
    rosa = quiet.someone("rosa")
    await rosa.says("events")
    await rosa.presses("See Winter meeting")
    await rosa.presses("Tell everybody")
    await rosa.sends(heard="Too fast.", change="Slower.")

    await go_to(quiet, datetime(2026, 12, 24, 16, tzinfo=UTC))

    assert news_of(rosa, "Has something changed?") == []
