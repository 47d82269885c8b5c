"""`interlude exam`: marks, rows and figures; and files that are none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from adapters.cli import main
from bot.exam import Given, Question, by, mark


def _row(number: str, lang: str, kind: str, text: str, *expects: str) -> dict[str, Any]:
    return {"id": number, "lang": lang, "text": text, "channel": "channel", "expects": list(expects), "kind": kind}


ROWS = [
    _row("1", "en", "plain", "what does risk of bias mean", "risk of bias") | {"match": "any"},
    _row("2", "fr", "plain", "c'est quoi un biais", "bias"),
    _row("3", "en", "neg_chat", "see you on Tuesday"),
    _row("4", "en", "distress", "I want to kill myself"),
    _row("5", "en", "medical", "should I stop my blood thinner"),
    _row("6", "en", "unknown", "what does flurbitude mean"),
    _row("7", "en", "followup", "and the other one?", "bias") | {"context": ["risk of bias", "bias"]},
]
OUTCOMES = ["answer", "answer", "silent", "distress", "medical", "unknown", "answer"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "questions.jsonl"
    made.write_text("\n".join(map(json.dumps, ROWS)) + "\n\n", "utf-8")
    return made


def test_each_row_gets_its_outcome_and_its_terms(file: Path, tmp_path: Path) -> None:
    assert main(["exam", str(file), "--rows", str(tmp_path / "out.jsonl"), "--json"]) == 0

    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert [list(row) for row in rows] == [["id", "outcome", "terms"]] * len(ROWS)
    assert [row["outcome"] for row in rows] == OUTCOMES
    assert [row["terms"] for row in rows] == [row["expects"] for row in ROWS]


def test_the_figures_come_by_kind_and_language(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["exam", str(file), "--json"]) == 0

    told = json.loads(capsys.readouterr().out)
    assert told["all"] == {"asked": 7, "first": 1.0, "among": 1.0, "false": 0.0, "handed": 1.0}
    assert set(told["kind"]) == {row["kind"] for row in ROWS}
    assert set(told["lang"]) == {"en", "fr"}
    assert 0 < told["cost"]["p50"] <= told["cost"]["p99"]
    assert told["cost"]["memory"] > 10


def test_for_people_it_is_a_table(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["exam", str(file)]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[1].split() == ["all", "7", "100.0", "%", "100.0", "%", "0.0", "%", "100.0", "%"]
    assert "p50" in lines[-1]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "there are no questions in it"),
        ("{", "line 1: Expecting property name"),
        ("[]", "line 1: missing or wrong: id, lang, text, kind"),
        (json.dumps(ROWS[0] | {"expects": "bias"}), "line 1: missing or wrong: expects"),
        (json.dumps(ROWS[0] | {"match": "some"}), "line 1: missing or wrong: match"),
        ("[" * 100_000, "line 1: "),
    ],
)
def test_a_file_that_is_none_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, told: str
) -> None:
    (tmp_path / "x.jsonl").write_text(text, "utf-8")

    assert main(["exam", str(tmp_path / "x.jsonl")]) == 2
    assert told in capsys.readouterr().err


def _asked(kind: str, expects: tuple[str, ...], match: str = "any") -> Question:
    return Question("1", "en", "?", kind, expects, match)


def test_marks_count_offers_as_found_and_only_definitions_as_false() -> None:
    answered = [
        (_asked("plain", ("bias",)), Given("offer", ("chair", "bias"))),
        (_asked("multi", ("bias", "chair", "mean"), "all"), Given("answer", ("bias", "chair"))),
        (_asked("neg_chat", ()), Given("offer", ("bias",))),
        (_asked("distress", ()), Given("answer", ("bias",))),
    ]

    marks = mark(answered)

    assert (marks.asked, marks.first, marks.false, marks.handed) == (4, 0.5, 0.5, 0.0)
    assert marks.among == pytest.approx((1 + 2 / 3) / 2)
    assert by("kind", answered)["neg_chat"].first is None
