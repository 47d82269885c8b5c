"""The process that is asked to stop: real rooms on a real database, one platform that takes its time.

python -m tests.adapters.stopped DATABASE SECONDS-PER-MESSAGE AT-ONCE
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass, field

from aiohttp import web

from adapters.app import EMBEDDED, build
from adapters.commands.local import asked_to_stop
from adapters.memory import MemoryPlatform
from adapters.serving import PROCESSES, Serving, make_links
from bot.messages import Message
from bot.platform import Address, Receipt
from bot.settings import Settings


@dataclass
class Slow(MemoryPlatform):
    """Takes so many seconds for each message, and tells when one has arrived."""

    seconds: float = 0.0

    async def send(self, to: Address, message: Message, mark: str) -> Receipt:
        print("began", flush=True)
        await asyncio.sleep(self.seconds)
        return await super().send(to, message, mark)


@dataclass
class Door:
    platform: Slow = field(default_factory=Slow)

    def add_routes(self, app: web.Application) -> None:
        """None."""

    async def start(self) -> None:
        """Nothing."""

    async def stop(self) -> None:
        """Nothing."""


async def main(database: str, seconds: float, at_once: int) -> None:
    settings = Settings(database, "test-secret-test-secret-test-secret", public_url="https://interlude.example")
    app = build(settings, owner=f"{EMBEDDED}stopped")
    app.outbox.at_once = at_once
    serving = Serving(app, PROCESSES["serve"], [Door(Slow(seconds=seconds))], make_links(app))
    async with serving.running():
        await asked_to_stop().wait()
        app.outbox.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3])))
