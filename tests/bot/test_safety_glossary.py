"""The glossary's own words, and questions about words, are neither distress nor a wish for medical advice."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.safety import Screen

ROOT = Path(__file__).parents[2]
SCREEN = Screen.compile(tomllib.loads((ROOT / "content" / "safety.toml").read_text(encoding="utf-8")))
TERMS = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "content/terms").glob("*.toml"))
}
ROWS = [json.loads(line) for line in (ROOT / "tests/data/questions.jsonl").read_text(encoding="utf-8").splitlines()]

LANGUAGES = ("en", "fr")
ASKED = {"en": "what does {} mean?", "fr": "que veut dire {}?"}
QUOTED = {"en": "> {}\nwhat does that mean?", "fr": "> {}\nqu'est-ce que ça veut dire?"}

# Texts that may be heard, each with its reason. `Described` texts are descriptions people may type in their own words.
HEARD_AS_DISTRESS: dict[str, str] = {}
HEARD_AS_MEDICAL = {
    "can I trust this mammogram to pick up cancer": "word for word what a person asks about her own scan",
    "est-ce que je peux me fier à cette mammographie": "the same in French",
}


def texts(language: str) -> Iterator[str]:
    """Everything the glossary says about its words in this language."""
    for term in TERMS.values():
        for said in term[language].values():
            yield from said if isinstance(said, list) else [said]


def word_questions(language: str) -> Iterator[str]:
    """What people type to find a word: its names, its descriptions, a question, or a sentence they quote."""
    for term in TERMS.values():
        entry = term[language]
        names = [entry["name"], *entry.get("aliases", [])]
        yield from [*names, *entry.get("described", [])]
        yield from map(ASKED[language].format, names)
        yield QUOTED[language].format(entry["short"])


def test_there_is_a_glossary_to_read():
    assert len(TERMS) > 300
    assert len(ROWS) > 500


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_the_glossary_says_is_heard_as_distress(language):
    said = [*texts(language), *word_questions(language)]

    assert [text for text in said if SCREEN.hears_distress(text) and text not in HEARD_AS_DISTRESS] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_question_about_a_word_is_heard_as_medical_advice(language):
    asked = word_questions(language)

    assert [text for text in asked if SCREEN.asks_medical_advice(text) and text not in HEARD_AS_MEDICAL] == []


def test_no_question_of_the_finding_benchmark_is_heard():
    others = [row["text"] for row in ROWS if row["kind"] not in ("distress", "medical")]

    assert [text for text in others if SCREEN.hears_distress(text) or SCREEN.asks_medical_advice(text)] == []


def test_the_known_exceptions_are_still_needed():
    said = {text for language in LANGUAGES for text in [*texts(language), *word_questions(language)]}
    needed = (
        {text for text in said if SCREEN.hears_distress(text)},
        {text for text in said if SCREEN.asks_medical_advice(text)},
    )

    assert HEARD_AS_DISTRESS.keys() <= needed[0]
    assert HEARD_AS_MEDICAL.keys() <= needed[1]


@pytest.mark.parametrize(
    "text",
    [
        "this is a placebo-controlled, crossover study",
        "Is it controlled? A well-controlled trial was hit by delays.",
        "Can we set a date for the next call?",
        "We set a date for the launch.",
        "The gap we bridge is how people think about data",
        "What people learn from living with an illness",
        "it must be done by a set date.",
        "Ce n'est pas forcément fini.",
        "Le travail et le mérite.",
    ],
)
def test_words_of_research_are_no_distress(text):
    assert not SCREEN.hears_distress(text)


def test_a_number_with_decimals_is_one_word():
    assert SCREEN.asks_medical_advice("My potassium came back 5.6. Is that bad?")
    assert SCREEN.asks_medical_advice("Ma créatinine est à 5,6, est-ce grave?")


def test_what_is_printed_shows_nobodys_words():
    assert repr(SCREEN.read("I want to end my life")) == "Reading()"
    assert repr(SCREEN) == "Screen()"
