"""Post, edit, look people up: the Platform for Teams. Files are made here, before anything is drawn."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from urllib.parse import quote

from adapters.teams.connector import Connector
from adapters.teams.fit import size
from adapters.teams.known import Known, is_shared
from adapters.teams.limits import ACTIONS, CARD, PICTURE, TEXT
from adapters.teams.microsoft import MicrosoftAddresses
from adapters.teams.people import People
from adapters.teams.render import activity, render
from adapters.teams.source import Json
from bot.files import Content, MakeFile
from bot.messages import Document, FileRef, Form, Message, Picture
from bot.platform import Abilities, Address, NotDelivered, Profile, Receipt, Refused, TryLater

MARK = "ob:"
"""In front of a delivery's id, which stands as the id of a card's first element."""


class TeamsPlatform:
    """Writes to people in Teams. Nothing is tried twice here; what to do about a failure is said by its kind."""

    name = "teams"
    # A card that answers a press is shown at once, but Teams keeps the old one unless the activity is updated, too.
    abilities = Abilities(
        choices=ACTIONS, text=TEXT, can_be_asked=False, opens_forms=True, replaces_now=True, replacement_lasts=False
    )

    def __init__(
        self,
        app_id: str,
        microsoft: MicrosoftAddresses,
        connector: Connector,
        known: Known,
        make_file: MakeFile,
        link: Callable[[FileRef], str],
        real_now: Callable[[], datetime],
    ) -> None:
        self._bot, self._microsoft, self._connector, self._known = f"28:{app_id}", microsoft, connector, known
        self._make_file, self._link = make_file, link
        self._people = People(connector, known, self._where, real_now)

    async def send(self, to: Address, message: Message, mark: str) -> Receipt:
        """Post `message`, opening a chat first where none is known. Raises `NotDelivered` or what is unclear."""
        _check(to, message)
        said = _marked(activity(message, await self._files(message)), mark)
        there = await self._opened(to)
        answer = await self._connector.ask("POST", there.service, activities(there), said)
        return Receipt(there, str(answer.get("id", "")))

    async def edit(self, receipt: Receipt, message: Message, mark: str) -> Receipt:
        """Put `message` in the place of an earlier one."""
        there = await self._opened(receipt.address)
        _check(there, message)
        said = _marked(activity(message, await self._files(message)), mark) | {"id": receipt.id}
        await self._connector.ask("PUT", there.service, f"{activities(there)}/{quote(receipt.id, safe='')}", said)
        return Receipt(there, receipt.id)

    async def find(self, to: Address, mark: str, since: datetime) -> Receipt | None:
        """Teams cannot be asked (`abilities.can_be_asked`)."""
        raise NotImplementedError("Teams does not show a bot its messages")

    async def open_form(self, trigger: str, form: Form) -> None:
        """A dialog opens only in the answer to its own request: `listen` puts an `OpenForm` there."""
        raise Refused("a Teams dialog is opened by the answer to its request")

    async def profile(self, workspace: str, user: str) -> Profile | None:
        """Name and e-mail address as a roster or the private chat has them; None when nobody answers to this id."""
        return await self._people.profile(workspace, user)

    async def locate(self, workspace: str, email: str) -> Address | None:
        """The person with this e-mail address or user principal name in a roster the bot has been told of."""
        return await self._people.locate(workspace, email)

    async def readers(self, place: Address) -> int | None:
        return await self._people.count(place)

    def remember(self, address: Address) -> None:
        """Take an address from earlier days (after a restart): shared places become rosters to look people up in."""
        self._known.remember(address)

    async def draw(self, message: Message) -> Json:
        """The card of a message, its files made."""
        return render(message, await self._files(message))

    async def _opened(self, to: Address) -> Address:
        """The address with its conversation and its service filled in."""
        service = to.service or self._known.service(to.workspace) or self._microsoft.service
        place = to.place or self._known.chat(to.workspace, to.user) or await self._open(replace(to, service=service))
        return replace(to, place=place, service=service)

    async def _where(self, workspace: str, user: str) -> Address:
        return await self._opened(Address(self.name, workspace, user=user))

    async def _open(self, to: Address) -> str:
        """A private chat. Opening one shows nobody anything, so a failure of any kind may be tried again."""
        person = {"id": await self._people.teams_id(to.workspace, to.user)}
        asked = {"bot": {"id": self._bot}, "members": [person], "tenantId": to.workspace, "isGroup": False}
        asked["channelData"] = {"tenant": {"id": to.workspace}}
        try:
            answer = await self._connector.ask("POST", to.service, "/v3/conversations", asked)
        except NotDelivered:
            raise
        except Exception as exc:
            raise TryLater("the chat could not be opened") from exc
        place = str(answer.get("id", ""))
        if not place:
            raise Refused("Teams opened a chat without an id")
        self._known.opened(to.workspace, to.user, place)
        return place

    async def _files(self, message: Message) -> dict[FileRef, str]:
        """An address for every file: small pictures travel in the card, everything else is a link that ends."""
        pictures = [block.file for block in message.blocks if isinstance(block, Picture)]
        found = {block.file: self._link(block.file) for block in message.blocks if isinstance(block, Document)}
        found |= {file: self._address(file, await self._make_file(file)) for file in pictures}
        if pictures and size(render(message, found)) > CARD - len(MARK) * 20:
            found |= {file: self._link(file) for file in pictures}
        return found

    def _address(self, file: FileRef, made: Content) -> str:
        if made.media_type != "image/png" or len(made.data) > PICTURE:
            return self._link(file)
        return "data:image/png;base64," + base64.b64encode(made.data).decode()


def activities(there: Address) -> str:
    """The path of a conversation's messages; a reply in a channel stays in its thread."""
    conversation = f"{there.place};messageid={there.thread}" if there.thread else there.place
    return f"/v3/conversations/{quote(conversation, safe='')}/activities"


def _check(to: Address, message: Message) -> None:
    """Raises `Refused` for what must not be sent, before anything is done."""
    if not message.blocks:
        raise Refused("a message without anything in it")
    if message.private and is_shared(to.place):
        raise Refused("a private message may not be sent where others read it")
    if not (to.place or to.user):
        raise Refused("an address with nobody in it")


def _marked(said: Json, mark: str) -> Json:
    body = said["attachments"][0]["content"]["body"]
    if mark and body and "id" not in body[0]:
        body[0]["id"] = MARK + mark
    return said
