"""The workspaces this door serves, each with its token and the bot's own ids."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field

from adapters.slack.web_api import WebApi
from bot.platform import Gone, NotDelivered, Refused

log = logging.getLogger("interlude.slack")


@dataclass(frozen=True, slots=True)
class Workspace:
    """One installation. `organisation` is empty outside Enterprise Grid, `address` ends in a slash."""

    id: str
    token: str = field(repr=False)
    bot_user: str = ""
    bot_id: str = ""
    organisation: str = ""
    address: str = ""


class Workspaces:
    """Filled once at start; a workspace that is not in here is not heard and not written to."""

    def __init__(self) -> None:
        self._known: dict[str, Workspace] = {}

    async def learn(self, api: WebApi, tokens: Iterable[str]) -> None:
        """Ask Slack whose each token is. Raises `Refused` when none is good, `TryLater` when Slack does not answer."""
        refused: list[NotDelivered] = []
        for place, token in enumerate(tokens, 1):
            try:
                found = await _whose(api, token)
            except (Refused, Gone) as failure:
                log.error("A bot token was refused", extra={"action": "slack.token_refused", "token_number": place})
                refused.append(failure)
            else:
                self._known[found.id] = found
        if not self._known:
            raise Refused("; ".join(str(failure) for failure in refused) or "no Slack bot token is set")

    def get(self, workspace: str) -> Workspace | None:
        return self._known.get(workspace)

    def token(self, workspace: str) -> str:
        """The token for a workspace. Raises `Refused`."""
        known = self._known.get(workspace)
        if known is None:
            raise Refused(f"no bot token is set for the Slack workspace {workspace!r}")
        return known.token


async def _whose(api: WebApi, token: str) -> Workspace:
    told = await api.ask("auth.test", token, {})
    return Workspace(
        id=str(told.get("team_id", "")),
        token=token,
        bot_user=str(told.get("user_id", "")),
        bot_id=str(told.get("bot_id", "")),
        organisation=str(told.get("enterprise_id") or ""),
        address=str(told.get("url") or ""),
    )
