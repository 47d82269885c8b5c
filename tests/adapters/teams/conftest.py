"""One running door with a false Microsoft behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.contract.teams_probe import TeamsProbe


@pytest.fixture
async def teams() -> AsyncIterator[TeamsProbe]:
    probe = TeamsProbe()
    await probe.start()
    yield probe
    await probe.stop()
