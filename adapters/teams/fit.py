"""A card that is too large is cut, longest words first: at a sentence, with an ellipsis; buttons and questions stay."""

from __future__ import annotations

import json
from typing import Any

from adapters.teams.limits import CARD, SPOKEN
from adapters.teams.plain import cut
from adapters.teams.source import Json

SHORTEST = 80
"""Characters every stretch of text keeps before whole paragraphs go."""


def size(card: Json) -> int:
    """Bytes of a card on the wire."""
    return len(json.dumps(card, ensure_ascii=False).encode("utf-8", "replace"))


def fit(card: Json) -> Json:
    """The same card when it is small enough, else one that is."""
    if size(card) <= CARD:
        return card
    least, most = SHORTEST, CARD
    while most - least > SHORTEST:
        middle = (least + most) // 2
        least, most = (middle, most) if size(_shortened(card, middle)) <= CARD else (least, middle)
    return _without_paragraphs(_shortened(card, least))


def _shortened(value: Any, most: int) -> Any:
    """A copy whose texts have at most `most` characters; what is spoken is cut along with them."""
    if isinstance(value, list):
        return [_shortened(item, most) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: _short(key, inner, most) for key, inner in value.items()}


def _short(key: str, inner: Any, most: int) -> Any:
    if key in ("text", "speak", "altText") and isinstance(inner, str):
        return cut(inner, min(most, SPOKEN) if key == "speak" else most)
    return _shortened(inner, most)


def _without_paragraphs(card: Json) -> Json:
    """Paragraphs go from the end until the card fits: only a message of hundreds of them comes here."""
    body = list(card["body"])
    over = size(card) - CARD
    for place in range(len(body) - 1, -1, -1):
        if over <= 0:
            break
        if body[place]["type"] == "RichTextBlock":
            over -= size(body.pop(place)) + 2
    return {**card, "body": body}
