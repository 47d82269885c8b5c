"""A person's text stays text: what a card would read as something else is made harmless, long text is cut kindly."""

from __future__ import annotations

import re

UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""Control characters, direction overrides (they would turn the words after them around) and halves of characters."""

MARKUP = re.compile(r"[\\`*_\[\]<>#{}~|@]|^\s*(?:\d+[.)]|[-+])\s|https?:|www\.|&#?\w+;|\n|\t")
"""What a TextBlock may read as Markdown, a link, an entity or a function (Adaptive Cards text features)."""

ENDS = (". ", "! ", "? ", ".\n", "… ")


def visible(text: str) -> str:
    """Text without what cannot be seen."""
    return UNSEEN.sub("", text)


def clean(text: str) -> str:
    """Text for a card. `{{DATE(...)}}` is read as a function even in plain runs, so its braces are parted unseen."""
    return visible(text).replace("{{", "{\u2060{")


def is_plain(text: str) -> bool:
    """Whether a TextBlock would show exactly this text."""
    return MARKUP.search(text) is None


def cut(text: str, most: int) -> str:
    """At most `most` characters, cut after a sentence where one ends in the second half, else after a word."""
    if len(text) <= most:
        return text
    head = text[: max(most - 2, 0)]
    ended = max(head.rfind(end) for end in ENDS)
    if ended > most // 2:
        return f"{head[: ended + 1]} …"
    spaced = head.rfind(" ")
    return f"{head[:spaced] if spaced > most // 2 else head}…"
