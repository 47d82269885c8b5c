"""Text as Teams sends it -> text as a person typed it."""

from __future__ import annotations

import html
from html.parser import HTMLParser
from typing import Any

BREAKS = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "blockquote"})
UNSAID = frozenset({"attachment", "script", "style", "systemeventmessage"})


def typed(text: str, entities: list[dict[str, Any]], bot: str) -> str:
    """A message without the bot's name, its other mentions as bare names, entities and hard spaces undone.

    The SDK's own function deletes every place the name occurs in; here each mention's literal text goes once.
    """
    for entity in entities:
        literal = entity.get("text")
        if entity.get("type") == "mention" and isinstance(literal, str) and literal:
            text = _without(text, literal) if _is(entity, bot) else text.replace(literal, _name(entity), 1)
    return html.unescape(text).replace("\xa0", " ").strip()


def mentions(entities: list[dict[str, Any]], bot: str) -> bool:
    """Whether the bot is named."""
    return any(entity.get("type") == "mention" and _is(entity, bot) for entity in entities)


def _is(entity: dict[str, Any], bot: str) -> bool:
    mentioned = entity.get("mentioned")
    return isinstance(mentioned, dict) and bool(bot) and mentioned.get("id") == bot


def _name(entity: dict[str, Any]) -> str:
    return _plain(str(entity["text"]))


def _without(text: str, literal: str) -> str:
    before, found, after = text.partition(literal)
    if not found:
        return text
    after = after.removeprefix("&nbsp;").removeprefix("\xa0").lstrip()
    return f"{before.rstrip()} {after}" if before.strip() else after


def pointed(body: dict[str, Any]) -> str:
    """The words of the message somebody pointed at: `messagePayload.body`, HTML or plain."""
    content = body.get("content")
    if not isinstance(content, str):
        return ""
    return content.strip() if body.get("contentType") == "text" else _plain(content)


def _plain(markup: str) -> str:
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    lines = ("".join(reader.parts)).replace("\xa0", " ").splitlines()
    return "\n".join(" ".join(line.split()) for line in lines if line.strip())


class _Reader(HTMLParser):
    """Collects words; a block or a line break becomes a new line, a drawn emoji its own character."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unsaid = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unsaid += tag in UNSAID
        if tag in BREAKS:
            self.parts.append("\n")
        if tag in ("emoji", "img"):
            self.parts.append(dict(attrs).get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        self._unsaid -= tag in UNSAID and self._unsaid > 0
        if tag in BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unsaid:
            self.parts.append(data)
