"""Slack's way of writing text down, undone; and text made safe to be written in Slack's way."""

from __future__ import annotations

import re

_MARKUP = re.compile(r"<((?:[@#][A-Z0-9]+|![a-z]|[a-z][a-z0-9+.-]*:)[^<>]*)>|&(amp|lt|gt);")
"""References and entities. Other angle brackets are a person's own: not everything Slack sends is escaped."""
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">"}

_UNSENDABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
"""Control characters, directions that spoof what stands beside them, halves of characters."""


def as_typed(text: str, bot_user: str = "") -> str:
    """What a person typed, as they would read it back: links and mentions by their names, the bot's own name gone."""
    if bot_user and f"<@{bot_user}" in text:
        text = re.sub(rf"\s*<@{re.escape(bot_user)}(\|[^<>]*)?>[\s:,]*", " ", text).strip()
    if "<" not in text and "&" not in text:
        return text
    return _MARKUP.sub(lambda found: _ENTITIES[found[2]] if found[2] else _named(found[1]), text)


def _named(inside: str) -> str:
    """A reference by its name."""
    what, _, name = inside.partition("|")
    if what.startswith(("@", "#")):
        name = f"{what[0]}{name.lstrip('@#')}" if name else what
    elif what.startswith("!"):
        name = name or f"@{what[1:]}"
    else:
        name = name or what.removeprefix("mailto:")
    return re.sub(r"&(amp|lt|gt);", lambda found: _ENTITIES[found[1]], name)


def clean(text: str) -> str:
    """The text without what no message should hold. Slack takes it as it is, in objects where nothing is markup."""
    return _UNSENDABLE.sub("", text)


def escape(text: str) -> str:
    """Text for the one place where Slack reads `<...>` in it: the top-level text of a message."""
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
