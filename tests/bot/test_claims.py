"""What may leave now: several workers on one database never take too much, too early or twice."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot import claims, letters, people
from bot.claims import Found
from bot.due import Wish
from bot.inputs import Said
from bot.lanes import Limit
from bot.outbox import Outbox
from bot.store import tables as t
from bot.turn import Prompt
from tests.bot.deliveries import Flaky, letter, place, row, second_worker, write
from tests.chat import Chat


async def _claim(chat: Chat, outbox: Outbox, most: int = 100) -> Found:
    return await claims.claim(outbox.store, outbox.rules, chat.moment(), outbox.owner, outbox.lease, Wish(most))


def _limited(chat: Chat, limit: Limit) -> None:
    chat.app.outbox.rules = claims.Rules(chat.app.pack, chat.app.buttons, {"memory": limit})


async def _prompt(chat: Chat, kind: str, name: str = "Ann Roy", args: tuple[str, ...] = ("2026-11-23",)) -> None:
    async with chat.app.store.write() as tx:
        community = (await people.communities(tx))[0]
        person = next(one for one in await people.everybody(tx, community.id) if one.name == name)
        await letters.write(tx, [letters.from_prompt(Prompt(kind, person, kind, kind, args), chat.now)], chat.moment())


async def test_two_workers_never_hold_one_row(chat: Chat) -> None:
    other = second_worker(chat)
    await write(chat, *(letter(f"{n}", f"user{n}") for n in range(60)))

    found = await asyncio.gather(*(_claim(chat, box, 20) for box in (chat.app.outbox, other.outbox) * 3))

    ids = [one.id for each in found for one in each.rows]
    assert len(ids) == len(set(ids)) == 60
    await other.store.close()


async def test_two_workers_never_hold_two_messages_of_one_conversation(chat: Chat) -> None:
    other = second_worker(chat)
    await write(chat, *(letter(f"{n}") for n in range(6)))

    found = await asyncio.gather(*(_claim(chat, box, 2) for box in (chat.app.outbox, other.outbox) * 3))

    assert sum(len(each.rows) for each in found) == 1
    assert (await row(chat, "0")).status == "sending"
    await other.store.close()


async def test_two_workers_share_one_limit_from_the_first_token_on(chat: Chat) -> None:
    _limited(chat, Limit(1, 5))
    other = second_worker(chat, limits={"memory": Limit(1, 5)})
    await write(chat, *(letter(f"{n}", f"user{n}") for n in range(40)))

    found = await asyncio.gather(*(_claim(chat, box, 4) for box in (chat.app.outbox, other.outbox) * 4))
    chat.now += timedelta(seconds=3)
    again = await asyncio.gather(*(_claim(chat, box, 4) for box in (chat.app.outbox, other.outbox) * 4))

    assert [sum(len(each.rows) for each in round_) for round_ in (found, again)] == [5, 3]
    await other.store.close()


async def test_a_lane_without_tokens_does_not_stand_before_the_others(chat: Chat) -> None:
    _limited(chat, Limit(1, 2))
    await write(chat, *(letter(f"{n}", f"user{n}") for n in range(150)))
    await write(chat, letter("elsewhere", at=place("ann", workspace="w2")))

    await chat.app.outbox.drain()

    assert [a.text for a in chat.platform.arrived] == ["0", "1", "elsewhere"]


async def test_what_is_answered_leaves_before_what_we_start_ourselves(chat: Chat) -> None:
    _limited(chat, Limit(1, 1))
    await write(chat, letter("news", "bo", kind="news"), letter("answer", "ann"))

    await chat.app.outbox.drain()

    assert [a.text for a in chat.platform.arrived] == ["answer"]


@pytest.mark.parametrize("stored", [{"is": "Hologram"}, {"is": "Message", "hue": 7}, {}, {"is": "Prose", "runs": []}])
async def test_a_message_nobody_can_read_is_parked_and_harms_no_other(chat: Chat, stored: dict[str, object]) -> None:
    await write(chat, letter("odd"), letter("good", "bo"))
    async with chat.app.store.write() as tx:
        await tx.execute(update(t.delivery).where(t.delivery.c.key == "odd").values(message=stored))

    await chat.app.outbox.drain()

    assert chat.platform.texts("bo") == ["good"]
    assert ((await row(chat, "odd")).status, (await row(chat, "odd")).reason) == ("failed", claims.UNREADABLE)


async def test_a_message_nobody_can_read_does_not_stop_a_start(chat: Chat) -> None:
    await write(chat, letter("odd"), letter("good", "bo"))
    await _claim(chat, chat.app.outbox)
    async with chat.app.store.write() as tx:
        await tx.execute(update(t.delivery).where(t.delivery.c.key == "odd").values(message={"is": "Hologram"}))

    chat.now += timedelta(hours=1)
    await chat.app.outbox.reconcile()
    chat.now += timedelta(minutes=1)
    await chat.app.outbox.drain()

    assert ((await row(chat, "odd")).status, chat.platform.texts("bo")) == ("failed", ["good"])


async def test_a_prompt_that_cannot_be_composed_is_parked_and_harms_no_other(chat: Chat) -> None:
    async with chat.app.store.write() as tx:
        await tx.execute(update(t.community).values(prompts_a_week=7))
    await _prompt(chat, "result", "Rosa Lind", args=())
    await write(chat, letter("good", "bo"))

    await chat.app.outbox.drain()

    parked = await row(chat, "result")
    assert (parked.status, parked.reason[:21]) == ("failed", "could not be composed")
    assert chat.platform.texts("bo") == ["good"]


async def test_a_prompt_waits_for_the_persons_own_kind_hour(chat: Chat) -> None:
    chat.now -= timedelta(hours=3)  # 7:00 in Toronto
    await _prompt(chat, "check_in")

    await chat.app.outbox.drain()
    waiting = await row(chat, "check_in")
    chat.now = waiting.not_before
    await chat.app.outbox.drain()

    assert (waiting.status, waiting.not_before.hour, waiting.attempts) == ("pending", 14, 0)
    assert len(chat.platform.texts("ann")) == 1


async def test_what_was_composed_once_is_what_is_sent_again(chat: Chat) -> None:
    await _prompt(chat, "check_in")
    chat.platform.busy = timedelta(minutes=1)
    await chat.app.outbox.drain()
    composed = (await row(chat, "check_in")).message
    async with chat.app.store.write() as tx:
        await tx.execute(update(t.contact).values(name="Somebody Else"))

    chat.platform.busy = None
    chat.now += timedelta(minutes=2)
    await chat.app.outbox.drain()

    assert (await row(chat, "check_in")).message == composed
    assert "Somebody Else" not in chat.platform.texts("ann")[0]


async def test_a_stop_while_it_waits_is_obeyed(chat: Chat) -> None:
    await _prompt(chat, "check_in")
    await chat.app.inbox.receive(Said(chat.someone("ann").source(), "stop"))

    await chat.app.outbox.drain()

    assert ((await row(chat, "check_in")).status, (await row(chat, "check_in")).reason) == (
        "skipped",
        "has not said yes to messages",
    )


async def test_a_claim_that_fails_leaves_nothing_behind(chat: Chat) -> None:
    await write(chat, letter("one"))
    flaky = Flaky(chat.app.store, failures=1)
    chat.app.outbox.store = flaky  # type: ignore[assignment]

    with pytest.raises(Exception, match="the disk is full"):
        await chat.app.outbox.pump()
    await chat.app.outbox.drain()

    assert ((await row(chat, "one")).attempts, chat.platform.texts("ann")) == (1, ["one"])


async def test_the_next_thing_that_waits_is_known(chat: Chat) -> None:
    soon = chat.now + timedelta(hours=2)
    await write(chat, letter("later", not_before=soon + timedelta(hours=1)), letter("soon", not_before=soon))

    async with chat.app.store.read() as tx:
        assert await claims.next_waiting(tx, chat.now) == soon
        assert await tx.scalar(select(t.delivery.c.status).where(t.delivery.c.key == "soon")) == "pending"
