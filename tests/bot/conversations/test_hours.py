"""When people like to be written to: one sentence, or a form; and it is kept to."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from bot import content, hours
from bot.hours import Hours
from bot.inputs import FormErrors
from bot.spoken_hours import NoHours, understand
from bot.store import tables as t
from tests.bot.conversations.meeting import rows
from tests.chat import Chat, Someone

PACK = content.load()
TUESDAY = datetime(2026, 11, 24, 15, tzinfo=UTC)


def _hours(typed: str, now: Hours = hours.USUAL) -> tuple[str, str, str] | None:
    found = understand(typed, PACK.hours, now)
    if found is None:
        return None
    days = "".join("MTWtF"[day] for day in sorted(found.days))
    return f"{found.opens:%H:%M}", f"{found.closes:%H:%M}", days


@pytest.mark.parametrize(
    ("typed", "opens", "closes", "days"),
    [
        ("mornings only", "09:00", "12:00", "MTWtF"),
        ("Mornings only, please!", "09:00", "12:00", "MTWtF"),
        ("le matin seulement", "09:00", "12:00", "MTWtF"),
        ("uniquement l'après-midi", "12:00", "17:00", "MTWtF"),
        ("not before 10", "10:00", "17:00", "MTWtF"),
        ("not before 10:30", "10:30", "17:00", "MTWtF"),
        ("pas avant 10 h", "10:00", "17:00", "MTWtF"),
        ("Pas avant 10 h 30.", "10:30", "17:00", "MTWtF"),
        ("not after 3", "09:00", "15:00", "MTWtF"),
        ("pas après 16 h", "09:00", "16:00", "MTWtF"),
        ("after 2 pm", "14:00", "17:00", "MTWtF"),
        ("avant midi seulement", "09:00", "12:00", "MTWtF"),
        ("between 10 and 3", "10:00", "15:00", "MTWtF"),
        ("entre 10 h et 15 h", "10:00", "15:00", "MTWtF"),
        ("only Tuesdays and Thursdays", "09:00", "17:00", "Tt"),
        ("seulement le mardi et le jeudi", "09:00", "17:00", "Tt"),
        ("évitez le vendredi", "09:00", "17:00", "MTWt"),
        ("EVITEZ LE VENDREDI", "09:00", "17:00", "MTWt"),
        ("not on Fridays", "09:00", "17:00", "MTWt"),
        ("pas le lundi ni le mardi", "09:00", "17:00", "WtF"),
        ("Tuesday mornings only", "09:00", "12:00", "T"),
        ("only mornings, not on Mondays", "09:00", "12:00", "TWtF"),
        ("not on Mondays, mornings only", "09:00", "12:00", "TWtF"),
        ("mornings only, not before 10", "10:00", "12:00", "MTWtF"),
        ("not before 10, only mornings", "10:00", "12:00", "MTWtF"),
        ("not before 10 in the morning", "10:00", "17:00", "MTWtF"),
        ("I prefer mornings", "09:00", "12:00", "MTWtF"),
        ("afternoons are better for me", "12:00", "17:00", "MTWtF"),
        ("mornigns only", "09:00", "12:00", "MTWtF"),
        ("not in the morning", "12:00", "17:00", "MTWtF"),
        ("pas le matin", "12:00", "17:00", "MTWtF"),
        ("le matin c'est mieux", "09:00", "12:00", "MTWtF"),
        ("only evenings", "17:00", "21:00", "MTWtF"),
        ("only in the evening", "17:00", "21:00", "MTWtF"),
        ("from 10 to 3", "10:00", "15:00", "MTWtF"),
        ("from 10 until noon", "10:00", "12:00", "MTWtF"),
        ("de 10 h à 15 h", "10:00", "15:00", "MTWtF"),
        ("pas avant 2 h", "14:00", "17:00", "MTWtF"),
        ("not before 9.30", "09:30", "17:00", "MTWtF"),
        ("don't message me before 11", "11:00", "17:00", "MTWtF"),
        ("tuesdays & thursdays only", "09:00", "17:00", "Tt"),
        ("only Tuesdays, any time", "09:00", "17:00", "T"),
        ("not on fridys", "09:00", "17:00", "MTWt"),
        ("I can't on Tuesdays", "09:00", "17:00", "MWtF"),
        ("je ne suis pas disponible le mardi", "09:00", "17:00", "MWtF"),
        ("weekdays except Wednesday", "09:00", "17:00", "MTtF"),
        ("pas la fin de semaine", "09:00", "17:00", "MTWtF"),
    ],
)
def test_hours_as_people_say_them(typed: str, opens: str, closes: str, days: str) -> None:
    assert _hours(typed) == (opens, closes, days)


@pytest.mark.parametrize(
    "typed",
    [
        "", "only", "not", "morning", "good morning", "Tuesday", "what is a cohort study?", "not before",
        "before the meeting", "no", "and", "only if I want", "pas", "not before 10 and a half", "mornings only \x00",
        "only tuesdays " * 40, "§$%&", "pas avant la rencontre",
    ],
)  # fmt: skip
def test_what_is_not_understood_for_sure_is_not_guessed(typed: str) -> None:
    assert _hours(typed) is None


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("only Tuesday mornings and Thursday afternoons", "not_understood"),
        ("mornings on Tuesday and afternoons on Thursday only", "not_understood"),
        ("Tuesday mornings", "not_understood"), ("mardi matin", "not_understood"),
        ("not Tuesday mornings", "not_understood"), ("pas le mardi matin", "not_understood"),
        ("not on Tuesdays after 2", "not_understood"), ("not mornings on Tuesdays", "not_understood"),
        ("Mondays no, Tuesdays only", "not_understood"), ("not mornings only", "not_understood"),
        ("no mornings and no afternoons", "not_understood"), ("not between 10 and 12", "not_understood"),
        ("not before 10 mornings", "not_understood"),
        ("mornings only, not before 14", "bad_span"), ("not before 4 and not after 10", "bad_span"),
        ("between 10 and 10", "bad_span"), ("between 3 and 10", "bad_span"),
        ("not before 25", "no_such_time"), ("pas avant 26 h", "no_such_time"), ("not before 10:99", "no_such_time"),
        ("after 10 pm", "no_hour"), ("between midnight and 4", "no_hour"), ("not after midnight", "no_hour"),
        ("only weekends", "no_day"), ("only Fridays, not on Fridays", "no_day"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_asked_about(typed: str, key: str) -> None:
    with pytest.raises(NoHours) as none:
        understand(typed, PACK.hours, hours.USUAL)

    assert none.value.key == f"hours.{key}"


async def test_what_is_not_clear_offers_the_form(chat: Chat) -> None:
    ann = chat.someone("ann")

    assert "I am not sure which hours you mean." in await ann.says("only Tuesday mornings and Thursday afternoons")
    assert ann.labels() == ["My time and hours"]
    assert [row["hours"] for row in await rows(chat, "person") if row["name"] == "Ann Roy"] == [{}]


@settings(deadline=None)
@given(st.text() | st.lists(st.sampled_from(
    ["only", "not", "before", "after", "10", "2", "pm", "monday", "mardi", "et", "and", "matin", "pas", ":", "h"]
)).map(" ".join))  # fmt: skip
def test_any_text_leaves_hours_that_can_be_kept(typed: str) -> None:
    try:
        found = understand(typed, PACK.hours, hours.USUAL)
    except NoHours as none:
        found = dict.fromkeys(PACK.phrases)[none.key]
    assert found is None or (hours.spans(found) and found.days <= hours.WORKDAYS)


def test_one_wish_comes_on_top_of_the_other() -> None:
    mornings = understand("mornings only", PACK.hours, hours.USUAL)
    assert mornings is not None

    assert _hours("only on Mondays", mornings) == ("09:00", "12:00", "M")
    assert _hours("not before 13", mornings) == ("13:00", "17:00", "MTWtF")
    assert _hours("any time", mornings) == ("09:00", "17:00", "MTWtF")
    assert _hours("any day", Hours(days=frozenset({1}))) == ("09:00", "17:00", "MTWtF")


async def test_it_says_back_what_counts_now(chat: Chat) -> None:
    ann = chat.someone("ann")

    assert await ann.says("only Tuesdays and Thursdays") == (
        "Noted. From now on I write first only on Tuesdays and Thursdays, between 9:00 and 17:00, on Toronto time."
    )
    assert "between 10:30 and 17:00" in await ann.says("not before 10:30")
    assert "on Tuesdays and Thursdays, between 10:30 and 17:00" in await ann.says("settings")


async def test_in_french_too(chat: Chat) -> None:
    cleo = chat.someone("cleo")

    reads = await cleo.says("évitez le vendredi")
    later = await cleo.says("pas avant 10 h 30")

    assert "le lundi, le mardi, le mercredi et le jeudi, entre 9 h et 17 h, à l'heure de Londres" in reads
    assert "entre 10 h 30 et 17 h" in later


@pytest.mark.parametrize(
    ("typed", "reads"),
    [("only on Saturdays", "I never write first on weekends"), ("not before 22:00", "between 21:00 and 8:00")],
)
async def test_a_wish_that_leaves_no_time_is_answered_kindly(chat: Chat, typed: str, reads: str) -> None:
    assert reads in await chat.someone("ann").says(typed)
    assert {str(row["hours"]) for row in await rows(chat, "person")} == {"{}"}


async def test_a_stranger_has_no_hours(chat: Chat) -> None:
    assert "nothing to change" in await chat.someone("nobody").says("mornings only")


async def test_the_check_in_keeps_to_them(chat: Chat) -> None:
    ann = chat.someone("ann")
    await ann.says("afternoons only")
    ann.news()
    await chat.until(datetime(2026, 11, 24, 16, 59, tzinfo=UTC))
    before = ann.news()
    await chat.until(datetime(2026, 11, 24, 17, tzinfo=UTC))

    assert before == []
    assert "Two taps" in ann.news()[0]


async def test_a_day_they_do_not_like_is_passed_over(chat: Chat) -> None:
    ann = chat.someone("ann")
    await ann.says("not on Tuesdays")
    ann.news()
    await chat.until(datetime(2026, 11, 25, tzinfo=UTC))
    assert ann.news() == []

    await chat.until(datetime(2026, 11, 26, tzinfo=UTC))
    assert ["Two taps" in text for text in ann.news()] == [True]  # on Wednesday: tests/bot/test_own_days.py


async def _opened(chat: Chat) -> Someone:
    """Ann, with the form before her."""
    ann = chat.someone("ann")
    await ann.says("settings")
    assert await ann.presses("My time and hours") == "My time and hours"
    return ann


async def test_the_form_knows_how_things_stand_and_keeps_everything(chat: Chat) -> None:
    await chat.someone("ann").says("not on Fridays")
    ann = await _opened(chat)
    fields = {field.name: field.initial for field in ann.form.fields}
    await ann.sends(zone="America/Halifax", days=("MO", "WE"), region="CA-NS", **{"from": "10:00", "to": "15:30"})

    assert fields == {
        "zone": "America/Toronto", "days": ("MO", "TU", "WE", "TH"), "from": "09:00", "to": "17:00", "region": "none",
    }  # fmt: skip
    assert "only on Mondays and Wednesdays, between 10:00 and 15:30, on Halifax time" in ann.reads
    assert "Holidays in Nova Scotia stay quiet as well." in ann.reads
    [row] = [row for row in await rows(chat, "person") if row["name"] == "Ann Roy"]
    assert (row["time_zone"], row["region"], row["zone_confirmed"]) == ("America/Halifax", "CA-NS", True)
    assert row["hours"] == {"from": "10:00", "to": "15:30", "days": ["MO", "WE"]}


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("zone", "Mars/Olympus", "Please choose a city from the list."),
        ("region", "XX", "Please choose a place from the list."),
        ("from", "soon", "Please write a time such as 10:00."),
        ("to", "08:00", "This leaves no time between 8:00 and 21:00. Please choose later than the first time."),
        ("days", (), "I never write first on weekends. Which of Monday to Friday would be good?"),
        ("days", ("SA",), "I never write first on weekends. Which of Monday to Friday would be good?"),
    ],
)
async def test_what_cannot_be_is_asked_for_again(
    chat: Chat, field: str, value: str | tuple[str, ...], sentence: str
) -> None:
    ann = await _opened(chat)
    good = {"zone": "America/Toronto", "days": ("MO",), "from": "09:00", "to": "12:00", "region": "none"}

    reply = await ann.sends(**{**good, field: value})

    assert isinstance(reply, FormErrors)
    assert reply.errors == {field: sentence}
    assert reply.form.fields[1].initial == (value if field == "days" else ("MO",))


async def test_a_region_that_is_not_offered_stays_what_it_was(chat: Chat) -> None:
    async with chat.app.store.write() as tx:
        await tx.execute(update(t.person).where(t.person.c.name == "Ann Roy").values(region="JP"))
    ann = await _opened(chat)

    region = next(field for field in ann.form.fields if field.name == "region")
    assert (region.initial, region.options[1].label) == ("JP", "JP")


def test_hours_are_stored_as_little_as_possible() -> None:
    assert hours.stored(hours.USUAL) == {}
    assert hours.stored(Hours(time(10), time(17))) == {"from": "10:00", "to": "17:00"}


@pytest.mark.parametrize(
    "text",
    ["my hours", "Change my hours", "mornings", "afternoons", "evenings", "noon", "Tuesdays", "le matin", "midi"],
)
async def test_hours_half_said_are_asked_about_with_the_form(chat: Chat, text: str) -> None:
    ann = chat.someone("ann")

    said = await ann.says(text)

    assert said.startswith("I write first from Monday to Friday, between 9:00 and 17:00, on Toronto time.")
    assert "type mornings only or not on Fridays" in said
    assert ann.labels() == ["My time and hours"]


@pytest.mark.parametrize("text", ["mes heures", "l'après-midi"])
async def test_hours_half_said_in_french(chat: Chat, text: str) -> None:
    assert "écrivez le matin seulement" in await chat.someone("cleo").says(text)


async def test_hours_after_stop_are_kept_for_later(chat: Chat) -> None:
    ann = chat.someone("ann")
    await ann.says("stop")

    assert "Your hours are noted for then." in await ann.says("mornings only")
    assert "I write first" not in await ann.says("settings")
