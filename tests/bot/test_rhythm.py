"""What comes round for a person: set up once, gone with a stop."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from bot import enrolment, people, rhythm
from bot.people import Community, Person
from bot.store import tables as t
from tests.chat import CIRCLE, Chat


async def _person(chat: Chat, name: str) -> Person:
    async with chat.app.store.read() as tx:
        community = (await people.communities(tx))[0]
        return next(one for one in await people.everybody(tx, community.id) if one.name == name)


async def _coming(chat: Chat, name: str) -> dict[str, tuple[str, datetime]]:
    person = await _person(chat, name)
    async with chat.app.store.read() as tx:
        s = t.schedule.c
        rows = await tx.execute(select(s.kind, s.rule, s.next_due).where(s.person == person.id))
        return {row.kind: (row.rule, row.next_due) for row in rows}


async def test_a_co_lead_and_everybody_else(chat: Chat) -> None:
    assert (await _coming(chat, "Ann Roy")) == {
        "check_in": ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", datetime(2026, 11, 24, 15, tzinfo=UTC)),
        "role": ("FREQ=MONTHLY;BYDAY=+1TH", datetime(2026, 12, 3, 15, tzinfo=UTC)),
    }
    assert (await _coming(chat, "Cléo Roy"))["check_in"] == (
        "FREQ=WEEKLY;INTERVAL=4;BYDAY=TU",
        datetime(2026, 11, 24, 10, tzinfo=UTC),
    )


async def test_somebody_who_becomes_a_co_lead_is_asked_every_second_week(chat: Chat) -> None:
    cleo = await _person(chat, "Cléo Roy")
    async with chat.app.store.write() as tx:
        (role,) = await people.roles(tx, cleo.community, person=cleo.id)
        await enrolment.put_role(tx, cleo, role.team, role.kind, True, {})
        for _ in range(2):
            await rhythm.start(tx, cleo, chat.now)

    assert (await _coming(chat, "Cléo Roy"))["check_in"][0] == "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"


async def test_an_organiser_gets_the_weekly_list(chat: Chat) -> None:
    assert (await _coming(chat, "Rosa Lind"))["digest"][0] == "FREQ=WEEKLY;INTERVAL=1;BYDAY=MO"


async def test_without_a_yes_nothing_comes_round(chat: Chat) -> None:
    assert await _coming(chat, "Dan Okoro") == {}


async def test_starting_twice_changes_nothing(chat: Chat) -> None:
    before = await _coming(chat, "Ann Roy")
    async with chat.app.store.write() as tx:
        await rhythm.start(tx, await _person(chat, "Ann Roy"), datetime(2027, 5, 1, tzinfo=UTC))

    assert await _coming(chat, "Ann Roy") == before


async def test_a_stop_ends_what_comes_round_and_nothing_else(chat: Chat) -> None:
    ann = await _person(chat, "Ann Roy")
    async with chat.app.store.write() as tx:
        await rhythm.once(tx, ann, "feedback", "meeting", datetime(2026, 12, 1, 10))  # noqa: DTZ001 - local
        await rhythm.stop(tx, ann)

    assert set(await _coming(chat, "Ann Roy")) == {"feedback"}
    assert set(await _coming(chat, "Bo Lind")) == {"check_in", "role"}


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"weekday": "WE"}, "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"),
        ({"co_lead_weeks": 1}, "FREQ=WEEKLY;INTERVAL=1;BYDAY=TU"),
    ],
)
async def test_a_community_has_its_own_rhythm(chat: Chat, change: dict[str, Any], rule: str) -> None:
    own = {**CIRCLE, "community": {**CIRCLE["community"], "name": "Own"}, "rhythm": {"check_in": change}}
    applied = await chat.apply({**own, "doors": []})

    async with chat.app.store.read() as tx:
        s = t.schedule.c
        rules = set(await tx.scalars(select(s.rule).where(s.community == applied.community.id, s.kind == "check_in")))
    assert rule in rules


def test_single_values_replace_the_usual_ones() -> None:
    own = Community("c", "Own", "en", "UTC", {"digest": {"time": "08:30"}})

    assert rhythm.rhythm_of(own, "digest") == {"weekday": "MO", "time": "08:30"}
    assert rhythm.rhythm_of(own, "role") == dict(rhythm.USUAL["role"])
