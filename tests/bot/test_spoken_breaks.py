"""How long a break is, as people type it: for sure, or not at all."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pack import Pack
from bot.spoken_breaks import LONGEST, back_after, back_on, behind, is_no_day

MONDAY = date(2026, 11, 23)

BACK = {
    "3 weeks": date(2026, 12, 14),
    "for three weeks please": date(2026, 12, 14),
    "seven weeks": date(2027, 1, 11),
    "a week": date(2026, 11, 30),
    "for a month": date(2026, 12, 23),
    "10 days": date(2026, 12, 3),
    "fifteen days": date(2026, 12, 8),
    "365 days": date(2027, 11, 23),
    "until 15 March": date(2027, 3, 15),
    "until the 15th of march": date(2027, 3, 15),
    "till January 5, 2027": date(2027, 1, 5),
    "until 2026-12-24": date(2026, 12, 24),
    "until the end of June": date(2027, 7, 1),
    "until tomorrow": date(2026, 11, 24),
    "until Monday": date(2026, 11, 30),
    "until friady": date(2026, 11, 27),
    "de deux semaines": date(2026, 12, 7),
    "d'un mois": date(2026, 12, 23),
    "de quinze jours": date(2026, 12, 8),
    "pendant 10 jours": date(2026, 12, 3),
    "jusqu'au 3 avril": date(2027, 4, 3),
    "jusqu'au 1er avril": date(2027, 4, 1),
    "jusqu'à vendredi": date(2026, 11, 27),
    "jusqu'à demain svp": date(2026, 11, 24),
}

UNSURE = """
|0 weeks|-2 weeks|1000 weeks|99999999999999 days|366 days|2|3 hours|1.5 months|2 or 3 weeks|2-3 weeks|a few weeks
|2 months and 1 week|in 3 weeks|dans 3 semaines|next week|from tomorrow for 2 weeks|from 1 March for 2 weeks
|3 weeks and then until 15 March|3 weeks until 15 March|the second week of December|every week|weekly|tomorrow|Monday
|until yesterday|until 30 February|until 31 April|until 1 January 2020|until 31 December 9999|until 2035-01-01
|until 23 November 2026|until 03/04|until the end of the month|until next Friday|until Monday 9 am|until June
|until 3 weeks after my operation|until I feel better|forever|jusqu'à hier|jusqu'au 30 février|jusqu'à lundi prochain
"""


@pytest.mark.parametrize("typed", BACK)
def test_the_first_day_after_it(pack: Pack, typed: str) -> None:
    assert back_on(typed, pack.times, MONDAY) == BACK[typed]


@pytest.mark.parametrize("typed", UNSURE.replace("\n", "").split("|"))
def test_what_is_not_sure_is_not_guessed(pack: Pack, typed: str) -> None:
    assert back_on(typed, pack.times, MONDAY) is None


@pytest.mark.parametrize("typed", ["15 March", "March 15", "le 15 mars", "until 15 March", "2027-03-15"])
def test_as_an_answer_a_day_alone_is_the_end(pack: Pack, typed: str) -> None:
    assert back_after(typed, pack.times, MONDAY) == date(2027, 3, 15)
    assert back_after("Monday", pack.times, MONDAY) == date(2026, 11, 30)
    assert back_after("30 February", pack.times, MONDAY) is None


@pytest.mark.parametrize(
    "typed", ["30 February", "until February 30", "jusqu'au 31 février", "le 31 avril", "2027-02-30"]
)
def test_a_day_no_calendar_has(pack: Pack, typed: str) -> None:
    assert is_no_day(typed, pack.times, MONDAY)


@pytest.mark.parametrize(
    "typed", ["28 February", "next week", "2 weeks", "", "until Monday", "until 9999-01-01", "soon"]
)
def test_what_is_unclear_is_not_called_no_day(pack: Pack, typed: str) -> None:
    assert not is_no_day(typed, pack.times, MONDAY)


def test_the_longest_name_of_a_break_counts(pack: Pack) -> None:
    names = pack.commands["pause"]

    assert behind("Pause, 3 weeks", names) == "3 weeks"
    assert behind("J'ai besoin d'une pause de 2 semaines", names) == "de 2 semaines"
    assert behind("pausing is hard", names) is None
    assert behind("", names) is None


WORDS = "3 0 -1 two a week weeks semaines day months until jusqu'au till for in the 15 march février 2027 monday demain"
words = st.sampled_from(WORDS.split())


@given(st.text(max_size=80) | st.lists(words, max_size=8).map(" ".join), st.dates(date(2026, 1, 1), date(2030, 12, 31)))
def test_any_text_ends_within_a_year_or_is_asked_about(pack: Pack, typed: str, today: date) -> None:
    day = back_on(typed, pack.times, today)

    assert day is None or today < day <= today + timedelta(days=LONGEST)
