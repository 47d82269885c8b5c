"""What must be answered while Slack waits: a form opened or kept open, a line, a page."""

from __future__ import annotations

import logging
from collections.abc import Awaitable
from typing import Any, assert_never

from slack_bolt.response import BoltResponse

from adapters.slack.carried import Trigger
from adapters.slack.forms import errors, modal
from adapters.slack.send import SlackPlatform
from adapters.slack.words import escape
from bot.inputs import FormErrors, Input, Notice, OpenForm, Page, Replace, ReplyNow, Said, Submitted
from bot.messages import Prose, Run, message
from bot.platform import NotDelivered

log = logging.getLogger("interlude.slack")


def acknowledged(body: str | dict[str, Any] = "") -> BoltResponse:
    return BoltResponse(status=200, body=body)


async def answer(reply: ReplyNow, heard: Input, trigger: Trigger, platform: SlackPlatform) -> BoltResponse:
    """The response to a request whose input is committed. It never fails: what cannot be shown is logged."""
    match reply:
        case None | Replace():  # abilities.replaces_now is False: the core delivers an edit
            return acknowledged()
        case OpenForm(form) if isinstance(heard, Submitted):
            return acknowledged({"response_action": "update", "view": modal(form, trigger)})
        case OpenForm(form):
            await _tried("slack.form_not_opened", platform.open_form(trigger.pack(), form))
            return acknowledged()
        case FormErrors(form, found):
            shown = errors(form, found)
            return acknowledged({"response_action": "errors", "errors": shown} if shown else "")
        case Notice(text):
            return await _noticed(text, heard, platform)
        case Page(said):
            source = heard.source
            await _tried("slack.page_not_shown", platform.show_page(source.workspace, source.user, said))
            return acknowledged()
        case _:
            assert_never(reply)


async def _noticed(text: str, heard: Input, platform: SlackPlatform) -> BoltResponse:
    """Under a slash command the line is the answer itself; elsewhere it is posted for one person to see."""
    if isinstance(heard, Said) and heard.command:
        return acknowledged({"response_type": "ephemeral", "text": escape(text)})
    to = heard.source.place
    if to.place:
        line = message(Prose((Run(text),)), lang="", private=heard.source.private)
        await _tried("slack.notice_not_shown", platform.whisper(to, line))
    return acknowledged()


async def _tried(action: str, doing: Awaitable[None]) -> None:
    try:
        await doing
    except NotDelivered as failure:
        log.warning("Slack did not show an answer", extra={"action": action, "reason": str(failure)})
    except Exception as failure:
        log.warning("Slack did not show an answer", extra={"action": action, "reason": type(failure).__name__})
