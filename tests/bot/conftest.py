"""A running chat for each test; what its community sends at first is out of the way."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.pack import Pack
from tests.chat import Chat, open_chat


@pytest.fixture
async def chat(database: str, pack: Pack) -> AsyncIterator[Chat]:
    opened = await open_chat(database, pack)
    await opened.app.outbox.drain()
    opened.platform.arrived.clear()
    yield opened
    await opened.app.store.close()
