"""The seam: what a platform is to us, and how it fails.

    NotDelivered
    ├── TryLater   busy or briefly unwell: the same message may be sent again after `wait`
    ├── Gone       nobody there, or no door to them: stop writing to this address
    └── Refused    our mistake: the message will never be taken as it is

Any other exception leaves the outcome unknown: the message may or may not have arrived.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from bot.messages import Form, Message


@dataclass(frozen=True, slots=True)
class Address:
    """A place to write to. Only the platform's own adapter looks inside.

    `place` is the conversation's id, empty while a private conversation with `user` has not been opened yet;
    `thread` the message a reply belongs under; `service` the connector's address, where a platform has several.
    """

    platform: str
    workspace: str
    place: str = ""
    user: str = ""
    thread: str = ""
    service: str = ""

    def lane(self) -> str:
        """The rate limit this address draws from: one a workspace or tenant."""
        return f"{self.platform}:{self.workspace}"

    def conversation(self) -> str:
        """What must stay in order: messages to one conversation leave one after another."""
        return f"{self.platform}:{self.workspace}:{self.place or self.user}"

    def to_json(self) -> dict[str, str]:
        return {name: value for name in self.__slots__ if (value := getattr(self, name))}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Address:
        return cls(**data)


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof of arrival: the message's own id, and the address with its conversation filled in."""

    address: Address
    id: str

    def to_json(self) -> dict[str, Any]:
        return {"address": self.address.to_json(), "id": self.id}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Receipt:
        return cls(Address.from_json(data["address"]), data["id"])


@dataclass(frozen=True, slots=True)
class Profile:
    """What a platform knows of a person. Empty means unknown. `time_zone` is an IANA name, `language` "en" or "fr"."""

    user: str = ""
    name: str = ""
    email: str = ""
    time_zone: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a platform can do; read before speaking.

    `choices`: buttons in one message. `text`: characters in one message. `can_be_asked`: whether `find` can tell if a
    message arrived. `opens_forms`: a press can open a form. `replaces_now`: a pressed message is replaced within the
    request. `replacement_lasts`: and it stays so when the person comes back later; otherwise an edit follows.
    """

    choices: int
    text: int
    can_be_asked: bool
    opens_forms: bool
    replaces_now: bool
    replacement_lasts: bool = True


class Platform(Protocol):
    """A place where people are. Values in, values out; no platform object passes through."""

    name: str
    abilities: Abilities

    async def send(self, to: Address, message: Message, mark: str) -> Receipt:
        """Write `message`. `mark` is the delivery's id: it travels with the message so that `find` can see it.

        Raises `NotDelivered`; any other exception means nobody knows whether it arrived.
        """

    async def edit(self, receipt: Receipt, message: Message, mark: str) -> Receipt:
        """Put `message` in the place of an earlier one. Doing it twice is the same as once."""

    async def find(self, to: Address, mark: str, since: datetime) -> Receipt | None:
        """The message with this mark sent at or after `since` (UTC), or None. Only where `abilities.can_be_asked`."""

    async def open_form(self, trigger: str, form: Form) -> None:
        """Open a form for the person whose press carried `trigger`. Only where `abilities.opens_forms`."""

    async def profile(self, workspace: str, user: str) -> Profile | None:
        """What the platform knows of this person; None if nobody has that id. Raises `NotDelivered`."""

    async def locate(self, workspace: str, email: str) -> Address | None:
        """A private address for the person with this e-mail address; None if there is none here. Raises
        `NotDelivered`."""

    async def readers(self, place: Address) -> int | None:
        """How many people can read along in this conversation, bots left out; at least so many where it is large.

        None where that is not known. Raises `NotDelivered`.
        """


class NotDelivered(Exception):
    """The message did not arrive; the subclass says what to do next. The text is a reason a person can read."""


class TryLater(NotDelivered):
    """Send the same again, after `wait` if the platform named one."""

    def __init__(self, reason: str, wait: timedelta | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


class Gone(NotDelivered):
    """Nobody is there, or the door to them is shut."""


class Refused(NotDelivered):
    """The platform will never take this message as it is: tell a developer."""
