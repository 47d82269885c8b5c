"""The Slack door put together: what the processes build, start and stop."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.listen import Receive, Requests, bolt_app
from adapters.slack.send import SlackPlatform
from adapters.slack.web_api import SLACK, WebApi
from adapters.slack.workspaces import Workspaces
from bot.files import MakeFile
from bot.settings import SlackSettings

PATH = "/slack/events"
"""Events, interactivity and the slash command: one address, which the manifest names three times."""

log = logging.getLogger("interlude.slack")


class SlackDoor:
    """One Slack app in one or more workspaces. `api` is changed by tests only."""

    def __init__(
        self,
        settings: SlackSettings,
        receive: Receive,
        make_file: MakeFile,
        *,
        api: str = SLACK,
        real_now: Callable[[], datetime],
    ) -> None:
        self._settings = settings
        self._api = WebApi(api)
        self._workspaces = Workspaces()
        self.platform = SlackPlatform(self._api, self._workspaces, make_file)
        self._client = _quiet_client(self._api.base)
        self._bolt = bolt_app(self._client, self._workspaces, receive, self.platform)
        self._requests = Requests(self._bolt, settings.secrets, real_now)
        self._socket: AsyncSocketModeHandler | None = None

    def add_routes(self, app: web.Application) -> None:
        app.router.add_post(PATH, self._requests.take)

    async def start(self) -> None:
        """Open the session, learn the workspaces, join Socket Mode if there is an app token. Raises `NotDelivered`."""
        await self._api.open()
        try:
            await self._workspaces.learn(self._api, self._settings.bot_tokens)
            if self._settings.app_token:
                await self._listen_by_socket(self._settings.app_token)
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        if self._socket is not None:
            await self._socket.close_async()  # type: ignore[no-untyped-call]
            self._socket = None
        await self._api.close()

    async def _listen_by_socket(self, app_token: str) -> None:
        """Ask for an address first: with a bad token Bolt would try for ever without saying why."""
        told = await self._api.ask("apps.connections.open", app_token, {})
        self._client.session = self._api.session
        self._socket = AsyncSocketModeHandler(self._bolt, app_token, logger=self._bolt.logger, web_client=self._client)
        self._socket.client.wss_uri = str(told["url"])
        await self._socket.connect_async()  # type: ignore[no-untyped-call]
        log.info("Listening by Socket Mode", extra={"action": "slack.socket_open"})


def _quiet_client(base: str) -> AsyncWebClient:
    """Bolt wants a client of the SDK's; only Socket Mode ever calls with it, to connect again."""
    quiet = logging.getLogger("slack_sdk")
    quiet.setLevel(logging.ERROR)
    return AsyncWebClient(base_url=base, logger=quiet, retry_handlers=[])
