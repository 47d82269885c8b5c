"""What people type about a rhythm: understood for sure, or not at all."""

# ruff: noqa: DTZ001 - local times are naive on purpose

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import pace, recurrence
from bot.pace import LAST, LATEST_DAY, Pace
from bot.pack import Pack
from bot.recurrence import WEEKDAYS, BadRule
from bot.spoken_rules import Spoken, in_words, understand

MONDAY = date(2026, 11, 23)
TUESDAYS = Pace("TU", weeks=2)

UNDERSTOOD = {
    "every second Tuesday at 9": Spoken(TUESDAYS, time(9)),
    "Every 2nd Tuesday, 9:30 a.m., please": Spoken(TUESDAYS, time(9, 30)),
    "every other Tuesday": Spoken(TUESDAYS, None),
    "every other week on Tuesday at 9:30": Spoken(TUESDAYS, time(9, 30)),
    "every two weeks on Tuesdays at ten": Spoken(TUESDAYS, time(10)),
    "at 9:30 every 2 weeks on Tue": Spoken(TUESDAYS, time(9, 30)),
    "fortnightly on Tuesday": Spoken(TUESDAYS, None),
    "every week on Tuesday at noon": Spoken(Pace("TU", weeks=1), time(12)),
    "Tuesdays at 2 pm": Spoken(Pace("TU", weeks=1), time(14)),
    "weekly on Friday at 10 o'clock": Spoken(Pace("FR", weeks=1), time(10)),
    "every 3 weeks on Thursday": Spoken(Pace("TH", weeks=3), None),
    "every third week on Thursday": Spoken(Pace("TH", weeks=3), None),
    "every wensday at noon": Spoken(Pace("WE", weeks=1), time(12)),
    "evry teusday at 9.30": Spoken(Pace("TU", weeks=1), time(9, 30)),
    "every tuesday @ 9am": Spoken(Pace("TU", weeks=1), time(9)),
    "Tuesdays at half past nine": Spoken(Pace("TU", weeks=1), time(9, 30)),
    "every Tuesday at half past two in the afternoon": Spoken(Pace("TU", weeks=1), time(14, 30)),
    "every week on Wednesday at quarter past 10": Spoken(Pace("WE", weeks=1), time(10, 15)),
    "every 15th of the month at 10": Spoken(Pace(day=15), time(10)),
    "could you do every other Thursday at 2 pm please?": Spoken(Pace("TH", weeks=2), time(14)),
    "every Tuesday until the end of June": Spoken(Pace("TU", weeks=1, until=date(2027, 6, 30)), None),
    "every Tuesday until end of February 2028": Spoken(Pace("TU", weeks=1, until=date(2028, 2, 29)), None),
    "tout les mardis a 9h": Spoken(Pace("TU", weeks=1), time(9)),
    "chaque merdredi à 10h": Spoken(Pace("WE", weeks=1), time(10)),
    "tous les mardis à neuf heures et demie": Spoken(Pace("TU", weeks=1), time(9, 30)),
    "tous les jeudis à midi et demi": Spoken(Pace("TH", weeks=1), time(12, 30)),
    "tous les 15 du mois à midi": Spoken(Pace(day=15), time(12)),
    "tous les quinze jours le lundi à 10 h": Spoken(Pace("MO", weeks=2), time(10)),
    "chaque mardi jusqu'à la fin juin": Spoken(Pace("TU", weeks=1, until=date(2027, 6, 30)), None),
    "first Monday of the month": Spoken(Pace("MO", nth=1), None),
    "last Friday of every month at 2 pm": Spoken(Pace("FR", nth=LAST), time(14)),
    "the second Tuesday of each month": Spoken(Pace("TU", nth=2), None),
    "every second Tuesday of the month": Spoken(Pace("TU", nth=2), None),
    "monthly on the third Wednesday at 9 in the morning": Spoken(Pace("WE", nth=3), time(9)),
    "once a month on the last Friday": Spoken(Pace("FR", nth=LAST), None),
    "monthly on the 15th": Spoken(Pace(day=15), None),
    "on the 15th of each month at 12:15 pm": Spoken(Pace(day=15), time(12, 15)),
    "the first of every month": Spoken(Pace(day=1), None),
    "every Tuesday until 30 June 2027": Spoken(Pace("TU", weeks=1, until=date(2027, 6, 30)), None),
    "every Tuesday at 9 until June 30, 2027": Spoken(Pace("TU", weeks=1, until=date(2027, 6, 30)), time(9)),
    "every Tuesday until 2027-06-30 at 9": Spoken(Pace("TU", weeks=1, until=date(2027, 6, 30)), time(9)),
    "every Tuesday until 1st March": Spoken(Pace("TU", weeks=1, until=date(2027, 3, 1)), None),
    "every Tuesday until 24 November": Spoken(Pace("TU", weeks=1, until=date(2026, 11, 24)), None),
    "le premier lundi du mois": Spoken(Pace("MO", nth=1), None),
    "Tous les premiers lundis du mois à 10 h": Spoken(Pace("MO", nth=1), time(10)),
    "le 1er lundi de chaque mois": Spoken(Pace("MO", nth=1), None),
    "aux deux semaines le mardi à 9 h": Spoken(TUESDAYS, time(9)),
    "à toutes les 2 semaines, le mardi, à 9h30": Spoken(TUESDAYS, time(9, 30)),
    "une semaine sur deux le mardi": Spoken(TUESDAYS, None),
    "un mardi sur deux à midi": Spoken(TUESDAYS, time(12)),
    "tous les deuxièmes mardis": Spoken(TUESDAYS, None),
    "chaque deuxième mardi": Spoken(TUESDAYS, None),
    "le mardi aux deux semaines": Spoken(TUESDAYS, None),
    "chaque mardi à 9 h 15 du matin": Spoken(Pace("TU", weeks=1), time(9, 15)),
    "tous les mardis à 2 h de l'après-midi": Spoken(Pace("TU", weeks=1), time(14)),
    "le dernier vendredi du mois à 14 h 30": Spoken(Pace("FR", nth=LAST), time(14, 30)),
    "le 15 de chaque mois": Spoken(Pace(day=15), None),
    "chaque mardi jusqu’au 30 juin 2027": Spoken(Pace("TU", weeks=1, until=date(2027, 6, 30)), None),
    "chaque mardi jusqu'au 1er août": Spoken(Pace("TU", weeks=1, until=date(2027, 8, 1)), None),
}

REFUSED = {
    "every weekday": "at_most_weekly",
    "daily at 9": "at_most_weekly",
    "tous les jours à 9 h": "at_most_weekly",
    "twice a week on Tuesday": "at_most_weekly",
    "every Tuesday at 2": "which_half",
    "every Tuesday at 2:30": "which_half",
    "every Tuesday at 25:00": "no_such_time",
    "every Tuesday at 9:75": "no_such_time",
    "every Tuesday at 13 pm": "no_such_time",
    "chaque mardi à 99 h": "no_such_time",
    "every Tuesday until 30 February 2027": "no_such_day",
    "every Tuesday until 2027-02-30": "no_such_day",
    "chaque mardi jusqu'au 31 avril 2027": "no_such_day",
    "every Tuesday until 1 June 9999": "bad_year",
    "every Tuesday until 9999-12-31": "bad_year",
    "every Tuesday until 1 June 26": "bad_year",
    "on the 31st of each month": "day_too_late",
    "monthly on the 45th": "no_such_day",
    "every 99 weeks on Tuesday": "not_understood",
    "every 0 weeks on Tuesday": "not_understood",
    # Two meanings, or none: nobody guesses.
    "Tuesday": "how_often",
    "on Tuesday at 9": "how_often",
    "le mardi": "how_often",
    "biweekly on Tuesday": "how_often",
    "bimensuel le mardi": "how_often",
    "every first Monday": "weeks_or_month",
    "every last Monday": "weeks_or_month",
    "second Tuesday": "weeks_or_month",
    "every third Wednesday at 10": "weeks_or_month",
    "chaque quatrième jeudi": "weeks_or_month",
    "every Tuesday and Thursday": "at_most_weekly",
    "les mardis et jeudis": "at_most_weekly",
    "every -1 weeks on Tuesday": "not_understood",
    "every Tuesday at -9": "not_understood",
    "every fourty weeks on Tuesday": "not_understood",
    "every munday": "not_understood",
    "2 months": "not_understood",
    "3 mois": "not_understood",
    "first month": "not_understood",
    "every 2 months": "not_understood",
    "every 2nd month": "not_understood",
    "every second": "not_understood",
    "every 1.5 weeks on Tuesday": "not_understood",
    "every Tuesday at half past two": "which_half",
    "tous les mardis à deux heures et quart": "which_half",
    "every Tuesday until yesterday": "not_understood",
    "every Tuesday for 6 weeks": "not_understood",
    "every Tuesday except in July": "not_understood",
    "not every Tuesday": "not_understood",
    "every Tuesday 9": "not_understood",
    "every Tuesday at 9 at 10": "not_understood",
    "every Tuesday until June": "not_understood",
    "deux mardis sur deux": "not_understood",
    "every month": "not_understood",
    "every вторник Tuesday": "not_understood",
    "every Tuesday 🙂": "not_understood",
    "every Tuesday\x00": "not_understood",
    "what does risk of bias mean": "not_understood",
    "": "not_understood",
    "at 9": "not_understood",
    "until 30 June 2027": "not_understood",
    "every Tuesday " * 50: "not_understood",
}


@pytest.mark.parametrize("typed", UNDERSTOOD)
def test_understood(pack: Pack, typed: str) -> None:
    assert understand(typed, pack.times, MONDAY) == UNDERSTOOD[typed]


@pytest.mark.parametrize("typed", REFUSED)
def test_refused_with_a_sentence(pack: Pack, typed: str) -> None:
    with pytest.raises(BadRule) as refusal:
        understand(typed, pack.times, MONDAY)

    assert refusal.value.key == f"rhythm.{REFUSED[typed]}"
    assert refusal.value.key in pack.phrases


def test_what_is_not_understood_gets_two_examples_that_are(pack: Pack) -> None:
    for key in ("rhythm.not_understood", "rhythm.how_often", "rhythm.weeks_or_month"):
        for lang, quotes in (("en", "“”"), ("fr", "«»")):
            examples = [part.split(quotes[1])[0].strip() for part in pack.text(key, lang).split(quotes[0])[1:]]
            assert len(examples) == 2
            assert all(understand(example, pack.times, MONDAY) for example in examples)


untils = st.none() | st.dates(date(2026, 12, 1), date(2100, 12, 31))
paces = st.one_of(
    st.builds(Pace, st.sampled_from(WEEKDAYS), weeks=st.integers(1, pace.MOST_WEEKS), until=untils),
    st.builds(Pace, st.sampled_from(WEEKDAYS), nth=st.sampled_from((1, 2, 3, 4, LAST)), until=untils),
    st.builds(Pace, day=st.integers(1, LATEST_DAY), until=untils),
)
clocks = st.none() | st.builds(time, st.integers(0, 23), st.integers(0, 59))


@given(paces, clocks, st.sampled_from(("en", "fr")))
def test_what_is_said_back_can_be_typed_and_means_the_same(
    pack: Pack, pace: Pace, clock: time | None, lang: str
) -> None:
    said = in_words(pack, lang, pace, clock)

    assert understand(said, pack.times, MONDAY) == Spoken(pace, clock), said


@given(paces)
def test_a_pace_is_its_rule(pace_: Pace) -> None:
    assert pace.read(pace_.rule()) == pace_


@given(paces, st.datetimes(datetime(2026, 12, 1), datetime(2027, 12, 31)))
def test_a_pace_comes_where_it_says(pace_: Pace, start: datetime) -> None:
    found = recurrence.due_dates(pace_.rule(), start.replace(microsecond=0), None, 12)

    assert all(pace_.until is None or when.date() <= pace_.until for when in found)
    assert all(when.time() == start.time().replace(microsecond=0) for when in found)
    if pace_.day:
        assert all(when.weekday() < 5 and 0 <= when.day - pace_.day <= 2 for when in found)
    else:
        assert {WEEKDAYS[when.weekday()] for when in found} <= {pace_.weekday}
    if pace_.weeks:
        steps = {later - when for when, later in pairwise(found)}
        assert steps <= {timedelta(weeks=pace_.weeks)}


@given(st.text(max_size=250))
def test_any_text_at_all_is_understood_or_refused(pack: Pack, typed: str) -> None:
    _meets(pack, typed)


WORDS = (
    "every each other second first last 2 two 9 9:30 15th h at à until jusqu'au month mois week semaine tuesday mardis "
    "june juin 2027 9999 30 february pm am du matin on the of sur deux une monthly daily , : - 0 99 2027-02-30"
)
words = st.sampled_from(WORDS.split())


@given(st.lists(words, max_size=12).map(" ".join))
def test_any_row_of_its_own_words_is_understood_or_refused(pack: Pack, typed: str) -> None:
    _meets(pack, typed)


def _meets(pack: Pack, typed: str) -> None:
    try:
        spoken = understand(typed, pack.times, MONDAY)
    except BadRule as refusal:
        pack.text(refusal.key, "fr")
        return
    recurrence.due_dates(spoken.pace.rule(), datetime(2026, 11, 23, 10), None, 3)
    said = in_words(pack, "en", spoken.pace, spoken.clock)
    assert understand(said, pack.times, MONDAY) == spoken, (typed, said)


def test_a_long_hostile_text_is_refused_at_once(pack: Pack) -> None:
    begun = perf_counter()
    for hostile in ("every " * 1_000_000, "9" * 100_000, ":" * 200, "until june " * 18, "1e" * 100, "٩ " * 90):
        with pytest.raises(BadRule):
            understand(hostile, pack.times, MONDAY)

    assert perf_counter() - begun < 1


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"weekday": "TU"},
        {"weekday": "TU", "weeks": 2, "nth": 1},
        {"weekday": "XX", "weeks": 1},
        {"weekday": "TU", "weeks": 53},
        {"weekday": "TU", "nth": 5},
        {"weekday": "TU", "day": 3},
        {"day": 27},
        {"day": -1},
        {"weeks": 2},
        {"weekday": "TU", "weeks": 1, "until": date(2101, 1, 1)},
    ],
)
def test_what_is_no_pace_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(BadRule):
        Pace(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("rule", ["", "FREQ=DAILY", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20270101", "FREQ=YEARLY"])
def test_a_rule_that_is_no_pace_is_none(rule: str) -> None:
    assert pace.read(rule) is None
