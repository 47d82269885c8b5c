"""The page of `interlude simulate`, as an organiser opens it: at a desk and on a phone, without a network."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters import cli
from tests.e2e.local import browser
from tests.e2e.local.axe import complaints

pytestmark = pytest.mark.e2e

SIZES = {1280: (800, 2_600), 360: (780, 3_400)}
"""Width of the window -> its height, and how much of the page a picture shows."""


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> Path:
    page = tmp_path_factory.mktemp("season") / "season.html"
    assert cli.main(["simulate", "--html", str(page)]) == 0
    return page


@pytest.mark.parametrize("width", SIZES)
async def test_a_season_can_be_read_by_everybody(season: Path, pictures: Path, tmp_path: Path, width: int) -> None:
    height, tall = SIZES[width]
    async with browser.opened(tmp_path / "browser", season.as_uri(), width, height) as page:
        await page.reads("What must never happen")
        assert await page.js("document.documentElement.scrollWidth <= innerWidth")
        await page.picture(pictures / f"season-{width}.png", tall=tall)
        assert await complaints(page) == []
        assert page.problems == []
        assert [address for address in page.asked if not address.startswith("file:")] == []
