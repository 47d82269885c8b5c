"""Days and hours in words, in both languages."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from bot.calendar_words import date_in_words, moment_in_words
from bot.pack import Pack


@pytest.mark.parametrize(
    ("lang", "local", "said"),
    [
        ("en", "2026-12-01T10:00", "Tuesday 1 December, 10:00"),
        ("fr", "2026-12-01T10:00", "mardi 1er décembre, 10 h"),
        ("fr", "2026-12-01T09:05", "mardi 1er décembre, 9 h 05"),
        ("fr", "2027-02-11T00:00", "jeudi 11 février, 0 h"),
    ],
)
def test_the_first_of_a_month_and_a_full_hour(pack: Pack, lang: str, local: str, said: str) -> None:
    assert moment_in_words(pack, lang, datetime.fromisoformat(local)) == said


def test_a_date_alone(pack: Pack) -> None:
    assert date_in_words(pack, "fr", date(2027, 1, 1)) == "vendredi 1er janvier"
    assert date_in_words(pack, "fr", date(2027, 1, 21)) == "jeudi 21 janvier"
