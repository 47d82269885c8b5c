"""Several hundred questions as people type them, over the shipped pack. The floors stand just under the measured."""

import json
from pathlib import Path

import pytest

from bot.glossary.finder import Finder, Found

ROWS = [
    json.loads(line) for line in (Path(__file__).parents[2] / "data/questions.jsonl").read_text("utf-8").splitlines()
]
FIRST_RIGHT = {"paraphrase": 0.53, "chatty": 0.95, "typo": 0.95, "quoted": 0.95, "mixed": 0.95, "ambiguous": 0.9}
AMONG_THREE = {"paraphrase": 0.66, "quoted": 0.95, "multi": 0.95}
KINDS = sorted({row["kind"] for row in ROWS if row["expects"]})
NOBODY_ASKS = sorted({row["kind"] for row in ROWS if not row["expects"]})


def ask(finder: Finder, row: dict) -> Found:
    return finder.find(row["text"], context=row.get("context", ()))


def of_kind(kind: str) -> list[dict]:
    return [row for row in ROWS if row["kind"] == kind]


def first_is_right(finder: Finder, row: dict) -> bool:
    names = [term.name for term in ask(finder, row).terms]
    return bool(names) and names[0] in row["expects"]


def among_three(finder: Finder, row: dict) -> float:
    names = {term.name for term in ask(finder, row).terms[:3]}
    found = len(names & set(row["expects"]))
    return found / len(row["expects"]) if row["match"] == "all" else float(found > 0)


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_term_is_the_right_one(finder, kind):
    wrong = [row["text"] for row in of_kind(kind) if not first_is_right(finder, row)]

    assert 1 - len(wrong) / len(of_kind(kind)) >= FIRST_RIGHT.get(kind, 0.97), wrong


@pytest.mark.parametrize("kind", KINDS)
def test_the_right_terms_are_among_the_first_three(finder, kind):
    shares = {row["text"]: among_three(finder, row) for row in of_kind(kind)}

    short = {text: share for text, share in shares.items() if share < 1}
    assert sum(shares.values()) / len(shares) >= AMONG_THREE.get(kind, 0.97), short


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_both_languages_are_served_equally_well(finder, lang):
    rows = [row for row in ROWS if row["lang"] == lang and row["expects"] and row["kind"] != "paraphrase"]

    assert sum(first_is_right(finder, row) for row in rows) / len(rows) >= 0.97


@pytest.mark.parametrize("kind", NOBODY_ASKS)
def test_no_definition_is_given_to_somebody_who_asked_for_none(finder, kind):
    answered = [row["text"] for row in of_kind(kind) if ask(finder, row).outcome == "answer"]

    assert len(answered) / len(of_kind(kind)) <= 0.01, answered


@pytest.mark.parametrize("kind", ["neg_chat", "neg_mention"])
def test_talk_is_left_alone(finder, kind):
    spoken_to = [row["text"] for row in of_kind(kind) if ask(finder, row).outcome != "silent"]

    assert len(spoken_to) / len(of_kind(kind)) <= 0.04, spoken_to


def test_words_from_outside_the_field_are_honestly_unknown(finder):
    guessed = [row["text"] for row in of_kind("unknown") if ask(finder, row).outcome != "unknown"]

    assert len(guessed) / len(of_kind("unknown")) <= 0.05, guessed


def test_the_answer_comes_in_the_language_of_the_question(finder):
    rows = [row for row in ROWS if row["expects"] and row["kind"] not in ("mixed", "acronym", "followup")]
    foreign = [row["text"] for row in rows if ask(finder, row).lang != row["lang"]]

    assert len(foreign) / len(rows) <= 0.03, foreign


def test_a_wrong_definition_is_rarer_than_a_question_back(finder):
    asked = [row for row in ROWS if row["expects"]]
    wrong = [row["text"] for row in asked if ask(finder, row).outcome == "answer" and not first_is_right(finder, row)]

    assert len(wrong) / len(asked) <= 0.01, wrong
