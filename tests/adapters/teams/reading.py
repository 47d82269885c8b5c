"""What a person reads in a card: its words in order, markup undone."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def words(card: Json) -> str:
    """Every line of a card, its buttons last."""
    elements = [*card.get("body", []), *card.get("actions", [])]
    return "\n".join(line for element in elements for line in _lines(element)).replace("\u2060", "")


def _lines(element: Json) -> list[str]:
    match element["type"]:
        case "TextBlock":
            return [element["text"]]
        case "RichTextBlock":
            return ["".join(run["text"] for run in element["inlines"])]
        case "Image":
            return [element["altText"]]
        case "ActionSet":
            return [line for action in element["actions"] for line in _lines(action)]
        case kind if kind.startswith("Input."):
            return [element["label"]]
        case _:
            return [element["title"]]


def errors(card: Json) -> dict[str, str]:
    """The sentences a form shows, by field."""
    marked = [e for e in card["body"] if e.get("id", "").startswith("error.")]
    return {e["id"].removeprefix("error."): e["inlines"][0]["text"] for e in marked}
