"""Interlude as `interlude serve` runs it; only Slack's address, the circle and the clock are the tests' own.

python -m tests.e2e.slack.entry API CIRCLE START; settings come from the environment as usual. It says "ready", then
takes a line "until MOMENT" at a time: the clock goes there, visiting every instant at which something is due.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tomllib
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path

from aiohttp import web

from adapters import logs
from adapters.app import App, build, real_now
from adapters.commands.problem import say
from adapters.demo.clock import MovableClock
from adapters.serving import LIMITS, PROCESSES, Serving, make_links
from adapters.slack.door import SlackDoor
from bot import circle
from bot.settings import from_environment
from bot.store import schema


async def run(api: str, file: Path, start: datetime) -> None:
    settings = from_environment(os.environ)
    logs.set_up(settings.log_level)
    assert settings.slack is not None
    clock = MovableClock(offset=start - real_now())
    app = clock.app = build(settings, clock=clock.moment, limits=LIMITS)
    links = make_links(app)
    door = SlackDoor(settings.slack, app.inbox.receive, app.files.make, api=api, real_now=real_now)
    await _prepare(app, file, clock)
    async with AsyncExitStack() as stack:
        serving = Serving(app, PROCESSES["serve"], [door], links)
        await stack.enter_async_context(serving.running())
        await _listen(stack, serving)
        say("ready")
        await _obey(clock)


async def _prepare(app: App, file: Path, clock: MovableClock) -> None:
    await schema.upgrade(app.store)
    async with app.store.write() as tx:
        await circle.apply(tx, tomllib.loads(file.read_text("utf-8")), clock.moment())


async def _listen(stack: AsyncExitStack, serving: Serving) -> None:
    runner = web.AppRunner(serving.routes(), access_log=None, shutdown_timeout=5)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.TCPSite(runner, serving.app.settings.host, serving.app.settings.port).start()


async def _obey(clock: MovableClock) -> None:
    """Until the input ends."""
    while line := await asyncio.to_thread(sys.stdin.readline):
        await clock.move(datetime.fromisoformat(line.split()[1]) - clock.now())
        say("there")


if __name__ == "__main__":
    asyncio.run(run(sys.argv[1], Path(sys.argv[2]), datetime.fromisoformat(sys.argv[3])))
