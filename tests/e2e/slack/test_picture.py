"""What an answer looks like on the emulator's own page, in headless Chromium."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.e2e.slack.installed import HERE, clients
from tests.e2e.slack.person import Person
from tests.e2e.slack.world import World

pytestmark = pytest.mark.e2e

PATIENCE = 60.0


def look(world: World, button: str, words: str, file: Path) -> str:
    """Ann presses a button in a browser of hers; what she then reads."""
    page = f"http://127.0.0.1:{world.slack_port}/"
    command = ["node", str(HERE / "shot.cjs"), page, "U0ANN", "Ann Roy", button, words, str(file)]
    environ = {**os.environ, "NODE_PATH": str(clients() / "node_modules")}
    done = subprocess.run(
        [*world.network.into, *command], env=environ, timeout=PATIENCE, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


async def test_an_answer_is_drawn_in_a_browser_and_grows_there(
    world: World, ann: Person, pictures: Path, tmp_path: Path
) -> None:
    """local-slack 0.1.8 draws every block of ours but `rich_text`, for which it writes the block's name."""
    await ann.asks("what does risk of bias mean?")

    await asyncio.to_thread(look, world, "", "Not clear yet", pictures / "slack-answer.png")
    shown = await asyncio.to_thread(look, world, "Tell me more", "Related words", tmp_path / "answer.png")

    assert "How likely it is" in shown
    assert set(re.findall(r"^\[.*\]$", shown, re.MULTILINE)) == {"[rich_text]"}
    assert (pictures / "slack-answer.png").stat().st_size > 10_000
