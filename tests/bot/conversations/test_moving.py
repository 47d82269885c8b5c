"""An event is announced, moved and called off; what belongs to it follows, and nothing comes late."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.buttons import Button
from bot.inputs import Chose, FormErrors, Submitted
from tests.bot.conversations.meeting import FORM, announce, answer, rows
from tests.chat import CIRCLE, Chat, Someone, open_chat

FAR = {"day": "2026-12-10", "start": "14:00", "end": "15:30"}
"""A Thursday more than two weeks ahead. Its own news is on 3 and 9 December at 10:00."""
WEEK_BEFORE = datetime(2026, 12, 3, 18, 30, tzinfo=UTC)
DAY_BEFORE = datetime(2026, 12, 9, 18, 30, tzinfo=UTC)
MOVED = {"day": "2026-12-17", "start": "10:00", "end": "11:00", "zone": "America/Toronto"}


@pytest.fixture
async def quiet(database: str, pack: Any) -> Any:
    """A community in which nothing else comes round, with room for what is looked at here."""
    rhythm = {kind: {"rule": "FREQ=WEEKLY;INTERVAL=1;BYDAY=TU;UNTIL=20200101T235959"} for kind in ("check_in", "role")}
    about = {**CIRCLE["community"], "prompts_a_week": 7}
    chat = await open_chat(database, pack, {**CIRCLE, "community": about, "rhythm": rhythm})
    await chat.app.outbox.drain()
    chat.platform.arrived.clear()
    yield chat
    await chat.app.store.close()


async def _at(chat: Chat, moment: datetime) -> None:
    """Stops on the way wherever something is due."""
    await chat.until(moment)


def _news(person: Someone, said: str) -> list[str]:
    return [text for text in person.news() if said in text]


async def _open(chat: Chat, label: str = "Winter meeting") -> Someone:
    rosa = chat.someone("rosa")
    await rosa.says("change event")
    await rosa.presses(label)
    return rosa


async def _move(chat: Chat, **other: str) -> Any:
    rosa = await _open(chat)
    await rosa.presses("Move it")
    return await rosa.sends(**{**MOVED, **other})


async def _planned(chat: Chat) -> list[tuple[str, int, str | None]]:
    people = {row["id"]: row["name"] for row in await rows(chat, "person")}
    return sorted(
        (str(row["kind"]), int(str(row["offset_minutes"])), str(row["next_due"]) if row["next_due"] else None)
        for row in await rows(chat, "schedule")
        if row["event"] and people[row["person"]] == "Ann Roy"
    )


async def _skipped(chat: Chat) -> list[tuple[str, str]]:
    return sorted((str(r["kind"]), str(r["reason"])) for r in await rows(chat, "delivery") if r["status"] == "skipped")


async def test_a_week_and_a_day_before_each_person_hears_when_it_is_where_they_live(quiet: Chat) -> None:
    await announce(quiet, **FAR)
    ann, bo, cleo = (quiet.someone(name) for name in ("ann", "bo", "cleo"))

    await _at(quiet, WEEK_BEFORE)
    assert ["Thursday 10 December, 14:00. That is Toronto time." in text for text in ann.news()] == [True]
    assert ["Thursday 10 December, 11:00. That is Vancouver time." in text for text in bo.news()] == [True]
    assert ["aura lieu le jeudi 10 décembre, 19 h. C'est l'heure de Londres." in t for t in cleo.news()] == [True]

    await _at(quiet, DAY_BEFORE)
    assert [len(_news(person, "10 ")) for person in (ann, bo, cleo)] == [1, 1, 1]


async def test_the_research_words_in_its_name_are_explained(quiet: Chat) -> None:
    await announce(quiet, **FAR, title="Risk of bias, an evening")

    await _at(quiet, WEEK_BEFORE)

    reads = quiet.someone("ann").reads
    assert "You may hear these words:" in reads
    assert "risk of bias: " in reads


async def test_who_has_not_said_yes_hears_nothing(quiet: Chat) -> None:
    await announce(quiet, **FAR)

    await _at(quiet, DAY_BEFORE)

    assert _news(quiet.someone("dan"), "Winter meeting") == []


async def test_a_moment_that_lies_in_the_past_is_skipped_with_a_reason_and_never_sent_late(quiet: Chat) -> None:
    await announce(quiet, day="2026-11-26")

    assert await _skipped(quiet) == [("event", "its time had passed when the event was set")] * 5
    await _at(quiet, datetime(2026, 11, 24, 22, tzinfo=UTC))
    assert _news(quiet.someone("ann"), "Winter meeting") == []
    await _at(quiet, datetime(2026, 11, 25, 19, tzinfo=UTC))
    assert len(_news(quiet.someone("ann"), "26 November")) == 1


async def test_after_a_downtime_no_announcement_comes_once_the_event_has_begun(quiet: Chat) -> None:
    await announce(quiet, **FAR)
    quiet.now = datetime(2026, 12, 10, 19, 30, tzinfo=UTC)

    await quiet.settle()

    assert _news(quiet.someone("ann"), "Winter meeting") == []
    assert ("event", "the event has begun") in await _skipped(quiet)


async def test_after_a_shorter_downtime_the_newest_alone_goes_out(quiet: Chat) -> None:
    await announce(quiet, **FAR)
    quiet.now = DAY_BEFORE

    await quiet.settle()

    assert len(_news(quiet.someone("ann"), "Winter meeting")) == 1


async def test_moving_it_moves_everything_that_has_not_come_yet(quiet: Chat) -> None:
    await announce(quiet, **FAR)
    before = await _planned(quiet)

    await _move(quiet)

    week = timedelta(weeks=1)
    after = await _planned(quiet)
    assert [(k, o, str(datetime.fromisoformat(str(d)) + week)) for k, o, d in before] == after
    assert "now on Thursday 17 December, 10:00 (Toronto time)" in quiet.someone("rosa").reads
    await _at(quiet, WEEK_BEFORE + week)
    assert len(_news(quiet.someone("ann"), "17 December, 10:00")) == 1  # a week before, at its new time


async def test_those_who_had_been_told_hear_that_it_moved_and_then_again_before_it(quiet: Chat) -> None:
    await announce(quiet, **FAR)
    await _at(quiet, WEEK_BEFORE)
    ann, dan = quiet.someone("ann"), quiet.someone("dan")
    ann.news()

    await _move(quiet)
    await quiet.settle()

    (moved,) = _news(ann, "has moved")
    assert "It is now on Thursday 17 December, 10:00. That is Toronto time." in moved
    assert _news(dan, "has moved") == []
    assert _news(quiet.someone("rosa"), "It is now on") == []
    await _at(quiet, DAY_BEFORE + timedelta(weeks=1))
    assert len(_news(ann, "17 December")) == 2


async def test_whom_nobody_had_told_is_not_told_that_it_moved(quiet: Chat) -> None:
    await announce(quiet, **FAR)

    await _move(quiet)
    assert "they will hear of it at a kind hour: 0" in quiet.someone("rosa").reads

    await quiet.settle()
    assert _news(quiet.someone("ann"), "has moved") == []


async def test_moved_twice_before_a_kind_hour_people_hear_of_the_last_time_once(quiet: Chat) -> None:
    await announce(quiet, **FAR)
    await _at(quiet, WEEK_BEFORE)
    ann = quiet.someone("ann")
    ann.news()
    quiet.now = datetime(2026, 12, 4, 3, tzinfo=UTC)

    await _move(quiet)
    await _move(quiet, day="2026-12-18")
    await _at(quiet, datetime(2026, 12, 4, 16, tzinfo=UTC))

    assert ["18 December" in text for text in _news(ann, "has moved")] == [True]
    assert ("change", "the event was moved") in await _skipped(quiet)


async def test_moved_away_and_back_again_people_hear_of_each_move(quiet: Chat) -> None:
    await announce(quiet, **FAR)
    await _at(quiet, WEEK_BEFORE)
    ann = quiet.someone("ann")
    ann.news()

    for day in ("2026-12-17", "2026-12-18", "2026-12-17"):
        await _move(quiet, day=day)
        await quiet.later(minutes=1)

    heard = _news(ann, "has moved")
    assert [[f"{n} December" in text for text in heard] for n in (17, 18)] == [
        [True, False, True],
        [False, True, False],
    ]


async def test_moved_and_back_before_a_kind_hour_people_hear_the_last_word(quiet: Chat) -> None:
    await announce(quiet, **FAR)
    await _at(quiet, WEEK_BEFORE)
    ann = quiet.someone("ann")
    ann.news()
    quiet.now = datetime(2026, 12, 4, 3, tzinfo=UTC)

    for day in ("2026-12-17", "2026-12-18", "2026-12-17"):
        await _move(quiet, day=day)
        await quiet.later(minutes=1)
    await _at(quiet, datetime(2026, 12, 4, 16, tzinfo=UTC))

    assert ["17 December" in text for text in _news(ann, "has moved")] == [True]


async def test_a_form_that_changes_nothing_tells_nobody(quiet: Chat) -> None:
    await announce(quiet, **FAR)
    await _at(quiet, WEEK_BEFORE)
    quiet.someone("ann").news()

    await _move(quiet, **FAR)
    await quiet.settle()

    assert _news(quiet.someone("ann"), "has moved") == []


@pytest.mark.parametrize("gone", [False, True])
async def test_an_announcement_that_is_tried_again_says_what_is_true_by_then(quiet: Chat, gone: bool) -> None:
    """It was written for two o'clock, and could not be sent; then the meeting was moved by two hours, or called off."""
    await announce(quiet, **FAR)
    ten = WEEK_BEFORE - timedelta(hours=3, minutes=30)
    await _at(quiet, ten - timedelta(minutes=1))
    quiet.platform.busy = timedelta(0)
    await _at(quiet, ten + timedelta(minutes=2))
    quiet.platform.busy = None
    ann = quiet.someone("ann")
    ann.news()

    if gone:
        await (await _open(quiet)).presses("Call it off")
        await quiet.someone("rosa").presses("Yes, call it off")
    else:
        await _move(quiet, day=FAR["day"], start="16:00", end="17:30")
    await _at(quiet, WEEK_BEFORE)

    heard = ann.news()
    assert not any("14:00" in text for text in heard)
    assert [text for text in heard if "16:00" in text] if not gone else heard == []


async def test_moved_nearer_what_is_past_by_then_is_skipped(quiet: Chat) -> None:
    await announce(quiet, **FAR)

    await _move(quiet, day="2026-11-25")

    assert await _skipped(quiet) == [("event", "its time had passed when the event was set")] * 5
    assert [(kind, offset) for kind, offset, due in await _planned(quiet) if due is None] == [("event", -10080)]
    await _at(quiet, datetime(2026, 11, 24, 22, tzinfo=UTC))
    assert len(_news(quiet.someone("ann"), "25 November, 10:00")) == 1


async def test_the_questions_come_after_the_new_end_and_not_after_the_old_one(quiet: Chat) -> None:
    await announce(quiet, **FAR)
    await _move(quiet)
    ann = quiet.someone("ann")

    await _at(quiet, datetime(2026, 12, 16, 23, tzinfo=UTC))
    assert _news(ann, "Question 1") == []
    await _at(quiet, datetime(2026, 12, 18, 16, tzinfo=UTC))
    assert len(_news(ann, "Question 1")) == 1


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
    before = (await _planned(quiet), await rows(quiet, "event"))

    for case, (changed, sentences) in ANOTHER_LOOK.items():
        reply = await _move(quiet, **changed)
        assert isinstance(reply, FormErrors), case
        assert reply.errors == sentences, case
    assert (await _planned(quiet), await rows(quiet, "event")) == before


async def test_called_off_it_is_gone_and_those_who_knew_hear_so(quiet: Chat) -> None:
    await announce(quiet, **FAR)
    await _at(quiet, WEEK_BEFORE)
    ann, bo = quiet.someone("ann"), quiet.someone("bo")
    ann.news(), bo.news()
    rosa = await _open(quiet)
    sure = await rosa.presses("Call it off")
    await rosa.presses("Yes, call it off")
    await quiet.settle()

    assert "Call off Winter meeting for everybody?" in sure
    assert "Winter meeting is off. Nothing more will be sent about it." in rosa.reads
    assert _news(ann, "is off") == [
        "Winter meeting\nWinter meeting, set for Thursday 10 December, 14:00, is off. There is nothing you need to do."
    ]
    assert len(_news(bo, "10 December, 11:00, is off")) == 1
    await _at(quiet, datetime(2027, 1, 20, 16, tzinfo=UTC))
    assert [_news(person, "Winter") for person in (ann, bo)] == [[], []]
    assert await rows(quiet, "event") == []


async def test_called_off_before_anybody_knew_nobody_hears_of_it(quiet: Chat) -> None:
    await announce(quiet, **FAR)
    rosa = await _open(quiet)
    await rosa.presses("Call it off")
    await rosa.presses("Yes, call it off")

    await _at(quiet, datetime(2027, 1, 20, 16, tzinfo=UTC))

    assert _news(quiet.someone("ann"), "Winter") == []


async def test_what_waits_for_a_kind_hour_is_taken_back(quiet: Chat) -> None:
    await announce(quiet, **FAR)
    ann = quiet.someone("ann")
    await ann.says("not before 16:00")
    ann.news()
    await _at(quiet, datetime(2026, 12, 3, 20, tzinfo=UTC))
    rosa = await _open(quiet)
    await rosa.presses("Call it off")
    await rosa.presses("Yes, call it off")

    await _at(quiet, datetime(2026, 12, 3, 22, tzinfo=UTC))

    assert _news(ann, "Winter") == []
    assert ("event", "the event was cancelled") in await _skipped(quiet)


async def test_keeping_it_changes_nothing(quiet: Chat) -> None:
    await announce(quiet, **FAR)
    before = await _planned(quiet)
    rosa = await _open(quiet)
    await rosa.presses("Call it off")

    assert "is set for Thursday 10 December" in await rosa.presses("Keep it")
    assert await _planned(quiet) == before


async def test_an_event_that_is_over_cannot_be_changed(quiet: Chat) -> None:
    await announce(quiet, **FAR)
    rosa = await _open(quiet)
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


async def test_who_moves_house_is_told_by_their_new_clock(quiet: Chat) -> None:
    await announce(quiet, **FAR)
    bo = quiet.someone("bo")
    await bo.says("start")
    await bo.presses("Change the time zone")
    await bo.sends(zone="Pacific/Auckland")
    bo.news()

    await _at(quiet, datetime(2026, 12, 3, 21, 30, tzinfo=UTC))  # 10:30 on Friday 4 December in Auckland

    assert len(_news(bo, "Friday 11 December, 8:00. That is Auckland time.")) == 1


async def test_a_month_later_an_organiser_who_told_nobody_is_asked_what_has_changed(quiet: Chat) -> None:
    await announce(quiet, day="2026-11-24")
    await _at(quiet, datetime(2026, 11, 25, 18, 30, tzinfo=UTC))
    await answer(quiet.someone("ann"), "Yes")
    rosa = quiet.someone("rosa")

    await _at(quiet, datetime(2026, 12, 24, 16, tzinfo=UTC))

    assert "They have not heard back yet. Has something changed?" in rosa.reads
    assert await rosa.presses("Tell everybody") == "Tell everybody"


async def test_a_month_later_who_told_everybody_is_not_asked(quiet: Chat) -> None:
    await announce(quiet, day="2026-11-24")
    await _at(quiet, datetime(2026, 11, 25, 18, 30, tzinfo=UTC))
    await answer(quiet.someone("ann"), "Yes")
    rosa = quiet.someone("rosa")
    await rosa.says("events")
    await rosa.presses("See Winter meeting")
    await rosa.presses("Tell everybody")
    await rosa.sends(heard="Too fast.", change="Slower.")

    await _at(quiet, datetime(2026, 12, 24, 16, tzinfo=UTC))

    assert _news(rosa, "Has something changed?") == []


async def test_the_form_holds_the_event_as_it_is(quiet: Chat) -> None:
    await announce(quiet, **FAR)
    rosa = await _open(quiet)

    await rosa.presses("Move it")

    held = {field.name: field.initial for field in rosa.form.fields}
    assert held == {name: {**FORM, **FAR}[name] for name in ("day", "start", "end", "zone")}


async def test_called_off_during_somebodys_break_they_hear_it_afterwards(quiet: Chat) -> None:
    await announce(quiet, day="2026-12-31")
    await _at(quiet, datetime(2026, 12, 24, 18, tzinfo=UTC))
    ann = quiet.someone("ann")
    await ann.says("pause until 29 December")
    ann.news()

    await (await _open(quiet)).presses("Call it off")
    await quiet.someone("rosa").presses("Yes, call it off")
    await _at(quiet, datetime(2026, 12, 29, 18, tzinfo=UTC))

    assert "set for Thursday 31 December, 14:00, is off" in ann.reads


async def test_whom_no_word_reaches_in_time_is_named_to_the_organiser(quiet: Chat) -> None:
    await announce(quiet, **FAR)
    await _at(quiet, WEEK_BEFORE)
    await quiet.someone("ann").says("pause 3 weeks")

    await _move(quiet, day="2026-12-11")

    assert "Not in time for: Ann Roy. Please call them." in quiet.someone("rosa").reads
