"""Serves a web application on a free port, says the port, and stops when asked or when its parent is gone."""

from __future__ import annotations

import asyncio
import cProfile
import os
import signal
import sys
from contextlib import nullcontext

from aiohttp import web


async def serve(app: web.Application) -> None:
    """Until SIGTERM. BENCH_PROFILE names a file for what cProfile saw of it."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, backlog=1000).start()
    stopped, loop = asyncio.Event(), asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stopped.set)
    loop.add_reader(sys.stdin, stopped.set)
    print(runner.addresses[0][1], flush=True)
    with cProfile.Profile() if "BENCH_PROFILE" in os.environ else nullcontext() as profile:
        await stopped.wait()
    if isinstance(profile, cProfile.Profile):
        profile.dump_stats(os.environ["BENCH_PROFILE"])
    loop.remove_reader(sys.stdin)
    await runner.cleanup()
