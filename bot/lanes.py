"""How fast we may write: one lane for a workspace, one for each conversation in it. Pure.

A workspace's lane is a GCRA, the generic cell rate algorithm: one instant in the database lets several workers share
one exact limit, and spaces what leaves so evenly that a hiccup on the way does not bunch it. A conversation's lane
counts what was sent in sliding windows, as Microsoft writes its limits down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_SECOND = 1_000_000
_SINCE = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Window:
    """At most `most` messages in any `seconds`."""

    most: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Limit:
    """A workspace: at most `burst` at once and `per_second` in the long run, so never more than
    `burst + per_second * T` in any T seconds. `conversation`: what holds besides for each conversation in it.
    `opening`: how many messages' worth a first message is, whose private conversation has to be opened before.
    Times here are real (UTC)."""

    per_second: float
    burst: float
    conversation: tuple[Window, ...] = ()
    opening: int = 2

    def cost(self, opened: object) -> int:
        """What one message takes; `opened` is true for a conversation that was used before."""
        return 1 if opened else self.opening

    @property
    def spacing(self) -> timedelta:
        return timedelta(seconds=1 / self.per_second)

    @property
    def slack(self) -> timedelta:
        """How much earlier than evenly spaced one may leave."""
        return self.spacing * (self.burst - 1)


UNLIMITED = Limit(per_second=1e6, burst=100_000)


def room(limit: Limit, opens: datetime | None, real: datetime) -> int:
    """How many may leave at `real`. `opens`: the instant the lane keeps; None for one nobody has used."""
    tat = _tat(limit, opens, real)
    return max(0, int((real + limit.spacing * limit.burst - tat) / limit.spacing + 1e-6))


def spend(limit: Limit, opens: datetime | None, real: datetime, tokens: int) -> datetime:
    """The instant to keep when so many have left at `real`: the lane is closed before it."""
    return _tat(limit, opens, real) + limit.spacing * tokens - limit.slack


def _tat(limit: Limit, opens: datetime | None, real: datetime) -> datetime:
    """The theoretical arrival time: when the next one would come if all were evenly spaced."""
    return real if opens is None else max(opens + limit.slack, real)


def noted(windows: Sequence[Window], sent: Sequence[int], real: datetime) -> list[int]:
    """What a conversation keeps (microseconds since 1970, oldest first) when one more leaves at `real`."""
    now = (real - _SINCE) // timedelta(microseconds=1)
    longest = max(window.seconds for window in windows) * _SECOND
    kept = sorted([*(one for one in sent if one > now - longest), now])
    return kept[-max(window.most for window in windows) :]


def opens_again(windows: Sequence[Window], sent: Sequence[int]) -> datetime:
    """When a conversation lets the next one through: each window has room for it then. `sent` is not empty."""
    full = [sent[-w.most] + int(w.seconds * _SECOND) for w in windows if len(sent) >= w.most]
    return _SINCE + timedelta(microseconds=max([sent[-1], *full]))
