"""What we hear: frozen values made by a platform's parser, each with the platform's own id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from bot.messages import Form, Message
from bot.platform import Address, Profile, Receipt


@dataclass(frozen=True, slots=True)
class Source:
    """Where an input came from.

    `event_id` is the platform's own id, the same when the platform sends the input again. `place` is the conversation
    it
    was heard in. `private` is true in a conversation between this person and the bot alone. `outsider` marks somebody
    from another organisation in a shared channel: they get help text only. `profile` holds what the platform said about
    the person along the way, if anything.
    """

    platform: str
    workspace: str
    user: str
    event_id: str
    place: Address
    private: bool
    profile: Profile | None = None
    outsider: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """Words. `addressed` is false for channel talk that does not name the bot; `command` is true for a slash
    command."""

    source: Source
    text: str
    addressed: bool = True
    command: bool = False


@dataclass(frozen=True, slots=True)
class Chose:
    """A button was pressed. `pressed` is the message it stood on; `trigger` lets the platform open a form at once."""

    source: Source
    value: str
    pressed: Receipt | None = None
    trigger: str = ""


@dataclass(frozen=True, slots=True)
class Submitted:
    """A form was sent. Values as `messages.Field` describes; `pressed` is the message the form stood in, if any."""

    source: Source
    value: str
    fields: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    pressed: Receipt | None = None


@dataclass(frozen=True, slots=True)
class Pointed:
    """ "Explain the words in this message" was used on somebody's message, whose plain text is `text`.

    `author` is the platform's id of the person who wrote it, empty for a bot or nobody we can tell. `message` names the
    message within the workspace, the same whoever points at it. `readers`: how many people can read it where it stands;
    None while nobody knows.
    """

    source: Source
    text: str
    author: str = ""
    message: str = ""
    readers: int | None = None


@dataclass(frozen=True, slots=True)
class Joined:
    """The bot was installed for this person, or the person came to a place where the bot is."""

    source: Source


@dataclass(frozen=True, slots=True)
class Left:
    """The person left, was deactivated, or removed the bot."""

    source: Source


@dataclass(frozen=True, slots=True)
class Opened:
    """The bot's own page (Slack's App Home) was opened."""

    source: Source


Input: TypeAlias = Said | Chose | Submitted | Pointed | Joined | Left | Opened


@dataclass(frozen=True, slots=True)
class OpenForm:
    """Open this form on the spot, with the input's trigger."""

    form: Form


@dataclass(frozen=True, slots=True)
class FormErrors:
    """The form stays open: a sentence for each field's name that needs another look. `form` is the form itself."""

    form: Form
    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Replace:
    """The pressed message becomes this one, within the request."""

    message: Message


@dataclass(frozen=True, slots=True)
class Notice:
    """One line, seen only by the person, within the request ("I have answered you in our private chat")."""

    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """The bot's own page for this person."""

    message: Message


ReplyNow: TypeAlias = OpenForm | FormErrors | Replace | Notice | Page | None
"""What must be answered inside the platform's request; everything else is a delivery."""
