"""An organiser makes an event by a form, in the chat."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from bot.buttons import Button
from bot.inputs import Chose, FormErrors, Submitted
from bot.messages import Form
from bot.recurrence import to_local
from bot.store import tables as t
from tests.bot.conversations.meeting import FORM, announce, rows
from tests.chat import Chat

EVENT = "Please choose a time, such as 14:00."
ANOTHER_LOOK = {
    "no name": ({"title": "  "}, {"title": "Please give it a name."}),
    "a day that is none": ({"day": "next week"}, {"day": "Please choose a day, such as 2026-12-01."}),
    "a year far away": ({"day": "9999-12-31"}, {"day": "Please choose a day, such as 2026-12-01."}),
    "a day long ago": ({"day": "0001-01-01"}, {"day": "Please choose a day, such as 2026-12-01."}),
    "a day that is over": ({"day": "2026-11-20"}, {"day": "That day is over. Please choose one to come."}),
    "the 30th of February": ({"day": "2027-02-30"}, {"day": "Please choose a day, such as 2026-12-01."}),
    "no start": ({"start": ""}, {"start": EVENT}),
    "an end that is no time": ({"end": "25:99"}, {"end": EVENT}),
    "an end before the start": ({"end": "13:00"}, {"end": "It must end after it starts."}),
    "an end at the start": ({"end": "14:00"}, {"end": "It must end after it starts."}),
    "an end before the start, as that hour is skipped": (
        {"day": "2027-03-14", "start": "02:30", "end": "03:15"},
        {"end": "It must end after it starts."},
    ),
    "a zone that is none": ({"zone": "Mars/Olympus"}, {"zone": "Please choose a city from the list."}),
    "a path for a zone": ({"zone": "../../etc/passwd"}, {"zone": "Please choose a city from the list."}),
    "nobody": ({"invited": ()}, {"invited": "Please choose at least one team with people in it."}),
    "a team that is none": ({"invited": ("x",)}, {"invited": "Please choose at least one team with people in it."}),
}


async def test_every_kind_of_bad_input_gets_a_kind_sentence_and_makes_nothing(chat: Chat) -> None:
    rosa = chat.someone("rosa")
    await rosa.says("new event")

    for case, (changed, sentences) in ANOTHER_LOOK.items():
        reply = await rosa.sends(**{**FORM, **changed})
        assert isinstance(reply, FormErrors), case
        assert reply.errors == sentences, case
    assert await rows(chat, "event") == []


async def test_what_was_typed_is_kept_beside_the_sentence(chat: Chat) -> None:
    rosa = chat.someone("rosa")
    await rosa.says("new event")

    reply = await rosa.sends(**{**FORM, "title": "Spring talk", "end": "13:00", "zone": "Mars/Olympus"})

    assert isinstance(reply, FormErrors)
    held = {field.name: field.initial for field in reply.form.fields}
    assert held == {
        **FORM,
        "title": "Spring talk",
        "end": "13:00",
        "zone": "America/Toronto",
        "agenda": "",
        "asked": "next_day",
    }


async def test_a_form_with_nothing_in_it_asks_for_everything(chat: Chat) -> None:
    rosa = chat.someone("rosa")
    await rosa.says("new event")

    reply = await rosa.sends()

    assert isinstance(reply, FormErrors)
    assert set(reply.errors) == {"title", "day", "start", "end", "zone", "invited"}


async def test_the_organiser_hears_what_was_made_and_what_comes_next(chat: Chat) -> None:
    await announce(chat)

    reads = chat.someone("rosa").reads
    assert "Winter meeting is set for Tuesday 24 November, 14:00 (Toronto time). 5 people are invited." in reads
    assert "for you Wednesday 25 November, 10:00, or the week after if that week is taken." in reads


async def test_one_team_can_be_invited(chat: Chat) -> None:
    rosa = chat.someone("rosa")
    await rosa.says("new event")
    form = next(block for block in rosa.last.blocks if isinstance(block, Form))
    team = next(o.value for f in form.fields for o in f.options if o.label == "Steady Hearts")

    await rosa.sends(**{**FORM, "invited": (team,)})

    assert "2 people are invited" in rosa.reads


async def test_sending_the_form_twice_makes_one_event_each_time_it_was_meant(chat: Chat) -> None:
    await announce(chat)
    sent = Submitted(chat.someone("rosa").source(event="same"), await _forged(chat, "rosa", "event.make"), FORM)
    await chat.hear(sent)
    await chat.hear(sent)

    assert len(await rows(chat, "event")) == 2


async def test_a_start_in_the_skipped_hour_moves_on_by_the_gap(chat: Chat) -> None:
    await announce(chat, day="2027-03-14", start="02:30", end="04:30")

    (event,) = await rows(chat, "event")
    assert event["starts_at"] == datetime(2027, 3, 14, 7, 30, tzinfo=UTC)


async def _forged(chat: Chat, user: str, verb: str, *args: str) -> str:
    """A well-signed value of this person's own, as if they had found a way to make one."""
    people = {row["name"]: row for row in await rows(chat, "person")}
    name = {"rosa": "Rosa Lind", "ann": "Ann Roy"}[user]
    button = Button(verb, args, str(people[name]["community"]), str(people[name]["id"]))
    return chat.app.buttons.pack(button, chat.now)


@pytest.mark.parametrize("how", ["new event", "events"])
async def test_only_organisers_get_the_form_or_the_list(chat: Chat, how: str) -> None:
    reads = await chat.someone("ann").says(how)

    assert "Only organisers can do that" in reads


async def test_a_non_organiser_makes_no_event_whatever_value_they_forge(chat: Chat) -> None:
    ann = chat.someone("ann")
    await chat.hear(Submitted(ann.source(), await _forged(chat, "ann", "event.make"), FORM))
    sent = ann.reads
    await chat.hear(Chose(ann.source(), await _forged(chat, "ann", "event.form"), None, "trigger"))

    assert "Only organisers" in sent
    assert "Only organisers" in ann.reads
    assert await rows(chat, "event") == []


async def test_where_no_form_opens_it_stands_in_the_message(formless: Chat) -> None:
    rosa = formless.someone("rosa")
    await rosa.says("events")
    await rosa.says("make an event")

    await rosa.sends(**FORM)

    assert "5 people are invited" in rosa.reads


async def test_the_questions_can_come_two_hours_after_the_end(chat: Chat) -> None:
    """At 15:30 of the same day in Toronto; where it is too late by then, at nine the next morning."""
    async with chat.app.store.write() as tx:
        await tx.execute(update(t.community).values(prompts_a_week=7))
    await announce(chat, start="12:00", end="13:30", asked="soon")
    assert "For you that is Tuesday 24 November, 15:30." in chat.someone("rosa").reads

    await chat.until(datetime(2026, 11, 25, 16, tzinfo=UTC))

    asked = {str(r["person"]): r for r in await rows(chat, "delivery") if r["kind"] == "feedback"}
    names = {str(p["id"]): str(p["name"]) for p in await rows(chat, "person")}
    zones = {"Ann Roy": "America/Toronto", "Bo Lind": "America/Vancouver", "Cléo Roy": "Europe/London"}
    when = {names[who]: to_local(r["done_at"], zones[names[who]]) for who, r in asked.items() if names[who] in zones}  # type: ignore[arg-type]
    assert {name: f"{at:%a %H:%M}" for name, at in when.items()} == {
        "Ann Roy": "Tue 15:30", "Bo Lind": "Tue 12:30", "Cléo Roy": "Wed 09:00",
    }  # fmt: skip


async def test_what_is_moved_keeps_its_two_hours(chat: Chat) -> None:
    await announce(chat, day="2026-12-10", start="12:00", end="13:30", asked="soon")
    rosa = chat.someone("rosa")
    await rosa.says("change event")
    await rosa.presses("Winter meeting")
    await rosa.presses("Move it")
    await rosa.sends(day="2026-12-11", start="10:00", end="11:00", zone="America/Toronto")

    due = {r["next_due"] for r in await rows(chat, "schedule") if r["kind"] == "feedback"}
    assert due == {datetime(2026, 12, 11, 18, tzinfo=UTC)}


async def test_a_choice_nobody_offered_is_the_usual_one(chat: Chat) -> None:
    await announce(chat, asked="whenever")

    assert "at 10:00 where each person lives" in chat.someone("rosa").reads
