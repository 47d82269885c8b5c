"""Two Teams servers: `interlude` as it is served, and `stock`, the SDK's own CloudAdapter with an echo.

python -m bench.processes.teams interlude|stock MICROSOFT FOLDER
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from aiohttp import web

from bench import machine
from bench.processes.lab import APP_ID, TENANT

PATH = "/api/messages"


async def interlude(microsoft: str, folder: str) -> None:
    """The Teams door alone: tokens checked, cards posted to the stub."""
    from adapters.app import real_now
    from adapters.teams.door import TeamsDoor
    from adapters.teams.microsoft import MicrosoftAddresses
    from bench.processes import house
    from bot.settings import Settings, TeamsSettings

    teams = TeamsSettings(APP_ID, (TENANT,), password="x")
    where = MicrosoftAddresses(
        keys=f"{microsoft}/metadata", authority=microsoft, service=f"{microsoft}/c/", services=(microsoft,)
    )
    await house.run(
        Settings(f"sqlite:///{folder}/bench.sqlite3", "s" * 40, teams=teams),
        "teams",
        TENANT,
        lambda app, links: TeamsDoor(
            teams, app.inbox.receive, app.files.make, links.link, microsoft=where, real_now=real_now
        ),
    )


async def stock(microsoft: str, folder: str) -> None:
    """CloudAdapter with its authentication on; only the token for the connector is made up."""
    from botbuilder.core import ActivityHandler, TurnContext
    from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication
    from botframework.connector.auth import ChannelValidation

    from bench.processes.web_server import serve

    class Echo(ActivityHandler):  # type: ignore[misc]
        async def on_message_activity(self, turn_context: TurnContext) -> None:
            await turn_context.send_activity(f"Echo: {turn_context.activity.text}")

    ChannelValidation.open_id_metadata_endpoint = f"{microsoft}/metadata"
    adapter = CloudAdapter(ConfigurationBotFrameworkAuthentication(_Settings, credentials_factory=_made_up_tokens()))
    bot, app = Echo(), web.Application()

    async def heard(request: web.Request) -> Any:
        return await adapter.process(request, bot)

    app.router.add_post(PATH, heard)
    await serve(app)


class _Settings:
    APP_ID, APP_PASSWORD, APP_TYPE = APP_ID, "x", "MultiTenant"


def _made_up_tokens() -> Any:
    """What a real registration would do, less the call to Microsoft that blocks its event loop."""
    import requests
    from botframework.connector.auth import AppCredentials, ServiceClientCredentialsFactory

    class Credentials(AppCredentials):  # type: ignore[misc]
        def get_access_token(self, force_refresh: bool = False) -> str:
            return "fake"

        def signed_session(self, session: Any = None) -> Any:
            session = session or requests.Session()
            session.headers["Authorization"] = "Bearer fake"
            return session

    class Factory(ServiceClientCredentialsFactory):  # type: ignore[misc]
        async def is_valid_app_id(self, app_id: str) -> bool:
            return app_id == APP_ID

        async def is_authentication_disabled(self) -> bool:
            return False

        async def create_credentials(self, *_: Any, **__: Any) -> Any:
            return Credentials(app_id=APP_ID)

    return Factory()


if __name__ == "__main__":
    machine.pin(machine.SERVER_CORE)
    kind, microsoft, folder = sys.argv[1:]
    asyncio.run({"interlude": interlude, "stock": stock}[kind](microsoft, folder))
