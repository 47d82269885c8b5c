"""1,305 questions by three people who knew the list of names and nothing else. The floors stand under the measured.

The first time each of the three sets was asked it was unseen: 80, 85 and 90 in a hundred first terms were right, and no
definition was given to anybody who had asked for none.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from adapters.commands.asking import judge
from bot import exam
from bot.exam import Given, Question
from bot.pack import Pack

FILE = Path(__file__).parents[2] / "data/strangers.jsonl"

Answered = Sequence[tuple[Question, Given]]


@pytest.fixture(scope="module")
def answered(pack: Pack) -> Answered:
    questions = [Question.read(json.loads(line)) for line in FILE.read_text("utf-8").splitlines()]
    return [(question, _given(pack, question)) for question in questions]


def _given(pack: Pack, question: Question) -> Given:
    outcome, found = judge(pack, question.text, question.lang, question.context)
    return Given(outcome, tuple(term.name for term in found.terms))


def test_most_first_terms_are_right(answered: Answered) -> None:
    marks = exam.mark(answered)

    assert (marks.first or 0, marks.among or 0) >= (0.925, 0.94)
    assert marks.false == 0


@pytest.mark.parametrize(
    ("kind", "first", "among"), [("typo", 0.96, 0.96), ("paraphrase", 0.7, 0.8), ("acronym", 0.98, 0.98)]
)
def test_slips_descriptions_and_short_forms(answered: Answered, kind: str, first: float, among: float) -> None:
    marks = exam.by("kind", answered)[kind]

    assert (marks.first or 0) >= first
    assert (marks.among or 0) >= among


def test_both_languages_are_served_equally_well(answered: Answered) -> None:
    marks = exam.by("lang", answered)

    assert abs((marks["en"].first or 0) - (marks["fr"].first or 0)) <= 0.05


def test_talk_is_mostly_left_alone(answered: Answered) -> None:
    talk = [given.outcome for question, given in answered if question.kind in ("neg_chat", "neg_mention")]

    assert sum(outcome != "silent" for outcome in talk) / len(talk) <= 0.04


@pytest.mark.parametrize("kind", ["distress", "medical"])
def test_nobody_in_need_is_given_a_definition(answered: Answered, kind: str) -> None:
    assert [q.text for q, given in answered if q.kind == kind and given.outcome == "answer"] == []
