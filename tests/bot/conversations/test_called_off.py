"""An event is called off, or is not: those who knew hear of it, and nobody else changes anything."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.buttons import Button
from bot.inputs import Chose, Submitted
from tests.bot.conversations.meeting import announce, rows
from tests.bot.conversations.moves import (
    FAR,
    MOVED,
    WEEK_BEFORE,
    go_to,
    left_out,
    news_of,
    open_event,
    planned_for_ann,
)
from tests.chat import Chat


async def test_called_off_it_is_gone_and_those_who_knew_hear_so(quiet: Chat) -> None:
    await announce(quiet, **FAR)
    await go_to(quiet, WEEK_BEFORE)
    ann, bo = quiet.someone("ann"), quiet.someone("bo")
    ann.news(), bo.news()
    rosa = await open_event(quiet)
    sure = await rosa.presses("Call it off")
    await rosa.presses("Yes, call it off")
    await quiet.settle()

    assert "Call off Winter meeting for everybody?" in sure
    assert "Winter meeting is off. Nothing more will be sent about it." in rosa.reads
    assert news_of(ann, "is off") == [
        "Winter meeting\nWinter meeting, set for Thursday 10 December, 14:00, is off. There is nothing you need to do."
    ]
    assert len(news_of(bo, "10 December, 11:00, is off")) == 1
    await go_to(quiet, datetime(2027, 1, 20, 16, tzinfo=UTC))
    assert [news_of(person, "Winter") for person in (ann, bo)] == [[], []]
    assert await rows(quiet, "event") == []


async def test_called_off_before_anybody_knew_nobody_hears_of_it(quiet: Chat) -> None:
    await announce(quiet, **FAR)
    rosa = await open_event(quiet)
    await rosa.presses("Call it off")
    await rosa.presses("Yes, call it off")

    await go_to(quiet, datetime(2027, 1, 20, 16, tzinfo=UTC))

    assert news_of(quiet.someone("ann"), "Winter") == []


async def test_what_waits_for_a_kind_hour_is_taken_back(quiet: Chat) -> None:
    await announce(quiet, **FAR)
    ann = quiet.someone("ann")
    await ann.says("not before 16:00")
    ann.news()
    await go_to(quiet, datetime(2026, 12, 3, 20, tzinfo=UTC))
    rosa = await open_event(quiet)
    await rosa.presses("Call it off")
    await rosa.presses("Yes, call it off")

    await go_to(quiet, datetime(2026, 12, 3, 22, tzinfo=UTC))

    assert news_of(ann, "Winter") == []
    assert ("event", "the event was cancelled") in await left_out(quiet)


async def test_keeping_it_changes_nothing(quiet: Chat) -> None:
    await announce(quiet, **FAR)
    before = await planned_for_ann(quiet)
    rosa = await open_event(quiet)
    await rosa.presses("Call it off")

    assert "is set for Thursday 10 December" in await rosa.presses("Keep it")
    assert await planned_for_ann(quiet) == before


async def test_an_event_that_is_over_cannot_be_changed(quiet: Chat) -> None:
    await announce(quiet, **FAR)
    rosa = await open_event(quiet)
    quiet.now = datetime(2026, 12, 10, 21, tzinfo=UTC)

    assert "is over, so it cannot be changed any more" in await rosa.presses("Call it off")
    assert "There is no event to come." in await rosa.says("move event")


@pytest.mark.parametrize("verb", ["event.cancel_yes", "event.move_form", "event.card", "event.move", "event.changing"])
async def test_nobody_but_organisers_changes_anything_whatever_they_forge(quiet: Chat, verb: str) -> None:
    await announce(quiet, **FAR)
    ann = quiet.someone("ann")
    (event,) = await rows(quiet, "event")
    person = next(row for row in await rows(quiet, "person") if row["name"] == "Ann Roy")
    value = quiet.app.buttons.pack(
        Button(verb, (str(event["id"]),), str(person["community"]), str(person["id"])), quiet.now
    )

    heard = Submitted(ann.source(), value, MOVED) if verb == "event.move" else Chose(ann.source(), value, None, "t")
    await quiet.hear(heard)

    assert "Only organisers can do that" in ann.reads
    assert await rows(quiet, "event") == [event]
    assert "Only organisers" in await ann.says("move event")


async def test_called_off_during_somebodys_break_they_hear_it_afterwards(quiet: Chat) -> None:
    await announce(quiet, day="2026-12-31")
    await go_to(quiet, datetime(2026, 12, 24, 18, tzinfo=UTC))
    ann = quiet.someone("ann")
    await ann.says("pause until 29 December")
    ann.news()

    await (await open_event(quiet)).presses("Call it off")
    await quiet.someone("rosa").presses("Yes, call it off")
    await go_to(quiet, datetime(2026, 12, 29, 18, tzinfo=UTC))

    assert "set for Thursday 31 December, 14:00, is off" in ann.reads
