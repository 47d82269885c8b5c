"""What a conversation decides: things to say, things to ask for later, and what must be answered at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.inputs import ReplyNow
from bot.messages import Message
from bot.people import Person
from bot.platform import Address, Receipt


@dataclass(frozen=True, slots=True)
class Say:
    """One message. Nobody named in `to`: the person who spoke, in private.

    `replaces`: the message whose place it takes. `openly`: into the conversation it was asked in (never a private
    message). `at`: into this conversation of others, as nobody's message.
    `otherwise`: said in that conversation instead when no private one can be opened; where `at` cannot be reached, it
    is said to the person in private. `key` makes it once-only beyond
    this turn; `urgent` overtakes everything that waits. `not_before` (UTC) lets it wait.
    """

    message: Message
    to: Person | None = None
    kind: str = "answer"
    replaces: Receipt | None = None
    openly: bool = False
    at: Address | None = None
    otherwise: Message | None = None
    key: str = ""
    urgent: bool = False
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Prompt:
    """Something Interlude will say of its own accord: no text yet, that is composed when it leaves.

    `verb` names the conversation that composes it, `args` what it is about; `key` makes it happen once.
    """

    kind: str
    person: Person
    verb: str
    key: str
    args: tuple[str, ...] = ()
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Skip:
    """Nothing is sent after all; the reason is for the delivery report."""

    reason: str


@dataclass(frozen=True, slots=True)
class Later:
    """It is too early: ask again at this moment (UTC). The reason is for the delivery report."""

    moment: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Turn:
    """The outcome of one input. `now` goes back within the platform's request, the rest through the outbox."""

    says: tuple[Say, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    now: ReplyNow = None

    def __add__(self, other: Turn) -> Turn:
        return Turn(self.says + other.says, self.prompts + other.prompts, other.now or self.now)


SILENCE = Turn()


def say(message: Message) -> Turn:
    """A turn that answers the person who spoke, in private."""
    return Turn((Say(message),))
