"""One shape's run: people, processes and kills, until everything has settled; then the books are compared."""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from tests.chaos import tally
from tests.chaos.books import Books
from tests.chaos.crowd import Feeder
from tests.chaos.plan import START, Crowd, Process, Shape, Someone, visit
from tests.chaos.postgres import Server, free_port
from tests.chaos.tally import Tally
from tests.chaos.unkind import Effect, Unkind
from tests.chaos.wards import Wards

OF_POSTGRES = 0.15
"""The share of kills the database server gets, where there is one."""

DAY = timedelta(minutes=165)
"""How far the clock is helped on during a visit, so that back-offs of minutes cost seconds; it stays day."""

FEW = 5
"""When so few are at work, the others wait for their next try."""

LOOK, PATIENCE = 1.0, 300.0
"""Seconds between two looks at a visit, and how long one may take."""


@dataclass(frozen=True)
class Wish:
    """What is asked of a run. `seconds`: how long to go on killing; `each`: people in a community."""

    kills: int
    seconds: float
    seed: int = 1
    each: int = 20
    inputs_a_second: float = 1.5
    blind: bool = False


@dataclass
class Result:
    shape: str
    kills: Counter[str]
    fell: Counter[str]
    faults: Counter[str]
    calls: int
    visits: int
    seconds: float
    tally: Tally
    log: Counter[str] = field(default_factory=Counter)


@dataclass
class Run:
    """Everything of one run that is open."""

    shape: Shape
    wish: Wish
    folder: Path
    server: Server | None = None
    visits: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    _offset: float = 0.0

    def __post_init__(self) -> None:
        self.random = Random(self.wish.seed)
        self.crowd = Crowd.of(self.wish.each)
        people = {one.user: one for one in self.crowd.members}
        self.platform = Unkind(Random(self.wish.seed + 1), people, self._arrived, blind=self.wish.blind)
        self.clock = self.folder / "clock"

    def _arrived(self, who: Someone, effect: Effect) -> None:
        self.feeder.sees(who, effect)

    # -- the community's time

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self._offset)

    def go(self, moment: datetime) -> None:
        """The community's time is at least this from now on."""
        self._offset = max(self._offset, (moment - datetime.now(UTC)).total_seconds())
        fresh = self.clock.with_suffix(".new")
        fresh.write_text(str(self._offset))
        fresh.replace(self.clock)

    # -- a run

    async def run(self) -> Result:
        began = time.monotonic()
        self.go(START)
        async with self._opened():
            asking = asyncio.create_task(self.feeder.ask_on(self.wish.inputs_a_second))
            killing = asyncio.create_task(self._kill())
            killing.add_done_callback(lambda _: self._calm_down(asking))
            await self._visit_until(killing)
            await self.feeder.stop()
            await self._settle(visit(self.visits - 1), prompts=False)
        judged = await self._judge()
        return Result(
            self.shape.name, self.wards.kills + self.kills, self.wards.fell, self.platform.faults,
            sum(self.platform.calls.values()), self.visits, time.monotonic() - began, judged, self._said(),
        )  # fmt: skip

    @asynccontextmanager
    async def _opened(self) -> AsyncIterator[None]:
        url = f"sqlite:///{self.folder / 'chaos.sqlite3'}"
        if self.server is not None:
            await self.server.start()
            url = self.server.url
        self.books = Books(url)
        await self.books.set_up(self.crowd)
        api = await self.platform.start()
        processes = self._processes(url, api)
        ports = [process.port for process in processes.values() if process.port]
        self.feeder = Feeder(Random(self.wish.seed + 2), self.crowd.members, ports)
        await self.feeder.start()
        self.wards = Wards(Random(self.wish.seed + 3), processes)
        await self.wards.start()
        try:
            yield
        finally:
            await self.wards.stop()
            await self.platform.stop()

    def _processes(self, url: str, api: str) -> dict[str, Process]:
        """Each process, with a port of its own when it hears."""
        found = {}
        for slot, what in self.shape.slots:
            made = Process(slot, what, url, api, str(self.clock), str(self.folder / f"{slot}.log"))
            port = free_port() if what in ("serve", "web") else 0
            found[slot] = replace(made, port=port, runner=self.shape.runner, embedded=self.shape.embedded)
        return found

    async def _kill(self) -> None:
        """All the kills, at random moments spread over the time there is."""
        gap = self.wish.seconds / self.wish.kills
        ends = time.monotonic() + 3 * self.wish.seconds
        while self._killed() < self.wish.kills and time.monotonic() < ends:
            await asyncio.sleep(gap * self.random.uniform(0.1, 1.9))
            if self.server is not None and self.random.random() < OF_POSTGRES:
                what = await self.server.kill(self.random)
                self.kills.update([f"postgres ({what})"] if what else [])
            await self.wards.kill()

    def _killed(self) -> int:
        return sum(self.wards.kills.values()) + sum(self.kills.values())

    async def _visit_until(self, killing: asyncio.Task[None]) -> None:
        """Tuesdays and Fridays, each until what came round on it has an outcome."""
        while not killing.done():
            moment = visit(self.visits)
            if self.visits % 2 == 0:
                await self.books.make_events(moment - timedelta(days=1))
            self.go(moment)
            await self._settle(moment, prompts=True)
            self.visits += 1
            print(f"{self.shape.name}: visit {self.visits}, {self._killed()} kills", file=sys.stderr, flush=True)
        await killing

    async def _settle(self, moment: datetime, *, prompts: bool) -> bool:
        """Wait, and help the clock on, until nothing is left that ought to leave."""
        ends = time.monotonic() + PATIENCE
        await asyncio.sleep(2 * LOOK)
        while left := await self.books.unsettled(self.now(), prompts=prompts):
            if time.monotonic() > ends:
                return False
            await asyncio.sleep(LOOK)
            if left.at_work < FEW and left.again is not None and left.again < moment + DAY:
                self.go(left.again)
        return True

    def _calm_down(self, asking: asyncio.Task[None]) -> None:
        """After the last kill there are no more faults and no new questions: what was begun is finished."""
        self.platform.calm = True
        asking.cancel()

    async def _judge(self) -> Tally:
        days = [visit(n).date() for n in range(0, self.visits, 2)]
        expected = tally.occurrences(await self.books.schedules(), days, self.books.made)
        rows = await self.books.deliveries()
        await self.books.close()
        return tally.compare(rows, expected, self.feeder.heard, self.platform, self.now())

    def _said(self) -> Counter[str]:
        """What the processes logged: how often which action."""
        found = Counter[str]()
        for log in self.folder.glob("*.log"):
            for line in log.read_text(errors="replace").splitlines():
                try:
                    told = json.loads(line)
                except ValueError:
                    found[line.strip()[:100]] += line[:1] not in ("", " ")
                    continue
                where = f" {told.get('fault', '')} {told.get('where', '').rpartition('/')[2]}".rstrip()
                found[f"{told['level']} {told.get('action') or told.get('room')}{where}"] += 1
        return found


async def run(shape: Shape, wish: Wish, *, keep: bool = False) -> Result:
    """One shape, in a folder and with a server of its own, which are gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="interlude-chaos-"))
    server = Server() if shape.postgres else None
    try:
        return await Run(shape, wish, folder, server).run()
    finally:
        if server is not None:
            server.stop()
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)
