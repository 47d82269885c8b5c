"""`interlude demo` and `interlude chat`: the local door, for one person at one machine."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from aiohttp import web
from sqlalchemy.exc import DatabaseError

from adapters import logs
from adapters.commands.problem import Problem, said_plainly, say
from adapters.demo import run, seed
from adapters.single import Taken

HOST = "127.0.0.1"
"""Nobody but this machine: the page has no sign-in."""


async def demo(folder: Path, port: int) -> int:
    """Serve the page until Ctrl-C. The first line printed is its address."""
    async with _opened(folder, port) as opened:
        app = web.Application(client_max_size=1 << 20)
        opened.door.add_routes(app)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=2)
        await runner.setup()
        try:
            await _bind(runner, port)
            opened.door.port = runner.addresses[0][1]
            stopped = asked_to_stop()
            say(f"http://{HOST}:{opened.door.port}")
            await stopped.wait()
        finally:
            await runner.cleanup()
    return 0


async def chat(folder: Path, port: int) -> int:
    """The same people in a terminal."""
    from adapters.local import terminal

    async with _opened(folder, port) as opened:

        async def settled() -> None:
            await opened.app.outbox.drain()

        await terminal.chat(opened.door, settled=settled)
    return 0


@asynccontextmanager
async def _opened(folder: Path, port: int) -> AsyncIterator[run.Demo]:
    logs.set_up("WARNING")
    content = os.environ.get("INTERLUDE_CONTENT")
    with said_plainly(), _folder_named(folder):
        async with run.opened(folder, port, content=Path(content) if content else None) as opened:
            yield opened


@contextmanager
def _folder_named(folder: Path) -> Iterator[None]:
    """What is wrong with the database of a demo is wrong with its folder: there is no setting for it."""
    try:
        yield
    except Taken as exc:
        raise Problem(
            f"A demo is already running in {folder}. Stop it first, or name another folder with --folder."
        ) from exc
    except seed.NotADemo as exc:
        raise Problem(
            f"The database in {folder} belongs to a real community. Name another folder with --folder."
        ) from exc
    except DatabaseError as exc:
        raise Problem(f"The database in {folder} cannot be read. Name another folder with --folder.") from exc


async def _bind(runner: web.AppRunner, port: int) -> None:
    try:
        await web.TCPSite(runner, HOST, port).start()
    except (OSError, OverflowError) as exc:
        raise Problem(f"Port {port} on {HOST} cannot be used. Choose another one with --port, or --port 0.") from exc


def asked_to_stop() -> asyncio.Event:
    """Set at Ctrl-C or a polite request to stop."""
    stopped, loop = asyncio.Event(), asyncio.get_running_loop()
    for asked in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(asked, stopped.set)
    return stopped
