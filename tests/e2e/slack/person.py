"""A person at the emulator's page: writes, presses, fills in, reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.e2e.slack.page import Page, by_bot, reads
from tests.e2e.slack.world import APP, BOT

Json = dict[str, Any]


@dataclass
class Person:
    """`user` is their id. A message counts as new until this person has read it."""

    page: Page
    user: str
    _read: set[str] = field(default_factory=set)

    def has_read_everything(self) -> Person:
        """What stands there already is old."""
        self._read |= {message["ts"] for message in self.told()}
        return self

    def chat(self) -> str:
        """Their private chat with the bot; empty while there is none."""
        mine = (key for key, c in self.page.channels.items() if c["is_im"] and {self.user, BOT} <= {*c["members"]})
        return next(mine, "")

    def told(self) -> list[Json]:
        """Everything the bot said to them, oldest first."""
        return [message for message in self.page.messages.get(self.chat(), []) if by_bot(message)]

    async def opens_chat(self) -> str:
        """Slack gives every member a chat with the app; the emulator makes one when it is asked for."""
        return str((await self.page.control("/api/conversations.open", {"users": self.user}))["channel"]["id"])

    async def says(self, text: str, *, channel: str = "", thread: str = "") -> Json:
        """Write to the bot, or into a channel. Returns the message as it stands there."""
        told = {"channel": channel or await self.opens_chat(), "user": self.user, "text": text, "thread_ts": thread}
        sent = await self.page.control("/_control/message", {key: value for key, value in told.items() if value})
        return dict(sent["message"])

    async def asks(self, text: str) -> str:
        """Write to the bot in private and read its answer."""
        await self.says(text)
        return reads(await self.hears())

    async def commands(self, text: str, channel: str) -> None:
        """/interlude with some words."""
        told = {"channel": channel, "user": self.user, "command": "/interlude", "text": text, "appId": APP}
        await self.page.control("/_control/command", told)

    async def hears(self, *words: str) -> Json:
        """The oldest message they have not read yet; with words, the oldest one that has them all."""

        def new() -> Json | None:
            fresh = (m for m in self.told() if m["ts"] not in self._read)
            return next((m for m in fresh if all(word in reads(m) for word in words)), None)

        found = await self.page.until(new, f"a message for {self.user} with {words}")
        self._read.add(found["ts"])
        return found

    async def sees(self, words: str) -> None:
        """Some message of theirs comes to have these words, be it new or changed in place."""
        await self.page.until(lambda: any(words in reads(m) for m in self.told()) or None, f"{words!r}")

    async def presses(self, label: str, *, on: Json | None = None) -> str:
        """Press the newest button with this label (or the one on a certain message); read what then stands there."""
        message, button = self._button(label, on)
        before = reads(message)
        await self._click(button, message)
        ts = message["ts"]

        def changed() -> str | None:
            return next((reads(m) for m in self.told() if m["ts"] == ts and reads(m) != before), None)

        return await self.page.until(changed, f"an answer to {label!r}")

    async def taps(self, label: str, *, on: Json | None = None) -> None:
        """Press a button that is answered with another message."""
        message, button = self._button(label, on)
        await self._click(button, message)

    async def opens(self, label: str, *, on: Json | None = None) -> Json:
        """Press a button that opens a form; the form."""
        message, button = self._button(label, on)
        await self._click(button, message)
        return await self._form()

    async def opens_from_home(self, label: str) -> Json:
        (button,) = [b for b in buttons(self.page.homes[self.user]) if b["text"]["text"] == label]
        await self.page.click("block_action", user=self.user, appId=APP, action=pressed(button))
        return await self._form()

    async def visits_home(self) -> str:
        """Open the bot's own page."""
        await self.page.control("/_control/open-home", {"user": self.user, "appId": APP})
        shown = await self.page.until(lambda: self.page.homes.get(self.user), "the page")
        return reads(shown)

    async def sends(self, **fields: str | list[str]) -> dict[str, str]:
        """Send the open form, what is not named left as it is. Returns what it says is wrong, by field."""
        values = dict(filled(self.page.modals[-1], fields))
        self.page.errors = {}
        await self.page.click("view_submit", user=self.user, values=values)
        await self.page.until(lambda: bool(self.page.errors) or not self.page.modals or None, "an answer to the form")
        return {block.removeprefix("field:"): said for block, said in self.page.errors.items()}

    async def _form(self) -> Json:
        form = await self.page.until(lambda: self.page.modals[-1] if self.page.modals else None, "a form")
        return dict(form)

    async def _click(self, button: Json, message: Json) -> None:
        told = {"channel": message["channel"], "messageTs": message["ts"], "user": self.user, "appId": APP}
        await self.page.click("block_action", **told, action=pressed(button))

    def _button(self, label: str, on: Json | None) -> tuple[Json, Json]:
        for message in [on] if on else reversed(self.told()):
            now = next(m for m in self.told() if m["ts"] == message["ts"])
            for button in buttons(now):
                if button["text"]["text"] == label:
                    return now, button
        raise AssertionError(f"{self.user} sees no button {label!r}:\n{self.page.everything()}")


def buttons(shown: Json) -> Iterator[Json]:
    """The buttons of a message or a page; each knows the block it stands in."""
    for block in shown.get("blocks", ()):
        if block["type"] == "actions":
            yield from ({**element, "block_id": block["block_id"]} for element in block["elements"])


def labels(shown: Json) -> list[str]:
    return [button["text"]["text"] for button in buttons(shown)]


def pressed(button: Json) -> Json:
    return {key: button[key] for key in ("type", "action_id", "block_id", "value", "text")}


def filled(form: Json, fields: dict[str, str | list[str]]) -> Iterator[tuple[str, Json]]:
    """The state of each question, as Slack tells it."""
    for block in form["blocks"]:
        if block["type"] == "input":
            element, name = block["element"], block["block_id"].removeprefix("field:")
            state = STATES[element["type"]](element, fields.get(name))
            yield block["block_id"], {element["action_id"]: {"type": element["type"], **state}}


def _typed(element: Json, value: str | None) -> Json:
    return {"value": element.get("initial_value") if value is None else value}


def _chosen(element: Json, value: str | None) -> Json:
    wanted = next((o for o in element.get("options", ()) if o["value"] == value), element.get("initial_option"))
    return {"selected_option": wanted}


def _ticked(element: Json, values: list[str] | None) -> Json:
    found = [o for o in element["options"] if values is not None and o["text"]["text"] in values]
    return {"selected_options": element.get("initial_options", []) if values is None else found}


def _dated(element: Json, value: str | None) -> Json:
    return {"selected_date": value or element.get("initial_date")}


def _timed(element: Json, value: str | None) -> Json:
    return {"selected_time": value or element.get("initial_time")}


STATES: dict[str, Callable[[Json, Any], Json]] = {
    "plain_text_input": _typed, "radio_buttons": _chosen, "static_select": _chosen, "checkboxes": _ticked,
    "datepicker": _dated, "timepicker": _timed,
}  # fmt: skip
