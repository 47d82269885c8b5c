"""Everything Interlude says is easy to read, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from bot.folding import fold
from bot.pack import Pack
from bot.reading import ease_fr, grade_en, sentences, syllables_en, syllables_fr, words
from bot.terms import Term

LONG_ENOUGH = 12
"""Words. Below that the formulas say nothing."""
LONGEST_SENTENCE = 20
HARDEST_GRADE = 8
EASE = 60

WORKSHOP = {"digest", "pulse", "primer", "steward", "queue", "nudge"}
EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]")
MEDIAN_DOT = re.compile(r"\w[·•․∙]\w")
TU = re.compile(r"\b(tu|toi|ton|tes|t'es|t'as)\b", re.IGNORECASE)
OFFICIAL = re.compile(r"[A-Z]\w+(?:(?: (?:of|for|and|the|in|on|de|du|des|la|en|et))* [A-Z][\w-]+)+")


def _phrases(pack: Pack) -> Iterator[tuple[str, str, str]]:
    """Every phrase as it is read: values are somebody's name, and what is to be typed is a name as well."""
    typed = {said for spoken in pack.commands.values() for said in spoken}
    for key, both in pack.phrases.items():
        for lang, text in both.items():
            text = re.sub(r"\*\*(.+?)\*\*", lambda m: "Sam" if fold(m[1]) in typed else m[1], text)
            yield key, lang, re.sub(r"\{\w+\}", "Sam", text)


def _wordings(pack: Pack) -> Iterator[tuple[str, str, str]]:
    for term in pack.terms.values():
        for lang in term.words:
            yield from _wording(term, lang)


def _wording(term: Term, lang: str) -> Iterator[tuple[str, str, str]]:
    """The texts of an entry without its own names and without official ones, which nobody can make shorter."""
    entry = term.words[lang]
    names = sorted({term.name, entry.name, *entry.aliases}, key=len, reverse=True)
    own = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})s?\b", re.IGNORECASE)
    for field in ("short", "more", "example", "why", "ambiguity"):
        text = own.sub("it" if lang == "en" else "ceci", getattr(entry, field))
        yield f"{term.slug}.{field}", lang, OFFICIAL.sub("Sam", text)


def _texts(pack: Pack) -> list[tuple[str, str, str]]:
    questions = [q for asked in (*pack.check_ins.values(), pack.feedback) for q in asked]
    return [*_phrases(pack), *_wordings(pack), *((q.id, lang, q.words[lang]) for q in questions for lang in q.words)]


def test_no_sentence_has_more_than_twenty_words(pack: Pack) -> None:
    long = {
        (k, lang, len(words(s)))
        for k, lang, text in _texts(pack)
        for s in sentences(text)
        if len(words(s)) > LONGEST_SENTENCE
    }

    assert long == set()


def test_english_is_at_most_grade_eight(pack: Pack) -> None:
    read = [
        (key, round(grade_en(text), 1))
        for key, lang, text in _texts(pack)
        if lang == "en" and len(words(text)) >= LONG_ENOUGH
    ]

    assert [(key, grade) for key, grade in read if grade > HARDEST_GRADE] == []
    assert len(read) > 150


def test_french_is_easy(pack: Pack) -> None:
    read = [
        (key, round(ease_fr(text)))
        for key, lang, text in _texts(pack)
        if lang == "fr" and len(words(text)) >= LONG_ENOUGH
    ]

    assert [(key, ease) for key, ease in read if ease < EASE] == []
    assert len(read) > 80


def test_no_word_of_the_workshop_is_said(pack: Pack) -> None:
    assert {(key, word) for key, _, text in _phrases(pack) for word in words(text.lower()) if word in WORKSHOP} == set()


def test_words_carry_the_meaning_and_emoji_hardly_appear(pack: Pack) -> None:
    assert [key for key, _, text in _texts(pack) if len(EMOJI.findall(text)) > 1] == []


def test_french_says_vous_and_has_no_median_dots(pack: Pack) -> None:
    french = [(key, text) for key, lang, text in _texts(pack) if lang == "fr"]

    assert [key for key, text in french if MEDIAN_DOT.search(text)] == []
    assert [key for key, text in french if TU.search(text)] == []


def test_the_first_message_has_at_most_fifty_words(pack: Pack) -> None:
    for lang in ("en", "fr"):
        assert len(pack.text("welcome.first", lang, name="Dan", community="Heart").split()) <= 50


def test_a_term_is_explained_in_at_most_sixty_words_before_more(pack: Pack) -> None:
    assert [t.slug for t in pack.terms.values() for entry in t.words.values() if len(words(entry.short)) > 60] == []


def test_sixty_terms_and_thirty_of_them_in_french(pack: Pack) -> None:
    assert len(pack.terms) >= 60
    assert sum("fr" in term.words for term in pack.terms.values()) >= 30


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
