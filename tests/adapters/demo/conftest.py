"""A demo that began on a Sunday, and stands still until it is moved."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.demo import run
from adapters.demo.run import Demo
from bot.pack import Pack
from tests.adapters.demo.life import SUNDAY, machine


@pytest.fixture
async def demo(tmp_path: Path, pack: Pack) -> AsyncIterator[Demo]:
    async with run.opened(tmp_path, 0, pack=pack, real=machine(SUNDAY)) as opened:
        yield opened
