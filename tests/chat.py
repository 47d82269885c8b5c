"""Tests that read as a chat: a small community on the memory platform, a clock that is moved by hand."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from adapters.app import App, build
from adapters.memory import MemoryPlatform
from bot import circle, schedule, ticks
from bot.claims import next_waiting
from bot.inputs import Chose, Input, Joined, OpenForm, Pointed, Replace, ReplyNow, Said, Source, Submitted
from bot.messages import Choices, Form, Message, as_text
from bot.moment import Moment
from bot.pack import Pack
from bot.platform import Abilities, Address, Receipt
from bot.settings import Settings

MONDAY = datetime(2026, 11, 23, 15, tzinfo=UTC)
"""10:00 in Toronto."""

CIRCLE: dict[str, Any] = {
    "community": {"name": "Heart and Lung Circle", "language": "en", "time_zone": "America/Toronto"},
    "doors": [{"platform": "memory", "workspace": "w1"}],
    "teams": [{"name": "Steady Hearts"}, {"name": "Breathe Easy"}],
    "people": [
        {
            "name": "Ann Roy", "email": "ann@example.org", "time_zone": "America/Toronto", "memory": "ann", "consent":
            "yes",
            "roles": [{"team": "Steady Hearts", "kind": "patient_partner", "co_lead": True, "words": {"en": "You say what matters to patients."}}],
        },
        {
            "name": "Bo Lind", "time_zone": "America/Vancouver", "memory": "bo", "consent": "yes",
            "roles": [{"team": "Steady Hearts", "kind": "researcher", "co_lead": True, "words": {"en": "You explain the methods."}}],
        },
        {
            "name": "Cléo Roy", "time_zone": "Europe/London", "language": "fr", "memory": "cleo", "consent": "yes",
            "roles": [{"team": "Breathe Easy", "kind": "clinician", "words": {"fr": "Vous parlez du terrain."}}],
        },
        {"name": "Dan Okoro", "time_zone": "America/St_Johns", "memory": "dan", "roles": [{"team": "Breathe Easy", "kind": "patient_partner"}]},
        {"name": "Rosa Lind", "time_zone": "America/Toronto", "memory": "rosa", "consent": "yes", "organiser": True},
    ],
    "words": {"answers": ["Rosa Lind"], "patient_partners": ["Ann Roy"], "researchers": ["Bo Lind"]},
    "contacts": [
        {"name": "Rosa Lind", "how": "Mondays to Thursdays.", "person": "Rosa Lind"},
        {"name": "Sam Bell", "how": "Call 555-0100."},
    ],
    "help_lines": [
        {"region": "Canada", "en": "Canada: call or text 9-8-8, day and night.", "fr": "Canada : appelez ou textez le 9-8-8, jour et nuit.", "checked_on": "2026-11-01"},
    ],
}  # fmt: skip


@dataclass(repr=False)
class Chat:
    """A running Interlude. `now` is moved by the test; leases, lanes and signatures follow it."""

    app: App
    platform: MemoryPlatform
    now: datetime = MONDAY
    _instants: Any = field(default_factory=lambda: itertools.count(1))
    _events: Any = field(default_factory=lambda: itertools.count(1))
    _seen: dict[str, int] = field(default_factory=dict)

    def moment(self) -> Moment:
        """Now; the machine's clock never shows the same instant twice."""
        return Moment(self.now, self.now + timedelta(milliseconds=next(self._instants)))

    def someone(self, user: str) -> Someone:
        return Someone(self, user)

    async def apply(self, table: dict[str, Any]) -> circle.Applied:
        async with self.app.store.write() as tx:
            return await circle.apply(tx, table, self.moment())

    async def settle(self) -> None:
        await ticks.materialise(self.app.store, self.moment())
        await self.app.outbox.drain()

    async def until(self, moment: datetime) -> None:
        """Move the clock there, visiting each instant at which something is due."""
        await self.settle()
        while True:
            async with self.app.store.read() as tx:
                due = [await schedule.next_due(tx, self.now), await next_waiting(tx, self.now)]
            self.now = min([d for d in due if d is not None] + [moment])
            await self.settle()
            if self.now >= moment:
                return

    async def later(self, **span: float) -> None:
        await self.until(self.now + timedelta(**span))

    async def hear(self, heard: Input) -> ReplyNow:
        reply = await self.app.inbox.receive(heard)
        await self.app.outbox.drain()
        return reply

    def event(self) -> str:
        return f"e{next(self._events)}"


@dataclass
class Someone:
    """A person at the other end of the chat."""

    chat: Chat
    user: str
    workspace: str = "w1"

    @property
    def messages(self) -> list[Message]:
        return [a.message for a in self.chat.platform.arrived if a.to.user == self.user]

    @property
    def last(self) -> Message:
        return self.messages[-1]

    @property
    def reads(self) -> str:
        return as_text(self.last)

    def news(self) -> list[str]:
        """What arrived since this was last asked."""
        seen = self.chat._seen.get(self.user, 0)
        self.chat._seen[self.user] = len(self.messages)
        return [as_text(message) for message in self.messages[seen:]]

    def source(self, *, private: bool = True, event: str = "") -> Source:
        place = f"private-{self.user}" if private else "channel"
        at = Address("memory", self.workspace, place, self.user)
        return Source("memory", self.workspace, self.user, event or self.chat.event(), at, private)

    async def says(
        self, text: str, *, private: bool = True, addressed: bool = True, command: bool = False, event: str = ""
    ) -> str:
        """Write; the newest message afterwards is returned."""
        await self.chat.hear(Said(self.source(private=private, event=event), text, addressed, command))
        return self.reads if self.messages else ""

    async def presses(self, label: str) -> str:
        """Press the newest button with this label; what stands in its place, or came after, is returned."""
        receipt, value, opens = self._button(label)
        reply = await self.chat.hear(Chose(self.source(), value, receipt, "trigger" if opens else ""))
        if isinstance(reply, OpenForm):
            self.form: Form = reply.form
            return self.form.title
        if isinstance(reply, Replace):
            self.chat.platform.show(receipt, reply.message)
        return as_text(self._message(receipt.id))

    async def sends(self, **fields: str | tuple[str, ...]) -> ReplyNow:
        """Send the form that was opened last, by a press or in a message."""
        form = getattr(self, "form", None) or next(b for b in self.last.blocks if isinstance(b, Form))
        return await self.chat.hear(Submitted(self.source(), form.value, fields))

    async def points_at(
        self, text: str, *, by: str = "", message: str = "m1", private: bool = True, readers: int | None = None
    ) -> str:
        """Explain the words of this message, which `by` wrote; the newest message afterwards is returned."""
        await self.chat.hear(Pointed(self.source(private=private), text, by, message, readers))
        return self.reads

    async def joins(self) -> None:
        await self.chat.hear(Joined(self.source()))

    def labels(self) -> list[str]:
        return [option.label for block in self.last.blocks if isinstance(block, Choices) for option in block.options]

    def _message(self, wanted: str) -> Message:
        return next(a.message for a in self.chat.platform.arrived if a.id == wanted)

    def _button(self, label: str) -> tuple[Receipt, str, bool]:
        for arrived in reversed(self.chat.platform.arrived):
            if arrived.to.user != self.user:
                continue
            for block in arrived.message.blocks:
                for option in block.options if isinstance(block, Choices) else ():
                    if option.label == label:
                        return Receipt(arrived.to, arrived.id), option.value, option.opens_form
        raise AssertionError(f"{self.user} sees no button {label!r}")


async def open_chat(database: str, pack: Pack, table: dict[str, Any] | None = CIRCLE, **abilities: bool) -> Chat:
    """A community on the memory platform; `abilities` change what the platform can do."""
    settings = Settings(database_url=database, secret="test-secret-test-secret-test-secret")
    box: list[Chat] = []
    app = build(settings, clock=lambda: box[0].moment(), pack=pack, owner="embedded:test")
    platform = MemoryPlatform()
    if abilities:
        usual = {"choices": 10, "text": 10_000, "can_be_asked": True, "opens_forms": True, "replaces_now": False}
        platform.abilities = Abilities(**{**usual, **abilities})  # type: ignore[arg-type]
    app.platforms["memory"] = platform
    box.append(Chat(app, platform))
    if table is not None:
        await box[0].apply(table)
    return box[0]
