"""What we let Slack carry from a button to a form and back: which workspace, and the message the button stood on.

The core sees a trigger as one opaque text. Slack's own trigger does not say whose token opens the form, and a sent form
does not say which button opened it; both travel along here. Nothing in it is secret or trusted with rights: the
form's `value` is signed by the core, and only Slack can bring any of this back (the request is signed).
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from bot.platform import Address, Receipt

PLATFORM = "slack"


@dataclass(frozen=True, slots=True)
class Trigger:
    """Slack's trigger, and where it was pulled. `message` is empty when no message was pressed."""

    id: str
    workspace: str
    place: str = ""
    thread: str = ""
    message: str = ""

    def pack(self) -> str:
        return "|".join((self.workspace, self.place, self.thread, self.message, self.id))

    @classmethod
    def unpack(cls, text: str) -> Trigger:
        """Raises ValueError on a text that `pack` did not make."""
        workspace, place, thread, message, trigger = text.split("|", 4)
        return cls(trigger, workspace, place, thread, message)


def to_metadata(value: str, trigger: Trigger) -> str:
    """A form's `private_metadata`."""
    return json.dumps([value, trigger.place, trigger.thread, trigger.message], separators=(",", ":"))


def from_metadata(text: str, workspace: str, user: str) -> tuple[str, Receipt | None]:
    """The form's value, and the message it was opened from. Raises ValueError on anything we did not make."""
    parts = json.loads(text)
    if not isinstance(parts, list) or len(parts) != 4 or not all(isinstance(part, str) for part in parts):
        raise ValueError("not a form of ours")
    value, place, thread, message = parts
    if not message:
        return value, None
    return value, Receipt(Address(PLATFORM, workspace, place, user, thread), message)
