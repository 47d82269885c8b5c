"""What the database writes by itself is what the rooms would have written one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select, update

from bot import cohorts, people, schedule
from bot.people import Person
from bot.platform import Address
from bot.store import tables as t
from bot.store.types import AnyRow
from tests.chat import Chat

TUESDAY = datetime(2026, 11, 24, 15, tzinfo=UTC)
"""10:00 in Toronto: Ann's check-in."""

ADDRESSES = [
    Address("slack", "T1", "D1", "U1"),
    Address("slack", "T1", user="U1"),
    Address("teams", "tenant", "19:a\"b'c", "29:x", service="https://smba.example.org/ca/"),
    Address("memory", "w1", "place: with, {signs}", ""),
]


async def _ann(chat: Chat) -> Person:
    async with chat.app.store.read() as tx:
        (community,) = await people.communities(tx)
        return next(one for one in await people.everybody(tx, community.id) if one.name == "Ann Roy")


async def _at(chat: Chat, person: Person, *places: tuple[Address, datetime | None]) -> None:
    """She has these addresses, last used then, and no others."""
    async with chat.app.store.write() as tx:
        await tx.execute(delete(t.address).where(t.address.c.person == person.id))
        for at, used in places:
            told = {"platform": at.platform, "workspace": at.workspace, "place": at.place, "user": at.user}
            who = {"id": t.new_id(), "community": person.community, "person": person.id, "used_at": used}
            await tx.execute(t.address.insert().values(**told, **who, service=at.service))


async def _made(chat: Chat, person: Person) -> AnyRow:
    chat.now = TUESDAY
    await schedule.materialise(chat.app.store, chat.moment())
    async with chat.app.store.read() as tx:
        d = t.delivery.c
        return (await tx.execute(select(t.delivery).where(d.person == person.id, d.kind == "check_in"))).one()


@pytest.mark.parametrize("at", ADDRESSES, ids=range(len(ADDRESSES)))
async def test_an_address_is_written_as_the_rooms_write_it(chat: Chat, at: Address) -> None:
    ann = await _ann(chat)
    await _at(chat, ann, (at, None))

    made = await _made(chat, ann)

    assert (made.lane, made.conversation, made.address) == (at.lane(), at.conversation(), at.to_json())
    assert (made.status, made.reason, made.done_at, made.community) == ("pending", "", None, ann.community)


async def test_the_address_used_last_is_taken(chat: Chat) -> None:
    ann = await _ann(chat)
    never, old, new = ADDRESSES[0], ADDRESSES[2], ADDRESSES[3]
    await _at(chat, ann, (never, None), (new, TUESDAY), (old, TUESDAY - timedelta(days=1)))

    assert (await _made(chat, ann)).address == new.to_json()


async def test_an_address_that_is_gone_is_not_taken(chat: Chat) -> None:
    ann = await _ann(chat)
    await _at(chat, ann, (ADDRESSES[0], None), (ADDRESSES[2], TUESDAY))
    async with chat.app.store.write() as tx:
        await tx.execute(update(t.address).where(t.address.c.platform == "teams").values(gone_at=TUESDAY))

    assert (await _made(chat, ann)).address == ADDRESSES[0].to_json()


async def test_who_has_no_address_is_noted_with_the_reason(chat: Chat) -> None:
    ann = await _ann(chat)
    await _at(chat, ann)

    made = await _made(chat, ann)

    assert (made.status, made.reason, made.lane, made.address) == ("skipped", cohorts.NO_ADDRESS, "", {})
    assert made.done_at == TUESDAY


async def test_each_has_a_key_and_a_number_of_their_own(chat: Chat) -> None:
    """Six people more who are alike in all that decides: one cohort, six rows."""
    ann = await _ann(chat)
    async with chat.app.store.write() as tx:
        mine = (t.schedule.c.person == ann.id) & (t.schedule.c.kind == "check_in")
        row = (await tx.execute(select(t.schedule).where(mine))).one()._mapping
        person = (await tx.execute(select(t.person).where(t.person.c.id == ann.id))).one()._mapping
        for n in range(6):
            who = t.new_id()
            await tx.execute(t.person.insert().values(**{**person, "id": who, "name": f"Like Ann {n}", "email": ""}))
            await tx.execute(t.schedule.insert().values(**{**row, "id": t.new_id(), "person": who}))
        many, found = await cohorts.due(tx, TUESDAY, 100)

    assert many >= 7
    assert max(cohort.many for cohort in found) == 7
    await schedule.materialise(chat.app.store, replace(chat.moment(), now=TUESDAY))
    async with chat.app.store.read() as tx:
        d, s = t.delivery.c, t.schedule.c
        made = (await tx.execute(select(t.delivery).where(d.kind == "check_in"))).all()
        rows = {one.person: one.id for one in await tx.execute(select(s.person, s.id).where(s.kind == "check_in"))}
    assert len(made) >= 7
    assert {one.key.split(":")[1] for one in made} == {rows[one.person] for one in made}
    assert len({one.seq for one in made}) == len({one.id for one in made}) == len(made)
