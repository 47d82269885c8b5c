"""The time, handed in: the community's time, and the machine's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Moment:
    """`now` is the time people live in (a demo can move it); `real` is for leases, lanes and signatures. Both UTC."""

    now: datetime
    real: datetime

    @classmethod
    def at(cls, now: datetime) -> Moment:
        """A moment where both are the same, as everywhere but in a demo."""
        return cls(now, now)
