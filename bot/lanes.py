"""One lane's tokens. Pure.

GCRA, the generic cell rate algorithm: `tat`, the theoretical arrival time, is the moment at which the lane would be
empty again. It needs one number in the database and lets several workers share one exact limit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `burst` at once and `per_second` in the long run. Times here are real (UTC)."""

    per_second: float
    burst: int

    @property
    def spacing(self) -> timedelta:
        return timedelta(seconds=1 / self.per_second)


UNLIMITED = Limit(per_second=1e6, burst=100_000)


def take(limit: Limit, tat: datetime | None, real: datetime, wanted: int) -> tuple[int, datetime]:
    """How many of `wanted` may leave at `real`, and the lane's next `tat`."""
    tat = max(tat or real, real)
    room = (real + limit.spacing * limit.burst - tat) / limit.spacing
    taken = max(0, min(wanted, int(room + 1e-6)))
    return taken, tat + limit.spacing * taken


def free_at(limit: Limit, tat: datetime | None, real: datetime) -> datetime:
    """When the lane has at least one token again."""
    if tat is None:
        return real
    return max(real, tat - limit.spacing * (limit.burst - 1))
