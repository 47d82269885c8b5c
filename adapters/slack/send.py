"""Posting, editing and finding messages; opening forms; who somebody is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from adapters.slack import limits
from adapters.slack.carried import PLATFORM, Trigger
from adapters.slack.failures import Refusal, Unclear, is_nobody
from adapters.slack.forms import modal
from adapters.slack.render import Files, Json, page, render
from adapters.slack.uploads import NOT_READY, WAIT, Uploads
from adapters.slack.web_api import WebApi
from adapters.slack.workspaces import Workspaces
from bot.files import MakeFile
from bot.messages import Form, Message, Picture
from bot.platform import Abilities, Address, Gone, Profile, Receipt, Refused, TryLater

EVENT_TYPE = "interlude_delivery"
_CHATS = 20_000


class SlackPlatform:
    """`bot.platform.Platform` for every workspace a token was given for."""

    name: str = PLATFORM
    abilities: Abilities = limits.ABILITIES

    def __init__(self, api: WebApi, workspaces: Workspaces, make_file: MakeFile) -> None:
        self._api = api
        self._workspaces = workspaces
        self._uploads = Uploads(api, make_file)
        self._chats: dict[tuple[str, str], str] = {}

    async def send(self, to: Address, message: Message, mark: str) -> Receipt:
        to = await self._opened(to)
        _may_stand(message, to)
        under = {"thread_ts": to.thread} if to.thread else {}
        told = await self._put("chat.postMessage", to, message, mark, under)
        return Receipt(to, _stamp(told))

    async def edit(self, receipt: Receipt, message: Message, mark: str) -> Receipt:
        _may_stand(message, receipt.address)
        await self._put("chat.update", receipt.address, message, mark, {"ts": receipt.id})
        return receipt

    async def find(self, to: Address, mark: str, since: datetime) -> Receipt | None:
        to = await self._opened(to)
        method = "conversations.replies" if to.thread else "conversations.history"
        asked = {"channel": to.place, "limit": str(limits.PAGE), "include_all_metadata": "true"}
        asked |= {"oldest": f"{(since - limits.SKEW).timestamp():.6f}"} | ({"ts": to.thread} if to.thread else {})
        for _ in range(limits.PAGES):
            told = await self._api.ask(method, self._workspaces.token(to.workspace), asked)
            for message in told.get("messages", ()):
                if _carries(message, mark):
                    return Receipt(to, str(message["ts"]))
            cursor = (told.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return None
            asked["cursor"] = str(cursor)
        raise TryLater("there is too much to look through")

    async def open_form(self, trigger: str, form: Form) -> None:
        """Raises `Refused` when the trigger is used up; the person has to press again."""
        try:
            pulled = Trigger.unpack(trigger)
        except ValueError as exc:
            raise Refused("not a trigger of ours") from exc
        opened = {"trigger_id": pulled.id, "view": modal(form, pulled)}
        await self._within_request("views.open", pulled.workspace, opened)

    async def show_page(self, workspace: str, user: str, message: Message) -> None:
        """The person's App Home."""
        await self._within_request("views.publish", workspace, {"user_id": user, "view": page(message)})

    async def whisper(self, to: Address, text: Message) -> None:
        """A line in a conversation that only one person sees."""
        under = {"thread_ts": to.thread} if to.thread else {}
        shown = {"channel": to.place, "user": to.user, **under, **render(text, "now")}
        await self._within_request("chat.postEphemeral", to.workspace, shown)

    async def profile(self, workspace: str, user: str) -> Profile | None:
        asked = {"user": user, "include_locale": "true"}
        told = await self._somebody("users.info", workspace, asked)
        return _profile(told) if told else None

    async def locate(self, workspace: str, email: str) -> Address | None:
        told = await self._somebody("users.lookupByEmail", workspace, {"email": email})
        return Address(PLATFORM, workspace, user=str(told["id"])) if told else None

    async def readers(self, place: Address) -> int | None:
        asked = {"channel": place.place, "include_num_members": "true"}
        told = await self._api.ask("conversations.info", self._workspaces.token(place.workspace), asked)
        return _people_in(told.get("channel"))

    # -- how

    async def _put(self, method: str, to: Address, said: Message, mark: str, more: Mapping[str, str]) -> dict[str, Any]:
        token = self._workspaces.token(to.workspace)
        files = await self._files(said, to.workspace)
        shown = {"channel": to.place, **more, **_marked(said, mark, files)}
        try:
            return await self._api.write(method, token, shown)
        except Refusal as failure:
            without = self._without_pictures(failure, said, files, to.workspace)
        return await self._api.write(method, token, {**shown, **_marked(said, mark, without)})

    async def _files(self, said: Message, workspace: str) -> Files:
        here = self._workspaces.get(workspace)
        return await self._uploads.bring(said, here) if here else {}

    def _without_pictures(self, failure: Refusal, said: Message, files: Files, workspace: str) -> Files:
        """What to send after a refusal that a picture may have caused. Slack took nothing, so nothing is sent twice."""
        pictures = {block.file for block in said.blocks if isinstance(block, Picture)} & set(files)
        if not pictures or failure.error not in NOT_READY:
            raise failure
        if self._uploads.wait_for({file: files[file] for file in pictures}, workspace):
            raise TryLater("the picture is not ready yet", WAIT) from failure
        return {file: at for file, at in files.items() if file not in pictures}

    async def _opened(self, to: Address) -> Address:
        """The address with its conversation; a private chat is opened once. Opening it twice changes nothing."""
        if to.place:
            return to
        known = self._chats.get((to.workspace, to.user))
        if known is None:
            told = await self._api.ask("conversations.open", self._workspaces.token(to.workspace), {"users": to.user})
            known = str(told["channel"]["id"])
            if len(self._chats) >= _CHATS:
                self._chats.clear()
            self._chats[to.workspace, to.user] = known
        return replace(to, place=known)

    async def _within_request(self, method: str, workspace: str, arguments: Mapping[str, Any]) -> None:
        token = self._workspaces.token(workspace)
        await self._api.write(method, token, arguments, patience=limits.PATIENCE_IN_REQUEST)

    async def _somebody(self, method: str, workspace: str, asked: Mapping[str, str]) -> dict[str, Any] | None:
        try:
            told = await self._api.ask(method, self._workspaces.token(workspace), asked)
        except Gone as failure:
            if is_nobody(failure):
                return None
            raise
        user = told.get("user")
        return user if isinstance(user, dict) else None


def _marked(said: Message, mark: str, files: Files) -> Json:
    metadata = {"event_type": EVENT_TYPE, "event_payload": {"outbox_id": mark}}
    return {**render(said, mark, files), "metadata": metadata}


def _may_stand(said: Message, to: Address) -> None:
    """Private words never stand in a channel, whatever went wrong before. Slack's private chats start with D."""
    if said.private and not to.place.startswith("D"):
        raise Refused("a private message was about to be written into a channel")


def _people_in(channel: Any) -> int | None:
    """Slack counts our own bot where it is a member. Of others' bots it does not tell."""
    counted = channel.get("num_members") if isinstance(channel, dict) else None
    if not isinstance(counted, int) or isinstance(counted, bool):
        return None
    return max(0, counted - (channel.get("is_member") is True))


def _stamp(told: dict[str, Any]) -> str:
    if not isinstance(told.get("ts"), str):
        raise Unclear("chat.postMessage did not say where the message is")
    return str(told["ts"])


def _carries(message: dict[str, Any], mark: str) -> bool:
    """Whether a message in a conversation is the one with this mark; emulators keep one of the two signs."""
    payload = (message.get("metadata") or {}).get("event_payload") or {}
    first = (message.get("blocks") or [{}])[0]
    return first.get("block_id") == f"ob:{mark}" or payload.get("outbox_id") == mark


def _profile(user: dict[str, Any]) -> Profile:
    told = user.get("profile") or {}
    names = (told.get("real_name"), user.get("real_name"), told.get("display_name"), user.get("name"))
    spoken = str(user.get("locale") or "")[:2].lower()
    return Profile(
        user=str(user.get("id", "")),
        name=next((str(name) for name in names if name), ""),
        email=str(told.get("email") or ""),
        time_zone=str(user.get("tz") or ""),
        language=spoken if spoken in ("en", "fr") else "",
    )
