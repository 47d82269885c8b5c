"""Interlude beside the Playground: what a test holds in its hands."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.e2e.teams.circle import CIRCLE
from tests.e2e.teams.entry import Clock, interlude
from tests.e2e.teams.microsoft import Microsoft, until
from tests.e2e.teams.people import Someone
from tests.e2e.teams.playground import Playground

MONDAY = datetime(2026, 11, 23, 15, tzinfo=UTC)
"""10:00 in Toronto: a kind hour."""

TUESDAY, FRIDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=4)
"""When check-ins and the questions about Monday's event come, and when their summary does."""


@dataclass
class World:
    """Interlude, the Playground and what stands between them."""

    client: Playground
    microsoft: Microsoft
    clock: Clock
    _people: dict[str, Someone] = field(default_factory=dict)

    def someone(self, key: str) -> Someone:
        return self._people.setdefault(key, Someone(self.microsoft, key))

    async def heard(self, kind: str, times: int = 1) -> None:
        """Wait until so many activities of this kind were passed on and answered."""
        await until(lambda: self.microsoft.answered.count(kind) >= times)


@asynccontextmanager
async def opened(client: Playground, database: str, now: datetime, **changes: Any) -> AsyncIterator[World]:
    """Interlude at this moment, for the small community with some of it changed."""
    microsoft, clock = Microsoft(client.way_in, client.way_out), Clock()
    clock.move_to(now)
    await microsoft.start()
    try:
        async with interlude(database, microsoft.addresses(), clock, {**CIRCLE, **changes}) as microsoft.bot:
            yield World(client, microsoft, clock)
    finally:
        await microsoft.stop()
    assert microsoft.wrong == [], "every card that was sent is a good one"
