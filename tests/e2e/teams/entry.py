"""Interlude as `interlude serve` runs it, but for Microsoft's addresses and a clock that can be moved."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web

from adapters.app import App, build, real_now
from adapters.links import Links
from adapters.serving import LIMITS, PROCESSES, Serving
from adapters.teams.door import TeamsDoor
from adapters.teams.microsoft import MicrosoftAddresses
from bot import circle
from bot.moment import Moment
from bot.settings import Settings, TeamsSettings
from tests.adapters.teams.microsoft import APP, TENANT

PUBLIC = "https://interlude.example"


@dataclass
class Clock:
    """The machine's clock, so much ahead. What Microsoft signs is checked by the machine's own."""

    ahead: timedelta = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def moment(self) -> Moment:
        return Moment.at(self.now())

    def move_to(self, moment: datetime) -> None:
        self.ahead = moment - datetime.now(UTC)


@asynccontextmanager
async def interlude(
    database: str, microsoft: MicrosoftAddresses, clock: Clock, community: dict[str, Any]
) -> AsyncIterator[str]:
    """A running `interlude serve`; gives its address. Authentication is on: there is no way to switch it off."""
    teams = TeamsSettings(APP, (TENANT,), password="correct horse")
    settings = Settings(database, secret="a secret for tests, long enough", public_url=PUBLIC, teams=teams)
    app = build(settings, clock=clock.moment, limits=LIMITS)
    links = Links(settings.secret, settings.public_url, app.files.make, clock.now)
    door = TeamsDoor(
        teams, app.inbox.receive, app.files.make, links.link, microsoft=microsoft, real_now=real_now
    )  # fmt: skip
    serving = Serving(app, PROCESSES["serve"], [door], links)
    await _apply(app, community, clock)
    async with serving.running():
        runner = web.AppRunner(serving.routes(), access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        finally:
            await runner.cleanup()


async def _apply(app: App, community: dict[str, Any], clock: Clock) -> None:
    async with app.store.write() as tx:
        await circle.apply(tx, community, clock.moment())
