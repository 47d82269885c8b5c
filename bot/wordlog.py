"""Words nobody has explained yet, entries not understood, and whether wordings were clear. Never who asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.folding import fold
from bot.store import tables as t
from bot.store.types import AnyRow
from bot.upsert import insert

LONGEST_WORD = 60
"""A gap is a word or a short phrase. Anything longer might tell who wrote it, and is not noted."""

MOST = 50
"""Rows of one list a person looks at."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that waits for words: one nobody has explained, or (`about` is its slug) an entry not understood.

    `word` as it was first typed; `lang` it was asked in; `times` it was asked. Moments are UTC. `passed_on_at`: when
    the person who answers words was first told. Once settled: `answer` is the slug of what explains it, `words` what
    was said instead, `settled_by` the id of who did it.
    """

    id: str
    community: str
    word: str
    lang: str
    times: int
    first_at: datetime
    passed_on_at: datetime | None
    settled_at: datetime | None
    about: str
    answer: str
    words: str
    settled_by: str


_G = t.gap.c
GAP_COLUMNS = (
    _G.id, _G.community, case((_G.typed == "", _G.word), else_=_G.typed).label("shown"), _G.lang, _G.times, _G.first_at,
    _G.passed_on_at, _G.settled_at, _G.about, _G.answer, _G.words, _G.settled_by,
)  # fmt: skip


def to_gap(row: AnyRow) -> Gap:
    """The gap in a row selected with `GAP_COLUMNS`."""
    return Gap(*tuple(row))


async def note_gap(tx: AsyncConnection, community: str, word: str, lang: str, now: datetime) -> Gap | None:
    """Note that this word is missing, without the person. None when it is no short word."""
    folded = fold(word)
    if not folded or len(folded) > LONGEST_WORD:
        return None
    return await _note(tx, community, folded, " ".join(word.split())[:LONGEST_WORD], "", lang, now)


async def note_unclear(tx: AsyncConnection, community: str, slug: str, name: str, lang: str, now: datetime) -> Gap:
    """Note that an entry was read in `lang` and still not understood, without the person."""
    return await _note(tx, community, f":{lang}:{slug}"[:120], name[:120], slug, lang, now)


async def _note(
    tx: AsyncConnection, community: str, word: str, typed: str, about: str, lang: str, now: datetime
) -> Gap:
    """One more asked for it. What was settled before begins anew."""
    fresh: dict[str, Any] = {
        "times": 1, "first_at": now, "passed_on_at": None, "typed": typed, "lang": lang, "answer": "", "words": "",
        "settled_by": "",
    }  # fmt: skip
    key: dict[str, Any] = {"id": t.new_id(), "community": community, "word": word, "about": about, "last_at": now}
    statement = insert(tx, t.gap).values(**key, **fresh)
    again: dict[str, Any] = {
        name: case((_G.settled_at.is_(None), _G[name]), else_=statement.excluded[name]) for name in fresh
    }
    again |= {"times": case((_G.settled_at.is_(None), _G.times + 1), else_=1), "last_at": now, "settled_at": None}
    statement = statement.on_conflict_do_update(index_elements=["community", "word"], set_=again)
    return to_gap((await tx.execute(statement.returning(*GAP_COLUMNS))).one())


async def one(tx: AsyncConnection, community: str, gap: str) -> Gap | None:
    """The gap with this id that still waits; None once it is settled."""
    return next(iter(await _open(tx, community, _G.id == gap)), None)


async def gaps(tx: AsyncConnection, community: str) -> list[Gap]:
    """What still waits for words, most asked first."""
    return await _open(tx, community)


async def overdue(tx: AsyncConnection, community: str, before: datetime) -> list[Gap]:
    """What nobody was told of, or was passed on before this moment (UTC) and still waits; most asked first."""
    return await _open(tx, community, or_(_G.passed_on_at.is_(None), _G.passed_on_at <= before))


async def named(tx: AsyncConnection, community: str, names: Iterable[str], slug: str) -> list[Gap]:
    """What an entry with these names and this slug would settle."""
    return await _open(tx, community, or_(_G.word.in_({fold(name) for name in names}), _G.about == slug))


async def _open(tx: AsyncConnection, community: str, *where: ColumnElement[bool]) -> list[Gap]:
    query = select(*GAP_COLUMNS).where(_G.community == community, _G.settled_at.is_(None), *where)
    return [to_gap(row) for row in await tx.execute(query.order_by(_G.times.desc(), _G.first_at).limit(MOST))]


async def passed_on(tx: AsyncConnection, gap: Gap, now: datetime) -> bool:
    """From now on somebody has this word in hand. False when somebody had it already."""
    where = (_G.id == gap.id) & (_G.community == gap.community) & _G.passed_on_at.is_(None)
    return bool((await tx.execute(update(t.gap).where(where).values(passed_on_at=now))).rowcount)


async def settle(tx: AsyncConnection, gap: Gap, by: str, now: datetime, *, answer: str = "", words: str = "") -> bool:
    """It waits no more: an entry answers it, or words do, or nothing can. False when it was settled before."""
    where = (_G.id == gap.id) & (_G.community == gap.community) & _G.settled_at.is_(None)
    values = {"settled_at": now, "settled_by": by, "answer": answer, "words": words}
    return bool((await tx.execute(update(t.gap).where(where).values(values))).rowcount)


# -- clear or not


@dataclass(frozen=True, slots=True)
class Clarity:
    """How often one wording (its `fingerprint`) of an entry was clear and not clear."""

    term: str
    lang: str
    clear: int
    unclear: int
    fingerprint: str


async def was_clear(
    tx: AsyncConnection, community: str, term: str, lang: str, *, clear: bool, fingerprint: str = ""
) -> None:
    """Count one "clear" or "not clear yet" for a wording. Counts of an earlier wording are dropped."""
    c = t.clarity.c
    column = "clear" if clear else "unclear"
    counted = {"clear": 0, "unclear": 0, column: 1}
    values: dict[str, Any] = {"community": community, "term": term, "lang": lang, "fingerprint": fingerprint, **counted}
    statement = insert(tx, t.clarity).values(values)
    same = c.fingerprint == statement.excluded.fingerprint
    changes: dict[str, Any] = {n: case((same, c[n] + counted[n]), else_=counted[n]) for n in ("clear", "unclear")}
    changes["fingerprint"] = statement.excluded.fingerprint
    await tx.execute(statement.on_conflict_do_update(index_elements=["community", "term", "lang"], set_=changes))


async def clarity(tx: AsyncConnection, community: str) -> list[Clarity]:
    """Every wording that was not clear to somebody, most often first; also wordings that are not used any more."""
    c = t.clarity.c
    query = select(c.term, c.lang, c.clear, c.unclear, c.fingerprint).where(c.community == community, c.unclear > 0)
    rows = await tx.execute(query.order_by(c.unclear.desc(), c.clear, c.term, c.lang).limit(MOST))
    return [Clarity(*row) for row in rows]
