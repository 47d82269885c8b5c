"""What comes round for a person: check-ins, the reminder of their part, an organiser's weekly list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import people, recurrence
from bot.people import Person, Role
from bot.store import tables as t
from bot.upsert import put

USUAL: Mapping[str, Mapping[str, Any]] = {
    "check_in": {"weekday": "TU", "time": "10:00", "co_lead_weeks": 2, "others_weeks": 4},
    "role": {"weekday": "TH", "time": "10:00", "nth": 1},
    "digest": {"weekday": "MO", "time": "10:00"},
}
"""A check-in every second week for co-leads and every fourth for everybody else; one's part once a month; the list
weekly.
A community's own `[rhythm]` replaces single values. Times are local to each person."""


def rhythm_of(community: people.Community, kind: str) -> dict[str, Any]:
    """The usual rhythm of this kind with the community's own changes."""
    return {**USUAL[kind], **community.rhythm.get(kind, {})}


async def start(tx: AsyncConnection, person: Person, now: datetime) -> None:
    """Set up everything that comes round for this person. What is set up stays as it is, unless its rule has changed:
    somebody who becomes a co-lead is asked every second week from then on.
    """
    community = await people.community(tx, person.community)
    roles = await people.roles(tx, person.community, person=person.id)
    await _schedule(tx, person, "check_in", _check_in_rule(community, roles), community, now)
    if roles:
        await _schedule(tx, person, "role", _role_rule(community), community, now)
    if person.organiser:
        await _schedule(
            tx, person, "digest", recurrence.weekly(rhythm_of(community, "digest")["weekday"], 1), community, now
        )


def _check_in_rule(community: people.Community, roles: list[Role]) -> str:
    usual = rhythm_of(community, "check_in")
    weeks = usual["co_lead_weeks"] if any(role.co_lead for role in roles) else usual["others_weeks"]
    return recurrence.weekly(usual["weekday"], int(weeks))


def _role_rule(community: people.Community) -> str:
    usual = rhythm_of(community, "role")
    return recurrence.monthly(usual["weekday"], int(usual["nth"]))


async def _schedule(
    tx: AsyncConnection, person: Person, kind: str, rule: str, community: people.Community, now: datetime
) -> None:
    usual = rhythm_of(community, kind)
    local = recurrence.to_local(now, person.time_zone)
    start = recurrence.first_on(usual["weekday"], time.fromisoformat(usual["time"]), local)
    first = recurrence.after(rule, start, None)
    s = t.schedule.c
    changed = (s.community == person.community) & (s.person == person.id) & (s.kind == kind) & (s.rule != rule)
    await tx.execute(delete(t.schedule).where(changed))
    await once(tx, person, kind, "", first or start, rule=rule, start=start)


async def once(
    tx: AsyncConnection,
    person: Person,
    kind: str,
    subject: str,
    due_local: datetime,
    *,
    rule: str = "",
    start: datetime | None = None,
) -> None:
    """Something due at a local time of this person's; with a rule it comes round again."""
    values = {
        "id": t.new_id(),
        "community": person.community,
        "person": person.id,
        "kind": kind,
        "subject": subject,
        "rule": rule,
        "start_local": (start or due_local).isoformat(),
        "last_local": "",
        "next_due": recurrence.to_utc(due_local, person.time_zone),
    }
    await put(tx, t.schedule, ["person", "kind", "subject"], values, [])


async def stop(tx: AsyncConnection, person: Person) -> None:
    """Nothing comes round for this person any more. (What belongs to an event stays, and is not sent without a yes.)"""
    s = t.schedule.c
    mine = (s.community == person.community) & (s.person == person.id)
    await tx.execute(delete(t.schedule).where(mine, s.kind.in_(list(USUAL))))


async def move(tx: AsyncConnection, person: Person, now: datetime) -> None:
    """The same local times in the person's new time zone."""
    s = t.schedule.c
    query = select(s.id, s.rule, s.start_local, s.last_local).where(
        s.person == person.id, s.community == person.community
    )
    for row in (await tx.execute(query.with_for_update())).all():  # a tick may be moving the same rows on
        last = datetime.fromisoformat(row.last_local) if row.last_local else None
        due = recurrence.after(row.rule, datetime.fromisoformat(row.start_local), last)
        instant = recurrence.to_utc(due, person.time_zone) if due else None
        await tx.execute(update(t.schedule).where(s.id == row.id).values(next_due=instant))
