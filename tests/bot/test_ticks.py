"""What happens again and again: finding people, and forgetting what is not needed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot import people, questions, stepped_back, ticks
from bot.lanes import Limit, Window
from bot.platform import Profile, TryLater
from bot.store import tables as t
from tests.bot.deliveries import letter, row, write
from tests.chat import CIRCLE, Chat

EVE: dict[str, Any] = {"name": "Eve Hall", "email": "eve@example.org", "time_zone": "America/Toronto"}


async def _count(chat: Chat, table: Any) -> int:
    async with chat.app.store.read() as tx:
        return int(await tx.scalar(select(func.count()).select_from(table)) or 0)


async def _tidy(chat: Chat, **later: float) -> None:
    chat.now += timedelta(**later)
    await ticks.tidy(chat.app.store, chat.moment())


async def test_ids_of_inputs_are_kept_as_long_as_a_platform_may_repeat_them(chat: Chat) -> None:
    await chat.someone("ann").says("RoB", event="E1")
    await _tidy(chat, days=14)
    await chat.someone("ann").says("RoB", event="E1")

    assert len(chat.platform.texts("ann")) == 1
    await _tidy(chat, days=2)
    assert await _count(chat, t.heard) == 0


async def test_the_words_of_a_message_are_forgotten_after_a_week(chat: Chat) -> None:
    await write(chat, letter("one"), letter("later", not_before=chat.now + timedelta(days=30)))
    await chat.app.outbox.drain()
    await _tidy(chat, days=6)
    kept = (await row(chat, "one")).message

    await _tidy(chat, days=2)

    assert kept is not None
    assert ((await row(chat, "one")).message, (await row(chat, "one")).status) == (None, "sent")
    assert (await row(chat, "later")).message is not None


async def test_a_forgotten_message_is_still_not_sent_twice(chat: Chat) -> None:
    await write(chat, letter("one"))
    await chat.app.outbox.drain()
    await _tidy(chat, days=400)
    await write(chat, letter("one"))
    await chat.app.outbox.drain()

    assert chat.platform.texts("ann") == ["one"]


async def test_an_old_open_question_is_closed(chat: Chat) -> None:
    async with chat.app.store.write() as tx:
        community = (await people.communities(tx))[0]
        [ann] = [one for one in await people.everybody(tx, community.id) if one.name == "Ann Roy"]
        await questions.ask(tx, ann, "check_in.words", ("x",), chat.now)
    before = await _count(chat, t.open_question)

    await _tidy(chat, days=60)

    assert (before, await _count(chat, t.open_question)) == (1, 0)


async def test_somebody_found_by_e_mail_is_greeted_once(chat: Chat) -> None:
    await chat.apply({**CIRCLE, "people": [*CIRCLE["people"], EVE]})
    chat.platform.people["eve"] = Profile("eve", "Eve Hall", "eve@example.org")

    for _ in range(3):
        await ticks.find_people(chat.app.store, chat.app.platforms, chat.moment())
        await chat.app.outbox.drain()

    assert len(chat.platform.texts("eve")) == 1


@pytest.mark.parametrize("fault", [TryLater("busy"), TimeoutError(), OSError("no route")])
async def test_a_platform_that_cannot_be_asked_stops_nothing(chat: Chat, fault: Exception) -> None:
    class Silent(type(chat.platform)):  # type: ignore[misc]
        async def locate(self, workspace: str, email: str) -> None:
            raise fault

    await chat.apply({**CIRCLE, "people": [*CIRCLE["people"], EVE]})

    assert await ticks.find_people(chat.app.store, {"memory": Silent()}, chat.moment()) == 0


async def test_many_who_cannot_be_found_do_not_stand_before_the_others(chat: Chat) -> None:
    nobody = [{**EVE, "name": f"Nobody {n}", "email": f"{n}@example.org"} for n in range(60)]
    await chat.apply({**CIRCLE, "people": [*CIRCLE["people"], *nobody, EVE]})
    chat.platform.people["eve"] = Profile("eve", "Eve Hall", "eve@example.org")

    found = [await ticks.find_people(chat.app.store, chat.app.platforms, chat.moment()) for _ in range(30)]

    assert sum(found) == 1


@pytest.mark.parametrize("back", [timedelta(minutes=10), timedelta(hours=1), timedelta(hours=24)])
async def test_a_clock_that_steps_back_closes_no_lane_for_longer_than_a_tick(chat: Chat, back: timedelta) -> None:
    chat.app.outbox.rules.limits["memory"] = Limit(10, 10, conversation=(Window(1, 1), Window(30, 3_600)))  # type: ignore[index]
    await write(chat, *(letter(f"{n}") for n in range(3)))
    for _ in range(3):
        await chat.app.outbox.drain()
        chat.now += timedelta(seconds=1)
    chat.now -= back
    await write(chat, letter("help", kind="help"))
    await chat.app.outbox.drain()
    assert "help" not in chat.platform.texts("ann")

    seen = await stepped_back.seen(chat.app.store, chat.moment())
    await stepped_back.mend(chat.app.store, chat.moment(), chat.app.outbox.lease)
    await chat.app.outbox.drain()

    assert (seen, chat.platform.texts("ann")[-1]) == (True, "help")
    assert not await stepped_back.seen(chat.app.store, chat.moment())


async def test_a_lane_that_is_honestly_closed_stays_so(chat: Chat) -> None:
    chat.app.outbox.rules.limits["memory"] = Limit(10, 10, conversation=(Window(2, 3_600),))  # type: ignore[index]
    await write(chat, *(letter(f"{n}") for n in range(3)))
    for _ in range(3):
        await chat.app.outbox.drain()
        chat.now += timedelta(seconds=1)

    assert not await stepped_back.seen(chat.app.store, chat.moment())
    await chat.app.outbox.drain()
    assert chat.platform.texts("ann") == ["0", "1"]


async def test_old_texts_and_old_deliveries_are_forgotten_some_at_a_time(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ticks, "AT_ONCE", 2)
    await write(chat, *(letter(f"{n}", f"u{n}") for n in range(5)))
    await chat.app.outbox.drain()

    await _tidy(chat, days=8)
    texts = [await row(chat, f"{n}") for n in range(5)]
    await write(chat, letter("new"))
    await chat.app.outbox.drain()
    await _tidy(chat, days=393)

    assert [one.message for one in texts] == [None] * 5
    async with chat.app.store.read() as tx:
        kept = set(await tx.scalars(select(t.delivery.c.key).where(t.delivery.c.kind == "answer")))
    assert kept == {"new"}


async def test_forgetting_reads_no_more_than_it_forgets(chat: Chat) -> None:
    if not chat.app.store.on_sqlite:
        pytest.skip("PostgreSQL chooses its plans by the size of its tables")
    d = t.delivery.c
    some = select(d.id).where(t.TEXT_KEPT, d.done_at < chat.now).order_by(d.done_at).limit(5)
    async with chat.app.store.read() as tx:
        sql = str(some.compile(dialect=tx.dialect))
        plan = (await tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", (1, 5, 0)[: sql.count("?")])).all()

    assert ["USING INDEX ix_delivery_text" in step[3] or "USING COVERING INDEX" in step[3] for step in plan] == [True]
