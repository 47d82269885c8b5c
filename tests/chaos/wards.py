"""Looks after the processes: starts them, kills them, starts them again."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.chaos.plan import Process

REST = (0.05, 0.8)
"""Seconds after which a process that ended is started again."""

BEGINNERS = 0.15
"""The share of kills that may hit a process that is only just starting; the others wait until it is at work."""


@dataclass
class Wards:
    """`fell`: how often a process ended without having been killed, by slot and status."""

    random: Random
    processes: dict[str, Process]
    kills: Counter[str] = field(default_factory=Counter)
    fell: Counter[str] = field(default_factory=Counter)
    alive: set[str] = field(default_factory=set)
    _killed: set[str] = field(default_factory=set)
    _closing: bool = False

    async def start(self) -> None:
        command = (sys.executable, "-m", "tests.chaos.nursery")
        pipe = asyncio.subprocess.PIPE
        self._nursery = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe)
        assert self._nursery.stdout is not None
        assert await self._nursery.stdout.readline() == b"ready\n"
        self._listening = asyncio.create_task(self._listen())
        for slot in self.processes:
            self._tell(f"start {self.processes[slot].to_json()}")

    async def kill(self) -> None:
        """SIGKILL to one that lives."""
        beginners = self.random.random() < BEGINNERS
        while not (there := sorted(slot for slot in self.alive - self._killed if beginners or self._works(slot))):
            await asyncio.sleep(0.02)
        slot = self.random.choice(there)
        self._killed.add(slot)
        self.kills[self.processes[slot].what] += 1
        self._tell(f"signal {slot} {int(signal.SIGKILL)}")
        return True

    def _works(self, slot: str) -> bool:
        return Path(f"{self.processes[slot].log}.up").exists()

    async def stop(self) -> None:
        """Ask every process to end, as an operator would; whoever does not within ten seconds counts as fallen."""
        self._closing = True
        for slot in self.alive:
            self._tell(f"signal {slot} {int(signal.SIGTERM)}")
        for _ in range(100):
            if not self.alive:
                break
            await asyncio.sleep(0.1)
        self.fell.update({f"{slot} did not stop": 1 for slot in self.alive})
        assert self._nursery.stdin is not None
        self._nursery.stdin.close()
        await self._nursery.wait()
        await asyncio.gather(self._listening, return_exceptions=True)

    def _tell(self, line: str) -> None:
        assert self._nursery.stdin is not None
        self._nursery.stdin.write(f"{line}\n".encode())

    async def _listen(self) -> None:
        assert self._nursery.stdout is not None
        async for line in self._nursery.stdout:
            verb, slot, number = line.decode().split()
            if verb == "started":
                self.alive.add(slot)
            else:
                self._ended(slot, int(number))

    def _ended(self, slot: str, status: int) -> None:
        self.alive.discard(slot)
        Path(f"{self.processes[slot].log}.up").unlink(missing_ok=True)
        if slot in self._killed and status == -signal.SIGKILL:
            self._killed.discard(slot)
        elif not (self._closing and status == 0):
            self.fell[f"{slot} ended with {status}"] += 1
        if not self._closing:
            asyncio.get_running_loop().call_later(self.random.uniform(*REST), self._again, slot)

    def _again(self, slot: str) -> None:
        if not self._closing:
            self._tell(f"start {self.processes[slot].to_json()}")
