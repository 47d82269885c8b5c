"""One Playground for all these tests; a fresh Interlude, database and clock for each."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.e2e.teams.circle import agreed
from tests.e2e.teams.playground import HERE, Playground, playground
from tests.e2e.teams.world import MONDAY, World, opened


@pytest.fixture(scope="session")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playground]:
    """The Microsoft Agents Playground."""
    with playground(tmp_path_factory.mktemp("pg")) as running:
        yield running


@pytest.fixture
async def world(client: Playground, database: str) -> AsyncIterator[World]:
    """A Monday at 10:00 in Toronto; everybody said yes before."""
    async with opened(client, database, MONDAY, people=agreed()) as found:
        yield found


@pytest.fixture
async def first_day(client: Playground, database: str) -> AsyncIterator[World]:
    """The same Monday; nobody but the organiser has been asked yet."""
    async with opened(client, database, MONDAY) as found:
        yield found


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Where pictures go: to docs/ when README's are to be made anew."""
    return HERE.parents[2] / "docs" if os.environ.get("INTERLUDE_UPDATE_PICTURES") == "1" else tmp_path
