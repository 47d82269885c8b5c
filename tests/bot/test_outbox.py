"""Every delivery arrives once, or is parked with a reason a person can read."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from adapters.memory import MemoryPlatform
from bot import addresses, claims, marks, people
from bot.due import Wish
from bot.letters import Letter
from bot.outcomes import QUIET
from bot.platform import Address, Receipt, Refused
from bot.store import tables as t
from tests.bot.deliveries import Flaky, Gate, letter, place, row, second_worker, text, unaskable, write
from tests.chat import Chat


async def _drain(chat: Chat, **later: float) -> None:
    chat.now += timedelta(**later)
    await chat.app.outbox.drain()


async def _reconcile(chat: Chat) -> None:
    """Once a message has been away for long enough to be looked for."""
    chat.now += QUIET
    await chat.app.outbox.reconcile()
    await chat.app.outbox.drain()


async def _annie(chat: Chat) -> people.Person:
    async with chat.app.store.read() as tx:
        return next(iter((await addresses.who(tx, [("memory", "w1", "ann")])).values())).person


async def test_a_busy_platform_is_asked_again_when_it_said(chat: Chat) -> None:
    await write(chat, letter("one"))
    chat.platform.busy = timedelta(seconds=30)
    await _drain(chat)
    chat.platform.busy = None

    await _drain(chat, seconds=29)
    assert chat.platform.texts("ann") == []
    await _drain(chat, seconds=2)

    assert chat.platform.texts("ann") == ["one"]
    assert (await row(chat, "one")).attempts == 1  # to be asked to wait is no try


async def test_a_busy_lane_rests_and_the_others_flow(chat: Chat) -> None:
    quiet = chat.app.platforms["quiet"] = MemoryPlatform(name="quiet")
    chat.platform.busy = timedelta(seconds=30)
    await write(chat, letter("one"))
    await _drain(chat)
    chat.platform.busy = None
    await write(chat, letter("to bo", "bo"), letter("elsewhere", at=place("ann", "quiet")))

    await _drain(chat)

    assert (chat.platform.texts("bo"), quiet.texts("ann")) == ([], ["elsewhere"])


async def test_after_eight_tries_it_is_parked_with_a_reason(chat: Chat) -> None:
    chat.platform.busy = timedelta(0)
    await write(chat, letter("one"))
    for _ in range(12):
        await _drain(chat, hours=1)

    parked = await row(chat, "one")
    assert (parked.status, parked.attempts) == ("failed", 8)
    assert parked.reason == "given up after 8 tries: the platform is busy"


async def test_a_person_who_left_one_place_is_reached_at_another(chat: Chat) -> None:
    quiet = chat.app.platforms["quiet"] = MemoryPlatform(name="quiet")
    ann = await _annie(chat)
    async with chat.app.store.write() as tx:
        await addresses.remember(tx, ann, Address("quiet", "w9", user="ann"), None)
    chat.platform.gone = {"ann"}
    await write(chat, Letter("one", "answer", ann.community, ann, place("ann"), text("one")))

    await _drain(chat)
    await write(chat, Letter("two", "answer", ann.community, ann, None, text("two")))
    await _drain(chat)

    assert quiet.texts("ann") == ["one", "two"]


async def test_where_nobody_can_be_reached_privately_the_open_word_is_said(chat: Chat) -> None:
    channel = Address("memory", "w1", "channel")
    chat.platform.gone = {"ann"}
    await write(chat, letter("secret", otherwise=(channel, text("write to me first"))))

    await _drain(chat)

    assert [(a.to.place, a.text) for a in chat.platform.arrived] == [("channel", "write to me first")]


async def test_where_nobody_is_left_it_ends_with_a_reason(chat: Chat) -> None:
    chat.platform.gone = {"ann"}
    await write(chat, letter("one"))

    await _drain(chat)

    assert ((await row(chat, "one")).status, (await row(chat, "one")).reason) == ("failed", "gone: nobody there")


async def test_what_is_refused_is_parked_at_once(chat: Chat) -> None:
    chat.platform.refuses = True
    await write(chat, letter("one"))

    await _drain(chat)

    parked = await row(chat, "one")
    assert (parked.status, parked.attempts) == ("failed", 1)
    assert parked.reason == "refused: the platform does not take this message"


async def test_an_answer_lost_on_the_way_back_is_asked_about(chat: Chat) -> None:
    chat.platform.lost_answers = 1
    await write(chat, letter("one"))
    await _drain(chat)
    assert (await row(chat, "one")).status == "sending"

    await _reconcile(chat)

    assert (await row(chat, "one")).status == "sent"
    assert chat.platform.texts("ann") == ["one"]


async def test_what_never_arrived_is_sent_again(chat: Chat) -> None:
    chat.platform.broken = True
    await write(chat, letter("one"))
    await _drain(chat)
    chat.platform.broken = False

    await _reconcile(chat)
    await _drain(chat, seconds=10)

    assert chat.platform.texts("ann") == ["one"]


@pytest.mark.parametrize(("kind", "status", "arrived"), [("answer", "sent", 2), ("news", "unknown", 1)])
async def test_where_nobody_can_be_asked_the_kind_decides(chat: Chat, kind: str, status: str, arrived: int) -> None:
    unaskable(chat)
    chat.platform.lost_answers = 1
    await write(chat, letter("one", kind=kind))
    await _drain(chat)

    await _reconcile(chat)
    await _drain(chat, minutes=2)

    assert ((await row(chat, "one")).status, len(chat.platform.texts("ann"))) == (status, arrived)


async def test_a_platform_that_is_not_there_any_more_parks_its_mail(chat: Chat) -> None:
    await write(chat, letter("one", at=place("ann", "teams")))
    await _drain(chat)

    await _reconcile(chat)

    assert (await row(chat, "one")).reason == "this platform is not set up any more"


async def test_a_conversation_keeps_its_order(chat: Chat) -> None:
    wanted = [f"{n}" for n in range(12)]
    await write(chat, *(letter(key) for key in wanted))

    await _drain(chat)

    assert chat.platform.texts("ann") == wanted


async def test_one_that_is_tried_again_soon_keeps_its_place(chat: Chat) -> None:
    chat.platform.busy = timedelta(0)
    await write(chat, letter("one"))
    await _drain(chat)
    chat.platform.busy = None
    await write(chat, letter("two"), letter("to bo", "bo"))

    await _drain(chat)
    assert (chat.platform.texts("ann"), chat.platform.texts("bo")) == ([], ["to bo"])
    await _drain(chat, seconds=2)

    assert chat.platform.texts("ann") == ["one", "two"]


async def test_one_that_waits_long_is_overtaken(chat: Chat) -> None:
    chat.platform.busy = timedelta(0)
    await write(chat, letter("one"))
    for _ in range(3):
        await _drain(chat, minutes=1)
    chat.platform.busy = None
    await write(chat, letter("two"))

    await _drain(chat)

    assert chat.platform.texts("ann") == ["two"]


async def test_what_is_urgent_overtakes_whatever_waits(chat: Chat) -> None:
    await write(chat, *(letter(f"{n}") for n in range(5)), letter("help", kind="help"))

    await _drain(chat)

    assert chat.platform.texts("ann") == ["help", "0", "1", "2", "3", "4"]


async def test_a_conversation_has_one_message_in_flight(chat: Chat) -> None:
    gate = chat.app.platforms["memory"] = Gate()
    other = second_worker(chat)
    await write(chat, *(letter(f"{n}", user) for n, user in enumerate(["ann", "bo"] * 5)))

    sending = asyncio.gather(chat.app.outbox.drain(), other.outbox.drain())
    await gate.entered.wait()
    gate.open.set()
    await sending
    await chat.app.outbox.drain()

    assert (gate.most_inside, gate.texts("ann"), gate.texts("bo")) == (1, list("02468"), list("13579"))
    await other.store.close()


async def test_an_edit_of_a_message_that_vanished_is_sent_anew(chat: Chat) -> None:
    await write(chat, letter("one", replaces=Receipt(place("ann"), "999")))

    await _drain(chat)

    assert chat.platform.texts("ann") == ["one"]


async def test_an_edit_takes_the_place_of_what_was_there(chat: Chat) -> None:
    await write(chat, letter("one"))
    await _drain(chat)
    await write(chat, letter("two", replaces=Receipt(place("ann"), chat.platform.arrived[0].id)))

    await _drain(chat)

    assert chat.platform.texts("ann") == ["two"]


async def test_a_row_somebody_took_over_is_not_marked_by_the_first(chat: Chat) -> None:
    gate, other = Gate(name="memory"), second_worker(chat)
    chat.app.platforms["memory"] = gate
    await write(chat, letter("one"))
    slow = asyncio.create_task(chat.app.outbox.drain())
    await gate.entered.wait()

    chat.now += timedelta(minutes=5)
    await other.outbox.reconcile()
    chat.now += timedelta(minutes=5)
    await other.outbox.drain()
    gate.refuses = True
    gate.open.set()
    await slow

    assert ((await row(chat, "one")).status, (await row(chat, "one")).owner) == ("sent", "worker:two")
    await other.store.close()


async def test_a_lease_that_is_not_over_is_left_alone(chat: Chat) -> None:
    other = second_worker(chat)
    await write(chat, letter("one"))
    rows = (await _claim(chat)).rows
    chat.now += timedelta(seconds=119)

    assert (len(rows), await other.outbox.reconcile()) == (1, 0)
    assert await other.outbox.reconcile(of_owner="embedded:") == 1
    await other.store.close()


async def _claim(chat: Chat) -> Any:
    outbox = chat.app.outbox
    return await claims.claim(outbox.store, outbox.rules, chat.moment(), outbox.owner, outbox.lease, Wish(10))


async def test_stopping_finishes_what_is_in_flight(chat: Chat) -> None:
    gate = chat.app.platforms["memory"] = Gate()
    await write(chat, letter("one"))
    await chat.app.outbox.pump()
    await gate.entered.wait()

    stopping = asyncio.create_task(chat.app.outbox.stop())
    gate.open.set()
    await stopping

    assert ((await row(chat, "one")).status, gate.texts("ann")) == ("sent", ["one"])


async def test_stopping_does_not_wait_for_ever_and_the_next_one_asks(chat: Chat) -> None:
    gate = chat.app.platforms["memory"] = Gate()
    await write(chat, letter("one"))
    await chat.app.outbox.pump()
    await gate.entered.wait()

    await chat.app.outbox.stop(patience=0.01)
    other = second_worker(chat)
    other.platforms["memory"] = chat.platform
    left = await row(chat, "one")
    chat.now += QUIET
    await other.outbox.reconcile()
    chat.now += timedelta(seconds=10)
    await other.outbox.drain()

    assert (left.status, left.lease_until < chat.moment().real) == ("sending", True)
    assert (not chat.app.outbox._flying, chat.platform.texts("ann")) == (True, ["one"])
    await other.store.close()


async def test_stopping_returns_what_had_not_begun_to_leave(chat: Chat) -> None:
    await write(chat, letter("one"))
    await chat.app.outbox.pump()

    await chat.app.outbox.stop()

    returned = await row(chat, "one")
    assert (returned.status, returned.attempts, chat.platform.texts("ann")) == ("pending", 0, [])


async def test_what_is_stopped_claims_nothing_more(chat: Chat) -> None:
    chat.app.outbox.close()
    await write(chat, letter("one"))

    assert (await chat.app.outbox.pump(), (await row(chat, "one")).status) == (0, "pending")


async def test_a_pause_is_kept_and_never_cut_short(chat: Chat) -> None:
    chat.platform.busy = timedelta(seconds=60)
    await write(chat, letter("one"), letter("to bo", "bo"))
    rows = {one.to.user: one for one in (await _claim(chat)).rows}
    until = {"ann": chat.now + timedelta(seconds=60), "bo": chat.now + timedelta(seconds=1)}
    for user in ("ann", "bo"):
        mark = marks.Mark(rows[user], "pending", not_before=chat.now, pause_lane=until[user])
        await marks.write(chat.app.store, [mark], chat.app.outbox.owner, chat.moment())

    async with chat.app.store.read() as tx:
        assert await tx.scalar(select(t.lane.c.paused_until)) == until["ann"]


class _FailsAfter(MemoryPlatform):
    """Sends, and then the database fails a few times."""

    flaky: Flaky
    times: int

    async def send(self, *told: Any) -> Receipt:
        self.flaky.failures, self.times = self.times, 0
        return await super().send(*told)


@pytest.mark.parametrize("times", [1, 2])
async def test_an_outcome_that_could_not_be_stored_is_stored_later(chat: Chat, times: int) -> None:
    platform = chat.app.platforms["memory"] = _FailsAfter()
    platform.flaky, platform.times = Flaky(chat.app.store), times
    chat.app.outbox.store = platform.flaky  # type: ignore[assignment]
    await write(chat, letter("one"), letter("to bo", "bo"))

    await _drain(chat)
    await _reconcile(chat)

    assert {(await row(chat, key)).status for key in ("one", "to bo")} == {"sent"}
    assert (platform.texts("ann"), platform.texts("bo")) == (["one"], ["to bo"])


async def test_a_reason_no_database_takes_is_cleaned(chat: Chat) -> None:
    class Odd(MemoryPlatform):
        async def send(self, *told: Any) -> Receipt:
            raise Refused("bad\x00 block \ud800" + "x" * 400)

    chat.app.platforms["memory"] = Odd()
    await write(chat, letter("one"))

    await _drain(chat)

    assert (await row(chat, "one")).reason == "refused: bad block " + "x" * 281
