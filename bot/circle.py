"""A community file -> its people, teams, roles, contacts and help lines. Applying it twice changes nothing more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import addresses, enrolment, greeting, keepers, letters, people, rhythm
from bot.circle_file import PLATFORMS, WORDS, CircleError, Table, check
from bot.moment import Moment
from bot.people import Community, Person
from bot.platform import Address
from bot.store import tables as t
from bot.upsert import put

__all__ = ["Applied", "CircleError", "apply", "set_care"]


@dataclass(frozen=True, slots=True)
class Applied:
    """What applying a file led to."""

    community: Community
    people: int


async def apply(tx: AsyncConnection, table: Table, moment: Moment) -> Applied:
    """Make the community as the file says. People who are not in the file (any more) are left as they are.

    What a person chose in chat (language, time zone, region, hours, a yes or a stop) is never undone by a file.
    Raises `CircleError` naming every mistake; then nothing has changed.
    """
    check(table)
    community = await _community(tx, table, moment.now)
    for door in table.get("doors", []):
        await addresses.open_door(tx, community.id, door["platform"], door["workspace"], door.get("service", ""))
    teams = {
        str(team["name"]): await enrolment.make_team(tx, community.id, str(team["name"]))
        for team in table.get("teams", [])
    }
    here = {}
    for told in table.get("people", []):
        here[told["name"]] = await _person(tx, community, told, teams, table.get("doors", []), moment)
    await set_care(tx, community.id, table)
    for key, named in table.get("words", {}).items():
        await keepers.set_part(tx, community.id, WORDS[key], [here[name] for name in named])
    return Applied(community, len(here))


async def _community(tx: AsyncConnection, table: Table, now: datetime) -> Community:
    about = table["community"]
    values = {
        "id": t.new_id(), "name": about["name"], "language": about.get("language", "en"),
        "time_zone": about.get("time_zone", "UTC"), "rhythm": await _rhythm(tx, table), "made_at": now,
        "quiet_weeks": [[str(first), str(last)] for first, last in about.get("quiet_weeks", [])],
        "prompts_a_week": about.get("prompts_a_week", 1),
    }  # fmt: skip
    await put(tx, t.community, ["name"], values, ["language", "time_zone", "rhythm", "quiet_weeks", "prompts_a_week"])
    found = await tx.scalar(select(t.community.c.id).where(t.community.c.name == about["name"]))
    return await people.community(tx, str(found))


async def _rhythm(tx: AsyncConnection, table: Table) -> dict[str, Any]:
    """The file's, except where an organiser chose in chat."""
    stored = await tx.scalar(select(t.community.c.rhythm).where(t.community.c.name == table["community"]["name"]))
    return {**table.get("rhythm", {}), **rhythm.chosen(stored or {})}


async def _person(
    tx: AsyncConnection, community: Community, told: Table, teams: Mapping[str, str], doors: list[Table], moment: Moment
) -> Person:
    person = await _find_or_make(tx, community, told, moment.now)
    if told.get("organiser", False) != person.organiser:
        await people.change(tx, person, organiser=bool(told.get("organiser", False)))
    for platform in PLATFORMS:
        for door in doors:
            if told.get(platform) and door["platform"] == platform:
                at = Address(platform, door["workspace"], user=str(told[platform]), service=door.get("service", ""))
                await addresses.remember(tx, person, at, None)
    for role in told.get("roles", []):
        await enrolment.put_role(
            tx, person, teams[role["team"]], role["kind"], bool(role.get("co_lead")), role.get("words", {})
        )
    return await _welcome(tx, (await people.find(tx, community.id, [person.id]))[person.id], told, moment)


async def _find_or_make(tx: AsyncConnection, community: Community, told: Table, now: datetime) -> Person:
    email = str(told.get("email", "")).casefold()
    everybody = await people.everybody(tx, community.id)
    known = [p for p in everybody if (email and p.email == email)] or [p for p in everybody if p.name == told["name"]]
    if known:
        region = known[0].region or str(told.get("region", ""))
        await people.change(tx, known[0], email=email or known[0].email, region=region)
        return known[0]
    about = {key: told.get(key, "") for key in ("email", "language", "time_zone", "region")}
    return await enrolment.make_person(tx, community, str(told["name"]), now, **about)


async def _welcome(tx: AsyncConnection, person: Person, told: Table, moment: Moment) -> Person:
    """A yes given elsewhere starts everything; otherwise the first message asks, once, at a kind hour."""
    if told.get("consent") == "yes" and person.consent == "unasked":
        await people.change(tx, person, consent="yes", consent_at=moment.now, zone_confirmed=True)
        await rhythm.start(tx, person, moment.now)
    elif person.consent == "yes":
        await rhythm.start(tx, person, moment.now)
    elif person.consent == "unasked" and await addresses.best(tx, person.community, [person.id]):
        await letters.write(tx, [letters.from_prompt(greeting.prompt(person), moment.now)], moment)
    return person


async def set_care(tx: AsyncConnection, community: str, table: Table) -> None:
    """The contacts and help lines are exactly the table's; a contact who is in the community is linked by name."""
    here = {person.name: person for person in await people.everybody(tx, community)}
    kept = await _contacts(tx, community, table.get("contacts", []), here)
    stale = (t.contact.c.community == community) & t.contact.c.id.not_in(kept)
    await tx.execute(delete(t.contact).where(stale))
    await tx.execute(delete(t.help_line).where(t.help_line.c.community == community))
    rows = [
        {
            "id": t.new_id(),
            "community": community,
            "position": n,
            "region": line["region"],
            "words": {"en": line["en"], "fr": line["fr"]},
            "checked_on": str(line["checked_on"]),
        }
        for n, line in enumerate(table.get("help_lines", []))
    ]
    if rows:
        await tx.execute(insert(t.help_line), rows)


async def _contacts(tx: AsyncConnection, community: str, told: list[Table], here: Mapping[str, Person]) -> list[str]:
    """Their ids, in order. A contact keeps its id, which open requests point to."""
    known = {contact.name: contact.id for contact in await people.contacts(tx, community)}
    kept = []
    for n, contact in enumerate(told):
        person = here.get(contact.get("person", ""))
        values = {
            "position": n,
            "name": contact["name"],
            "how": contact["how"],
            "person": person.id if person else None,
        }
        kept.append(known.get(contact["name"]) or t.new_id())
        if contact["name"] in known:
            await tx.execute(update(t.contact).where(t.contact.c.id == kept[-1]).values(values))
        else:
            await tx.execute(insert(t.contact).values({"id": kept[-1], "community": community, **values}))
    return kept
