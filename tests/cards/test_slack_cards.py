"""Golden Slack messages: one of every kind. UPDATE_CARDS=1 rewrites them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from adapters.slack.carried import Trigger
from adapters.slack.forms import modal
from adapters.slack.render import Uploaded, page, render
from bot.messages import Document, Message, Picture
from tests.cards.gallery import FORM, GALLERY
from tests.schemas.block_kit import problems_of_message, problems_of_view

CARDS = Path(__file__).parent / "slack"


def check(name: str, drawn: dict[str, Any]) -> None:
    """Against the file; rewritten on demand."""
    path = CARDS / f"{name}.json"
    if os.environ.get("UPDATE_CARDS"):
        path.write_text(json.dumps(drawn, indent=2, ensure_ascii=False) + "\n")
    assert json.loads(path.read_text()) == drawn


def files(said: Message) -> dict[Any, Uploaded]:
    found = [block.file for block in said.blocks if isinstance(block, Picture | Document)]
    return {ref: Uploaded(f"F{n}", f"https://lab.slack.example/files/U01BOT/F{n}") for n, ref in enumerate(found)}


@pytest.mark.parametrize("name", list(GALLERY))
def test_a_message_looks_as_it_did(name: str) -> None:
    drawn = render(GALLERY[name], "m1", files(GALLERY[name]))

    assert problems_of_message({**drawn, "text": drawn["text"]}) == []
    check(name, drawn)


def test_a_modal_looks_as_it_did() -> None:
    drawn = modal(FORM, Trigger("1.2.3", "T01LAB", "D01ANN", "", "1795323600.000500"))

    assert problems_of_view(drawn) == []
    check("modal", drawn)


def test_the_bots_page_looks_as_it_did() -> None:
    drawn = page(GALLERY["role"])

    assert problems_of_view(drawn) == []
    check("page", drawn)


def test_no_card_is_left_over() -> None:
    assert {path.stem for path in CARDS.glob("*.json")} == {*GALLERY, "modal", "page"}
