"""Writes down what became of deliveries, many at a time."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Update, bindparam, func, or_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import addresses, reminders
from bot.claims import Claimed
from bot.moment import Moment
from bot.platform import Address, Receipt
from bot.store import tables as t
from bot.store.engine import Store
from bot.store.types import Instant
from bot.upsert import insert

log = logging.getLogger("interlude.marks")

_D = t.delivery.c


@dataclass(frozen=True, slots=True)
class Mark:
    """An outcome. `to`: "sent", "pending" (again later), "waits" (the same, and the try does not count), "returned" (it
    had not begun to leave), "failed", "unknown", "gone" (this address is dead) or "unclear" (nobody knows yet: the row
    stays in flight until `lease`, real UTC, and is then asked about; `asked_at`: since when in vain)."""

    row: Claimed
    to: str
    receipt: Receipt | None = None
    reason: str = ""
    not_before: datetime | None = None
    pause_lane: datetime | None = None
    lease: datetime | None = None
    asked_at: datetime | None = None

    @property
    def why(self) -> str:
        """The reason as it is stored: a platform's error text may hold anything."""
        return self.reason.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")[:300]


_OURS = (
    _D.id == bindparam("row"), _D.status == "sending", _D.owner == bindparam("by"), _D.attempts == bindparam("nth"),
)  # fmt: skip
"""The row, while it is in our hands for this try: what was found out about an earlier one comes too late."""

_MARK = (
    update(t.delivery)
    .where(*_OURS)
    .values(status=bindparam("to"), reason=bindparam("why"), receipt=bindparam("proof"), done_at=bindparam("done"))
)
_AGAIN = (
    update(t.delivery).where(*_OURS).values(status="pending", reason=bindparam("why"), not_before=bindparam("later"))
)
_WAITS = _AGAIN.values(attempts=_D.attempts - 1)
_RETURNED = update(t.delivery).where(*_OURS).values(status="pending", attempts=_D.attempts - 1)
_UNCLEAR = (
    update(t.delivery)
    .where(*_OURS)
    .values(lease_until=bindparam("until"), asked_at=func.coalesce(_D.asked_at, bindparam("asked", type_=Instant())))
)


async def write(store: Store, done: Sequence[Mark], owner: str, moment: Moment) -> None:
    """All outcomes in one transaction. A row somebody else has taken over meanwhile is left to them."""
    async with store.write() as tx:
        await _close(tx, [mark for mark in done if mark.to in {"sent", "failed", "unknown"}], owner, moment)
        asked = [m.row.id for m in done if m.to in {"sent", "unknown"} and m.row.kind.reminds]
        await reminders.plan(tx, asked, moment)
        await _again(tx, _AGAIN, [mark for mark in done if mark.to == "pending"], owner)
        await _again(tx, _WAITS, [mark for mark in done if mark.to == "waits"], owner)
        await _returned(tx, [mark for mark in done if mark.to == "returned"], owner)
        await _unclear(tx, [mark for mark in done if mark.to == "unclear"], owner)
        for mark in done:
            if mark.to == "gone":
                await _elsewhere(tx, mark, owner, moment)


def _ours(mark: Mark, owner: str) -> dict[str, Any]:
    return {"row": mark.row.id, "by": owner, "nth": mark.row.attempts}


async def _close(tx: AsyncConnection, done: list[Mark], owner: str, moment: Moment) -> None:
    rows = [
        {
            **_ours(mark, owner), "to": mark.to, "why": mark.why, "done": moment.now,
            "proof": mark.receipt.to_json() if mark.receipt else None,
        }
        for mark in done
    ]  # fmt: skip
    if rows:
        await tx.execute(_MARK, rows)
    for mark in done:
        if mark.receipt is not None and not mark.row.to.place and mark.receipt.address.place and mark.row.person:
            await _remember_place(tx, mark)


async def _remember_place(tx: AsyncConnection, mark: Mark) -> None:
    """The private conversation that was opened for this message serves the next one too."""
    assert mark.receipt is not None
    at, a = mark.receipt.address, t.address.c
    where = (a.person == mark.row.person) & (a.platform == at.platform) & (a.workspace == at.workspace)
    await tx.execute(update(t.address).where(where, a.user == mark.row.to.user).values(place=at.place))


async def _again(tx: AsyncConnection, how: Update, done: list[Mark], owner: str) -> None:
    rows = [{**_ours(m, owner), "why": m.why, "later": m.not_before} for m in done]
    if rows:
        await tx.execute(how, rows)
    for lane, until in _pauses(done).items():
        await _pause(tx, lane, until)


def _pauses(done: list[Mark]) -> dict[str, datetime]:
    """The longest pause each lane was asked for, in an order that keeps two workers from waiting for each other."""
    found: dict[str, datetime] = {}
    for mark in sorted(done, key=lambda mark: mark.row.to.lane()):
        if mark.pause_lane is not None:
            lane = mark.row.to.lane()
            found[lane] = max(mark.pause_lane, found.get(lane, mark.pause_lane))
    return found


async def _pause(tx: AsyncConnection, lane: str, until: datetime) -> None:
    """The lane rests. A pause is never cut short by another one."""
    said = insert(tx, t.lane).values(key=lane, paused_until=until)
    longer = or_(t.lane.c.paused_until.is_(None), t.lane.c.paused_until < said.excluded.paused_until)
    fresh = {"paused_until": said.excluded.paused_until}
    await tx.execute(said.on_conflict_do_update(index_elements=["key"], set_=fresh, where=longer))


async def _returned(tx: AsyncConnection, done: list[Mark], owner: str) -> None:
    if done:
        await tx.execute(_RETURNED, [_ours(mark, owner) for mark in done])


async def _unclear(tx: AsyncConnection, done: list[Mark], owner: str) -> None:
    rows = [{**_ours(mark, owner), "until": mark.lease, "asked": mark.asked_at} for mark in done]
    if rows:
        await tx.execute(_UNCLEAR, rows)


async def _elsewhere(tx: AsyncConnection, mark: Mark, owner: str, moment: Moment) -> None:
    """A dead address: the fallback in the open conversation, another door to the person, or the end with a reason."""
    row = mark.row
    if row.person and row.replaces is None and row.otherwise is None:
        await addresses.gone(tx, row.to, moment.now)
    to, message = await _other_way(tx, row)
    if to is None:
        await _close(tx, [replace(mark, to="failed")], owner, moment)
        return
    values: dict[str, Any] = {
        "status": "pending", "reason": mark.why, "address": to.to_json(), "lane": to.lane(), "otherwise": None,
        "conversation": to.conversation(), "replaces": None,
    }  # fmt: skip
    values |= {"message": message} if message else {}
    await tx.execute(update(t.delivery).where(*_OURS).values(values), _ours(mark, owner))


async def _other_way(tx: AsyncConnection, row: Claimed) -> tuple[Address | None, dict[str, Any] | None]:
    if row.otherwise is not None:
        return Address.from_json(row.otherwise["address"]), row.otherwise["message"]
    if row.replaces is not None:
        return row.to, None
    if row.person is None or row.community is None:
        return None, None
    found = await addresses.best(tx, row.community, [row.person])
    return found.get(row.person), None
