"""One local door with its routes, as the contract suite drives it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.contract.local_probe import LocalProbe


@pytest.fixture
async def probe() -> AsyncIterator[LocalProbe]:
    made = LocalProbe()
    await made.start()
    yield made
    await made.stop()
