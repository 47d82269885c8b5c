"""What people do at this door: kept as their own line, then handed on. Page and terminal both speak through it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import TypeAlias

from adapters.local.book import Line
from adapters.local.limits import CHANNEL, OWN_TEXT, PLATFORM, WORKSPACE
from adapters.local.parse import in_channel
from adapters.local.platform import LocalPlatform, private
from bot.inputs import (
    Chose,
    FormErrors,
    Input,
    Joined,
    Left,
    OpenForm,
    Pointed,
    Replace,
    ReplyNow,
    Said,
    Source,
    Submitted,
)
from bot.messages import Form, Message, choices
from bot.platform import Address, Receipt

Receive: TypeAlias = Callable[[Input], Awaitable[ReplyNow]]


class Hearing:
    """One method for each thing a person can do. `event` is made by the client, the same when it sends again.

    Each returns what must be shown at once, and raises what `receive` raised: then nothing was heard.
    """

    def __init__(self, platform: LocalPlatform, receive: Receive, now: Callable[[], datetime]) -> None:
        self.platform = platform
        self._receive = receive
        self._now = now

    async def say(self, user: str, event: str, text: str, *, channel: bool = False) -> ReplyNow:
        """Words in the private chat, or in the channel, where the bot is only spoken to by name."""
        source = _source(user, event, CHANNEL if channel else user)
        words, named = in_channel(text) if channel else (text, True)
        return await self._hand_on(Said(source, words, addressed=named), text)

    async def press(self, user: str, event: str, value: str, line: str = "", *, opens_form: bool = False) -> ReplyNow:
        """A button. `line` is the message it stands on; only one this person can see counts."""
        kept = await self.visible(user, line)
        source = _source(user, event, kept.place if kept else user)
        heard = Chose(source, value, _receipt(kept, user), trigger=event if opens_form else "")
        label = "" if opens_form else _label(kept, value)
        return await self._hand_on(heard, label)

    async def submit(
        self,
        user: str,
        event: str,
        value: str,
        fields: Mapping[str, str | tuple[str, ...]],
        *,
        line: str = "",
        label: str = "",
    ) -> ReplyNow:
        """A form. `label` is what was pressed to send it."""
        kept = await self.visible(user, line)
        heard = Submitted(_source(user, event, kept.place if kept else user), value, fields, _receipt(kept, user))
        return await self._hand_on(heard, label)

    async def point(self, user: str, event: str, line: str) -> ReplyNow:
        """Explain the words of somebody's line this person can see; nothing happens for any other line."""
        kept = await self.visible(user, line)
        if kept is None or kept.role != "me":
            return None
        readers = None if kept.place == CHANNEL else 1
        return await self._hand_on(Pointed(_source(user, event, kept.place), kept.text, kept.user, kept.id, readers))

    async def join(self, user: str, event: str) -> ReplyNow:
        return await self._hand_on(Joined(_source(user, event, user)))

    async def leave(self, user: str, event: str) -> ReplyNow:
        return await self._hand_on(Left(_source(user, event, user)))

    async def visible(self, user: str, line: str) -> Line | None:
        """The line with this id, if it stands where this person can see it."""
        kept = await self.platform.book.by_id(line) if line else None
        return kept if kept and kept.place in (user, CHANNEL) and kept.role != "taken" else None

    async def _hand_on(self, heard: Input, own: str = "") -> ReplyNow:
        kept = await self._keep(heard.source, own) if own.strip() else None
        try:
            reply = await self._receive(heard)
        except BaseException:
            await self._take_back(kept)
            raise
        if isinstance(reply, FormErrors):
            await self._take_back(kept)
        return await self._shown(heard, reply)

    async def _keep(self, source: Source, own: str) -> Line | None:
        """The person's own line, if it was not there yet."""
        mark = f"own:{source.user}:{source.event_id}"
        line = Line(source.place.place, source.user, "me", self._now(), mark, text=_fit(own))
        kept, new = await self.platform.book.write(line)
        return kept if new else None

    async def _take_back(self, kept: Line | None) -> None:
        if kept is not None:
            await self.platform.book.take_back(kept)

    async def _shown(self, heard: Input, reply: ReplyNow) -> ReplyNow:
        opened = self.platform.opened(heard.trigger) if isinstance(heard, Chose) else None
        if isinstance(reply, Replace) and isinstance(heard, Chose | Submitted) and heard.pressed:
            await self.platform.edit(heard.pressed, reply.message, "")
        return OpenForm(opened) if reply is None and opened else reply


def opening(said: Message, value: str) -> Form | None:
    """The form that stands in this message under this value."""
    return next((b for b in said.blocks if isinstance(b, Form) and b.value == value), None)


def _source(user: str, event: str, place: str) -> Source:
    address = private(user) if place == user else Address(PLATFORM, WORKSPACE, place, user)
    return Source(PLATFORM, WORKSPACE, user, event, address, private=place == user)


def _receipt(kept: Line | None, user: str) -> Receipt | None:
    return Receipt(Address(PLATFORM, WORKSPACE, kept.place, user), kept.id) if kept and kept.role == "bot" else None


def _label(kept: Line | None, value: str) -> str:
    said = kept.message if kept else None
    return next((c.label for c in choices(said) if c.value == value), "") if said else ""


def _fit(own: str) -> str:
    """A person's words as a database can keep them (PostgreSQL takes no NUL) and a page can show them."""
    own = own.replace("\x00", "\ufffd")
    return own if len(own) <= OWN_TEXT else own[: OWN_TEXT - 1] + "…"
