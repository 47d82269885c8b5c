"""Two Slack servers: `interlude` as it is served, and `bare`, the least that Bolt makes of a bot.

python -m bench.processes.slack interlude|bare API FOLDER
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from bench import machine
from bench.processes.lab import SECRET, TEAM, TOKEN

PATH = "/slack/events"


async def interlude(api: str, folder: str) -> None:
    """The Slack door alone, writing to the stub."""
    from adapters.app import real_now
    from adapters.slack.door import SlackDoor
    from bench.processes import house
    from bot.settings import Settings, SlackSettings

    slack = SlackSettings((TOKEN,), (SECRET,))
    settings = Settings(f"sqlite:///{folder}/bench.sqlite3", "s" * 40, slack=slack)
    await house.run(
        settings,
        "slack",
        TEAM,
        lambda app, _: SlackDoor(slack, app.inbox.receive, app.files.make, api=api, real_now=real_now),
    )


async def bare(api: str, folder: str) -> None:
    """A stock AsyncApp: it acknowledges, posts the text back, and stores nothing."""
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    from bench.processes.web_server import serve

    bolt = AsyncApp(client=AsyncWebClient(token=TOKEN, base_url=api), signing_secret=SECRET)

    @bolt.event("message")
    async def echo(event: dict[str, Any], client: AsyncWebClient) -> None:
        await client.chat_postMessage(channel=event["channel"], text=event["text"])

    await serve(bolt.web_app(PATH))


if __name__ == "__main__":
    machine.pin(machine.SERVER_CORE)
    kind, api, folder = sys.argv[1:]
    asyncio.run({"interlude": interlude, "bare": bare}[kind](api, folder))
