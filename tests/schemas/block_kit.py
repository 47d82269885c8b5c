"""Whether Slack would take a message, a modal or a page: its own types as JSON Schema, their limits, and rules by hand.

`slack/block_kit.schema.json` comes from the official npm package @slack/types 3.2.0 (MIT) by ts-json-schema-generator,
with the lengths and counts that the package states in its doc comments only (138 of them) turned into schema.
`slack/manifest.schema.json` is `Manifest` of @slack/web-api 8.2.0 (MIT), made the same way.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator

Json = dict[str, Any]
_HERE = Path(__file__).parent / "slack"
_DEFINITIONS: Json = json.loads((_HERE / "block_kit.schema.json").read_text())["definitions"]
MOST = 12_500
"""Characters of all blocks together; Slack stops at about 13,200."""


def problems_of_message(payload: Json) -> list[str]:
    """What Slack would have against chat.postMessage with this payload; empty when nothing."""
    blocks = payload.get("blocks", [])
    return [
        *_blocks(blocks, most=50),
        *(["no top-level text"] if not payload.get("text", "").strip() else []),
        *(["top-level text is too long"] if len(payload.get("text", "")) > 40_000 else []),
        *(["top-level text holds markup"] if re.search(r"[<>]", payload.get("text", "")) else []),
        *(["all blocks together are too long"] if len(json.dumps(blocks, ensure_ascii=False)) > MOST else []),
        *(["an input in a message"] if any(b.get("type") == "input" for b in blocks) else []),
    ]


def problems_of_view(view: Json) -> list[str]:
    """The same for views.open, views.update and views.publish."""
    kind = {"modal": "ModalView", "home": "HomeView"}.get(view.get("type", ""))
    if kind is None:
        return ["neither a modal nor a home view"]
    blocks = view.get("blocks", [])
    has_input = any(block.get("type") == "input" for block in blocks)
    return [
        *_schema(kind, {**view, "blocks": []}),
        *_blocks(blocks, most=100),
        *(["inputs without a submit button"] if kind == "ModalView" and has_input and "submit" not in view else []),
        *(["a markdown block in a view"] if any(block.get("type") == "markdown" for block in blocks) else []),
    ]


def problems_of_manifest(manifest: Json) -> list[str]:
    schema = json.loads((_HERE / "manifest.schema.json").read_text())
    return [_told(error) for error in Draft7Validator(schema).iter_errors(manifest)]


def _blocks(blocks: list[Json], most: int) -> Iterator[str]:
    if len(blocks) > most:
        yield f"{len(blocks)} blocks"
    ids = [block.get("block_id") for block in blocks]
    if None in ids or len(set(ids)) < len(ids):
        yield f"block ids are missing or not unique: {ids}"
    for block in blocks:
        yield from (f"{block.get('block_id')}: {problem}" for problem in _block(block))


def _block(block: Json) -> Iterator[str]:
    kind = _kinds().get(block.get("type", ""))
    if kind is None:
        yield f"unknown block {block.get('type')!r}"
        return
    yield from _schema(kind, block)
    elements = block.get("elements")
    if elements is not None and not elements:
        yield "no elements"
    if any(inner.get("elements") == [] for inner in elements or [] if isinstance(inner, dict)):
        yield "a part without elements"
    if block["type"] == "section" and not (block.get("text") or block.get("fields")):
        yield "a section without text"
    if block["type"] == "header" and not block["text"]["text"].strip():
        yield "an empty header"
    yield from _elements(block)
    yield from _texts(block)


def _elements(block: Json) -> Iterator[str]:
    inside = block.get("elements", []) if block["type"] == "actions" else [block.get("element"), block.get("accessory")]
    shown = [element for element in inside if element]
    ids = [element.get("action_id") for element in shown]
    if None in ids or len(set(ids)) < len(ids):
        yield f"action ids are missing or not unique: {ids}"
    for element in shown:
        yield from _menu(element)
        yield from _typed(element)


def _menu(element: Json) -> Iterator[str]:
    """Rules of lists: some options, told apart, the first ones among them."""
    if "static_select" not in element["type"] and element["type"] not in ("radio_buttons", "checkboxes"):
        return
    if ("options" in element) == ("option_groups" in element):
        yield "needs either options or option groups"
    options = [*element.get("options", []), *(o for g in element.get("option_groups", []) for o in g["options"])]
    values = [option.get("value") for option in options]
    if not options or len(set(values)) < len(values):
        yield "no options, or two with one value"
    if any(len(group["options"]) > 100 for group in element.get("option_groups", [])):
        yield "a group with more than 100 options"
    first = [element.get("initial_option"), *element.get("initial_options", [])]
    if "initial_options" in element and not element["initial_options"]:
        yield "empty initial options"
    if any(option not in options for option in first if option is not None):
        yield "an initial option that is not an option"


def _typed(element: Json) -> Iterator[str]:
    low, high = element.get("min_length", 0), element.get("max_length", 3000)
    if not 0 <= low <= high or not 1 <= high <= 3000:
        yield "lengths that cannot be"
    if len(element.get("initial_value", "")) > high:
        yield "an initial value longer than allowed"
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", element.get("initial_date", "2026-01-01")):
        yield "an initial date that is none"
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", element.get("initial_time", "00:00")):
        yield "an initial time that is none"


def _texts(found: Any) -> Iterator[str]:
    """Everywhere: no empty text, no markup, nothing that cannot be shown."""
    if isinstance(found, dict):
        if found.get("type") == "mrkdwn":
            yield "markup is not used in this project"
        if found.get("type") in ("plain_text", "text") and not found.get("text"):
            yield "an empty text"
        found = list(found.values())
    if isinstance(found, list):
        for inner in found:
            yield from _texts(inner)
    elif isinstance(found, str) and re.search("[\x00-\x08\ud800-\udfff\u202a-\u202e]", found):
        yield "characters that cannot be shown"


def _schema(kind: str, found: Json) -> Iterator[str]:
    return (_told(error) for error in _validator(kind).iter_errors(found))


@cache
def _validator(kind: str) -> Draft7Validator:
    return Draft7Validator({"$ref": f"#/definitions/{kind}", "definitions": _DEFINITIONS})


@cache
def _kinds() -> dict[str, str]:
    """Block type -> the name of its definition."""
    known = (ref["$ref"].rpartition("/")[2] for ref in _DEFINITIONS["KnownBlock"]["anyOf"])
    return {_const(_DEFINITIONS[name]): name for name in known}


def _const(definition: Json) -> str:
    shape = definition["anyOf"][0] if "anyOf" in definition else definition
    return str(shape["properties"]["type"]["const"])


def _told(error: Any) -> str:
    return f"{'/'.join(str(step) for step in error.absolute_path)}: {error.message[:200]}"
