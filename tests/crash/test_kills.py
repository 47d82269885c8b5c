"""kill -9 between commit and send, and between send and mark: nothing lost, nothing doubled."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.kinds import KINDS
from bot.pack import Pack
from bot.store import tables as t
from bot.store.engine import open_store
from tests.chat import open_chat
from tests.crash.child import PEOPLE, POINTS, noted

CRASHES = int(os.environ.get("INTERLUDE_CRASHES", "10"))
"""Kills at each point; `.ci/run` asks for 50."""

Row = tuple[str, str, str]
"""A delivery's id, kind and status."""


Killer = Callable[..., Awaitable[tuple[list[Row], Counter[str]]]]


@pytest.fixture(scope="session")
def child() -> Iterator[subprocess.Popen[str]]:
    """The process that forks the ones to be killed."""
    command = [sys.executable, "-m", "tests.crash.child"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process


@pytest.fixture
def kill(child: subprocess.Popen[str], database: str, pack: Pack, tmp_path: Path) -> Killer:
    """Kills a community's process some times; its deliveries, and how often each was posted."""

    async def times(number: int, point: str, *, asked: bool) -> tuple[list[Row], Counter[str]]:
        await _community(database, pack)
        task = {"url": database, "folder": str(tmp_path), "point": point, "lives": number, "asked": asked}
        assert child.stdin
        assert child.stdout
        child.stdin.write(json.dumps(task) + "\n")
        child.stdin.flush()
        assert child.stdout.readline() == f"{number}\n"
        rows = await _deliveries(database)
        assert len(rows) == number * (len(PEOPLE) + 1)
        return rows, Counter(noted(tmp_path / "posts.jsonl"))

    return times


async def _community(database: str, pack: Pack) -> None:
    """Whoever is asked each time a process lives may be written to as often."""
    store = (await open_chat(database, pack)).app.store
    async with store.write() as tx:
        await tx.execute(update(t.community).values(prompts_a_week=1_000))
    await store.close()


async def _deliveries(database: str) -> list[Row]:
    store = open_store(database)
    async with store.read() as tx:
        d = t.delivery.c
        query = select(d.id, d.kind, d.status).where(d.kind.not_in(["welcome", "nudge"]))  # reminders are due later
        rows = [tuple(row) for row in await tx.execute(query)]
    await store.close()
    return rows


@pytest.mark.parametrize("point", POINTS)
async def test_a_killed_process_loses_nothing_and_doubles_nothing(point: str, kill: Killer) -> None:
    rows, posted = await kill(CRASHES, point, asked=True)

    lost = [row for row in rows if posted[row[0]] == 0 or row[2] != "sent"]
    doubled = [row for row in rows if posted[row[0]] > 1]
    print(f"{point}: killed {CRASHES} times; lost {len(lost)} of {len(rows)}, doubled {len(doubled)} of {len(rows)}")
    assert (lost, doubled) == ([], [])


@pytest.mark.parametrize("point", ["claimed", "sent"])
async def test_where_the_platform_cannot_be_asked_the_kind_decides(point: str, kill: Killer) -> None:
    rows, posted = await kill(CRASHES // 2, point, asked=False)

    for id_, kind, status in rows:
        if KINDS[kind].again:
            assert (status, posted[id_] >= 1) == ("sent", True)
        else:
            assert (status, posted[id_]) in {("sent", 1), ("unknown", 0), ("unknown", 1)}
