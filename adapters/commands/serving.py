"""`interlude serve`, `web`, `clock` and `worker`."""

from __future__ import annotations

import socket
import uuid
from contextlib import AbstractContextManager, AsyncExitStack, nullcontext
from pathlib import Path

from aiohttp import web
from sqlalchemy import make_url

from adapters import logs, runner
from adapters.app import EMBEDDED, App, build
from adapters.commands.local import asked_to_stop
from adapters.commands.problem import Problem, said_plainly, say, settings
from adapters.serving import LIMITS, PROCESSES, Serving, make_links, open_doors
from adapters.single import Taken, only_one
from bot import notes
from bot.due import UNTIL_HEARD
from bot.platform import NotDelivered
from bot.settings import INLINE, Settings
from bot.store import schema


async def run(process: str) -> int:
    """Run one process until it is asked to stop."""
    told = settings(serving=True)
    logs.set_up(told.log_level)
    alone = process == "serve"
    if not alone and told.database_url.startswith("sqlite"):
        raise Problem(
            f"`interlude {process}` is one of several processes and needs PostgreSQL. On SQLite use `interlude serve`."
        )
    if alone and told.runner != INLINE:
        raise Problem(
            "`interlude serve` is one process. With INTERLUDE_RUNNER=procrastinate start web, clock and worker."
        )
    try:
        with _held(told):
            return await _serve(told, process, alone=alone)
    except Taken as exc:
        raise Problem(f"{exc}. Only one `interlude serve` may run on a SQLite file.") from exc


def _held(told: Settings) -> AbstractContextManager[None]:
    if not told.database_url.startswith("sqlite"):
        return nullcontext()
    return only_one(Path(make_url(told.database_url).database or "interlude.sqlite3"))


async def _serve(told: Settings, process: str, *, alone: bool) -> int:
    embedded = EMBEDDED if alone and told.database_url.startswith("sqlite") else ""
    owner = f"{embedded}{process}:{socket.gethostname()}:{uuid.uuid4().hex[:8]}"
    with said_plainly():
        app = build(told, limits=LIMITS, owner=owner)
        links = make_links(app)
        serving = Serving(app, PROCESSES[process], open_doors(app, links), links, _runner(app, process))
    with said_plainly():
        await schema.upgrade(app.store)
        await runner.migrate(told)
    await _refuse_a_demo(serving)
    async with AsyncExitStack() as stack:
        try:
            await stack.enter_async_context(serving.running())
        except NotDelivered as exc:
            raise Problem(str(exc)) from exc
        if serving.parts.hears:
            await _listen(stack, serving, told)
        await asked_to_stop().wait()
        app.outbox.close()
    return 0


def _runner(app: App, process: str) -> runner.Runner:
    """Who sends in this process. Beside Procrastinate's workers `web` answers people itself, no more."""
    if app.settings.runner == INLINE:
        return runner.Inline(app.outbox)
    if process == "web":
        app.outbox.up_to = UNTIL_HEARD
        return runner.Inline(app.outbox)
    from adapters.scale_out import ScaleOut

    return ScaleOut(app)


async def _refuse_a_demo(serving: Serving) -> None:
    async with serving.app.store.read() as tx:
        if await notes.read(tx, "demo"):
            raise Problem("This database is a demo's. Real people need a database of their own.")


async def _listen(stack: AsyncExitStack, serving: Serving, told: Settings) -> None:
    runner = web.AppRunner(serving.routes(), access_log=None, shutdown_timeout=2)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    try:
        await web.TCPSite(runner, told.host, told.port).start()
    except OSError as exc:
        raise Problem(f"Port {told.port} on {told.host} cannot be used: {exc.strerror}.") from exc
    say(f"http://{told.host}:{runner.addresses[0][1]}")
