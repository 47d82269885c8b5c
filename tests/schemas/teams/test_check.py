"""The checks catch what they are there for; both schemas are the ones Teams reads."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from jsonschema import Draft4Validator
from PIL import Image

from adapters.teams.package import PLACEHOLDER, PackageWords, manifest, write_package
from adapters.teams.parse import EXPLAIN
from tests.adapters.teams.microsoft import APP
from tests.schemas.teams.check import mistakes

OFFICIAL = json.loads((Path(__file__).parent / "manifest-1.25.json").read_text())
WORDS = PackageWords(
    name="Interlude",
    full_name="Interlude: what happens between meetings",
    short="Explains words, checks in, reminds and listens between research meetings.",
    description="For communities of practice in patient-driven health research.",
    developer="Interlude",
    action="Explain words in this message",
    action_hint="A private explanation of the research words in this message.",
    commands=(("help", "What I can do"), ("aide", "Ce que je peux faire"), ("stop", "No more messages")),
)
GOOD: dict[str, Any] = {
    "type": "AdaptiveCard", "version": "1.5", "speak": "x",
    "body": [
        {"type": "TextBlock", "text": "Hello", "wrap": True},
        {"type": "Input.Text", "id": "in.a", "label": "A"},
        {"type": "Image", "url": "https://x.example/p.png", "altText": "a picture"},
    ],
    "actions": [{"type": "Action.Submit", "title": "Go", "data": {}}],
}  # fmt: skip


def _spoil(path: list[Any], value: Any) -> dict[str, Any]:
    spoilt = copy.deepcopy(GOOD)
    at: Any = spoilt
    for step in path[:-1]:
        at = at[step]
    if value is None:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    return spoilt


BAD: list[tuple[list[Any], Any]] = [
    (["version"], "1.6"),
    (["version"], None),
    (["type"], "Card"),
    (["speak"], None),
    (["body"], [{"type": "Carousel"}]),
    (["body"], [{"type": "TextRun", "text": "x"}]),
    (["body", 0, "wrap"], False),
    (["body", 0, "wrap"], None),
    (["body", 0, "text"], None),
    (["body", 0, "text"], "*bold*"),
    (["body", 0, "text"], "[a](https://x)"),
    (["body", 0, "text"], "{{DATE(2026-11-22T10:00:00Z)}}"),
    (["body", 0, "text"], "a\u202eb"),
    (["body", 0, "txt"], "x"),
    (["body", 0, "size"], "Huge"),
    (["body", 0, "style"], "title"),
    (["body", 0, "id"], "in.a"),
    (["body", 1, "label"], None),
    (["body", 1, "id"], None),
    (["body", 2, "altText"], ""),
    (["body", 2, "url"], "http://x.example/p.png"),
    (["body", 2, "url"], "javascript:alert(1)"),
    (["actions"], [{"type": "Action.Http", "title": "x"}]),
    (["actions"], [{"type": "Action.Submit", "title": "", "data": {}}]),
    (["actions"], [{"type": "Action.Execute", "title": "x", "verb": "v", "data": {}}]),
    (["actions"], [{"type": "Action.Submit", "title": "x", "data": {}}] * 7),
    (["body", 0, "text"], "x" * 30_000),
]


def test_a_good_card_is_good() -> None:
    assert mistakes(GOOD) == []


@pytest.mark.parametrize(("path", "value"), BAD, ids=lambda part: str(part)[:30])
def test_a_bad_card_is_caught(path: list[Any], value: Any) -> None:
    assert mistakes(_spoil(path, value))


@pytest.mark.parametrize("app_id", [APP, ""])
def test_the_manifest_is_one_teams_takes(app_id: str) -> None:
    made = manifest("https://interlude.example", app_id, WORDS)

    assert list(Draft4Validator(OFFICIAL).iter_errors(made)) == []
    assert made["bots"][0]["botId"] == made["composeExtensions"][0]["botId"] == (app_id or PLACEHOLDER)
    assert made["composeExtensions"][0]["commands"][0]["id"] == EXPLAIN
    assert made["validDomains"] == ["interlude.example"]


def test_a_wrong_manifest_is_caught() -> None:
    made = manifest("http://interlude.example", "not-an-id", WORDS)

    assert len(list(Draft4Validator(OFFICIAL).iter_errors(made))) > len("ab")


def test_the_package_holds_a_manifest_and_two_icons(tmp_path: Path) -> None:
    described = manifest("https://interlude.example", APP, WORDS)
    write_package(tmp_path / "interlude.zip", described)
    with ZipFile(tmp_path / "interlude.zip") as package:
        assert package.namelist() == ["manifest.json", "color.png", "outline.png"]
        assert json.loads(package.read("manifest.json")) == described
        color, outline = (Image.open(package.open(name)) for name in ("color.png", "outline.png"))
        assert (color.size, outline.size) == ((192, 192), (32, 32))
        assert {pixel[:3] for pixel in outline.get_flattened_data() if pixel[3]} == {(255, 255, 255)}
        assert {pixel[3] for pixel in color.get_flattened_data()} == {255}


def test_the_package_is_the_same_each_time(tmp_path: Path) -> None:
    for name in ("a.zip", "b.zip"):
        write_package(tmp_path / name, manifest("https://interlude.example", APP, WORDS))

    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
