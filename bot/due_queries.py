# ruff: noqa: S608  (the pieces these statements are put together from are all in this file)
"""The statements that look for what is due. Written out, as each database has its own way of "the first few of each".

They cost by the lanes that are busy and the rows that are taken, not by the rows that wait: each lane and priority is
one short walk along `ix_delivery_live`.
"""

from __future__ import annotations

import json

from sqlalchemy import String, TextClause, TextualSelect, bindparam, column, select, text

from bot.kinds import KINDS
from bot.store import tables as t
from bot.store.types import Instant

_D = t.delivery.c

COLUMNS = (
    _D.id,
    _D.kind,
    _D.address,
    _D.message,
    _D.prompt,
    _D.replaces,
    _D.attempts,
    _D.tried_at,
    _D.person,
    _D.community,
    _D.otherwise,
    _D.lane,
    _D.conversation,
    _D.expires,
    _D.seq,
    _D.priority,
    _D.first_tried_at,
    _D.asked_at,
)

UNTIL_HEARD = 2
"""The priorities of what somebody is waiting for: help, answers, hand-overs, notices (`bot.kinds`)."""

PRIORITIES = json.dumps(sorted({0, *(kind.priority for kind in KINDS.values())}))

_PENDING = "{d}.status IN ('pending', 'sending') AND {d}.status = 'pending'"
"""The first half is the partial index's own condition: SQLite takes the index only when it reads these very words."""

_HELD_BACK = f"""EXISTS (
    SELECT 1 FROM delivery b
    WHERE b.conversation = x.conversation AND {t.TRIED.replace("attempts", "b.attempts").replace("status", "b.status")}
      AND x.priority > 0 AND ((b.status = 'sending' AND (b.tried_at > :gone OR x.priority > {UNTIL_HEARD}))
        OR (b.status = 'pending' AND b.seq < x.seq AND b.not_before <= :soon)))"""
"""A message of the same conversation is in flight, or an earlier one is tried again within seconds. What is urgent
waits for neither, and what somebody waits for does not wait for a message nobody knows the outcome of."""

_WAITING = f"""
    SELECT x.id, x.lane, x.conversation, x.priority, x.not_before, x.seq, x.address FROM delivery x
    WHERE {_PENDING.format(d="x")} AND x.lane = {{lane}} AND x.priority = {{priority}} AND x.not_before <= :now
      AND NOT {_HELD_BACK}
      AND NOT EXISTS (SELECT 1 FROM lane c WHERE c.key = x.conversation AND c.tat > :real)
    ORDER BY x.not_before, x.seq LIMIT :most"""

_FOUND = "d.id, d.lane, d.conversation, d.priority, d.seq, {place} IS NOT NULL AS opened"
"""Little of each row: many are looked at for each one that is taken."""

_TIMES = tuple(bindparam(name, type_=Instant()) for name in ("now", "real", "soon", "gone"))


def _due(sql: str) -> TextClause:
    return text(sql).bindparams(*_TIMES)


DUE = {
    "sqlite": _due(
        "SELECT "
        + _FOUND.format(place="json_extract(d.address, '$.place')")
        + " FROM json_each(:lanes) l CROSS JOIN json_each(:priorities) p CROSS JOIN delivery d"
        " WHERE p.value <= :up_to AND d.id IN (SELECT w.id FROM ("
        + _WAITING.format(lane="l.value", priority="p.value")
        + ") w) ORDER BY d.priority, d.not_before, d.seq"
    ),
    "postgresql": _due(
        "SELECT "
        + _FOUND.format(place="d.address ->> 'place'")
        + " FROM jsonb_array_elements_text(CAST(:lanes AS jsonb)) l(value)"
        " CROSS JOIN jsonb_array_elements_text(CAST(:priorities AS jsonb)) p(value) CROSS JOIN LATERAL ("
        + _WAITING.format(lane="l.value", priority="CAST(p.value AS integer)")
        + ") d WHERE CAST(p.value AS integer) <= :up_to ORDER BY d.priority, d.not_before, d.seq"
    ),
}
"""What is due, the most pressing first, by database: at most `most` of each lane and priority."""

_NEXT_LANE = f"SELECT d.lane FROM delivery d WHERE {_PENDING.format(d='d')} AND {{after}} ORDER BY d.lane LIMIT 1"

_LANES = f"""
WITH RECURSIVE l(lane) AS (
    SELECT ({_NEXT_LANE.format(after="1 = 1")})
    UNION ALL
    SELECT ({_NEXT_LANE.format(after="d.lane > l.lane")}) FROM l WHERE l.lane IS NOT NULL
)
SELECT l.lane AS lane, min(p.value) <= 2 AS waits, {{late}} AS opens
FROM l CROSS JOIN (SELECT {{value}} AS value FROM {{priorities}} q) p LEFT JOIN lane s ON s.key = l.lane
WHERE l.lane IS NOT NULL AND p.value <= :up_to AND EXISTS (
    SELECT 1 FROM delivery x
    WHERE {_PENDING.format(d="x")} AND x.lane = l.lane AND x.priority = p.value AND x.not_before <= :now)
GROUP BY l.lane, s.tat, s.paused_until"""

_LATE = (
    "CASE WHEN {most}(coalesce(s.tat, 0), coalesce(s.paused_until, 0)) > :real"
    " THEN {most}(coalesce(s.tat, 0), coalesce(s.paused_until, 0)) END"
)


def _lanes(most: str, value: str, priorities: str) -> TextualSelect:
    sql = _LANES.format(late=_LATE.format(most=most), value=value, priorities=priorities)
    typed = text(sql).bindparams(*_TIMES[:2])
    return typed.columns(column("lane", String()), column("waits"), column("opens", Instant()))


LANES_DUE = {
    "sqlite": _lanes("max", "q.value", "json_each(:priorities)"),
    "postgresql": _lanes(
        "greatest", "CAST(q.value AS integer)", "jsonb_array_elements_text(CAST(:priorities AS jsonb))"
    ),
}
"""Each lane in which something is due, by database; whether somebody waits for an answer in it; and when it opens
again, if it is paused or out of tokens (else NULL)."""

LOCKED = (
    select(*COLUMNS)
    .where(t.LIVE, _D.status == "pending", _D.id.in_(bindparam("ids", expanding=True)))
    .order_by(_D.priority, _D.not_before, _D.seq)
    .with_for_update(of=t.delivery, skip_locked=True)
)
