"""The memory platform under the contract: inputs are simply handed over."""

from __future__ import annotations

import itertools
from collections.abc import Awaitable, Callable
from datetime import timedelta

from adapters.memory import MemoryPlatform
from bot.inputs import Chose, FormErrors, Input, Joined, Left, OpenForm, Pointed, ReplyNow, Said, Source, Submitted
from bot.messages import as_text
from bot.platform import Address, Profile, Receipt
from tests.contract.probe import ANN, READERS, Shown


async def _no_answer(heard: Input) -> ReplyNow:
    return None


class MemoryProbe:
    def __init__(self) -> None:
        self.platform = MemoryPlatform()
        self.heard: list[Input] = []
        self.answer: Callable[[Input], Awaitable[ReplyNow]] = _no_answer
        self.reply: ReplyNow = None
        self._ids = itertools.count(1)

    async def start(self) -> None:
        self.platform.people[ANN] = Profile(ANN, "Ann Reviewer", "ann@example.org", "America/Toronto", "en")

    async def stop(self) -> None: ...

    def private(self, user: str) -> Address:
        return Address("memory", "w1", user=user)

    def is_busy(self, seconds: int) -> None:
        self.platform.busy = timedelta(seconds=seconds)

    def has_nobody(self) -> None:
        self.platform.gone.add(ANN)

    def refuses(self) -> None:
        self.platform.refuses = True

    def hangs_up_after_taking_it(self) -> None:
        self.platform.lost_answers = 1

    def answers_with_a_server_error(self) -> None:
        self.platform.broken = True

    def is_well(self) -> None:
        self.platform.busy, self.platform.broken = None, False

    def group(self) -> Address:
        self.platform.groups["channel-1"] = READERS
        return Address("memory", "w1", "channel-1")

    def no_group(self) -> Address:
        self.platform.gone.add("channel-9")
        return Address("memory", "w1", "channel-9")

    def shown(self) -> list[Shown]:
        return [Shown(a.id, a.to.place, a.mark, as_text(a.message)) for a in self.platform.arrived]

    def _source(self, event: str = "", *, private: bool = True) -> Source:
        place = Address("memory", "w1", f"private-{ANN}" if private else "channel-1", ANN)
        return Source("memory", "w1", ANN, event or f"e{next(self._ids)}", place, private)

    async def _hear(self, heard: Input) -> int:
        self.heard.append(heard)
        self.reply = await self.answer(heard)
        if isinstance(self.reply, OpenForm) and isinstance(heard, Chose):
            await self.platform.open_form(heard.trigger, self.reply.form)
        return 200

    async def says(self, text: str, *, where: str = "private", event: str = "") -> int:
        source = self._source(event, private=where == "private")
        return await self._hear(Said(source, text, addressed=where != "overheard"))

    async def presses(self, receipt: Receipt, value: str, *, opens_form: bool = False) -> int:
        return await self._hear(Chose(self._source(), value, receipt, trigger="now" if opens_form else ""))

    async def submits(self, value: str, fields: dict[str, str | tuple[str, ...]]) -> int:
        return await self._hear(Submitted(self._source(), value, fields))

    async def points_at(self, text: str) -> int:
        return await self._hear(Pointed(self._source(), text, "U02BO", "m1"))

    async def joins(self) -> int:
        return await self._hear(Joined(self._source()))

    async def leaves(self) -> int:
        return await self._hear(Left(self._source()))

    async def the_bot_speaks(self) -> int:
        return 200

    def form_errors_shown(self) -> dict[str, str]:
        return dict(self.reply.errors) if isinstance(self.reply, FormErrors) else {}

    def replaced_text(self) -> str:
        return ""

    def forms_opened(self) -> list[str]:
        return [form.title for _, form in self.platform.forms]
