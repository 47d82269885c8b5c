"""Puts messages into an outbox: their text is there, each goes to a conversation of its own.

python -m bench.processes.fill URL MANY WORKSPACES
"""

from __future__ import annotations

import asyncio
import sys

from adapters.app import real_moment
from bench import machine
from bot import letters
from bot.letters import Letter
from bot.messages import Message, Prose, Run
from bot.platform import Address
from bot.store.engine import open_store

TOGETHER = 5_000
TEXT = Message((Prose((Run("The next meeting is on Thursday at ten. There is something to read before it."),)),))


async def main(url: str, many: str, workspaces: str) -> None:
    store, moment = open_store(url), real_moment()
    for first in range(0, int(many), TOGETHER):
        made = [_letter(n, int(workspaces)) for n in range(first, min(first + TOGETHER, int(many)))]
        async with store.write() as tx:
            await letters.write(tx, made, moment)
    machine.tell()
    await store.close()


def _letter(n: int, workspaces: int) -> Letter:
    at = Address("memory", f"w{n % workspaces}", f"private-{n}", f"u{n}")
    return Letter(f"bench:{n}", "notice", None, None, at, TEXT)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
