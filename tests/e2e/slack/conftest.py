"""The two ways Slack reaches Interlude; each scenario is played on both."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.e2e.slack.page import Page, page_of
from tests.e2e.slack.person import Person
from tests.e2e.slack.world import World, opened


@pytest.fixture(scope="module", params=["http", "socket"])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A workspace and a running Interlude, shared by the scenarios of one file."""
    with opened(request.param, tmp_path_factory.mktemp("w")) as running:
        yield running


@pytest.fixture
async def page(world: World) -> AsyncIterator[Page]:
    async with page_of(world) as page:
        yield page


@pytest.fixture
def ann(page: Page) -> Person:
    """A patient partner, one of the two co-leads."""
    return Person(page, "U0ANN").has_read_everything()


@pytest.fixture
def rosa(page: Page) -> Person:
    """The organiser."""
    return Person(page, "U0ROSA").has_read_everything()
