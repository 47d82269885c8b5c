"""An event is moved; what belongs to it follows, and people hear the last word about it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.inputs import FormErrors
from tests.bot.conversations.meeting import FORM, announce, rows
from tests.bot.conversations.moves import (
    DAY_BEFORE,
    FAR,
    WEEK_BEFORE,
    go_to,
    left_out,
    move_event,
    news_of,
    open_event,
    planned_for_ann,
)
from tests.chat import Chat


async def test_moving_it_moves_everything_that_has_not_come_yet(quiet: Chat) -> None:
    await announce(quiet, **FAR)
    before = await planned_for_ann(quiet)

    await move_event(quiet)

    week = timedelta(weeks=1)
    after = await planned_for_ann(quiet)
    assert [(k, o, str(datetime.fromisoformat(str(d)) + week)) for k, o, d in before] == after
    assert "now on Thursday 17 December, 10:00 (Toronto time)" in quiet.someone("rosa").reads
    await go_to(quiet, WEEK_BEFORE + week)
    assert len(news_of(quiet.someone("ann"), "17 December, 10:00")) == 1  # a week before, at its new time


async def test_those_who_had_been_told_hear_that_it_moved_and_then_again_before_it(quiet: Chat) -> None:
    await announce(quiet, **FAR)
    await go_to(quiet, WEEK_BEFORE)
    ann, dan = quiet.someone("ann"), quiet.someone("dan")
    ann.news()

    await move_event(quiet)
    await quiet.settle()

    (moved,) = news_of(ann, "has moved")
    assert "It is now on Thursday 17 December, 10:00. That is Toronto time." in moved
    assert news_of(dan, "has moved") == []
    assert news_of(quiet.someone("rosa"), "It is now on") == []
    await go_to(quiet, DAY_BEFORE + timedelta(weeks=1))
    assert len(news_of(ann, "17 December")) == 2


async def test_whom_nobody_had_told_is_not_told_that_it_moved(quiet: Chat) -> None:
    await announce(quiet, **FAR)

    await move_event(quiet)
    assert "they will hear of it at a kind hour: 0" in quiet.someone("rosa").reads

    await quiet.settle()
    assert news_of(quiet.someone("ann"), "has moved") == []


async def test_moved_twice_before_a_kind_hour_people_hear_of_the_last_time_once(quiet: Chat) -> None:
    await announce(quiet, **FAR)
    await go_to(quiet, WEEK_BEFORE)
    ann = quiet.someone("ann")
    ann.news()
    quiet.now = datetime(2026, 12, 4, 3, tzinfo=UTC)

    await move_event(quiet)
    await move_event(quiet, day="2026-12-18")
    await go_to(quiet, datetime(2026, 12, 4, 16, tzinfo=UTC))

    assert ["18 December" in text for text in news_of(ann, "has moved")] == [True]
    assert ("change", "the event was moved") in await left_out(quiet)


async def test_moved_away_and_back_again_people_hear_of_each_move(quiet: Chat) -> None:
    await announce(quiet, **FAR)
    await go_to(quiet, WEEK_BEFORE)
    ann = quiet.someone("ann")
    ann.news()

    for day in ("2026-12-17", "2026-12-18", "2026-12-17"):
        await move_event(quiet, day=day)
        await quiet.later(minutes=1)

    heard = news_of(ann, "has moved")
    assert [[f"{n} December" in text for text in heard] for n in (17, 18)] == [
        [True, False, True],
        [False, True, False],
    ]


async def test_moved_and_back_before_a_kind_hour_people_hear_the_last_word(quiet: Chat) -> None:
    await announce(quiet, **FAR)
    await go_to(quiet, WEEK_BEFORE)
    ann = quiet.someone("ann")
    ann.news()
    quiet.now = datetime(2026, 12, 4, 3, tzinfo=UTC)

    for day in ("2026-12-17", "2026-12-18", "2026-12-17"):
        await move_event(quiet, day=day)
        await quiet.later(minutes=1)
    await go_to(quiet, datetime(2026, 12, 4, 16, tzinfo=UTC))

    assert ["17 December" in text for text in news_of(ann, "has moved")] == [True]


async def test_a_form_that_changes_nothing_tells_nobody(quiet: Chat) -> None:
    await announce(quiet, **FAR)
    await go_to(quiet, WEEK_BEFORE)
    quiet.someone("ann").news()

    await move_event(quiet, **FAR)
    await quiet.settle()

    assert news_of(quiet.someone("ann"), "has moved") == []


@pytest.mark.parametrize("gone", [False, True])
async def test_an_announcement_that_is_tried_again_says_what_is_true_by_then(quiet: Chat, gone: bool) -> None:
    """It was written for two o'clock, and could not be sent; then the meeting was moved by two hours, or called off."""
    await announce(quiet, **FAR)
    ten = WEEK_BEFORE - timedelta(hours=3, minutes=30)
    await go_to(quiet, ten - timedelta(minutes=1))
    quiet.platform.busy = timedelta(0)
    await go_to(quiet, ten + timedelta(minutes=2))
    quiet.platform.busy = None
    ann = quiet.someone("ann")
    ann.news()

    if gone:
        await (await open_event(quiet)).presses("Call it off")
        await quiet.someone("rosa").presses("Yes, call it off")
    else:
        await move_event(quiet, day=FAR["day"], start="16:00", end="17:30")
    await go_to(quiet, WEEK_BEFORE)

    heard = ann.news()
    assert not any("14:00" in text for text in heard)
    assert [text for text in heard if "16:00" in text] if not gone else heard == []


async def test_moved_nearer_what_is_past_by_then_is_skipped(quiet: Chat) -> None:
    await announce(quiet, **FAR)

    await move_event(quiet, day="2026-11-25")

    assert await left_out(quiet) == [("event", "its time had passed when the event was set")] * 5
    assert [(kind, offset) for kind, offset, due in await planned_for_ann(quiet) if due is None] == [("event", -10080)]
    await go_to(quiet, datetime(2026, 11, 24, 22, tzinfo=UTC))
    assert len(news_of(quiet.someone("ann"), "25 November, 10:00")) == 1


async def test_the_questions_come_after_the_new_end_and_not_after_the_old_one(quiet: Chat) -> None:
    await announce(quiet, **FAR)
    await move_event(quiet)
    ann = quiet.someone("ann")

    await go_to(quiet, datetime(2026, 12, 16, 23, tzinfo=UTC))
    assert news_of(ann, "Question 1") == []
    await go_to(quiet, datetime(2026, 12, 18, 16, tzinfo=UTC))
    assert len(news_of(ann, "Question 1")) == 1


ANOTHER_LOOK = {
    "an end before the start": ({"end": "09:00"}, {"end": "It must end after it starts."}),
    "into the past": ({"day": "2026-11-20"}, {"day": "That day is over. Please choose one to come."}),
    "a start that is over": (
        {"day": "2026-11-23", "start": "09:00", "end": "18:00"},
        {"day": "That time is over. Please choose one to come."},
    ),
    "30 February": ({"day": "2027-02-30"}, {"day": "Please choose a day, such as 2026-12-01."}),
    "the year 9999": ({"day": "9999-12-31"}, {"day": "Please choose a day, such as 2026-12-01."}),
    "an unknown zone": ({"zone": "Mars/Olympus"}, {"zone": "Please choose a city from the list."}),
    "no time": ({"start": "soon"}, {"start": "Please choose a time, such as 14:00."}),
}


async def test_every_kind_of_bad_input_gets_a_kind_sentence_and_moves_nothing(quiet: Chat) -> None:
    await announce(quiet, **FAR)
    before = (await planned_for_ann(quiet), await rows(quiet, "event"))

    for case, (changed, sentences) in ANOTHER_LOOK.items():
        reply = await move_event(quiet, **changed)
        assert isinstance(reply, FormErrors), case
        assert reply.errors == sentences, case
    assert (await planned_for_ann(quiet), await rows(quiet, "event")) == before


async def test_the_form_holds_the_event_as_it_is(quiet: Chat) -> None:
    await announce(quiet, **FAR)
    rosa = await open_event(quiet)

    await rosa.presses("Move it")

    held = {field.name: field.initial for field in rosa.form.fields}
    assert held == {name: {**FORM, **FAR}[name] for name in ("day", "start", "end", "zone")}


async def test_whom_no_word_reaches_in_time_is_named_to_the_organiser(quiet: Chat) -> None:
    await announce(quiet, **FAR)
    await go_to(quiet, WEEK_BEFORE)
    await quiet.someone("ann").says("pause 3 weeks")

    await move_event(quiet, day="2026-12-11")

    assert "Not in time for: Ann Roy. Please call them." in quiet.someone("rosa").reads
