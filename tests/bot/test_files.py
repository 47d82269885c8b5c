"""The table and the picture of the answers."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import tally
from bot.answers import Answer
from bot.files import cell, picture, table
from bot.pack import Pack

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
DANGEROUS = "=+-@\t\r\0＝＋－＠"


def _answer(person: str, question: str, value: str = "", words: str = "") -> Answer:
    return Answer(person, "feedback", "e1", question, value, words, ("r",), NOW)


@given(st.text(max_size=60))
def test_no_cell_is_ever_a_formula(text: str) -> None:
    assert not cell(text).startswith(tuple(DANGEROUS))


@pytest.mark.parametrize("first", DANGEROUS)
def test_what_a_spreadsheet_would_run_gets_a_quote(first: str) -> None:
    assert cell(f"{first}cmd|' /C calc'!A0") == f"'{first}cmd|' /C calc'!A0"


def test_one_line_a_person_in_an_order_that_tells_nothing(pack: Pack) -> None:
    given_ = [_answer("zed", "worth", "yes"), _answer("amy", "worth", "no"), _answer("amy", "change", words='a "b"\nc')]

    lines = list(csv.reader(io.StringIO(table(given_, pack, "en"))))

    assert lines[1:] == [["No", "", "", "", 'a "b"\nc'], ["Yes", "", "", "", ""]]
    assert "zed" not in str(lines)


def test_a_value_with_no_label_any_more_stands_as_it_was_stored(pack: Pack) -> None:
    assert "splendid" in table([_answer("amy", "worth", "splendid")], pack, "en")


def test_in_french_the_labels_are_french(pack: Pack) -> None:
    assert '"Oui"' in table([_answer("amy", "worth", "yes")], pack, "fr")


async def test_the_picture_is_a_png(pack: Pack) -> None:
    drawn = await picture(tally.count([_answer("amy", "worth", "yes")], pack.feedback, "en"))

    assert drawn.startswith(b"\x89PNG\r\n")
    assert len(drawn) < 200_000


def test_counts_stand_in_the_questions_own_order(pack: Pack) -> None:
    given_ = [_answer(str(n), "worth", value) for n, value in enumerate(["no", "yes", "yes", "little"])]

    counted = tally.count(given_, pack.feedback, "en")

    assert counted[0].labels == (("Yes", 2), ("Mostly", 0), ("A little", 1), ("No", 1))
    assert tally.in_words(counted[0]) == "2 Yes, 1 A little, 1 No"
    assert counted[0].total == 4
    assert len(counted) == len(pack.feedback) - 1


def test_sentences_come_in_an_order_that_says_nothing_about_who_was_first() -> None:
    assert tally.sentences([_answer("1", "change", words="b"), _answer("2", "change", words="a")]) == ["a", "b"]


def test_somebody_who_answered_three_questions_is_one_person() -> None:
    assert (
        tally.answered_by([_answer("1", q, "yes") for q in ("worth", "access", "clarity")] + [_answer("2", "worth")])
        == 2
    )
