"""Interlude as `interlude serve` runs it, with one door, a fresh SQLite file and people the bot has met."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from adapters.app import App, build, real_moment
from adapters.links import Links
from adapters.serving import PROCESSES, Door, Serving, make_links
from bench.processes.lab import PEOPLE
from bench.processes.web_server import serve
from bot import circle, lanes
from bot.settings import Settings
from bot.store import schema


async def run(settings: Settings, platform: str, workspace: str, door: Callable[[App, Links], Door]) -> None:
    """Until SIGTERM. The platform's rate limit is lifted: nothing but the machine holds anything up."""
    app = build(settings, limits={platform: lanes.UNLIMITED})
    await schema.upgrade(app.store)
    async with app.store.write() as tx:
        await circle.apply(tx, _community(platform, workspace), real_moment())
    links = make_links(app)
    serving = Serving(app, PROCESSES["serve"], [door(app, links)], links)
    async with serving.running():
        await serve(serving.routes())


def _community(platform: str, workspace: str) -> dict[str, Any]:
    people = [
        {"name": f"Person {n:04}", "time_zone": "America/Toronto", platform: f"U{n:04}", "consent": "yes"}
        for n in range(PEOPLE)
    ]
    about = {"name": "Bench", "time_zone": "America/Toronto"}
    return {"community": about, "doors": [{"platform": platform, "workspace": workspace}], "people": people}
