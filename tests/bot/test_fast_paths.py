"""What was made quick is still right: many at once, and many for one conversation."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import event

from bot import people, questions
from bot.folding import fold
from bot.inputs import Said
from bot.people import Person
from tests.bot.deliveries import Flaky, letter, write
from tests.chat import Chat


async def _people(chat: Chat) -> dict[str, Person]:
    async with chat.app.store.read() as tx:
        (community,) = await people.communities(tx)
        return {one.name: one for one in await people.everybody(tx, community.id)}


async def test_everybody_who_answers_at_once_answers_their_own_question(chat: Chat) -> None:
    here = await _people(chat)
    ann, bo = here["Ann Roy"], here["Bo Lind"]
    async with chat.app.store.write() as tx:
        await questions.ask(tx, ann, "check_in.sentence", ("2026-11-24",), chat.now)
        await questions.ask(tx, bo, "role.wish", ("r1",), chat.now)

        assert await questions.pending(tx, list(here.values()), chat.now) == {
            ann.id: ("check_in.sentence", ("2026-11-24",)),
            bo.id: ("role.wish", ("r1",)),
        }


async def test_a_question_is_open_for_two_hours(chat: Chat) -> None:
    ann = (await _people(chat))["Ann Roy"]
    async with chat.app.store.write() as tx:
        await questions.ask(tx, ann, "check_in.sentence", ("2026-11-24",), chat.now)

        assert ann.id in await questions.pending(tx, [ann], chat.now + questions.PATIENCE / 2)
        assert await questions.pending(tx, [ann], chat.now + questions.PATIENCE) == {}


async def test_a_long_queue_for_one_does_not_hold_up_the_others(chat: Chat) -> None:
    await write(chat, *(letter(f"{n}", "ann") for n in range(150)), letter("hello", "bo"))

    await chat.app.outbox.pump()
    await asyncio.wait(set(chat.app.outbox._flying))

    assert [arrived.to.user for arrived in chat.platform.arrived] == ["ann", "bo"]
    await chat.app.outbox.drain()
    assert len(chat.platform.arrived) == 151


async def test_one_answer_takes_three_transactions(chat: Chat) -> None:
    counted = Flaky(chat.app.store)
    chat.app.inbox.store = chat.app.outbox.store = counted  # type: ignore[assignment]

    await chat.app.inbox.receive(Said(chat.someone("ann").source(), "what does risk of bias mean"))
    await chat.app.outbox.pump()
    await chat.app.outbox._land()

    assert counted.writes == 3  # heard, claimed, marked


def test_plain_text_is_folded_as_all_other_text_is() -> None:
    for text in ("Risk of BIAS?", "  p < 0.05 ", "co-lead's", "", "A\tB\nC"):
        assert fold(text) == fold(text + "\N{COMBINING ACUTE ACCENT}")


async def test_looking_for_what_is_due_never_reads_what_was_sent(chat: Chat) -> None:
    if not chat.app.store.on_sqlite:
        pytest.skip("PostgreSQL chooses its plans by the size of its tables")
    plans: list[str] = []
    event.listen(chat.app.store.writer.sync_engine, "before_cursor_execute", lambda *told: plans.append(told[2]))

    await write(chat, letter("one"))
    await chat.app.outbox.pump()
    await chat.app.outbox.reconcile(of_owner="embedded:")

    looked = [sql for sql in plans if "FROM delivery" in sql or "CROSS JOIN delivery" in sql]
    assert len(looked) == 4  # which lanes, which rows, the rows themselves, and what is overdue
    for sql in looked:
        plan = await _plan(chat, sql)
        assert "SCAN delivery" not in plan
        assert not any(f"SCAN {alias}\n" in plan + "\n" for alias in "dxb")


async def _plan(chat: Chat, sql: str) -> str:
    """How SQLite goes about a statement, whatever its parameters."""
    async with chat.app.store.read() as tx:
        rows = await tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", (1,) * sql.count("?"))
        return "\n".join(row[3] for row in rows)
