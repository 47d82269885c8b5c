"""A running chat for each test; `at_once` replaces within the request, `formless` opens no forms."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest

from bot.pack import Pack
from tests.chat import Chat, open_chat

UNFILLED = re.compile(r"\{\w*\}|\*\*")


@pytest.fixture
async def chat(database: str, pack: Pack) -> AsyncIterator[Chat]:
    opened = await open_chat(database, pack)
    yield opened
    await _close(opened)


@pytest.fixture
async def at_once(database: str, pack: Pack) -> AsyncIterator[Chat]:
    opened = await open_chat(database, pack, replaces_now=True)
    yield opened
    await _close(opened)


@pytest.fixture
async def formless(database: str, pack: Pack) -> AsyncIterator[Chat]:
    opened = await open_chat(database, pack, opens_forms=False)
    yield opened
    await _close(opened)


async def _close(chat: Chat) -> None:
    """Whatever was said, nothing reached anybody with a value left unfilled or a sign left undrawn."""
    await chat.app.store.close()
    assert [arrived.text for arrived in chat.platform.arrived if UNFILLED.search(arrived.text)] == []
