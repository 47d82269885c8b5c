# ruff: noqa: S608  (the pieces these statements are put together from are all in this file)
"""Everybody to whom the same is due: found together, decided once, and written by the database itself.

A hundred thousand people share a few hundred answers to "what is due, and may it leave": the same rule, zone, community
and wishes. Each answer is worked out once; what differs (ids, addresses) never leaves the database.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, TextClause, TextualSelect, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.people import Person
from bot.store.types import AnyRow, Instant

NO_ADDRESS = "no address is known"


@dataclass(frozen=True, slots=True)
class Cohort:
    """Schedule rows that are alike in all that decides. `id` and `person` are one of them each, and stand for all; of
    that person only what decides is known. The other fields are as in the table. `ids`: all the rows', as JSON."""

    id: str
    person: Person
    kind: str
    subject: str
    rule: str
    start_local: str
    last_local: str
    event: str | None
    offset_minutes: int | None
    due: datetime
    many: int
    ids: str


async def due(tx: AsyncConnection, now: datetime, most: int) -> tuple[int, list[Cohort]]:
    """How many schedule rows are due at `now` (UTC), at most `most`, which are now locked; and their cohorts."""
    ids = list((await tx.scalars(_DUE[tx.dialect.name], {"now": now, "most": most})).all())
    rows = (await tx.execute(_COHORTS[tx.dialect.name], {"ids": json.dumps(sorted(ids))})).all() if ids else ()
    return len(ids), [_cohort(row) for row in rows]


async def write(tx: AsyncConnection, made: Sequence[tuple[Cohort, Mapping[str, Any]]]) -> None:
    """A delivery for each row of each cohort, as `letters.row` made it for who stands for all. A key that is there
    changes nothing."""
    if made:
        await tx.execute(_WRITE[tx.dialect.name], [_filled(cohort, row) for cohort, row in made])


async def move(tx: AsyncConnection, moves: Sequence[tuple[Cohort, str, datetime | None]]) -> None:
    """For each cohort its last local occurrence, and when the next one is due (UTC; None for never)."""
    if moves:
        told = [{"ids": cohort.ids, "last": last, "due": following} for cohort, last, following in moves]
        await tx.execute(_MOVE[tx.dialect.name], told)


def _cohort(row: AnyRow) -> Cohort:
    hours = json.loads(row.hours)
    person = Person(
        row.person, row.community, "", "", "", row.time_zone, True, False, row.consent, row.paused_until, row.left_at,
        row.region, hours,
    )  # fmt: skip
    return Cohort(
        row.id, person, row.kind, row.subject, row.rule, row.start_local, row.last_local, row.event,
        row.offset_minutes, row.due, row.many, row.ids,
    )  # fmt: skip


def _filled(cohort: Cohort, row: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: row[name] for name in _DECIDED} | {"prompt": json.dumps(row["prompt"])}
    who = {"ids": cohort.ids, "one_row": cohort.id, "one_person": cohort.person.id}
    return {**told, **who, "seq": row["seq"], "nowhere": NO_ADDRESS}


_DECIDED = (
    "key", "kind", "status", "reason", "priority", "not_before", "expires", "made_at", "done_at", "counts",
)  # fmt: skip

_TIMES = [bindparam(name, type_=Instant()) for name in ("not_before", "expires", "made_at", "done_at")]

_IDS = {
    "sqlite": "json_each(:ids) i",
    "postgresql": "jsonb_array_elements_text(CAST(:ids AS jsonb)) WITH ORDINALITY i(value, key)",
}
"""The ids in a parameter, as a table with their places."""

_FIRST = "SELECT id FROM schedule WHERE next_due <= :now ORDER BY next_due LIMIT :most"
_NOW = bindparam("now", type_=Instant())
_DUE = {
    "sqlite": text(_FIRST).bindparams(_NOW),
    "postgresql": text(f"{_FIRST} FOR UPDATE SKIP LOCKED").bindparams(_NOW),
}

_ALIKE = (
    "s.kind, s.subject, s.rule, s.last_local, s.event, s.offset_minutes,"
    " p.community, p.time_zone, p.consent, p.paused_until, p.left_at, p.region"
)
_START = "CASE WHEN s.last_local = '' THEN s.start_local ELSE '' END"
"""Where a rule began is of no interest once it has come round."""


def _cohorts(dialect: str, together: str) -> TextualSelect:
    found = text(
        f"SELECT min(s.id) AS id, min(p.id) AS person, min(s.start_local) AS start_local, {_ALIKE},"
        f" CAST(p.hours AS text) AS hours, min(s.next_due) AS due, count(*) AS many, {together} AS ids"
        f" FROM {_IDS[dialect]} CROSS JOIN schedule s JOIN person p ON p.id = s.person AND p.community = s.community"
        f" WHERE s.id = i.value GROUP BY {_ALIKE}, {_START}, CAST(p.hours AS text) ORDER BY min(s.next_due)"
    )
    return found.columns(due=Instant(), paused_until=Instant(), left_at=Instant())


_COHORTS = {
    "sqlite": _cohorts("sqlite", "json_group_array(s.id)"),
    "postgresql": _cohorts("postgresql", "CAST(json_agg(s.id) AS text)"),
}


def _moved(dialect: str) -> TextClause:
    sql = f"UPDATE schedule SET last_local = :last, next_due = :due WHERE id IN (SELECT i.value FROM {_IDS[dialect]})"
    return text(sql).bindparams(bindparam("due", type_=Instant()))


_MOVE = {dialect: _moved(dialect) for dialect in _IDS}

_BEST = (
    "SELECT {what} FROM address b WHERE b.person = s.person AND b.community || '' = s.community AND b.gone_at IS NULL"
    " ORDER BY b.used_at DESC NULLS LAST LIMIT 1"
)
"""The address somebody used last. Named as it is, the community would have SQLite walk through all its addresses."""

_WITH_ADDRESS = {
    "sqlite": f"LEFT JOIN address a ON a.id = ({_BEST.format(what='b.id')})",
    "postgresql": f"LEFT JOIN LATERAL ({_BEST.format(what='b.*')}) a ON true",
}

_LANE = "a.platform || ':' || a.workspace"
_CONVERSATION = f"{_LANE} || ':' || coalesce(nullif(a.place, ''), a.\"user\")"
_ADDRESS = (
    "'platform', a.platform, 'workspace', a.workspace, 'place', nullif(a.place, ''), 'user', nullif(a.\"user\", ''),"
    " 'service', nullif(a.service, '')"
)
"""As `Address.lane`, `conversation` and `to_json` have it: a test compares them."""

_NOWHERE = "a.id IS NULL"


def _written(dialect: str, new_id: str, address: str, json_type: str) -> TextClause:
    return text(
        "INSERT INTO delivery (id, seq, key, community, person, kind, prompt, lane, conversation, address, status,"
        " reason, done_at, priority, not_before, expires, owner, made_at, attempts, counts)"
        f" SELECT {new_id}, :seq + i.key, replace(replace(:key, :one_row, s.id), :one_person, s.person),"
        f" s.community, s.person, :kind, CAST(:prompt AS {json_type}), coalesce({_LANE}, ''),"
        f" coalesce({_CONVERSATION}, ''), {address},"
        f" CASE WHEN {_NOWHERE} THEN 'skipped' ELSE :status END, CASE WHEN {_NOWHERE} THEN :nowhere ELSE :reason END,"
        f" CASE WHEN {_NOWHERE} THEN :made_at ELSE CAST(:done_at AS bigint) END,"
        " :priority, :not_before, CAST(:expires AS bigint), '', :made_at, 0, :counts"
        f" FROM {_IDS[dialect]} CROSS JOIN schedule s {_WITH_ADDRESS[dialect]}"
        " WHERE s.id = i.value ON CONFLICT (key) DO NOTHING"
    ).bindparams(*_TIMES, bindparam("counts", type_=Boolean()))


_WRITE = {
    "sqlite": _written(
        "sqlite",
        "printf('%013x', :seq + i.key) || lower(substr(hex(randomblob(4)), 2))",
        f"json_patch('{{}}', json_object({_ADDRESS}))",
        "text",
    ),
    "postgresql": _written(
        "postgresql",
        "lpad(to_hex(:seq + i.key), 13, '0') || left(md5(gen_random_uuid()::text), 7)",
        f"jsonb_strip_nulls(jsonb_build_object({_ADDRESS}))",
        "jsonb",
    ),
}
"""Ids of 20 characters that begin with the row's number: neighbours are written to the same pages."""
