"""A term <-> the table of its file <-> the file's text."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content_terms import slug
from bot.pack import Pack
from bot.term_table import from_table, to_table, to_toml
from bot.terms import Origin, Term, Wording

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
SAID = TEXT.filter(str.strip)
NAME = st.text(st.sampled_from("abcé XYZ-'’0"), min_size=1, max_size=30).filter(slug)
WORDING = st.builds(
    Wording, name=SAID, aliases=st.lists(TEXT, max_size=3).map(tuple), short=SAID, more=TEXT, example=TEXT, why=TEXT,
    ambiguity=TEXT,
)  # fmt: skip
ORIGIN = st.builds(Origin, TEXT, TEXT, st.sampled_from(["", "https://example.org/ü"]))


@st.composite
def terms(draw: st.DrawFn) -> Term:
    name = draw(NAME)
    words = draw(st.dictionaries(st.sampled_from(["en", "fr"]), WORDING, min_size=1))
    related = draw(st.lists(TEXT, max_size=3).map(tuple))
    return Term(name, slug(name), related, draw(ORIGIN), words, draw(TEXT), draw(TEXT))


@given(terms())
def test_what_is_written_reads_the_same(term: Term) -> None:
    assert from_table(term.slug, tomllib.loads(to_toml(term))) == term
    assert from_table(term.slug, to_table(term)) == term


def test_every_shipped_term_reads_the_same(pack: Pack) -> None:
    for term in pack.terms.values():
        assert from_table(term.slug, tomllib.loads(to_toml(term))) == term


def test_a_review_given_in_chat_is_named_once_it_holds_for_every_language() -> None:
    words = Wording("x", (), "A sentence.", "", "", "")
    both = {"en": {"patient_partner": "Ann", "researcher": "Bo"}, "fr": {"patient_partner": "Cléo"}}

    term = Term("x", "x", (), Origin("", ""), {"en": words, "fr": words}, reviews=both)

    assert to_table(term)["reviewed_by"] == {"patient_partner": "Ann, Cléo", "researcher": ""}


@pytest.mark.parametrize(
    ("table", "mistake"),
    [
        ({}, "terms/x.toml: en: the English wording is missing"),
        ({"term": "x", "en": {"name": "x"}}, "terms/x.toml: en.short: missing"),
        ({"term": "x", "fr": {"name": " ", "short": "Une phrase."}}, "terms/x.toml: fr.name: missing"),
        ({"term": "y", "en": {"name": "y", "short": "One."}}, "terms/x.toml: term: 'y' belongs in terms/y.toml"),
        ({"term": "x", "en": {"name": "x", "short": "One.", "url": "z"}}, "unknown key 'url'"),
        ({"term": "x", "source": {"address": "http://x"}}, "is not an https address"),
        ({"term": "x", "en": []}, "terms/x.toml: en: expected a table"),
    ],
)
def test_what_is_wrong_is_named(table: dict[str, object], mistake: str) -> None:
    with pytest.raises(ValueError, match=mistake.replace("(", r"\(")):
        from_table("x", {"source": {}, "reviewed_by": {}, **table})


def test_an_entry_in_one_language_is_read_by_everybody() -> None:
    words = Wording("soins à domicile", (), "Des soins à la maison.", "", "", "")
    term = Term("soins à domicile", slug("soins à domicile"), (), Origin("", ""), {"fr": words})

    assert term.slug == "soins-a-domicile"
    assert term.in_language("en") is words
    assert from_table(term.slug, to_table(term)) == term
