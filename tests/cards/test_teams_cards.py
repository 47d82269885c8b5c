"""The gallery as Adaptive Cards: golden files beside this one (UPDATE_CARDS=1 writes them), each a card Teams takes."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.teams.fit import size
from adapters.teams.limits import CARD
from adapters.teams.plain import clean, cut, is_plain
from adapters.teams.render import activity, render
from adapters.teams.reply import form_card
from bot.inputs import Source as Heard
from bot.inputs import Submitted
from bot.messages import (
    Choice,
    Choices,
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
)
from bot.platform import Address
from tests.adapters.teams.reading import words
from tests.cards.gallery import FORM, GALLERY, HOSTILE
from tests.schemas.teams.check import mistakes

GOLDEN = Path(__file__).parent / "teams"
SENT = Submitted(Heard("teams", "t", "u", "e", Address("teams", "t"), True), "v", {"title": "", "teams": ("t2",)})


class Everywhere(dict[FileRef, str]):
    def __missing__(self, ref: FileRef) -> str:
        return f"https://interlude.example/file/{ref.kind}"


FILES = Everywhere()


def same(name: str, made: Any) -> None:
    path = GOLDEN / f"{name}.json"
    text = json.dumps(made, indent=2, ensure_ascii=False) + "\n"
    if os.environ.get("UPDATE_CARDS"):
        path.write_text(text)
    assert path.read_text() == text


@pytest.mark.parametrize("name", list(GALLERY))
def test_a_card_looks_as_it_did(name: str) -> None:
    made = activity(GALLERY[name], FILES)

    assert mistakes(made["attachments"][0]["content"]) == []
    same(name, made)


def test_a_form_in_a_dialog_looks_as_it_did() -> None:
    opened = form_card(FORM, SENT, {}, in_dialog=True)
    again = form_card(FORM, SENT, {"title": "Please give it a name."}, in_dialog=True)

    assert [mistakes(opened), mistakes(again)] == [[], []]
    same("dialog", opened)
    same("dialog_with_errors", again)


def test_every_golden_file_has_its_message() -> None:
    assert {path.stem for path in GOLDEN.glob("*.json")} == {*GALLERY, "dialog", "dialog_with_errors"}


def test_hostile_words_can_be_read_and_do_nothing() -> None:
    card = render(GALLERY["hostile"], FILES)

    assert {e["type"] for e in card["body"]} == {"RichTextBlock"}
    assert HOSTILE.replace("\u202e", "").replace("\u202c", "") in words(card)
    assert "{{TIME" not in json.dumps(card)


TYPED = st.text(max_size=60) | st.sampled_from(
    [HOSTILE, "{{DATE(2026-11-22T10:00:00Z)}}", "{" * 9, "1. x", "- y", "a\nb\n\nc", "\ud800", "\0"]
)
BLOCKS = st.one_of(
    TYPED.map(lambda t: Prose((Run(t), Run(t, bold=True, italic=True)))),
    TYPED.map(lambda t: Note((Run(t),))),
    TYPED.map(lambda t: Points(((Run(t),),))),
    TYPED.map(lambda t: Facts(((t, t),))),
    TYPED.map(lambda t: Picture(t or "alt", FileRef("feedback_picture", "c", "s", "r", "en"))).filter(
        lambda p: bool(clean(p.alt))
    ),
)


@given(TYPED, st.lists(BLOCKS, max_size=5))
def test_whatever_somebody_typed_the_card_is_good(title: str, blocks: list[Any]) -> None:
    said = Message((Prose((Run("First."),)), *blocks), title=title)

    assert mistakes(render(said, FILES)) == []


@given(TYPED)
def test_a_form_full_of_somebodys_words_is_good(typed: str) -> None:
    label = typed if clean(typed) else "x"
    fields = tuple(Field(kind, label, kind, (Option(typed or "v", label),), typed, typed) for kind in KINDS)  # type: ignore[arg-type]
    form = Form(typed, fields, label, label, "value", label, typed)

    assert mistakes(form_card(form, SENT, {"line": label}, in_dialog=False)) == []
    assert mistakes(render(Message((form,), title=typed), FILES)) == []


KINDS = ("line", "text", "choice", "choices", "date", "time", "person")


@pytest.mark.parametrize(
    "said",
    [
        Message(tuple(Prose((Run("A plain sentence about it. " * 2000),)) for _ in range(3)), title="Long"),
        Message(tuple(Prose((Run(f"Paragraph {n}: é😊 " * 30),)) for n in range(300)), title="Many"),
        Message((Prose((Run("x" * 60_000),)), Choices((Choice("Yes", "v1"),))), title="One word"),
        Message((Facts(tuple((f"Label {n}", "value " * 40) for n in range(200))), FORM), title="Facts and a form"),
    ],
)
def test_too_much_is_cut_and_what_can_be_pressed_stays(said: Message) -> None:
    card = render(said, FILES)

    assert size(card) <= CARD
    assert mistakes(card) == []
    assert "…" in words(card)
    assert ("actions" in card) == isinstance(said.blocks[-1], Choices | Form)


def test_a_cut_falls_after_a_sentence_or_a_word() -> None:
    assert cut("One. Two three four five six.", 20) == "One. Two three…"
    assert cut("One two three. Four five six.", 20) == "One two three. …"
    assert cut("short", 20) == "short"
    assert len(cut("x" * 100, 20)) <= len("x" * 20)


def test_more_than_six_buttons_stand_in_rows() -> None:
    card = render(Message((Choices(tuple(Choice(f"Choice {n}", f"v{n}") for n in range(8))),)), FILES)

    assert mistakes(card) == []
    assert (len(card["body"][0]["actions"]), len(card["actions"])) == (6, 2)


@pytest.mark.parametrize(
    "title", ["risk of bias", "What people said about Spring meeting", "Question 2 of 5", "l'étude"]
)
def test_an_ordinary_title_is_a_heading_a_screen_reader_finds(title: str) -> None:
    assert is_plain(title)
    assert render(Message((), title=title), FILES)["body"][0]["style"] == "heading"


def test_lines_stay_lines() -> None:
    assert words(render(Message((Prose((Run("one\ntwo\n\n"), Run("three", bold=True))),)), FILES)) == "one\ntwo\nthree"


def test_the_preview_is_short_and_the_words_are_not_shown_twice() -> None:
    said = activity(GALLERY["long"], FILES)

    assert "text" not in said
    assert len(said["summary"]) <= len("x" * 300)


def test_rendering_is_the_same_each_time() -> None:
    assert all(render(said, FILES) == render(said, FILES) for said in GALLERY.values())
