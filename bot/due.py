"""Which deliveries may leave now: due, one a conversation, as many as their lane has tokens for.

A worker locks the lanes it looks at, and no others: two workers never draw one token twice nor hold two messages of
one conversation (a conversation is in one lane), and lanes do not wait for each other. A person may be in two lanes
(Slack and Teams), and has one week: so whoever is about to be prompted is locked as well. Nobody waits for such a lock
while holding another; what somebody else holds comes next time.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from secrets import SystemRandom

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import due_queries as queries
from bot import lanes
from bot.lanes import Limit
from bot.moment import Moment
from bot.platform import Address
from bot.store import tables as t
from bot.store.engine import BUDGET, CLAIMING, only_mine
from bot.store.types import AnyRow
from bot.upsert import insert

COLUMNS = queries.COLUMNS

URGENT = 0
"""The priority that overtakes whatever waits, also within its conversation."""

HOLD = timedelta(seconds=15)
"""A message that is tried again this soon keeps its place; one that waits longer is overtaken, so that no single
message silences a conversation."""

LANES = 64
"""Lanes one claim looks at; when more are busy, those with answers come first and the others in no order."""

FEWEST = 4
"""Rows looked at for each lane and priority: some may share a conversation, some may be put aside."""

SOON = timedelta(milliseconds=20)
"""When to look again after somebody else held what we wanted."""

UNTIL_HEARD = queries.UNTIL_HEARD

IN_DOUBT = timedelta(seconds=15)
"""A call takes ten seconds or less; what has been away for longer is in doubt."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a worker wants: at most `most` rows, of one lane ("" is any), no less pressing than `up_to`.

    `share`: how many of one lane it may have in flight, `more` how many besides of what somebody waits for, and
    `flying` how many it has."""

    most: int
    lane: str = ""
    up_to: int = 99
    share: int = 1_000_000
    more: int = 0
    flying: Mapping[str, int] = field(default_factory=dict)

    def room(self, lane: str, priority: int) -> int:
        """How many of this lane and priority may leave, as far as this worker goes."""
        extra = self.more if priority <= UNTIL_HEARD else 0
        return max(0, self.share + extra - self.flying.get(lane, 0))


@dataclass(slots=True)
class Look:
    """What one look brought. `rest`: more may be due than was looked at. `opens`: when a look may bring more (real)."""

    rows: list[AnyRow] = field(default_factory=list)
    rest: bool = False
    opens: list[datetime] = field(default_factory=list)


async def look(tx: AsyncConnection, limits: Mapping[str, Limit], moment: Moment, wish: Wish) -> Look:
    """The most pressing rows, one a conversation, locked. Tokens are drawn when they are taken (`draw`).

    `limits`: each platform's rate limit for one workspace.
    """
    found = Look()
    mine = await _lanes(tx, moment, wish, found)
    tokens = await _tokens(tx, [lane for lane in mine if wish.room(lane, URGENT)], limits, moment, found)
    if not tokens:
        return found
    waiting = await _waiting(tx, tokens, moment, wish)
    chosen = _choose(waiting, tokens, limits, wish)
    found.rest = found.rest or len(waiting) > len(chosen)
    rows = (await tx.execute(queries.LOCKED, {"ids": chosen})).all() if chosen else ()
    found.rows = await _people(tx, rows, moment, found)
    return found


def limit_of(lane: str, limits: Mapping[str, Limit]) -> Limit:
    return limits.get(lane.partition(":")[0], lanes.UNLIMITED)


async def busy(tx: AsyncConnection, moment: Moment) -> list[str]:
    """Every lane from which something may leave now: due, and neither paused nor out of tokens."""
    asked = {"now": moment.now, "real": moment.real, "priorities": queries.PRIORITIES, "up_to": 99}
    return [row.lane for row in await tx.execute(queries.LANES_DUE[tx.dialect.name], asked) if row.opens is None]


async def _lanes(tx: AsyncConnection, moment: Moment, wish: Wish, found: Look) -> list[str]:
    """The lanes this look is about, locked."""
    if wish.lane:
        return await only_mine(tx, CLAIMING, [wish.lane], wait=True)
    asked = {"now": moment.now, "real": moment.real, "priorities": queries.PRIORITIES, "up_to": wish.up_to}
    listed = (await tx.execute(queries.LANES_DUE[tx.dialect.name], asked)).all()
    found.opens += [row.opens for row in listed if row.opens is not None]
    open_ = [row for row in listed if row.opens is None]
    wanted = sorted(SystemRandom().sample(open_, len(open_)), key=lambda row: not row.waits)[:LANES]
    found.rest = len(open_) > LANES
    mine = await only_mine(tx, CLAIMING, [row.lane for row in wanted], wait=True)
    if len(mine) < len(wanted):
        found.opens.append(moment.real + SOON)
    return mine


async def _tokens(
    tx: AsyncConnection, mine: list[str], limits: Mapping[str, Limit], moment: Moment, found: Look
) -> dict[str, int]:
    """How many each lane lets through; the closed ones are left out."""
    limited = [lane for lane in mine if limit_of(lane, limits) is not lanes.UNLIMITED]
    states = {row.key: row for row in await tx.execute(_STATES, {"keys": mine})} if mine else {}
    tokens = dict.fromkeys(mine, 1_000_000)
    for key, row in states.items():
        if row.paused_until is not None and row.paused_until > moment.real:
            found.opens.append(row.paused_until)
            del tokens[key]
    for key in limited:
        if key in tokens:
            opens = states[key].tat if key in states else None
            tokens[key] = lanes.room(limit_of(key, limits), opens, moment.real)
            if not tokens[key] and opens is not None:
                found.opens.append(opens)
    return {key: n for key, n in tokens.items() if n}


async def _waiting(tx: AsyncConnection, tokens: Mapping[str, int], moment: Moment, wish: Wish) -> Sequence[AnyRow]:
    """What is due in these lanes, the most pressing first; at most so many of each lane and priority."""
    most = max(FEWEST, wish.most // len(tokens))
    asked = {
        "lanes": json.dumps(list(tokens)), "priorities": queries.PRIORITIES, "up_to": wish.up_to, "now": moment.now,
        "real": moment.real, "soon": moment.now + HOLD, "gone": moment.real - IN_DOUBT, "most": most,
    }  # fmt: skip
    return (await tx.execute(queries.DUE[tx.dialect.name], asked)).all()


def _choose(waiting: Sequence[AnyRow], tokens: Mapping[str, int], limits: Mapping[str, Limit], wish: Wish) -> list[str]:
    """The ids of one row a conversation, the oldest unless it is urgent, within each lane's tokens and share."""
    first: dict[str, AnyRow] = {}
    for row in waiting:
        kept = first.setdefault(row.conversation, row)
        if row.seq < kept.seq and kept.priority > URGENT:
            first[row.conversation] = row
    left, taken, chosen = dict(tokens), Counter[str](), list[str]()
    for row in first.values():
        needed = min(limit_of(row.lane, limits).cost(row.opened), tokens[row.lane])
        free = taken[row.lane] < wish.room(row.lane, row.priority)
        if free and left[row.lane] >= needed and len(chosen) < wish.most:
            left[row.lane] -= needed
            taken[row.lane] += 1
            chosen.append(row.id)
    return chosen


async def _people(tx: AsyncConnection, rows: Sequence[AnyRow], moment: Moment, found: Look) -> list[AnyRow]:
    """Without those whose person another worker is about to prompt."""
    wanted = sorted({row.person for row in rows if row.prompt is not None and row.person is not None})
    mine = set(await only_mine(tx, BUDGET, wanted))
    if len(mine) == len(wanted):
        return list(rows)
    found.opens.append(moment.real + SOON)
    return [row for row in rows if row.prompt is None or row.person is None or row.person in mine]


async def draw(
    tx: AsyncConnection, taken: Sequence[Address], limits: Mapping[str, Limit], moment: Moment
) -> list[datetime]:
    """Note in their lanes that these leave now. Returns when the lanes open again (real)."""
    limited = [to for to in taken if limit_of(to.lane(), limits) is not lanes.UNLIMITED]
    if not limited:
        return []
    keys = {to.lane() for to in limited} | {to.conversation() for to in limited}
    states = {row.key: row for row in await tx.execute(_STATES, {"keys": sorted(keys)})}
    kept = _spent(limited, limits, states, moment) + _noted(limited, limits, states, moment)
    rows = [{"key": key, "tat": opens, "window": sent} for key, opens, sent in kept]
    statement = insert(tx, t.lane)
    fresh = {name: statement.excluded[name] for name in ("tat", "window")}
    await tx.execute(statement.on_conflict_do_update(index_elements=["key"], set_=fresh), rows)
    return [opens for _, opens, _ in kept if opens > moment.real]


Kept = list[tuple[str, datetime, list[int]]]
"""For each lane: its key, when it opens again, and what a conversation remembers."""


def _spent(taken: Sequence[Address], limits: Mapping[str, Limit], states: Mapping[str, AnyRow], moment: Moment) -> Kept:
    """Each workspace's lane, after what it lets through."""
    spent: dict[str, int] = {}
    for to in taken:
        spent[to.lane()] = spent.get(to.lane(), 0) + limit_of(to.lane(), limits).cost(to.place)
    kept: Kept = []
    for key, tokens in sorted(spent.items()):
        opens = states[key].tat if key in states else None
        kept.append((key, lanes.spend(limit_of(key, limits), opens, moment.real, tokens), []))
    return kept


def _noted(taken: Sequence[Address], limits: Mapping[str, Limit], states: Mapping[str, AnyRow], moment: Moment) -> Kept:
    """Each conversation's lane, where the platform has limits for conversations."""
    kept: Kept = []
    for to in taken:
        windows, key = limit_of(to.lane(), limits).conversation, to.conversation()
        if windows:
            sent = lanes.noted(windows, states[key].window if key in states else [], moment.real)
            kept.append((key, lanes.opens_again(windows, sent), sent))
    return kept


_STATES = select(t.lane.c.key, t.lane.c.tat, t.lane.c.paused_until, t.lane.c.window).where(
    t.lane.c.key.in_(bindparam("keys", expanding=True))
)
