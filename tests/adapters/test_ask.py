"""`interlude ask`: one question, one answer, no database."""

from __future__ import annotations

import json

import pytest

from adapters.cli import main
from adapters.commands.asking import answer
from bot.pack import Pack


def _told(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
    assert main(["ask", "--json", *words]) == 0
    return json.loads(capsys.readouterr().out)  # type: ignore[no-any-return]


def test_a_word_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    told = _told(capsys, "what", "does", "risk of bias", "mean")

    assert list(told) == ["outcome", "terms", "text"]
    assert (told["outcome"], told["terms"]) == ("answer", ["risk of bias"])
    assert "How likely it is that the way a study was done" in str(told["text"])


def test_a_word_in_plain_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "que veut dire risque de biais"]) == 0

    assert capsys.readouterr().out.startswith("risque de biais\nLe risque que la façon de mener une étude")


@pytest.mark.parametrize(
    ("question", "lang", "outcome", "begins"),
    [
        ("what does flurbitude mean", "", "unknown", "I don't know “flurbitude” yet."),
        ("que veut dire flurbitude", "fr", "unknown", "Je ne connais pas encore « flurbitude »."),
        ("I want to kill myself", "", "distress", "I am glad you wrote this."),
        ("je veux mourir", "fr", "distress", "Vous avez bien fait de l'écrire."),
        ("should I stop my blood thinner", "", "medical", "I can't advise on your care."),
        ("lovely weather today", "", "silent", "Ask me about any research word."),
    ],
)
async def test_what_is_not_a_known_word(pack: Pack, question: str, lang: str, outcome: str, begins: str) -> None:
    told = await answer(pack, question, lang)

    assert (told.outcome, told.terms) == (outcome, ())
    assert told.text.startswith(begins)


async def test_a_question_too_long_to_read_is_answered_kindly(pack: Pack) -> None:
    told = await answer(pack, "what does bias mean " * 300)

    assert told.text.startswith("That is a lot of text at once.")


@pytest.mark.parametrize("question", ["", "   ", "\x00", "🙂", "‏مرحبا"])
async def test_a_question_that_asks_nothing_says_how_to_ask(pack: Pack, question: str) -> None:
    told = await answer(pack, question)

    assert told.outcome in ("silent", "unknown")
    assert told.text


def test_no_button_stands_in_the_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Tell me more" not in str(_told(capsys, "what does bias mean")["text"])
