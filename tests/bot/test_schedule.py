"""What is due becomes a delivery once, however often, late or often asked."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select, update

from bot import people, recurrence, rhythm, schedule
from bot.people import Person
from bot.store import tables as t
from bot.store.types import AnyRow
from tests.bot.deliveries import second_worker
from tests.chat import Chat

TUESDAY = datetime(2026, 11, 24, 15, tzinfo=UTC)
"""10:00 in Toronto: Ann's check-in."""


async def _person(chat: Chat, name: str = "Ann Roy") -> Person:
    async with chat.app.store.read() as tx:
        community = (await people.communities(tx))[0]
        return next(one for one in await people.everybody(tx, community.id) if one.name == name)


async def _made(chat: Chat, kind: str = "check_in", name: str = "Ann Roy") -> list[AnyRow]:
    person = await _person(chat, name)
    async with chat.app.store.read() as tx:
        d = t.delivery.c
        found = await tx.execute(select(t.delivery).where(d.person == person.id, d.kind == kind).order_by(d.seq))
        return list(found.all())


async def _row(chat: Chat, kind: str = "check_in", name: str = "Ann Roy") -> AnyRow:
    person = await _person(chat, name)
    async with chat.app.store.read() as tx:
        s = t.schedule.c
        return (await tx.execute(select(t.schedule).where(s.person == person.id, s.kind == kind))).one()


async def _tick(chat: Chat, moment: datetime) -> int:
    chat.now = moment
    return await schedule.materialise(chat.app.store, chat.moment())


async def test_nothing_is_made_before_its_time(chat: Chat) -> None:
    await _tick(chat, TUESDAY - timedelta(microseconds=1))

    assert await _made(chat) == []


async def test_it_is_made_once_however_often_the_clock_ticks(chat: Chat) -> None:
    for n in range(5):
        await _tick(chat, TUESDAY + timedelta(seconds=n))

    [made] = await _made(chat)
    assert (made.not_before, made.message, made.prompt["verb"]) == (TUESDAY, None, "check_in")


async def test_two_clocks_make_it_once(chat: Chat) -> None:
    other = second_worker(chat)
    chat.now = TUESDAY + timedelta(hours=6)

    await asyncio.gather(*(schedule.materialise(one.store, chat.moment()) for one in (chat.app, other) * 3))

    assert [len(await _made(chat, name=name)) for name in ("Ann Roy", "Bo Lind", "Cléo Roy")] == [1, 1, 1]
    await other.store.close()


async def test_a_clock_that_steps_back_makes_nothing_twice(chat: Chat) -> None:
    await _tick(chat, TUESDAY)
    due = (await _row(chat)).next_due

    await _tick(chat, TUESDAY - timedelta(hours=1))
    await _tick(chat, TUESDAY)

    assert (len(await _made(chat)), (await _row(chat)).next_due) == (1, due)


async def test_the_next_one_is_two_weeks_on_for_a_co_lead(chat: Chat) -> None:
    await _tick(chat, TUESDAY)

    assert (await _row(chat)).next_due == TUESDAY + timedelta(weeks=2)


async def test_after_a_long_downtime_only_the_newest_is_made(chat: Chat) -> None:
    await _tick(chat, TUESDAY + timedelta(weeks=20))

    made = await _made(chat)
    local = recurrence.to_local(made[-1].not_before, "America/Toronto")
    assert [one.status for one in made] == ["skipped"] * 10 + ["pending"]
    assert {one.reason for one in made[:-1]} == {"missed while the system was down"}
    assert local.isoformat() == "2027-04-13T10:00:00"
    assert (await _row(chat)).next_due > chat.now


async def test_years_of_downtime_end_in_a_few_ticks(chat: Chat) -> None:
    far = TUESDAY + timedelta(weeks=52 * 12)
    for _ in range(20):
        await _tick(chat, far)

    assert (await _row(chat)).next_due > far
    await chat.app.outbox.drain()
    assert all(made.status == "skipped" for made in (await _made(chat))[:-1])


async def test_mondays_question_is_not_sent_on_wednesday(chat: Chat) -> None:
    chat.now = TUESDAY + timedelta(days=1)
    await chat.settle()

    [made] = await _made(chat)
    assert (made.status, made.reason) == ("skipped", "its time had passed")


async def test_who_moves_keeps_their_local_hour(chat: Chat) -> None:
    await _move(chat, "America/Vancouver")

    assert (await _row(chat)).next_due == TUESDAY + timedelta(hours=3)


async def test_who_moves_after_it_came_does_not_get_it_again_that_day(chat: Chat) -> None:
    await _tick(chat, TUESDAY)
    await _move(chat, "America/Vancouver")
    await _tick(chat, TUESDAY + timedelta(hours=6))

    assert len(await _made(chat)) == 1
    assert (await _row(chat)).next_due == TUESDAY + timedelta(weeks=2, hours=3)


async def _move(chat: Chat, zone: str) -> None:
    async with chat.app.store.write() as tx:
        await people.change(tx, await _person(chat), time_zone=zone)
    async with chat.app.store.write() as tx:
        await rhythm.move(tx, await _person(chat), chat.now)


async def test_what_happens_once_does_not_come_again(chat: Chat) -> None:
    local = recurrence.to_local(TUESDAY, "America/Toronto")
    async with chat.app.store.write() as tx:
        await rhythm.once(tx, await _person(chat), "feedback", "meeting", local)

    await _tick(chat, TUESDAY)
    await _move(chat, "America/Vancouver")
    await _tick(chat, TUESDAY + timedelta(days=400))

    assert len(await _made(chat, "feedback")) == 1
    assert (await _row(chat, "feedback")).next_due is None


async def test_more_than_one_transaction_takes_are_made_in_one_tick(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schedule, "AT_ONCE", 2)

    done = await _tick(chat, TUESDAY + timedelta(days=20))

    assert done >= 6
    async with chat.app.store.read() as tx:
        assert await schedule.next_due(tx, datetime(2020, 1, 1, tzinfo=UTC)) > chat.now


async def test_the_next_thing_due_is_known(chat: Chat) -> None:
    async with chat.app.store.read() as tx:
        assert await schedule.next_due(tx, chat.now) == datetime(2026, 11, 24, 10, tzinfo=UTC)


async def test_a_rule_nobody_can_read_stops_nobody_else(chat: Chat) -> None:
    bo = await _person(chat, "Bo Lind")
    async with chat.app.store.write() as tx:
        await tx.execute(update(t.schedule).where(t.schedule.c.person == bo.id).values(rule="FREQ=SOMETIMES"))

    await _tick(chat, TUESDAY + timedelta(hours=6))

    assert [len(await _made(chat, name=name)) for name in ("Ann Roy", "Cléo Roy")] == [1, 1]


async def test_a_zone_nobody_can_read_stops_nobody_else(chat: Chat) -> None:
    """Neither when what comes round or comes once is due, nor when it leaves."""
    bo = await _person(chat, "Bo Lind")
    async with chat.app.store.write() as tx:
        await rhythm.once(tx, bo, "feedback", "meeting", recurrence.to_local(TUESDAY, "America/Vancouver"))
        await tx.execute(update(t.person).where(t.person.c.id == bo.id).values(time_zone="Mars/Olympus"))

    await _tick(chat, TUESDAY + timedelta(hours=5))
    await chat.app.outbox.drain()

    assert [len(await _made(chat, name=name)) for name in ("Ann Roy", "Bo Lind", "Cléo Roy")] == [1, 0, 1]
    assert any("Two taps" in text for text in chat.platform.texts("ann"))


async def test_a_zone_that_became_unreadable_stops_no_other_message(chat: Chat) -> None:
    await _tick(chat, TUESDAY)
    ann = await _person(chat, "Ann Roy")
    async with chat.app.store.write() as tx:
        await tx.execute(update(t.person).where(t.person.c.id == ann.id).values(time_zone="Mars/Olympus"))

    await chat.app.outbox.drain()

    [made] = await _made(chat)
    assert (made.status, made.reason) == ("skipped", "their time zone cannot be read")


async def test_who_joins_a_rhythm_that_goes_round_already_has_missed_nothing(chat: Chat) -> None:
    """Its dates lie in the phase of a start long ago; they begin with the next one."""
    rule = {"rule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "start": "2026-01-06"}
    async with chat.app.store.write() as tx:
        await tx.execute(delete(t.schedule))
        await tx.execute(update(t.community).values(rhythm={"check_in": rule}))
    async with chat.app.store.write() as tx:
        await rhythm.start(tx, await _person(chat), chat.now)

    await chat.until(datetime(2026, 12, 10, 18, tzinfo=UTC))

    made = [(one.status, one.key.rpartition(":")[0][-10:]) for one in await _made(chat)]
    assert "skipped" not in {status for status, _ in made}
    assert [(one.not_before - datetime(2026, 1, 6, 15, tzinfo=UTC)).days % 14 for one in await _made(chat)] == [0, 0]


async def test_no_two_deliveries_of_a_tick_have_one_number(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "AT_ONCE", 2)
    await _tick(chat, TUESDAY + timedelta(days=30))

    async with chat.app.store.read() as tx:
        numbers = list(await tx.scalars(select(t.delivery.c.seq).where(t.delivery.c.prompt.is_not(None))))
    assert len(set(numbers)) == len(numbers) > 6


async def test_of_what_is_due_at_one_instant_the_most_pressing_comes_first(chat: Chat) -> None:
    local = recurrence.to_local(TUESDAY, "America/Toronto")
    async with chat.app.store.write() as tx:
        await rhythm.once(tx, await _person(chat), "feedback", "meeting", local)
    await _tick(chat, TUESDAY)

    [asked], [check_in] = await _made(chat, "feedback"), await _made(chat)
    assert asked.seq < check_in.seq
