"""A message as the page gets it: every string as it was, buttons numbered as in plain text."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from adapters.local.render import SHORT, files, render, short
from bot.messages import as_text
from tests.cards.gallery import GALLERY, HOSTILE


def _numbers(drawn: Any) -> list[int]:
    if isinstance(drawn, dict):
        own = [drawn["number"]] if "number" in drawn else []
        return own + [n for value in drawn.values() for n in _numbers(value)]
    return [n for item in drawn for n in _numbers(item)] if isinstance(drawn, list) else []


@pytest.mark.parametrize("name", list(GALLERY))
def test_buttons_have_the_numbers_of_the_plain_text(name: str) -> None:
    typed = [int(n) for n in re.findall(r"^(\d+)\. ", as_text(GALLERY[name]), re.MULTILINE)]

    assert sorted(_numbers(render(GALLERY[name]))) == typed


@pytest.mark.parametrize("name", list(GALLERY))
def test_nothing_about_how_a_file_is_made_reaches_the_page(name: str) -> None:
    assert "c0ffee" not in json.dumps(render(GALLERY[name]))


def test_hostile_words_stay_exactly_what_they_were() -> None:
    drawn = render(GALLERY["hostile"])

    assert drawn["blocks"][0]["runs"][0]["text"] == HOSTILE


def test_files_are_named_by_their_place() -> None:
    drawn = [block["file"] for block in render(GALLERY["result"])["blocks"] if "file" in block]

    assert drawn == list(range(len(files(GALLERY["result"]))))


def test_the_beginning_of_a_long_message_is_short() -> None:
    assert len(short(GALLERY["long"])) <= SHORT
    assert short(GALLERY["long"]).endswith("…")
