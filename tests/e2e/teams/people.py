"""People at the Playground: what they do there, and what stands in their private chats."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import Any

from tests.adapters.teams.reading import words
from tests.e2e.teams.circle import CHAT, NAMES, PEOPLE
from tests.e2e.teams.microsoft import Json, Microsoft, until

MENTION = "<at>Interlude</at>"
_ids = itertools.count(1)


@dataclass
class Someone:
    """One of the Playground's users. Only Ann has a keyboard there; for the others an activity is mocked."""

    microsoft: Microsoft
    key: str

    @property
    def account(self) -> Json:
        found = next(person for person in PEOPLE if person["name"] == NAMES[self.key])
        return {"id": found["id"], "name": found["name"], "aadObjectId": found["aadObjectId"]}

    @property
    def chat(self) -> str:
        """The private chat; empty while none is open."""
        return CHAT if self.key == "ann" else self.microsoft.chats.get(self.account["id"], "")

    @property
    def cards(self) -> dict[str, Json]:
        """Every card in the private chat as it stands now, by message."""
        return self.microsoft.cards.get(self.chat, {})

    async def sees(self, text: str) -> str:
        """The words of the newest card in the private chat with this text, as soon as there is one."""
        try:
            return await until(lambda: next((said for said in self._newest() if text in said), ""))
        except TimeoutError as exc:
            raise AssertionError(f"{self.key} does not see {text!r} but: {self._newest()}") from exc

    def _newest(self) -> list[str]:
        return [words(card) for card in reversed(self.cards.values())]

    async def installs(self) -> None:
        """Add Interlude to this person's own chat."""
        await self._post(f"/_debug/conversation/{CHAT}/installation", {})

    async def says(self, text: str, place: str = "") -> None:
        """Write in the private chat, or somewhere else, naming the bot."""
        if self.key != "ann":
            return await self._mocks({"type": "message", "text": text}, place or await self._open())
        said: Json = {"from": self.account, "text": text, "textFormat": "plain"}
        if place:
            at = {"mentioned": {"id": self._bot()["id"]}, "text": MENTION}
            said |= {"text": f"{MENTION} {text}", "mentions": [at]}
        await self._post(f"/_conversation/v1/conversations/{place or CHAT}/messages", said)
        return None

    async def happens(self, kind: str, place: str, **changes: Any) -> None:
        """One of the Playground's mocked activities: "userAdded", "botRemoved" and so on."""
        query = {"conversationId": place, "type": kind}
        async with self.microsoft.playground.get("/_internal/v1/customActivities/template", params=query) as answer:
            activity = await answer.json(content_type=None)
        await self._post("/_internal/v1/customActivities", {**activity, **changes})

    async def _mocks(self, said: Json, place: str) -> None:
        await self.happens("userAdded", place, **said, **{"from": self.account, "membersAdded": []})

    async def _open(self) -> str:
        """The private chat, opened by this person."""
        self.microsoft.chats[self.account["id"]] = await self._opened()
        return self.chat

    async def _opened(self) -> str:
        asked = {"members": [{"id": self.account["id"]}], "isGroup": False}
        opened: Json = await self._post("/_connector/v3/conversations", asked)
        return str(opened["id"])

    async def presses(self, label: str) -> str:
        """Press the newest button with this label; the card that takes the old one's place, in words."""
        message, action = self._button(label)
        assert action["type"] == "Action.Execute", f"{label!r} opens a dialog"
        return await self._executes(message, action, {})

    async def sends(self, label: str, **fields: str) -> str:
        """Fill in the form on the newest card and press its button."""
        message, action = self._button(label)
        return await self._executes(message, action, {f"in.{name}": value for name, value in fields.items()})

    async def _executes(self, message: str, action: Json, inputs: Json) -> str:
        executed = {key: action[key] for key in ("type", "verb", "title")} | {"data": {**action["data"], **inputs}}
        value = {"action": executed, "trigger": "manual"}
        answer = await self._invokes("adaptiveCard/action", value, self.chat, replyToId=message)
        if answer["type"] == "application/vnd.microsoft.card.adaptive":
            self.cards[message] = answer["value"]
            return words(answer["value"])
        return str(answer["value"])

    async def points_at(self, text: str, place: str, by: str = "") -> Json:
        """Use "Explain the words in this message" on a message that `by` wrote; the dialog's card."""
        author = {"user": {"id": replace(self, key=by).account["aadObjectId"]}} if by else None
        payload = {"id": "1", "from": author, "body": {"contentType": "text", "content": text}}
        value = {"commandId": "explain_message", "commandContext": "message", "messagePayload": payload}
        return _card(await self._invokes("composeExtension/fetchTask", value, place))

    async def _invokes(self, name: str, value: Json, place: str, **more: str) -> Json:
        said = {"name": name, "from": {"id": self.account["id"]}, "conversation": {"id": place}, "value": value, **more}
        answer: Json = await self._post("/_conversation/v1/invoke", said)
        return answer

    async def opens(self, label: str) -> Json:
        """Press a button that opens a dialog. The Playground has no dialogs, so the invoke is posted for it."""
        message, action = self._button(label)
        assert action["data"]["msteams"] == {"type": "task/fetch"}
        return _card(await self._invokes_by_hand("task/fetch", action["data"], message))

    async def submits(self, dialog: Json, **fields: str) -> Json:
        """Send a dialog; the card it then shows, empty when it closes."""
        data = dialog["actions"][-1]["data"] | {f"in.{name}": value for name, value in fields.items()}
        return _card(await self._invokes_by_hand("task/submit", data, ""))

    async def _invokes_by_hand(self, name: str, data: Json, message: str) -> Json:
        like = next(said for said in reversed(self.microsoft.heard) if said["conversation"]["id"] == self.chat)
        kept = {key: like[key] for key in ("channelId", "recipient", "conversation", "channelData")}
        said = {
            "type": "invoke",
            "name": name,
            "id": f"by-hand-{next(_ids)}",
            "from": self.account,
            "replyToId": message,
        }
        status, answer = await self.microsoft.pass_on({**kept, **said, "value": {"data": data}})
        assert status == 200, answer
        return answer

    def _button(self, label: str) -> tuple[str, Json]:
        for message, card in reversed(self.cards.items()):
            for action in _actions(card):
                if action["title"] == label:
                    return message, action
        raise AssertionError(f"{self.key} sees no button {label!r}")

    def _bot(self) -> Json:
        return {"id": "28:99999999-9999-4999-8999-999999999999"}

    async def _post(self, path: str, body: Json) -> Any:
        async with self.microsoft.playground.post(path, json=body) as answer:
            assert answer.status < 300, f"{path}: {answer.status} {await answer.text()}"
            return await answer.json(content_type=None) if await answer.read() else {}


def _actions(card: Json) -> list[Json]:
    sets = [element["actions"] for element in card.get("body", []) if element["type"] == "ActionSet"]
    return [action for row in [*sets, card.get("actions", [])] for action in row]


def _card(answer: Json) -> Json:
    task = answer.get("task") or {}
    found: Json = task["value"]["card"]["content"] if task else {}
    return found
