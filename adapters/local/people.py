"""Who can be played, and the clock that can be moved: what the demo hands to this door."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeAlias


@dataclass(frozen=True, slots=True)
class LocalPerson:
    """Somebody in the made-up community.

    `kind` is one of `bot.people.ROLE_KINDS` (a label of the page), `role` their part in words of their own language,
    `place` the town they live in; without one the page names the town of `time_zone`. `playable` people come first.
    """

    user: str
    name: str
    email: str
    time_zone: str
    language: str
    kind: str
    playable: bool
    role: str = ""
    place: str = ""


People: TypeAlias = Callable[[], Awaitable[Sequence[LocalPerson]]]


class DemoClock(Protocol):
    """The time the community lives in. Moving it visits each due instant in order."""

    def now(self) -> datetime:
        """The community's time, UTC."""

    async def move(self, by: timedelta) -> int:
        """Let time pass. Returns how many messages were sent."""

    async def move_to_next(self) -> int:
        """Let time pass until something happens. Returns how many messages were sent."""
