"""A command with a text behind it."""

import pytest

from bot import typed_text

SAID = {"plain", "explain this message", "verifie"}


@pytest.mark.parametrize(
    ("typed", "rest"),
    [
        ("plain: a text", "a text"),
        ("PLAIN : a: text", "a: text"),
        ("Vérifie :un texte", "un texte"),
        ("explain this message\na text", "a text"),
        ("plain:", ""),
        ("plain a text", None),
        ("a plain thing: a text", None),
        ("Explain, please, with care and at some length, what all of this may mean: a text", None),
        ("", None),
    ],
)
def test_what_follows_a_colon_or_a_new_line(typed: str, rest: str | None) -> None:
    assert typed_text.after(typed, SAID) == rest


@pytest.mark.parametrize(
    ("typed", "rest"),
    [
        ("plain a text", "a text"),
        ("explain this message it is\n long", "it is\n long"),
        ("plain", None),
        ("a plain", None),
    ],
)
def test_what_follows_without_a_colon(typed: str, rest: str | None) -> None:
    assert typed_text.after_words(typed, SAID) == rest
