"""What was planned and what became of it, one row each, read from the deliveries when the season is over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, text

from adapters.simulate.members import Member
from adapters.simulate.world import World
from bot.store import tables as t
from bot.store.types import AnyRow

KINDS = {
    "check_in": "check_in",
    "nudge": "nudge",
    "role": "role",
    "event": "event",
    "change": "event",
    "news": "event",
    "result": "event",
    "feedback": "feedback",
    "digest": "digest",
}
"""The engine's kinds, as the ledger names them."""

MEANT = re.compile(r"[:@](\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?)$")
"""The local time at the end of a key."""

FAULTS = ("failed", "unknown")
UNSETTLED = "the season was over"
IN_TIME = 60
"""Seconds: what leaves within them left when it was planned."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One thing planned for one person. Times are aware: `planned` and `sent` in the person's own zone.

    `source`: the engine's name of its kind; `status`: "sent", "moved" (sent, but at another time) or "skipped";
    `reason` says why, for the last two. `fault`: it was to be sent, and could not be.
    """

    member: Member
    kind: str
    source: str
    planned: datetime
    sent: datetime | None
    status: str
    reason: str
    fault: bool = False

    def to_json(self) -> dict[str, Any]:
        return {
            "person": self.member.name,
            "time_zone": self.member.zone,
            "kind": self.kind,
            "planned_local": self.planned.isoformat(timespec="seconds"),
            "sent_local": self.sent.isoformat(timespec="seconds") if self.sent else None,
            "sent_utc": self.sent.astimezone(ZoneInfo("UTC")).isoformat(timespec="seconds") if self.sent else None,
            "status": self.status,
            "reason": self.reason,
        }


_D = t.delivery.c
_COLUMNS = (_D.id, _D.key, _D.person, _D.kind, _D.status, _D.reason, _D.done_at, _D.not_before)


async def read(world: World) -> list[Planned]:
    """Everything planned for a day of the season, by time and person."""
    query = select(*_COLUMNS).where(_D.prompt.is_not(None), _D.kind.in_(list(KINDS)))
    async with world.app.store.read() as tx:
        noted = {row.id: row for row in await tx.execute(text("SELECT id, first, moved FROM simulated_plan"))}
        rows = (await tx.execute(query)).all()
    here = [row for row in rows if row.person in world.ids and not world.ids[row.person].stands_in]
    found = _planned(here, world.ids, noted)
    days = (planned for planned in found if world.first <= planned.planned.date() < world.last)
    return sorted(days, key=lambda planned: (planned.planned, planned.member.name, planned.kind))


def _planned(rows: Iterable[AnyRow], members: Mapping[str, Member], noted: Mapping[str, AnyRow]) -> Iterable[Planned]:
    for row in rows:
        member = members[row.person]
        planned = _when(row, ZoneInfo(member.zone), noted)
        sent = row.done_at.astimezone(ZoneInfo(member.zone)) if row.status == "sent" else None
        status, reason = _fate(row, planned, sent, noted)
        yield Planned(member, KINDS[row.kind], row.kind, planned, sent, status, reason, row.status in FAULTS)


def _fate(row: AnyRow, planned: datetime, sent: datetime | None, noted: Mapping[str, AnyRow]) -> tuple[str, str]:
    if sent is None:
        return "skipped", row.reason or UNSETTLED
    if abs((sent - planned).total_seconds()) < IN_TIME:
        return "sent", ""
    return "moved", noted[row.id].moved


def _when(row: AnyRow, zone: ZoneInfo, noted: Mapping[str, AnyRow]) -> datetime:
    """What comes round has the local time it was meant for in its key; anything else is known by its first moment."""
    meant = MEANT.search(row.key)
    if meant is None:
        return datetime.fromtimestamp(noted[row.id].first / 1_000_000, zone)
    local = datetime.fromisoformat(meant[1])
    # A time the clock skips is shown as the clock shows it then.
    return local.replace(tzinfo=zone).astimezone(ZoneInfo("UTC")).astimezone(zone)
