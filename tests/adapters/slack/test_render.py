"""Messages and forms as Slack gets them: whole, within its limits, and never as markup."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack import limits
from adapters.slack.carried import Trigger
from adapters.slack.fit import cut, split
from adapters.slack.forms import errors, modal
from adapters.slack.render import Json, Uploaded, page, render
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
    message,
)
from tests.adapters.slack.far_side import readable
from tests.cards.gallery import FORM, GALLERY, HOSTILE
from tests.schemas.block_kit import problems_of_message, problems_of_view

HERE = Trigger("123.456.abc", "T01LAB", "D01ANN", "", "1795323600.000500")
TEXT = st.text(max_size=200) | st.just(HOSTILE) | st.integers(0, 5_000).map(lambda n: "A word. " * n)
LABEL = st.text(max_size=90)
RUNS = st.lists(st.builds(Run, TEXT, st.booleans(), st.booleans()), max_size=3).map(tuple)
REF = st.just(FileRef("feedback_picture", "c", "e", "p", "en"))
CHOICE = st.builds(Choice, LABEL, st.text("abcXYZ019._-", max_size=400), st.booleans())
BLOCK = st.one_of(
    st.builds(Prose, RUNS),
    st.builds(Points, st.lists(RUNS, max_size=4).map(tuple)),
    st.builds(Facts, st.lists(st.tuples(LABEL, LABEL), max_size=4).map(tuple)),
    st.builds(Picture, LABEL, REF),
    st.builds(Document, LABEL, LABEL, REF),
    st.builds(Choices, st.lists(CHOICE, max_size=6).map(tuple)),
)


def blocks(*parts: object) -> list[Json]:
    drawn: list[Json] = render(message(*parts, lang="en"), "m1")["blocks"]  # type: ignore[arg-type]
    return drawn


@settings(max_examples=150, deadline=None)
@given(st.lists(BLOCK, max_size=8).map(tuple), LABEL)
def test_whatever_is_said_slack_would_take_it(parts: tuple[Prose, ...], title: str) -> None:
    said = message(*parts, Note((Run("Private."),)), lang="en", title=title)
    drawn = render(said, "m1")

    assert problems_of_message(drawn) == []
    assert readable(drawn["blocks"]).endswith("Private.")


def test_nothing_a_person_typed_is_markup() -> None:
    for said in (GALLERY["hostile"], message(Prose((Run(HOSTILE, italic=True),)), lang="en")):
        drawn = render(said, "m1")
        assert "mrkdwn" not in json.dumps(drawn["blocks"])
        assert "<!channel> <@U01ALICE>" in readable(drawn["blocks"])
        assert "&lt;!channel&gt; &lt;@U01ALICE&gt;" in drawn["text"]
        assert (drawn["mrkdwn"], drawn["parse"], drawn["unfurl_links"]) == (False, "none", False)


def test_the_mark_stands_on_the_first_block() -> None:
    assert [block["block_id"] for block in render(GALLERY["answer"], "42")["blocks"]] == ["ob:42", "b1", "b2", "b3"]
    assert render(GALLERY["prose_styles"], "42")["blocks"][0]["block_id"] == "ob:42"


def test_a_long_message_keeps_its_small_print_and_its_buttons() -> None:
    said = message(
        *(Prose((Run(f"{n}. " + "A plain sentence. " * 80),)) for n in range(20)),
        Note((Run("Private: only Rosa reads this."),)),
        Choices((Choice("Yes", "v1"),)),
        lang="en",
    )
    drawn = render(said, "m1")

    assert problems_of_message(drawn) == []
    assert "sentence. …" in readable(drawn["blocks"])
    assert readable(drawn["blocks"]).endswith("Private: only Rosa reads this.\nYes")
    assert "19. A plain" not in drawn["text"]


def test_a_long_list_and_long_facts_are_cut_between_items() -> None:
    many = tuple((Run("A point of view. " * 10),) for _ in range(200))
    assert readable(blocks(Points(many))).endswith("…")
    facts = tuple((f"Label {n}", "A value. " * 30) for n in range(200))
    assert problems_of_message(render(message(Facts(facts), lang="en"), "m1")) == []


def test_a_long_paragraph_is_parted_between_sentences() -> None:
    parts = [block["text"]["text"] for block in blocks(Prose((Run("Short. " * 1_000),)))]

    assert len(parts) == 3
    assert all(part.endswith("Short.") for part in parts)


def test_many_small_paragraphs_are_folded() -> None:
    drawn = render(message(*(Prose((Run(f"Line {n}."),)) for n in range(80)), lang="en"), "m1")

    assert problems_of_message(drawn) == []
    assert "Line 79." in readable(drawn["blocks"])


def test_more_buttons_than_a_row_holds_stand_in_several_rows() -> None:
    drawn = blocks(Choices(tuple(Choice(str(n), str(n)) for n in range(60))))

    assert [len(row["elements"]) for row in drawn] == [25, 25, 10]


def test_a_long_label_is_cut_at_a_word() -> None:
    button = blocks(Choices((Choice("I would like to talk to somebody " * 4, "v"),)))[0]["elements"][0]

    assert len(button["text"]["text"]) <= limits.LABEL
    assert button["text"]["text"].endswith("…")


def test_a_screen_reader_hears_what_a_button_belongs_to() -> None:
    button = render(GALLERY["answer"], "m1")["blocks"][-1]["elements"][0]

    assert button["accessibility_label"] == "Tell me more – risk of bias"


def test_a_picture_and_a_table_that_are_at_slacks() -> None:
    said = GALLERY["result"]
    picture, table = (block.file for block in said.blocks if isinstance(block, Picture | Document))
    at = "https://lab.slack.example/files/U01BOT/F2"
    drawn = render(said, "m1", {picture: Uploaded("F1", "-"), table: Uploaded("F2", at)})

    assert problems_of_message(drawn) == []
    assert {"id": "F1"} in [block.get("slack_file") for block in drawn["blocks"]]
    assert at in json.dumps(drawn["blocks"])
    assert drawn["text"].endswith(at), "the address in the top-level text is what shares the file"
    assert drawn["unfurl_links"] is True


def test_a_picture_that_is_not_at_slacks_is_said_in_words() -> None:
    assert "Six people answered." in readable(render(GALLERY["result"], "m1")["blocks"])


@pytest.mark.parametrize("name", list(GALLERY))
def test_every_message_can_be_the_bots_own_page(name: str) -> None:
    assert problems_of_view(page(GALLERY[name])) == []


# -- cutting


@settings(deadline=None)
@given(TEXT, st.integers(2, 400))
def test_cut_text_fits_and_begins_as_it_did(text: str, room: int) -> None:
    short = cut(text, room)

    assert len(short) <= room
    assert text.startswith(short.rstrip(" …"))


@settings(deadline=None)
@given(TEXT, st.integers(1, 400))
def test_split_text_fits_and_loses_only_space(text: str, room: int) -> None:
    parts = list(split(text, room))

    assert all(len(part) <= room for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


# -- forms


def test_every_kind_of_question_is_drawn() -> None:
    view = modal(FORM, HERE)
    kinds = [block["element"]["type"] for block in view["blocks"] if block["type"] == "input"]

    assert problems_of_view(view) == []
    assert kinds == [
        "plain_text_input", "datepicker", "timepicker", "radio_buttons", "checkboxes", "users_select",
        "plain_text_input",
    ]  # fmt: skip
    assert json.loads(view["private_metadata"]) == ["signed-form-value", "D01ANN", "", "1795323600.000500"]


def _field(kind: str, count: int, initial: str | tuple[str, ...] = "") -> Field:
    options = tuple(Option(f"o{n}", f"Option {n}") for n in range(count))
    return Field("f", "Which?", kind, options, initial)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field", "kind"),
    [
        (_field("choice", 5, "o4"), "radio_buttons"),
        (_field("choice", 6, "o4"), "static_select"),
        (_field("choice", 400, "o399"), "static_select"),
        (_field("choices", 10, ("o1", "o9", "gone")), "checkboxes"),
        (_field("choices", 11, "o1"), "multi_static_select"),
        (_field("choices", 250, ()), "multi_static_select"),
        (_field("choice", 3, "gone"), "radio_buttons"),
        (_field("choice", 0), "plain_text_input"),
        (Field("f", "", "text", initial="x" * 99, max_length=50), "plain_text_input"),
        (Field("f", HOSTILE * 20, "line", hint=HOSTILE * 20, max_length=9_000), "plain_text_input"),
    ],
)
def test_lists_take_the_shape_that_fits(field: Field, kind: str) -> None:
    view = modal(Form("T" * 40, (field,), "S" * 40, "", "v" * 1_900, "Open", "intro " * 900), HERE)

    assert problems_of_view(view) == []
    assert view["blocks"][-1]["element"]["type"] == kind


def test_an_error_for_a_question_that_is_not_shown_stands_at_the_first() -> None:
    assert errors(FORM, {"day": "A day, please.", "gone": "Something."}) == {
        "field:day": "A day, please.",
        "field:title": "Something.",
    }


def test_a_message_without_words_draws_nothing() -> None:
    assert render(Message((Prose((Run(""),)), Points(()), Facts(()), Choices(()))), "m1")["blocks"] == []
