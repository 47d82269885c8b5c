"""Two servers measured in turns: a block of events for one, then for the other, so that both meet the same weather."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Protocol

from bench import machine, report
from bench.load import Load, Request, at_rest, until
from bench.processes.lab import PEOPLE
from bench.wire import FarSide

BLOCKS = 10
WARM_UP = 2 * PEOPLE
"""Everybody writes twice before anything is measured: a first message looks its person up."""

HEAD = ("", "events/s", "core had", "events/CPU-s", "ack p50 / p99 ms", "event → post p50 / p99 ms", "peak MB")


class Platform(Protocol):
    """The far side of one server: makes its events, takes its posts, and notes when each event was answered."""

    posted: dict[int, float]
    strange: list[str]

    def request(self, number: int) -> Request: ...
    def answer(self, path: str, body: bytes) -> bytes: ...


@dataclass(slots=True)
class Contestant:
    """A server, its load and its far side; what it did so far, without the warm-up."""

    name: str
    server: machine.Server
    load: Load
    platform: Platform
    sent: int = 0
    seconds: float = 0.0
    cpu: float = 0.0
    memory: float = 0.0

    async def warm_up(self) -> None:
        await self.block(WARM_UP)
        self.seconds = self.cpu = 0.0

    async def block(self, events: int) -> None:
        """From the first of these events to the last answer, and the CPU until the last outcome is written down."""
        used, began = self.server.cpu_seconds(), time.perf_counter()
        await self.load.send(range(self.sent, self.sent + events))
        self.sent += events
        await until(lambda: len(self.platform.posted) == self.sent or bool(self.platform.strange))
        self.seconds += time.perf_counter() - began
        await at_rest(self.server)
        self.cpu += self.server.cpu_seconds() - used
        self.memory = self.server.peak_megabytes()
        self._check()

    def _check(self) -> None:
        """Every event was answered by its own answer, once: a second one would have found nobody who asked."""
        assert not self.platform.strange, f"posts that answer nothing, or twice: {self.platform.strange[:3]}"
        assert set(self.platform.posted) == set(range(self.sent)), "not every event was answered"

    @property
    def per_cpu_second(self) -> float:
        return (self.sent - WARM_UP) / self.cpu

    @property
    def acks(self) -> list[float]:
        return [self.load.acknowledged[n] - self.load.sent[n] for n in range(WARM_UP, self.sent)]

    def row(self) -> tuple[str, ...]:
        posts = [self.platform.posted[n] - self.load.sent[n] for n in range(WARM_UP, self.sent)]
        return (
            self.name, f"{(self.sent - WARM_UP) / self.seconds:,.0f}", f"{min(self.cpu / self.seconds, 1):.0%}",
            f"{self.per_cpu_second:,.0f}",
            report.milliseconds(self.acks), report.milliseconds(posts), f"{self.memory:.0f}",
        )  # fmt: skip


@dataclass(slots=True)
class Duel:
    """Opens both servers; `stack` holds them until it is left."""

    path: str
    connections: int
    events: int
    stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def enter(self, name: str, platform: Platform, start: Callable[[str], Sequence[str]]) -> Contestant:
        """`start`: a server's module and the arguments it needs, given the address of its far side."""
        far = await self.stack.enter_async_context(FarSide(platform.answer))
        server = await self.stack.enter_async_context(machine.server(*start(far.address)))
        return Contestant(name, server, Load(server, self.path, platform.request, self.connections), platform)

    async def fight(self, contestants: Iterable[Contestant]) -> str:
        """Everything measured, as a table."""
        both = tuple(contestants)
        for one in both:
            await one.warm_up()
        for _ in range(BLOCKS):
            for one in both:
                await one.block(self.events // BLOCKS)
        return report.table(HEAD, [one.row() for one in both])
