"""A community moves to another database, whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from bot.pack import Pack
from bot.store import copying, schema
from bot.store.engine import Store, open_store
from bot.store.tables import metadata
from tests.chat import Chat, open_chat


async def _rows(store: Store) -> dict[str, list[tuple[object, ...]]]:
    async with store.read() as tx:
        return {
            t.name: sorted((tuple(row) for row in await tx.execute(select(t))), key=str) for t in metadata.sorted_tables
        }


@pytest.fixture
async def small(tmp_path: Path, pack: Pack) -> Chat:
    """A lively community on SQLite."""
    store = open_store(f"sqlite:///{tmp_path / 'small.sqlite3'}")
    await schema.upgrade(store)
    await store.close()
    chat = await open_chat(f"sqlite:///{tmp_path / 'small.sqlite3'}", pack)
    await chat.someone("ann").says("what does risk of bias mean")
    await chat.later(days=9)
    return chat


async def test_every_row_arrives_and_life_goes_on_there(small: Chat, database: str, pack: Pack) -> None:
    before, target = await _rows(small.app.store), open_store(database)

    copied = await copying.copy(small.app.store, target)

    assert copied == sum(len(rows) for rows in before.values()) > 40
    assert await _rows(target) == before == await _rows(small.app.store)
    await small.app.store.close()
    await target.close()
    there = await open_chat(database, pack, None)
    there.now = small.now
    await there.later(days=14)
    assert any("Two taps" in text for text in there.platform.texts("ann"))
    await there.app.store.close()


async def test_a_database_with_something_in_it_is_left_alone(small: Chat, database: str, pack: Pack) -> None:
    there = await open_chat(database, pack)
    before = await _rows(there.app.store)

    with pytest.raises(copying.NotEmpty):
        await copying.copy(small.app.store, there.app.store)

    assert await _rows(there.app.store) == before
    await small.app.store.close()
    await there.app.store.close()
