"""Everything Interlude says is easy to read, in both languages."""

from __future__ import annotations

import re
from statistics import median

import pytest

from bot import readable
from bot.pack import Pack
from bot.readable import Text
from bot.reading import ease_fr, grade_en, sentences, syllables_en, syllables_fr, words

LONGEST_SENTENCE = 20
HARDEST_GRADE, MEDIAN_GRADE = 8, 6
EASE = 60
LONGEST = {"short": 20, "more": 60, "example": 45, "why": 30, "ambiguity": 60}

WORKSHOP = {"digest", "pulse", "primer", "steward", "queue", "nudge"}
EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]")
MEDIAN_DOT = re.compile(r"\w[·•․∙]\w")
TU = re.compile(r"\b(tu|toi|ton|tes|t'es|t'as)\b", re.IGNORECASE)
END = re.compile(r"[.!?](?:\s|$)")
CROWDED = re.compile(r"\s[?!;]")


@pytest.fixture(scope="module")
def said(pack: Pack) -> list[Text]:
    return list(readable.texts(pack))


def test_no_sentence_has_more_than_twenty_words(said: list[Text]) -> None:
    long = {(t.key, t.lang, len(words(s))) for t in said for s in sentences(t.text) if len(words(s)) > LONGEST_SENTENCE}

    assert long == set()


def test_english_is_at_most_grade_eight_and_mostly_six(said: list[Text]) -> None:
    read = [(t.key, round(hard, 1)) for t in said if t.lang == "en" and (hard := t.hardness) is not None]

    assert [(key, grade) for key, grade in read if grade > HARDEST_GRADE] == []
    assert median(grade for _, grade in read) <= MEDIAN_GRADE
    assert len(read) > 1_500


def test_french_is_easy(said: list[Text]) -> None:
    read = [(t.key, round(hard)) for t in said if t.lang == "fr" and (hard := t.hardness) is not None]

    assert [(key, ease) for key, ease in read if ease < EASE] == []
    assert len(read) > 1_500


def test_no_word_of_the_workshop_is_said(said: list[Text]) -> None:
    assert {(t.key, word) for t in said for word in words(t.text.lower()) if word in WORKSHOP} == set()


def test_words_carry_the_meaning_and_emoji_hardly_appear(said: list[Text]) -> None:
    assert [t.key for t in said if len(EMOJI.findall(t.text)) > 1] == []


def test_french_says_vous_and_is_set_as_in_canada(said: list[Text]) -> None:
    french = [t for t in said if t.lang == "fr"]

    assert [t.key for t in french if MEDIAN_DOT.search(t.text)] == []
    assert [t.key for t in french if TU.search(t.text)] == []
    assert [t.key for t in french if CROWDED.search(t.text)] == []


def test_the_first_message_has_at_most_fifty_words(pack: Pack) -> None:
    for lang in ("en", "fr"):
        assert len(pack.text("welcome.first", lang, name="Dan", community="Heart").split()) <= 50


def test_a_term_is_explained_shortly(pack: Pack) -> None:
    long = [
        (term.slug, lang, field)
        for term in pack.terms.values()
        for lang, wording in term.words.items()
        for field, most in LONGEST.items()
        if len(words(getattr(wording, field))) > most
    ]

    assert long == []


def test_the_short_of_an_entry_is_one_sentence(pack: Pack) -> None:
    several = [t.slug for t in pack.terms.values() for w in t.words.values() if len(END.findall(w.short)) > 1]

    assert several == []


def test_every_term_is_written_in_both_languages(pack: Pack) -> None:
    assert len(pack.terms) == 341
    assert [term.slug for term in pack.terms.values() if set(term.words) != {"en", "fr"}] == []
    assert [t.slug for t in pack.terms.values() for w in t.words.values() if len(w.described) < 5] == []


def test_the_report_names_the_hardest_first(pack: Pack) -> None:
    english, french = readable.summary(pack, "en"), readable.summary(pack, "fr")

    assert english.hardest[0][0] == max(hard for hard, _ in english.hardest) <= HARDEST_GRADE
    assert french.hardest[0][0] == min(hard for hard, _ in french.hardest) >= EASE - 0.5


@pytest.mark.parametrize(
    ("word", "heard"),
    [
        ("people", 2),
        ("research", 2),
        ("question", 2),
        ("asked", 1),
        ("needed", 2),
        ("private", 2),
        ("community", 4),
        ("table", 2),
        ("please", 1),
        ("clinician", 3),
        ("idea", 3),
        ("lately", 2),
        ("notes", 1),
        ("answers", 2),
        ("review", 2),
    ],
)
def test_english_syllables(word: str, heard: int) -> None:
    assert syllables_en(word) == heard


@pytest.mark.parametrize(
    ("word", "heard"),
    [
        ("recherche", 2),
        ("réponse", 2),
        ("organisent", 3),
        ("quelque", 1),
        ("communauté", 4),
        ("moment", 2),
        ("équipe", 2),
        ("étude", 2),
    ],
)
def test_french_syllables(word: str, heard: int) -> None:
    assert syllables_fr(word) == heard


def test_the_formulas_tell_hard_from_easy() -> None:
    assert grade_en("The cat sat on the mat. It was warm.") < 1
    assert grade_en("Institutional heterogeneity necessitates methodological sophistication.") > 20
    assert ease_fr("Le chat dort. Il fait chaud.") > 100
    assert ease_fr("L'hétérogénéité institutionnelle nécessite une sophistication méthodologique.") < 0
