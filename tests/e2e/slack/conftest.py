"""The two ways Slack reaches Interlude; each scenario is played on both."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.e2e.slack.installed import REPOSITORY
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
def bo(page: Page) -> Person:
    """A researcher, the other co-lead."""
    return Person(page, "U0BO").has_read_everything()


@pytest.fixture
def cleo(page: Page) -> Person:
    """A clinician, in French."""
    return Person(page, "U0CLEO").has_read_everything()


@pytest.fixture
def dan(page: Page) -> Person:
    """A patient partner who has not said yes yet. What the bot says first waits for that; what he asks does not."""
    return Person(page, "U0DAN").has_read_everything()


@pytest.fixture
def rosa(page: Page) -> Person:
    """The organiser."""
    return Person(page, "U0ROSA").has_read_everything()


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Where pictures go: to docs/ when README's are to be made anew."""
    return REPOSITORY / "docs" if os.environ.get("INTERLUDE_UPDATE_PICTURES") == "1" else tmp_path
