"""The list of private words: every mistake in it is named."""

from __future__ import annotations

from bot.private_words import read_feelings


def test_mistakes_are_named() -> None:
    mistakes: list[str] = []

    read_feelings(
        {"feeling": {"en": ["tired", "!"], "fr": ["tired"]}, "beside": {"en": ["tired"]}, "mood": {}}, mistakes
    )
    read_feelings({"feeling": {"en": ["so"], "fr": []}, "beside": {"en": ["so"], "fr": []}}, mistakes)

    assert mistakes == [
        "feelings.toml: mood: there is no such list",
        "feelings.toml: feeling: '!' is not one to 6 plain words",
        "feelings.toml: beside: expected the lists en and fr",
        "feelings.toml: beside: 'so' stands in both lists",
    ]
