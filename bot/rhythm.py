"""What comes round for a person: check-ins, the reminder of their part, an organiser's weekly list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import around, hours, pace, people, recurrence
from bot.people import Community, Person
from bot.store import tables as t
from bot.store.types import AnyRow
from bot.upsert import insert, put

USUAL: Mapping[str, Mapping[str, Any]] = {
    "check_in": {"weekday": "TU", "time": "10:00", "co_lead_weeks": 2, "others_weeks": 4, "rule": "", "start": ""},
    "role": {"weekday": "TH", "time": "10:00", "nth": 1, "rule": "", "start": ""},
    "digest": {"weekday": "MO", "time": "10:00"},
}
"""A check-in every second week for co-leads and every fourth for everybody else; one's part once a month; the list
weekly. A community's own `[rhythm]` replaces single values. Times are local to each person.

`rule` (RFC 5545, as `pace.Pace.rule` writes it) stands above all of these, for everybody; `start` is a date in its
phase, so that whoever joins later keeps step."""

_EARLIEST = "Pacific/Kiritimati"
"""The first place on earth where a day begins: what is still to come there is still to come for everybody."""

_S = t.schedule.c


def rhythm_of(community: Community, kind: str) -> dict[str, Any]:
    """The usual rhythm of this kind with the community's own changes."""
    own = community.rhythm.get(kind, {})
    return {**USUAL[kind], **{key: value for key, value in own.items() if key in USUAL[kind]}}


def rule_of(community: Community, kind: str, *, co_lead: bool = False) -> str:
    """The rule by which this kind comes round for a person."""
    usual = rhythm_of(community, kind)
    if usual.get("rule"):
        return str(usual["rule"])
    if kind == "role":
        return recurrence.monthly(usual["weekday"], int(usual["nth"]))
    weeks = usual["co_lead_weeks" if co_lead else "others_weeks"] if kind == "check_in" else 1
    return recurrence.weekly(usual["weekday"], int(weeks))


def readable(rule: str) -> bool:
    """Whether this is a rule as `pace.Pace.rule` writes it."""
    try:
        return pace.read(rule) is not None
    except ValueError:
        return False


def chosen(rhythm: Mapping[str, Any]) -> dict[str, Any]:
    """What of a community's rhythm an organiser chose in chat."""
    return {kind: own for kind, own in rhythm.items() if "by" in own}


def first_for_all(rule: str, clock: time, now: datetime) -> datetime | None:
    """The first local time of a new rule that is still to come everywhere; None when there is none."""
    local = recurrence.to_local(now, _EARLIEST)
    return recurrence.first_from(rule, _anchor(rule, clock, local), local)


def _anchor(rule: str, clock: time, local: datetime) -> datetime:
    """Where a rule begins that nobody gave a start: a rule of weeks with the next such weekday, not with this week."""
    known = pace.read(rule)
    if known is not None and known.weeks:
        return recurrence.first_on(known.weekday, clock, local)
    today = datetime.combine(local.date(), clock)
    return today if today >= local else datetime.combine(date.fromordinal(local.toordinal() + 1), clock)


@dataclass(frozen=True, slots=True)
class Wanted:
    """How one thing should come round for one person."""

    person: Person
    kind: str
    rule: str
    clock: time
    start: str


def wanted_by(community: Community, person: Person, kind: str, *, co_lead: bool = False) -> Wanted:
    usual = rhythm_of(community, kind)
    rule = rule_of(community, kind, co_lead=co_lead)
    if kind == "check_in":  # it is of no use on another day than its own, so its day is one of theirs
        rule = pace.on_days(rule, hours.read(person.hours).days)
    return Wanted(person, kind, rule, time.fromisoformat(usual["time"]), usual.get("start", ""))


async def start(tx: AsyncConnection, person: Person, now: datetime) -> None:
    """Set up everything that comes round for this person. What is set up stays as it is, unless its rule has changed:
    somebody who becomes a co-lead is asked every second week from then on.
    """
    community = await people.community(tx, person.community)
    roles = await people.roles(tx, person.community, person=person.id)
    kinds = ["check_in", *(["role"] if roles else []), *(["digest"] if person.organiser else [])]
    co_lead = any(role.co_lead for role in roles)
    wanted = [wanted_by(community, person, kind, co_lead=co_lead) for kind in kinds]
    await _settle(tx, wanted, await there_already(tx, person.community, kinds, person=person.id), now)


async def choose(tx: AsyncConnection, chooser: Person, kind: str, values: Mapping[str, Any], now: datetime) -> None:
    """An organiser's choice: kept for the community (a community file does not undo it), and everybody's schedules
    are made anew. Who has the same rule already keeps their phase."""
    c = t.community.c
    kept = await tx.scalar(select(c.rhythm).where(c.id == chooser.community).with_for_update())
    own = dict(kept or {})
    rhythm = {**own, kind: {**own.get(kind, {}), **values, "by": chooser.id}}
    await tx.execute(update(t.community).where(c.id == chooser.community).values(rhythm=rhythm))
    await _for_everybody(tx, await people.community(tx, chooser.community), kind, now)


async def began(tx: AsyncConnection, community: str, kind: str, rule: str) -> date | None:
    """A local date in the phase in which this rule goes round already; None when it goes round for nobody."""
    mine = (_S.community == community) & (_S.kind == kind) & (_S.subject == "") & (_S.rule == rule)
    start = await tx.scalar(select(func.min(_S.start_local)).where(mine))
    return datetime.fromisoformat(start).date() if start else None


async def _for_everybody(tx: AsyncConnection, community: Community, kind: str, now: datetime) -> None:
    roles = await people.roles(tx, community.id)
    co_leads = {role.person for role in roles if role.co_lead}
    concerned = None if kind == "check_in" else {role.person for role in roles}
    wanted = [
        wanted_by(community, person, kind, co_lead=person.id in co_leads)
        for person in await people.everybody(tx, community.id)
        if person.consent == "yes" and (concerned is None or person.id in concerned)
    ]
    await _settle(tx, wanted, await there_already(tx, community.id, [kind]), now)


async def there_already(
    tx: AsyncConnection, community: str, kinds: Iterable[str], *, person: str = ""
) -> dict[tuple[str, str], AnyRow]:
    """What comes round already, by person and kind; a tick that moves the same rows on is waited for."""
    query = select(_S.id, _S.person, _S.kind, _S.rule, _S.start_local, _S.last_local).where(
        _S.community == community, _S.kind.in_(list(kinds)), _S.subject == ""
    )
    query = query.where(_S.person == person) if person else query
    return {(row.person, row.kind): row for row in await tx.execute(query.with_for_update())}


async def _settle(
    tx: AsyncConnection, wanted: list[Wanted], there: Mapping[tuple[str, str], AnyRow], now: datetime
) -> None:
    """Same rule and time: nothing. Same rule, another time: the same phase at that time. Another rule: anew."""
    fresh, stale, moved = [], [], []
    for want in wanted:
        row = there.get((want.person.id, want.kind))
        if row is None or row.rule != want.rule:
            stale += [{"row": row.id}] if row else []
            fresh += _fresh(want, now)
        elif datetime.fromisoformat(row.start_local).time() != want.clock:
            moved.append(_shifted(row, want, now))
    if stale:
        await tx.execute(delete(t.schedule).where(_S.id == bindparam("row")), stale)
    if moved:
        await tx.execute(_SHIFT, moved)
    if fresh:
        await tx.execute(insert(tx, t.schedule).on_conflict_do_nothing(index_elements=_ONE), fresh)


_ONE = ["person", "kind", "subject"]
_SHIFT = (
    update(t.schedule)
    .where(_S.id == bindparam("row"))
    .values(start_local=bindparam("start"), last_local=bindparam("last"), next_due=bindparam("due"))
)


def _fresh(want: Wanted, now: datetime) -> list[dict[str, Any]]:
    """The row; none when the rule has ended."""
    local = recurrence.to_local(now, want.person.time_zone)
    chosen = datetime.combine(date.fromisoformat(want.start), want.clock) if want.start else None
    start = chosen or _anchor(want.rule, want.clock, local)
    first = recurrence.first_from(want.rule, start, local)
    return [] if first is None else [_row(want.person, want.kind, "", first, want.rule, first)]


def _shifted(row: AnyRow, want: Wanted, now: datetime) -> dict[str, Any]:
    start, last = (_at(text, want.clock) for text in (row.start_local, row.last_local))
    assert start is not None
    local = recurrence.to_local(now, want.person.time_zone)
    following = recurrence.after(want.rule, start, last)
    while following is not None and following < local:
        following = recurrence.after(want.rule, start, following)
    due = recurrence.to_utc(following, want.person.time_zone) if following else None
    return {"row": row.id, "start": start.isoformat(), "last": last.isoformat() if last else "", "due": due}


def _at(local: str, clock: time) -> datetime | None:
    return datetime.combine(datetime.fromisoformat(local).date(), clock) if local else None


async def once(tx: AsyncConnection, person: Person, kind: str, subject: str, due_local: datetime) -> None:
    """Something due at a local time of this person's, and not again."""
    await put(tx, t.schedule, _ONE, _row(person, kind, subject, due_local, "", due_local), [])


def _row(person: Person, kind: str, subject: str, due: datetime, rule: str, start: datetime) -> dict[str, Any]:
    return {
        "id": t.ordered_id(),
        "community": person.community,
        "person": person.id,
        "kind": kind,
        "subject": subject,
        "rule": rule,
        "start_local": start.isoformat(),
        "last_local": "",
        "next_due": recurrence.to_utc(due, person.time_zone),
    }


async def stop(tx: AsyncConnection, person: Person) -> None:
    """Nothing comes round for this person any more. (What belongs to an event stays, and is not sent without a yes.)"""
    mine = (_S.community == person.community) & (_S.person == person.id)
    await tx.execute(delete(t.schedule).where(mine, _S.kind.in_(list(USUAL))))


async def move(tx: AsyncConnection, person: Person, now: datetime) -> None:
    """The same local times in the person's new time zone; what belongs to an event is worked out from the event."""
    query = select(_S.id, _S.rule, _S.start_local, _S.last_local).where(
        _S.person == person.id, _S.community == person.community, _S.event.is_(None)
    )
    for row in (await tx.execute(query.with_for_update())).all():  # a tick may be moving the same rows on
        last = datetime.fromisoformat(row.last_local) if row.last_local else None
        due = recurrence.after(row.rule, datetime.fromisoformat(row.start_local), last)
        instant = recurrence.to_utc(due, person.time_zone) if due else None
        await tx.execute(update(t.schedule).where(_S.id == row.id).values(next_due=instant))
    await around.moved_house(tx, person)
