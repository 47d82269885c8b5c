"""What a person sees: the Playground's own page in headless Chromium."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from tests.e2e.teams.circle import CHAT, agreed
from tests.e2e.teams.playground import CACHE, HERE, Playground
from tests.e2e.teams.world import MONDAY, World, opened

pytestmark = pytest.mark.e2e
LIBRARY = str(CACHE / "node_modules" / "playwright-core")


async def sit_down(world: World, *steps: list[str]) -> None:
    """Open the page and do these steps. Fails with the step's own words."""
    command = [
        *world.client.inside,
        "node",
        str(HERE / "browser.cjs"),
        LIBRARY,
        world.client.address,
        json.dumps(steps),
    ]
    running = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.PIPE)
    async with asyncio.timeout(120):
        _, said = await running.communicate()
    assert running.returncode == 0, said.decode()


async def test_a_card_is_asked_for_and_changes_under_the_finger(world: World, pictures: Path) -> None:
    picture = pictures / "teams-answer.png"
    await sit_down(
        world,
        ["type", "what does risk of bias mean?"],
        ["see", "Not clear yet"],
        ["picture", str(picture)],
        ["press", "Tell me more"],
        ["see", "An example."],
        ["gone", "Tell me more"],
    )

    assert await world.someone("ann").sees("An example."), "the card stays so when the page is opened again"
    assert len(world.microsoft.cards[CHAT]) == 1
    assert picture.stat().st_size > 10_000


async def test_a_form_on_a_card_is_filled_in(client: Playground, database: str, tmp_path: Path) -> None:
    people = [{**told, "organiser": told["name"] == "Ann Roy"} for told in agreed()]
    async with opened(client, database, MONDAY, people=people) as world:
        await sit_down(
            world,
            ["type", "new event"],
            ["press", "Make the event"],
            ["see", "Please give it a name."],
            ["fill", "What is it called?", "Winter meeting"],
            ["press", "Make the event"],
            ["see", "is set for"],
            ["picture", str(tmp_path / "made.png")],
        )
        assert await world.someone("ann").sees("Winter meeting is set for")
