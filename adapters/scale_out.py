"""Procrastinate on PostgreSQL: one small job for each busy lane wakes a worker somewhere.

What its traps are and how this goes round them (facts/time-and-delivery.md, section 4d): `queueing_lock`, so that a
lane has one job that waits, never `lock`, which a killed worker would hold; finished jobs are deleted; jobs of killed
workers are deleted, not tried again, as the next second makes new ones. The engine's tables live in a schema of their
own and hold nothing that lasts, so a new version of it simply gets new ones.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from importlib.metadata import version

import psycopg
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Status
from procrastinate.schema import SchemaManager
from sqlalchemy import make_url

from adapters.app import App as Rooms
from adapters.runner import Every, Pumps
from bot import due
from bot.store.engine import MIGRATING

log = logging.getLogger("interlude.runner")

SCHEMA = "interlude_runner"
QUEUE, TASK = "lanes", "pump_lane"

TOGETHER = 64
"""Lanes one worker serves at the same time; a job waits for most of its life."""

HEARTBEAT, DEAD = 2.0, 30.0
"""Seconds between two signs of life of a worker, and after how many without one its jobs are deleted."""

_AT_WORK = """
SELECT j.queueing_lock FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w ON w.id = j.worker_id
WHERE j.queue_name = %(queue)s
  AND (j.status = 'todo' OR (j.status = 'doing' AND w.last_heartbeat > now() - interval '6 seconds'))"""
"""Lanes somebody is at, or that wait for a worker. After a kill a lane is given out again within seconds."""


def engine(url: str) -> App:
    """Procrastinate on this database. Nothing is connected yet."""
    settings = {"options": f"-c search_path={SCHEMA}"}
    return App(connector=PsycopgConnector(conninfo=_plain(url), kwargs=settings, min_size=1, max_size=4))


def _plain(url: str) -> str:
    """The address as libpq reads it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


async def migrate(url: str) -> None:
    """Make the engine's tables, anew when they are another version's. Processes that start together wait.

    Raises ValueError when the database does not let us.
    """
    try:
        await _migrate(url)
    except psycopg.Error as fault:
        raise ValueError(f"The tables of the runner cannot be made: {str(fault).partition(chr(10))[0]}") from fault


async def _migrate(url: str) -> None:
    ours = f"procrastinate {version('procrastinate')}"
    async with await psycopg.AsyncConnection.connect(_plain(url)) as connection:
        await connection.execute("SELECT pg_advisory_xact_lock(%s)", (MIGRATING,))
        there = await connection.execute("SELECT obj_description(to_regnamespace(%s), 'pg_namespace')", (SCHEMA,))
        found = await there.fetchone()
        if found is not None and found[0] == ours:
            return
        await connection.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE".encode())
        await connection.execute(f"CREATE SCHEMA {SCHEMA}".encode())
        await connection.execute(f"SET LOCAL search_path = {SCHEMA}".encode())
        await connection.execute(SchemaManager.get_schema())
        await connection.execute(f"COMMENT ON SCHEMA {SCHEMA} IS '{ours}'".encode())


@dataclass(slots=True)
class ScaleOut:
    """The runner of `clock` and `worker` when there are several of them."""

    rooms: Rooms
    app: App = field(init=False)

    def __post_init__(self) -> None:
        logging.getLogger("procrastinate").setLevel(logging.WARNING)
        self.app = engine(self.rooms.settings.database_url)

    @asynccontextmanager
    async def sending(self) -> AsyncIterator[None]:
        pumps = Pumps(self.rooms.outbox)
        self.app.task(name=TASK, queue=QUEUE)(pumps.pump)
        async with self.app.open_async():
            worker = asyncio.create_task(self._work())
            try:
                yield
            finally:
                self.rooms.outbox.close()
                worker.cancel()
                await asyncio.gather(worker, return_exceptions=True)

    async def _work(self) -> None:
        """Take jobs for as long as the process lives; an engine that stumbles is started again."""
        while True:
            with suppress(Exception):
                await self.app.run_worker_async(
                    queues=[QUEUE], concurrency=TOGETHER, delete_jobs="always", install_signal_handlers=False,
                    fetch_job_polling_interval=1.0, update_heartbeat_interval=HEARTBEAT, stalled_worker_timeout=DEAD,
                    shutdown_graceful_timeout=1.5,
                )  # fmt: skip
            log.error("the engine stopped", extra={"action": "runner.stopped"})
            await asyncio.sleep(1)

    @asynccontextmanager
    async def ticking(self) -> AsyncIterator[Sequence[Every]]:
        async with self.app.open_async():
            yield ((1, self.hand_out), (60, self.clean))

    async def hand_out(self) -> int:
        """A job for each busy lane that has none. Returns how many were made."""
        async with self.rooms.store.read() as tx:
            lanes = await due.busy(tx, self.rooms.clock())
        if not lanes:
            return 0
        rows = await self.app.connector.execute_query_all_async(_AT_WORK, queue=QUEUE)
        at_work = {row["queueing_lock"] for row in rows}
        return sum([await self._defer(lane) for lane in lanes if lane not in at_work])

    async def _defer(self, lane: str) -> bool:
        try:
            await self.app.configure_task(TASK, queue=QUEUE, queueing_lock=lane).defer_async(lane=lane)
        except AlreadyEnqueued:  # another clock was quicker
            return False
        return True

    async def clean(self) -> int:
        """Delete the jobs of workers that are dead. Returns how many there were."""
        stalled = list(await self.app.job_manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=DEAD))
        for job in stalled:
            await self.app.job_manager.finish_job(job, status=Status.FAILED, delete_job=True)
        return len(stalled)
