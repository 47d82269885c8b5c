"""Requests over connections that stay open, each connection sending its next when the last was acknowledged."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bench.machine import Server
from bench.wire import Caller

Request = tuple[Mapping[str, str], bytes]


@dataclass(slots=True)
class Load:
    """`request(n)` makes the n-th request; `sent` and `acknowledged` hold when it left and when it was answered."""

    server: Server
    path: str
    request: Callable[[int], Request]
    connections: int
    sent: dict[int, float] = field(default_factory=dict)
    acknowledged: dict[int, float] = field(default_factory=dict)

    async def send(self, numbers: Iterable[int]) -> None:
        """All of these, over all connections together."""
        rest = iter(numbers)
        await asyncio.gather(*(self._send(rest) for _ in range(self.connections)))

    async def _send(self, rest: Iterator[int]) -> None:
        async with Caller(self.server.port) as caller:
            for number in rest:
                headers, body = self.request(number)
                self.sent[number] = time.perf_counter()
                status = await caller.post(self.path, headers, body)
                assert status in (200, 201, 202), f"request {number} was answered with {status}"
                self.acknowledged[number] = time.perf_counter()


async def until(done: Callable[[], bool], *, patience: float = 30.0) -> None:
    """Wait for the far side to have everything; each new look comes soon."""
    end = time.perf_counter() + patience
    while not done():
        assert time.perf_counter() < end, "something was never sent"
        await asyncio.sleep(0.01)


async def at_rest(server: Server) -> None:
    """Wait until the server has written down what it still had to."""
    used = -1.0
    while (now := server.cpu_seconds()) > used:
        used = now
        await asyncio.sleep(0.2)
