"""The judge is judged: messages and views Slack refuses are refused here."""

from __future__ import annotations

from typing import Any

import pytest

from tests.schemas.block_kit import problems_of_message, problems_of_view

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def button(**changes: Any) -> Json:
    return {"type": "button", "action_id": "a", "text": plain("Yes"), "value": "v"} | changes


def actions(*elements: Json) -> Json:
    return {"type": "actions", "block_id": "b", "elements": list(elements)}


def section(text: Json, **changes: Any) -> Json:
    return {"type": "section", "block_id": "b", "text": text} | changes


def question(element: Json) -> Json:
    return {"type": "input", "block_id": "b", "label": plain("Which?"), "element": {"action_id": "a"} | element}


def options(count: int) -> list[Json]:
    return [{"text": plain(f"Option {n}"), "value": f"o{n}"} for n in range(count)]


MESSAGES: list[list[Json]] = [
    [section(plain("x" * 3_001))],
    [section(plain(""))],
    [{"type": "section", "block_id": "b"}],
    [section({"type": "mrkdwn", "text": "*x*"})],
    [section(plain("x")), section(plain("y"))],
    [section(plain("x"), block_id="b" * 256)],
    [{"type": "section", "text": plain("x")}],
    [section(plain("x"), block_id=f"b{n}") for n in range(51)],
    [section(plain("x" * 2_900), block_id=f"b{n}") for n in range(5)],
    [section(plain("x\u202ey"))],
    [{"type": "header", "block_id": "b", "text": plain("x" * 151)}],
    [{"type": "header", "block_id": "b", "text": plain(" ")}],
    [{"type": "context", "block_id": "b", "elements": []}],
    [{"type": "context", "block_id": "b", "elements": [plain("x")] * 11}],
    [actions()],
    [actions(*(button(action_id=f"a{n}") for n in range(26)))],
    [actions(button(), button())],
    [actions(button(text=plain("x" * 76)))],
    [actions(button(value="x" * 2_001))],
    [actions(button(style="loud"))],
    [actions({"type": "button", "text": plain("x")})],
    [actions(button(accessibility_label="x" * 76))],
    [{"type": "image", "block_id": "b", "slack_file": {"id": "F1"}}],
    [{"type": "image", "block_id": "b", "slack_file": {"id": "F1"}, "alt_text": "x" * 2_001}],
    [{"type": "rich_text", "block_id": "b", "elements": []}],
    [
        {
            "type": "rich_text",
            "block_id": "b",
            "elements": [{"type": "rich_text_section", "elements": [{"type": "text"}]}],
        }
    ],
    [{"type": "poem", "block_id": "b"}],
    [question({"type": "plain_text_input"})],
]

VIEWS: list[Json] = [
    {"submit": plain("Send"), "title": plain("x" * 25)},
    {"submit": plain("x" * 25)},
    {"private_metadata": "x" * 3_001, "submit": plain("Send")},
    {"blocks": [question({"type": "plain_text_input"})]},
    {"blocks": [{"type": "markdown", "block_id": "b", "text": "x"}]},
    *(
        {"submit": plain("Send"), "blocks": [question(element)]}
        for element in (
            {"type": "plain_text_input", "max_length": 3_001},
            {"type": "plain_text_input", "min_length": 9, "max_length": 8},
            {"type": "plain_text_input", "max_length": 3, "initial_value": "xxxx"},
            {"type": "static_select", "options": options(101)},
            {"type": "static_select"},
            {"type": "static_select", "options": []},
            {"type": "static_select", "options": options(1) * 2},
            {"type": "static_select", "options": options(2), "initial_option": options(3)[2]},
            {"type": "radio_buttons", "options": options(11)},
            {"type": "checkboxes", "options": options(2), "initial_options": []},
            {"type": "datepicker", "initial_date": "1 December"},
            {"type": "timepicker", "initial_time": "25:00"},
            {"type": "users_select", "initial_users": ["U1"]},
        )
    ),
]


@pytest.mark.parametrize("blocks", MESSAGES, ids=range(len(MESSAGES)))
def test_a_message_slack_would_refuse_is_refused(blocks: list[Json]) -> None:
    assert problems_of_message({"text": "x", "blocks": blocks}) != []


@pytest.mark.parametrize("changes", VIEWS, ids=range(len(VIEWS)))
def test_a_view_slack_would_refuse_is_refused(changes: Json) -> None:
    assert problems_of_view({"type": "modal", "title": plain("Title"), "blocks": []} | changes) != []


@pytest.mark.parametrize("text", ["", "<!channel>", "x" * 40_001])
def test_a_text_slack_would_refuse_or_read_as_markup_is_refused(text: str) -> None:
    assert problems_of_message({"text": text, "blocks": []}) != []


def test_what_slack_takes_is_taken() -> None:
    view = {"type": "modal", "title": plain("Title"), "submit": plain("Send")}

    assert (
        problems_of_message({"text": "x", "blocks": [section(plain("x")), actions(button()) | {"block_id": "c"}]}) == []
    )
    assert problems_of_view(view | {"blocks": [question({"type": "static_select", "options": options(100)})]}) == []
