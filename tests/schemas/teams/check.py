"""Is this a card Teams will take, and one we want to send? Says everything that is wrong with it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

RULES = json.loads((Path(__file__).parent / "adaptive-card-1.5.json").read_text())
MARKUP = re.compile(r"[\\`*_\[\]<>#{}~|@]|^\s*(?:\d+[.)]|[-+])\s|https?:|www\.|\n")
"""A TextBlock reads Markdown: nothing of it may stand there."""
FUNCTION = re.compile(r"\{\{\s*(?:DATE|TIME)\s*\(")
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def mistakes(card: Any) -> list[str]:
    """One sentence for each; an empty list for a good card."""
    if not isinstance(card, dict) or card.get("type") != "AdaptiveCard":
        return ["not an AdaptiveCard"]
    return [*_object(card, "card"), *_whole(card), *_ids(card)]


def _whole(card: dict[str, Any]) -> Iterator[str]:
    if card.get("version") != "1.5":
        yield "the version is not 1.5"
    if len(json.dumps(card, ensure_ascii=False).encode()) > 24 * 1024:
        yield "larger than 24 KB"
    if not (card.get("body") or card.get("actions")):
        yield "empty"


def _ids(card: dict[str, Any]) -> Iterator[str]:
    ids = [found["id"] for found in _objects(card) if "id" in found]
    yield from (f"two elements are called {one}" for one in {i for i in ids if ids.count(i) > 1})


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield from [value] if "type" in value else []
        for key, inner in value.items():
            yield from () if key == "data" else _objects(inner)
    if isinstance(value, list):
        for inner in value:
            yield from _objects(inner)


def _object(value: dict[str, Any], where: str) -> Iterator[str]:
    kind = value.get("type", "")
    rule = RULES["types"].get(kind)
    if rule is None:
        yield f"{where}: unknown type {kind!r}"
        return
    allowed = {"type", *rule["required"], *rule["allowed"], *RULES["shared"]}
    yield from (f"{where}: {kind} has no {key}" for key in value.keys() - allowed)
    yield from (f"{where}: {kind} needs {key}" for key in rule["required"] if _missing(value.get(key)))
    for key, inner in value.items():
        yield from _property(kind, key, inner, f"{where}.{kind}.{key}")


def _missing(value: Any) -> bool:
    return value is None or value == ""


def _property(kind: str, key: str, value: Any, where: str) -> Iterator[str]:
    if key in RULES["where"]:
        yield from _children(key, value, where)
    if key in RULES["enums"]:
        yield from _enum(kind, key, value, where)
    if isinstance(value, str):
        yield from _text(kind, key, value, where)
    if key == "wrap" and value is not True:
        yield f"{where}: does not wrap"
    if key == "choices":
        yield from (f"{where}: {c} is no choice" for c in value if set(c) != {"title", "value"} or not c["title"])


def _children(key: str, value: Any, where: str) -> Iterator[str]:
    inner = value if isinstance(value, list) else [value]
    if key == "actions" and not 0 < len(inner) <= 6:
        yield f"{where}: {len(inner)} actions"
    for n, child in enumerate(inner):
        if not isinstance(child, dict) or child.get("type") not in RULES["where"][key]:
            yield f"{where}[{n}]: {child!r:.60} does not belong here"
        else:
            yield from _object(child, f"{where}[{n}]")


def _enum(kind: str, key: str, value: Any, where: str) -> Iterator[str]:
    known = RULES["enums"][key]
    known = known.get(kind, []) if isinstance(known, dict) else known
    if value not in known:
        yield f"{where}: {value!r} is not one of {known}"


def _text(kind: str, key: str, value: str, where: str) -> Iterator[str]:
    if key not in ("data", "value") and FUNCTION.search(value):
        yield f"{where}: would be read as a function"
    if UNSEEN.search(value):
        yield f"{where}: unseen characters"
    if kind == "TextBlock" and key == "text" and MARKUP.search(value):
        yield f"{where}: markup in a TextBlock"
    if key == "url" and not value.startswith(("https://", "data:image/png;base64,")):
        yield f"{where}: not a safe address"
