"""A demo in a folder of its own, and a browser that looks at it."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.e2e.local import browser
from tests.e2e.local.browser import Page
from tests.e2e.local.demo import Demo, running

ROOT = Path(__file__).parents[3]


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    with running(tmp_path / "demo") as started:
        yield started


@pytest.fixture
def size() -> tuple[int, int]:
    """Overridden by the tests that look at the page in more than one size."""
    return 1280, 800


@pytest.fixture
async def page(demo: Demo, size: tuple[int, int], tmp_path: Path) -> AsyncIterator[Page]:
    async with browser.opened(tmp_path / "browser", demo.address, *size) as page:
        yield page


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Where pictures go: to docs/ when README's are to be made anew."""
    folder = ROOT / "docs" if os.environ.get("INTERLUDE_UPDATE_PICTURES") == "1" else tmp_path / "pictures"
    folder.mkdir(exist_ok=True)
    return folder
