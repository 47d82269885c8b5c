"""What we say survives being written down, and can always be read as plain text."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.message_json import from_json, to_json
from bot.messages import (
    Choice,
    Choices,
    Document,
    Facts,
    Field,
    FileRef,
    Form,
    Message,
    Note,
    Option,
    Picture,
    Points,
    Prose,
    Run,
    as_text,
    choices,
)

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
yes = st.booleans()
runs = st.lists(st.builds(Run, words, yes, yes), max_size=3).map(tuple)
files = st.builds(FileRef, st.sampled_from(["feedback_picture", "feedback_csv"]), words, words, words, words)
buttons = st.builds(Choice, words, words, yes, yes)
kinds = st.sampled_from(["line", "text", "choice", "choices", "date", "time", "person"])
options = st.lists(st.builds(Option, words, words), max_size=3).map(tuple)
initial = words | st.lists(words, max_size=3).map(tuple)
asked = st.builds(Field, words, words, kinds, options, initial, words, yes, st.integers(1, 3000))
forms = st.builds(Form, words, st.lists(asked, max_size=3).map(tuple), words, words, words, words, words)
blocks = st.one_of(
    st.builds(Prose, runs),
    st.builds(Note, runs),
    st.builds(Points, st.lists(runs, max_size=3).map(tuple)),
    st.builds(Facts, st.lists(st.tuples(words, words), max_size=3).map(tuple)),
    st.builds(Picture, words, files),
    st.builds(Document, words, words, files),
    st.builds(Choices, st.lists(buttons, max_size=4).map(tuple)),
    forms,
)
messages = st.builds(Message, st.lists(blocks, max_size=5).map(tuple), st.sampled_from(["en", "fr"]), words, yes)


@given(messages)
def test_any_message_comes_back_as_it_was(said: Message) -> None:
    assert from_json(json.loads(json.dumps(to_json(said)))) == said


@given(messages)
def test_any_message_can_be_read_as_plain_text(said: Message) -> None:
    read = as_text(said)

    assert said.title in read
    assert all(choice.label in read for choice in choices(said))


@given(messages)
def test_what_is_usual_is_not_written_down(said: Message) -> None:
    told = to_json(said)

    assert ("lang" in told) == (said.lang != "en")
    assert set(told) <= {"is", *(field.name for field in fields(Message))}


@pytest.mark.parametrize(
    "data", [{}, {"is": "Hologram"}, {"is": "Prose", "runs": []}, {"is": "Message", "hue": 1}, [], None, 7]
)
def test_what_is_no_message_is_refused(data: Any) -> None:
    with pytest.raises((KeyError, TypeError)):
        from_json(data)


def test_buttons_are_numbered_across_a_message() -> None:
    row = Choices((Choice("Yes", "a"), Choice("No", "b")))

    assert as_text(Message((row, Prose((Run("or"),)), row))) == "1. Yes\n2. No\nor\n3. Yes\n4. No"
