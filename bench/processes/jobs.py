"""One APScheduler job for each member, in its SQLAlchemy store, all due at one instant; each does nothing.

python -m bench.processes.jobs URL MANY

A cron trigger, as a bot writes "Tuesdays at 10:00 where this person lives". Tuned in its favour: 20 threads, and no job
is dropped for being late.
"""

from __future__ import annotations

import sys
import threading
import time
from datetime import UTC, datetime

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger

from bench import machine

fired = 0
all_fired = threading.Event()
counting = threading.Lock()


def check_in(number: int, many: int) -> None:
    """A member's job."""
    global fired
    with counting:
        fired += 1
        if fired == many:
            all_fired.set()


def main(url: str, many: int) -> None:
    store = SQLAlchemyJobStore(url=url.replace("postgresql://", "postgresql+psycopg://"))
    scheduler = BackgroundScheduler(
        jobstores={"default": store}, executors={"default": ThreadPoolExecutor(20)}, timezone=UTC,
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
    )  # fmt: skip
    scheduler.start(paused=True)
    due, began = datetime.now(UTC), time.perf_counter()
    tuesdays = CronTrigger(day_of_week="tue", hour=10, timezone="America/Toronto")
    for number in range(many):
        scheduler.add_job(check_in, tuesdays, args=[number, many], id=str(number), next_run_time=due)
    added, began = time.perf_counter() - began, time.perf_counter()
    scheduler.resume()
    all_fired.wait()
    machine.tell(added=added, seconds=time.perf_counter() - began)
    scheduler.shutdown()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
