"""An organiser sets the rhythm: by a form or in their own words, and nothing changes before the Yes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.buttons import Button
from bot.inputs import Chose, FormErrors, Submitted
from bot.recurrence import to_local
from tests.bot.conversations.meeting import rows
from tests.chat import CIRCLE, Chat

PICKED = {"what": "check_in", "often": "week_2", "weekday": "TU", "time": "09:30", "until": ""}
ZONES = {"Ann Roy": "America/Toronto", "Bo Lind": "America/Vancouver", "Cléo Roy": "Europe/London"}


async def _coming(chat: Chat, kind: str = "check_in") -> dict[str, tuple[str, str]]:
    """Each person's rule, and when it comes round next by their own clock."""
    people = {row["id"]: row for row in await rows(chat, "person")}
    found = {}
    for row in await rows(chat, "schedule"):
        who: Any = people[row["person"]]
        due: Any = row["next_due"]
        if row["kind"] == kind and due:
            found[who["name"]] = (str(row["rule"]), f"{to_local(due, who['time_zone']):%a %d %b %H:%M}")
    return found


async def test_how_it_is_now_is_said_first(chat: Chat) -> None:
    reads = await chat.someone("rosa").says("check-in rhythm")

    assert "every second Tuesday at 10:00 for co-leads, and every 4 weeks for everybody else." in reads
    assert "“every second Tuesday at 9:30”" in reads
    assert "on the first Thursday of each month at 10:00" in await chat.someone("rosa").says("role rhythm")


async def test_a_typed_phrase_is_said_back_with_the_next_three_dates(chat: Chat) -> None:
    rosa = chat.someone("rosa")
    await rosa.says("rhythm")

    reads = await rosa.says("Every second Wednesday at 9:30")

    assert "Check-ins would go out every second Wednesday at 9:30." in reads
    for day in ("Wednesday 25 November, 9:30", "Wednesday 9 December, 9:30", "Wednesday 23 December, 9:30"):
        assert day in reads
    assert "Each person gets it at this time where they live." in reads
    assert rosa.labels() == ["Yes", "Change"]


async def test_nothing_changes_before_the_yes(chat: Chat) -> None:
    before = await _coming(chat)
    rosa = chat.someone("rosa")
    await rosa.says("rhythm")

    await rosa.says("every second Wednesday at 9:30")

    assert await _coming(chat) == before


async def test_with_a_yes_everybody_gets_it_at_that_time_where_they_live(chat: Chat) -> None:
    rosa = chat.someone("rosa")
    await rosa.says("rhythm")
    await rosa.says("every second Wednesday at 9:30")

    done = await rosa.presses("Yes")

    assert "Done. Check-ins go out every second Wednesday at 9:30." in done
    due = ("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "Wed 25 Nov 09:30")
    assert await _coming(chat) == dict.fromkeys(("Ann Roy", "Bo Lind", "Cléo Roy", "Rosa Lind"), due)


async def test_a_phrase_out_of_the_blue_is_enough(chat: Chat) -> None:
    rosa = chat.someone("rosa")

    assert "every Tuesday at 10:00" in await rosa.says("every Tuesday")
    assert "Is that in the morning or in the afternoon?" in await rosa.says("every Tuesday at 2")
    assert "Check-ins would go out" not in await rosa.says("daily")


async def test_in_french(chat: Chat) -> None:
    rosa = chat.someone("rosa")
    await rosa.says("en français")
    await rosa.says("rythme")

    reads = await rosa.says("le premier lundi du mois à 9 h")

    assert "le premier lundi de chaque mois à 9 h" in reads
    for day in ("lundi 7 décembre, 9 h", "lundi 4 janvier, 9 h", "lundi 1er février, 9 h"):
        assert day in reads
    await rosa.presses("Oui")
    assert {rule for rule, _ in (await _coming(chat)).values()} == {"FREQ=MONTHLY;BYDAY=+1MO"}


async def test_a_date_on_which_nothing_goes_out_is_marked(chat: Chat) -> None:
    people = [{**person, "region": "CA-ON"} for person in CIRCLE["people"]]
    community = {**CIRCLE["community"], "quiet_weeks": [["2026-12-28", "2027-01-03"]]}
    await chat.apply({**CIRCLE, "people": people, "community": community})
    rosa = chat.someone("rosa")
    chat.now = datetime(2026, 12, 20, 15, tzinfo=UTC)
    await rosa.says("rhythm")
    every_week = await rosa.says("every Friday at 11")
    await rosa.says("role rhythm")
    parts = await rosa.says("every Friday at 11")

    assert "Friday 25 December, 11:00 (a holiday: nothing is sent)" in every_week
    assert "Friday 1 January, 11:00 (a quiet week: nothing is sent)" in every_week
    assert "Friday 8 January, 11:00" in every_week
    assert "Friday 8 January, 11:00 (" not in every_week
    assert "Friday 25 December, 11:00 (a holiday: it comes later)" in parts


async def test_the_form_is_said_back_as_well(chat: Chat) -> None:
    rosa = chat.someone("rosa")
    await rosa.says("rhythm")

    await rosa.sends(**{**PICKED, "often": "nth_last", "weekday": "FR", "until": "2027-02-01"})

    reads = rosa.reads
    assert "on the last Friday of each month at 9:30 until 1 February 2027" in reads
    for day in ("Friday 27 November", "Friday 25 December", "Friday 29 January"):
        assert day in reads


async def test_the_same_form_sets_the_reminders_of_ones_part(chat: Chat) -> None:
    rosa = chat.someone("rosa")
    await rosa.says("rhythm")
    await rosa.sends(**{**PICKED, "what": "role", "often": "nth_2", "weekday": "MO"})

    await rosa.presses("Yes")

    assert set((await _coming(chat, "role")).values()) == {("FREQ=MONTHLY;BYDAY=+2MO", "Mon 14 Dec 09:30")}
    assert set((await _coming(chat)).values()) != {("FREQ=MONTHLY;BYDAY=+2MO", "Mon 14 Dec 09:30")}


async def test_change_opens_the_form_with_what_was_said(chat: Chat) -> None:
    rosa = chat.someone("rosa")
    await rosa.says("every second Wednesday at 9:30")

    await rosa.presses("Change")

    held = {field.name: field.initial for field in rosa.form.fields}
    assert held == {"what": "check_in", "often": "week_2", "weekday": "WE", "time": "09:30", "until": ""}


async def test_who_has_the_same_rule_already_keeps_their_phase(chat: Chat) -> None:
    """Ann, a co-lead, is due on 24 November and then on 8 December; only the time changes on the 25th."""
    chat.now = datetime(2026, 11, 25, 15, tzinfo=UTC)
    await chat.settle()
    rosa = chat.someone("rosa")

    reads = await rosa.says("every second Tuesday at 14:00")
    assert "Tuesday 8 December, 14:00" in reads
    assert "1 December" not in reads
    await rosa.presses("Yes")

    assert {when for _, when in (await _coming(chat)).values()} == {"Tue 08 Dec 14:00"}


async def test_only_another_time_of_day_moves_nobody_to_another_week(chat: Chat) -> None:
    chat.now = datetime(2026, 11, 25, 15, tzinfo=UTC)
    await chat.settle()
    rosa = chat.someone("rosa")
    await rosa.says("rhythm")
    await rosa.sends(**{**PICKED, "often": "usual", "time": "11:00"})
    await rosa.presses("Yes")

    coming = await _coming(chat)
    assert coming["Ann Roy"] == ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "Tue 08 Dec 11:00")
    assert coming["Cléo Roy"] == ("FREQ=WEEKLY;INTERVAL=4;BYDAY=TU", "Tue 22 Dec 11:00")


async def test_saying_the_same_again_changes_nothing(chat: Chat) -> None:
    rosa = chat.someone("rosa")
    for _ in range(2):
        await rosa.says("every second Wednesday at 9:30")
        await rosa.presses("Yes")
        kept = await _coming(chat)
        chat.now = datetime(2026, 12, 2, 15, tzinfo=UTC)

    assert {when for _, when in kept.values()} == {"Wed 25 Nov 09:30"}
    assert await _coming(chat) == kept


async def test_whoever_joins_later_keeps_step(chat: Chat) -> None:
    rosa, dan = chat.someone("rosa"), chat.someone("dan")
    await rosa.says("every second Wednesday at 9:30")
    await rosa.presses("Yes")
    chat.now = datetime(2026, 11, 27, 15, tzinfo=UTC)
    await chat.settle()

    await dan.says("start")

    assert (await _coming(chat))["Dan Okoro"][1] == "Wed 09 Dec 09:30"


async def test_a_first_date_is_one_that_everybody_on_earth_can_still_get(chat: Chat) -> None:
    """Monday 23:00 in Toronto is Tuesday afternoon in Auckland: "every Tuesday" begins a week later."""
    chat.now = datetime(2026, 11, 24, 4, tzinfo=UTC)

    reads = await chat.someone("rosa").says("every Tuesday at 9")

    assert "Tuesday 24 November" not in reads
    assert "Tuesday 1 December, 9:00" in reads


async def test_a_rhythm_with_an_end_ends(chat: Chat) -> None:
    rosa = chat.someone("rosa")
    reads = await rosa.says("every Tuesday at 9 until 1 December 2026")
    await rosa.presses("Yes")

    assert reads.count("Tuesday 1 December") + reads.count("Tuesday 24 November") == 2
    assert "Tuesday 8 December" not in reads
    await chat.until(datetime(2026, 12, 20, tzinfo=UTC))
    assert await _coming(chat) == {}


async def test_a_community_file_does_not_undo_what_was_chosen_in_chat(chat: Chat) -> None:
    rosa = chat.someone("rosa")
    await rosa.says("every second Wednesday at 9:30")
    await rosa.presses("Yes")
    kept = await _coming(chat)

    await chat.apply({**CIRCLE, "rhythm": {"check_in": {"weekday": "FR"}, "digest": {"weekday": "FR"}}})

    assert await _coming(chat) == kept
    assert {rule for rule, _ in (await _coming(chat, "digest")).values()} == {"FREQ=WEEKLY;INTERVAL=1;BYDAY=FR"}


REFUSED = {
    "every weekday": "Once a week is the most.",
    "every Saturday": "Please choose Monday to Friday.",
    "every Tuesday at 20:00": "between 9:00 and 17:00",
    "every Tuesday at 5 pm": "between 9:00 and 17:00",
    "every Tuesday at 2": "in the morning or in the afternoon?",
    "every Tuesday until 30 February 2027": "There is no such day.",
    "every Tuesday until 1 June 9999": "That year is too far away.",
    "every Tuesday until 1 June 2020": "That would never happen.",
    "monthly on the 31st": "Not every month has that day",
    "every Tuesday and Thursday": "Once a week is the most.",
    "every third Tuesday": "That could mean two things.",
    "Tuesday at 10": "How often should that be?",
    "every -1 weeks on Tuesday": "I am not sure what that means. Try “every second Tuesday at 9:30”",
    "when the moon is full": "I am not sure what that means.",
}


@pytest.mark.parametrize("typed", REFUSED)
async def test_what_cannot_be_is_said_kindly_and_nothing_is_guessed(chat: Chat, typed: str) -> None:
    before = await _coming(chat)
    rosa = chat.someone("rosa")
    await rosa.says("rhythm")

    assert REFUSED[typed] in await rosa.says(typed)
    assert rosa.labels() == ["Choose from a list"]
    assert await _coming(chat) == before


ANOTHER_LOOK = {
    "an unkind hour": ({"time": "20:00"}, "time"),
    "no time": ({"time": "soon"}, "time"),
    "a weekend": ({"weekday": "SA"}, "weekday"),
    "no weekday": ({"weekday": ""}, "weekday"),
    "30 February": ({"until": "2027-02-30"}, "until"),
    "the year 9999": ({"until": "9999-12-31"}, "until"),
    "an end that is over": ({"until": "2026-01-01"}, "until"),
    "an end of what is usual": ({"often": "usual", "until": "2027-01-01"}, "often"),
    "a choice that is none": ({"often": "hourly"}, "often"),
    "what is none": ({"what": "xx", "time": "20:00"}, "time"),
}


@pytest.mark.parametrize("case", ANOTHER_LOOK)
async def test_the_form_stays_open_with_a_sentence(chat: Chat, case: str) -> None:
    changed, field = ANOTHER_LOOK[case]
    rosa = chat.someone("rosa")
    await rosa.says("rhythm")

    reply = await rosa.sends(**{**PICKED, **changed})

    assert isinstance(reply, FormErrors)
    assert set(reply.errors) == {field}


@pytest.mark.parametrize("verb", ["rhythm.yes", "rhythm.form", "rhythm.picked"])
async def test_nobody_but_organisers_sets_it_whatever_they_forge(chat: Chat, verb: str) -> None:
    before = await _coming(chat)
    ann = chat.someone("ann")
    person: Any = next(row for row in await rows(chat, "person") if row["name"] == "Ann Roy")
    args = ("check_in", "FREQ=WEEKLY;INTERVAL=1;BYDAY=MO", "MO", "09:00")
    value = chat.app.buttons.pack(Button(verb, args, person["community"], person["id"]), chat.now)

    await chat.hear(Submitted(ann.source(), value, PICKED) if verb.endswith("picked") else Chose(ann.source(), value))

    assert "Only organisers can do that" in ann.reads
    assert "Only organisers" in await ann.says("rhythm")
    assert await _coming(chat) == before


async def test_a_member_who_types_a_rhythm_is_not_asked_about_one(chat: Chat) -> None:
    assert "Check-ins would go out" not in await chat.someone("ann").says("every second Tuesday at 9")


async def test_everybody_is_set_at_once(chat: Chat) -> None:
    people = [{"name": f"Person {n}", "time_zone": "America/Toronto", "consent": "yes"} for n in range(30)]
    await chat.apply({**CIRCLE, "people": [*CIRCLE["people"], *people]})
    rosa = chat.someone("rosa")
    await rosa.says("every second Wednesday at 9:30")

    await rosa.presses("Yes")

    assert len(await _coming(chat)) == 34


async def test_a_second_try_is_still_about_what_was_asked_for(chat: Chat) -> None:
    """Not understood once, the reminders of one's part do not turn into check-ins."""
    rosa = chat.someone("rosa")
    await rosa.says("role rhythm")
    await rosa.says("when the moon is full")

    assert "I would remind people of their part" in await rosa.says("the first Monday of the month")


async def test_after_a_refusal_a_word_is_looked_up_again(chat: Chat) -> None:
    rosa = chat.someone("rosa")
    await rosa.says("rhythm")
    await rosa.says("when the moon is full")

    assert "bias" in await rosa.says("what does risk of bias mean")


async def test_a_break_is_no_answer_to_the_question(chat: Chat) -> None:
    rosa = chat.someone("rosa")
    await rosa.says("rhythm")

    assert "You will hear nothing from me until Monday 14 December" in await rosa.says("pause 3 weeks")


async def test_a_text_about_times_only_is_no_question_about_a_word(chat: Chat) -> None:
    assert "Once a week is the most." in await chat.someone("rosa").says("every day at 9")
    assert "Once a week" not in await chat.someone("bo").says("every day at 9")
    assert "I am not sure what that means." in await chat.someone("rosa").says("every 0 weeks on Tuesday")
