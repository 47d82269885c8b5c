"""What the contract suite asks of a platform: speak through the seam, look under the bonnet.

A new platform is a folder in `adapters/` and one probe. A probe runs its platform's real code against a fake of the
platform's far side, kept in the same process; it never reaches the network.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from bot.inputs import Input, ReplyNow
from bot.platform import Address, Platform, Receipt

ANN = "U01ANN"
"""A person every probe's platform knows: Ann Reviewer, ann@example.org, America/Toronto, English."""

READERS = 2
"""How many people can read in `group`."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One message as it stands at the far side. `text` is what a person can read, with markup undone."""

    id: str
    conversation: str
    mark: str
    text: str


class Probe(Protocol):
    """Drives one platform. `answer` is what the inbox replies to each input within the request."""

    platform: Platform
    heard: list[Input]
    answer: Callable[[Input], Awaitable[ReplyNow]]

    async def start(self) -> None: ...
    async def stop(self) -> None: ...

    def private(self, user: str) -> Address:
        """A private address for a user whose conversation is not open yet."""

    # -- the far side's moods, until `is_well` is called
    def is_busy(self, seconds: int) -> None: ...
    def has_nobody(self) -> None: ...
    def refuses(self) -> None: ...
    def hangs_up_after_taking_it(self) -> None: ...
    def answers_with_a_server_error(self) -> None: ...
    def is_well(self) -> None: ...

    # -- what stands at the far side
    def shown(self) -> list[Shown]: ...

    def group(self) -> Address:
        """Where several people read along: the platform can count them."""

    def no_group(self) -> Address:
        """A place the platform does not tell about."""

    # -- what people do there; each returns the HTTP status the platform saw (200 where there is none)
    async def says(self, text: str, *, where: str = "private", event: str = "") -> int:
        """ANN writes, `where`: "private", "channel" (naming the bot), "thread" (naming the bot) or "overheard" (not
        naming it)."""

    async def presses(self, receipt: Receipt, value: str, *, opens_form: bool = False) -> int: ...
    async def submits(self, value: str, fields: dict[str, str | tuple[str, ...]]) -> int: ...
    async def points_at(self, text: str) -> int:
        """ANN uses "Explain the words in this message" on somebody's message."""

    async def joins(self) -> int: ...
    async def leaves(self) -> int: ...
    async def the_bot_speaks(self) -> int:
        """The platform tells the bot of its own message."""

    def form_errors_shown(self) -> dict[str, str]:
        """The sentences the last answered form shows, by field name."""

    def replaced_text(self) -> str:
        """The text that took a pressed message's place within the request; empty where the platform cannot."""

    def forms_opened(self) -> list[str]:
        """Titles of the forms opened on the spot."""
