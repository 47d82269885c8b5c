"""A running chat for each test; `at_once` replaces within the request, `formless` opens no forms."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest

from bot.pack import Pack
from tests.chat import CIRCLE, Chat, open_chat

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


@pytest.fixture
async def quiet(database: str, pack: Pack) -> AsyncIterator[Chat]:
    """A community in which nothing else comes round, with room for what is looked at here."""
    rhythm = {kind: {"rule": "FREQ=WEEKLY;INTERVAL=1;BYDAY=TU;UNTIL=20200101T235959"} for kind in ("check_in", "role")}
    about = {**CIRCLE["community"], "prompts_a_week": 7}
    chat = await open_chat(database, pack, {**CIRCLE, "community": about, "rhythm": rhythm})
    await chat.app.outbox.drain()
    chat.platform.arrived.clear()
    yield chat
    await _close(chat)


async def _close(chat: Chat) -> None:
    """Whatever was said, nothing reached anybody with a value left unfilled or a sign left undrawn."""
    await chat.app.store.close()
    assert [arrived.text for arrived in chat.platform.arrived if UNFILLED.search(arrived.text)] == []
