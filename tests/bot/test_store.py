"""The database: no update is lost, readers change nothing, moments stay exact, migrations run both ways."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, insert, inspect, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError

from bot.store import schema
from bot.store import tables as t
from bot.store.engine import Store, async_url, open_store
from bot.store.types import Instant

NOW = datetime(2026, 11, 24, 15, 0, 0, 123_456, tzinfo=UTC)
offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(timezones=offsets, min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1))  # noqa: DTZ001


@pytest.fixture
async def store(database: str) -> AsyncIterator[Store]:
    opened = open_store(database)
    yield opened
    await opened.close()


async def _value(store: Store, key: str) -> str | None:
    async with store.read() as tx:
        return await tx.scalar(select(t.mark.c.value).where(t.mark.c.key == key))


async def _set(store: Store, key: str, value: str) -> None:
    async with store.write() as tx:
        await tx.execute(insert(t.mark).values(key=key, value=value))


async def _add_one(store: Store) -> None:
    async with store.write() as tx:
        found = await tx.scalar(select(t.mark.c.value).where(t.mark.c.key == "n").with_for_update())
        await asyncio.sleep(0)
        await tx.execute(update(t.mark).where(t.mark.c.key == "n").values(value=str(int(found or 0) + 1)))


@given(moments)
@pytest.mark.parametrize("dialect", [sqlite.dialect(), postgresql.dialect()], ids=["sqlite", "postgresql"])
def test_a_moment_comes_back_exactly_and_in_utc(dialect: object, moment: datetime) -> None:
    kept = Instant().process_bind_param(moment, dialect)  # type: ignore[arg-type]
    back = Instant().process_result_value(kept, dialect)  # type: ignore[arg-type]

    assert back == moment
    assert back is not None
    assert back.tzinfo is UTC


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        Instant().process_bind_param(NOW.replace(tzinfo=None), sqlite.dialect())


async def test_a_moment_keeps_its_microseconds_in_the_database(store: Store) -> None:
    quebec = NOW.astimezone(timezone(timedelta(hours=-5)))
    async with store.write() as tx:
        await tx.execute(insert(t.lane).values(key="slack:T1", tat=quebec, paused_until=None))

    async with store.read() as tx:
        row = (await tx.execute(select(t.lane.c.tat, t.lane.c.paused_until).where(t.lane.c.tat == NOW))).one()
    assert tuple(row) == (NOW, None)


async def test_two_writers_lose_no_update(store: Store, database: str) -> None:
    other = open_store(database)
    await _set(store, "n", "0")

    await asyncio.gather(*(_add_one(one) for one in (store, other) for _ in range(25)))

    assert await _value(store, "n") == "50"
    await other.close()


async def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(DBAPIError, match=r"read-?only"):
        async with store.read() as tx:
            await tx.execute(delete(t.mark))


async def test_a_reader_sees_one_state_while_others_write(store: Store) -> None:
    await _set(store, "a", "before")
    async with store.read() as tx:
        first = await tx.scalar(select(t.mark.c.value).where(t.mark.c.key == "a"))
        async with store.write() as writing:
            await writing.execute(update(t.mark).values(value="after"))
        second = await tx.scalar(select(t.mark.c.value).where(t.mark.c.key == "a"))

    assert (first, second, await _value(store, "a")) == ("before", "before", "after")


async def test_after_reading_one_can_still_write(store: Store) -> None:
    for n in range(12):
        await _value(store, "a")
        await _set(store, f"k{n}", "v")

    assert await _value(store, "k11") == "v"


async def test_what_fails_is_undone(store: Store) -> None:
    async with store.write() as tx:
        await tx.execute(insert(t.mark).values(key="a", value="b"))
        await tx.rollback()
    with pytest.raises(DBAPIError):
        await asyncio.gather(_set(store, "b", "c"), _set(store, "b", "d"))

    assert [await _value(store, key) is None for key in "ab"] == [True, False]


async def test_sqlite_is_durable_and_strict(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'one.sqlite3'}")
    async with store.write() as tx:
        told = [
            (await tx.exec_driver_sql(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
        ]
    await store.close()

    assert told == ["wal", 2, 1, 1, 30_000]


def _differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, t.metadata))


async def _differ(store: Store) -> list[object]:
    async with store.writer.connect() as connection:
        return await connection.run_sync(_differences)


async def test_the_migrated_schema_is_the_one_in_the_tables(store: Store) -> None:
    assert await _differ(store) == []


def _indexes(connection: Connection) -> dict[str, str]:
    rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
    return {name: " ".join(sql.split()) for name, sql in rows}


async def test_partial_indexes_are_the_same_too(tmp_path: Path) -> None:
    """Alembic does not compare the WHERE of an index."""
    found = []
    for name, make in (("migrated", schema.upgrade), ("made", _create_all)):
        store = open_store(f"sqlite:///{tmp_path / name}")
        await make(store)
        async with store.writer.connect() as connection:
            found.append(await connection.run_sync(_indexes))
        await store.close()

    assert found[0] == found[1]


async def _create_all(store: Store) -> None:
    async with store.write() as tx:
        await tx.run_sync(t.metadata.create_all)


def _down(connection: Connection) -> None:
    config = schema._config()
    config.attributes["connection"] = connection
    command.downgrade(config, "base")


async def _tables(store: Store) -> set[str]:
    async with store.writer.connect() as connection:
        return set(await connection.run_sync(lambda c: inspect(c).get_table_names())) - {"alembic_version"}


async def test_migrations_run_up_down_and_up_again(store: Store) -> None:
    async with store.write() as tx:
        await tx.run_sync(_down)
    assert await _tables(store) == set()

    await schema.upgrade(store)

    assert await _tables(store) == set(t.metadata.tables)
    assert await _differ(store) == []


async def test_processes_that_start_together_migrate_once(store: Store, database: str) -> None:
    async with store.write() as tx:
        await tx.run_sync(_down)
    others = [open_store(database) for _ in range(4)]

    await asyncio.gather(*(schema.upgrade(one) for one in others))

    assert await _tables(store) == set(t.metadata.tables)
    for one in others:
        await one.close()


async def test_a_file_is_copied_whole_before_it_changes(tmp_path: Path) -> None:
    file = tmp_path / "one.sqlite3"
    store = open_store(f"sqlite:///{file}")
    async with store.write() as tx:
        await tx.exec_driver_sql("CREATE TABLE precious (words TEXT)")
        await tx.exec_driver_sql("INSERT INTO precious VALUES ('still in the write-ahead log')")

    await schema.upgrade(store)

    [copy] = tmp_path.glob("one.sqlite3.before-*")
    with closing(sqlite3.connect(copy)) as kept:
        assert kept.execute("SELECT words FROM precious").fetchall() == [("still in the write-ahead log",)]
    await store.close()


async def test_a_database_that_is_up_to_date_is_not_copied(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'one.sqlite3'}")
    await schema.upgrade(store)
    await schema.upgrade(store)
    await store.close()

    assert list(tmp_path.glob("*.before-*")) == []


@pytest.mark.parametrize(
    ("told", "driver"),
    [
        ("sqlite:///x", "sqlite+aiosqlite:///x"),
        ("postgres://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
        ("postgresql://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
        ("postgresql+asyncpg://h/d", "postgresql+psycopg://h/d"),
    ],
)
def test_each_database_has_one_driver(told: str, driver: str) -> None:
    assert async_url(told) == driver


def test_other_databases_are_refused() -> None:
    with pytest.raises(ValueError, match="mysql is not a database Interlude knows"):
        open_store("mysql://localhost/x")


async def test_what_was_there_before_the_newest_columns_survives(tmp_path: Path) -> None:
    """People, schedules and deliveries of an older version get what is usual."""
    store = open_store(f"sqlite:///{tmp_path / 'old'}")
    async with store.write() as tx:
        await tx.run_sync(_up_to, "0002")
        for row in (
            "INSERT INTO community (id, name, language, time_zone, rhythm, made_at)"
            " VALUES ('c', 'C', 'en', 'UTC', '{}', 1)",
            "INSERT INTO person (id, community, name, email, language, time_zone, zone_confirmed, organiser, consent,"
            " made_at) VALUES ('p', 'c', 'P', '', 'en', 'UTC', 1, 0, 'yes', 1)",
            "INSERT INTO schedule (id, community, person, kind, subject, rule, start_local, last_local, next_due)"
            " VALUES ('s', 'c', 'p', 'check_in', '', '', '2026-11-24T10:00:00', '', 1)",
            "INSERT INTO delivery (id, seq, key, community, person, kind, lane, conversation, address, status,"
            " priority, not_before, owner, attempts, reason, made_at)"
            " VALUES ('d', 1, 'k', 'c', 'p', 'check_in', 'l', 'c', '{}', 'sent', 6, 1, '', 1, '', 1)",
        ):
            await tx.exec_driver_sql(row)
    await schema.upgrade(store)

    async with store.read() as tx:
        community = (await tx.execute(select(t.community.c.quiet_weeks, t.community.c.prompts_a_week))).one()
        person = (await tx.execute(select(t.person.c.region, t.person.c.hours))).one()
        schedule = (await tx.execute(select(t.schedule.c.event, t.schedule.c.offset_minutes))).one()
        delivery = (await tx.execute(select(t.delivery.c.counts, t.delivery.c.counted_at, t.delivery.c.parent))).one()
    await store.close()
    assert (tuple(community), tuple(person)) == (([], 1), ("", {}))
    assert (tuple(schedule), tuple(delivery)) == ((None, None), (False, None, None))


def _up_to(connection: Connection, revision: str) -> None:
    config = schema._config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
