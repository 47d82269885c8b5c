"""Each input is answered once: not lost, not doubled, not out of order, whatever fails."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import func, select

from adapters.app import App
from bot.inputs import Input, Pointed, Said, Submitted
from bot.platform import Address
from bot.store import tables as t
from tests.bot.deliveries import Flaky, second_worker
from tests.chat import Chat

ROB = "risk of bias\n"


def _said(chat: Chat, user: str, text: str = "what does risk of bias mean", event: str = "") -> Said:
    return Said(chat.someone(user).source(event=event), text)


async def _receive(chat: Chat, *told: Input) -> list[Any]:
    got = await asyncio.gather(*(chat.app.inbox.receive(one) for one in told), return_exceptions=True)
    await chat.app.outbox.drain()
    return got


@pytest.fixture
async def other(chat: Chat) -> AsyncIterator[App]:
    opened = second_worker(chat)
    yield opened
    await opened.store.close()


@dataclass
class _Trap:
    """A screen that breaks on one word."""

    screen: Any

    def read(self, text: str) -> Any:
        if "trapdoor" in text:
            raise RuntimeError("the floor is gone")
        return self.screen.read(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.screen, name)


def _with_trap(chat: Chat) -> None:
    chat.app.inbox.pack = replace(chat.app.pack, screen=_Trap(chat.app.pack.screen))  # type: ignore[arg-type]


def _flaky(chat: Chat, failures: int = 0) -> Flaky:
    chat.app.inbox.store = Flaky(chat.app.store, failures)  # type: ignore[assignment]
    return chat.app.inbox.store  # type: ignore[return-value]


async def test_the_same_event_three_times_is_answered_once(chat: Chat) -> None:
    for _ in range(3):
        await _receive(chat, _said(chat, "ann", event="E1"))

    assert len(chat.platform.texts("ann")) == 1


async def test_the_same_event_three_times_at_once_is_answered_once(chat: Chat) -> None:
    await _receive(chat, *[_said(chat, "ann", event="E1")] * 3)

    assert len(chat.platform.texts("ann")) == 1


async def test_an_event_heard_by_two_processes_is_answered_once(chat: Chat, other: App) -> None:
    told = [_said(chat, user, event=f"E{n}") for n, user in enumerate(["ann", "bo", "cleo", "rosa"] * 5)]

    await asyncio.gather(
        *(chat.app.inbox.receive(one) for one in told), *(other.inbox.receive(one) for one in reversed(told))
    )
    await chat.app.outbox.drain()

    assert [len(chat.platform.texts(user)) for user in ("ann", "bo", "cleo", "rosa")] == [5, 5, 5, 5]


async def test_one_id_in_two_workspaces_is_two_events(chat: Chat) -> None:
    there = Said(chat.someone("ann").source(event="E1"), "p-value")
    here = Said(replace(there.source, workspace="w2", place=Address("memory", "w2", "elsewhere", "ann")), "p-value")
    await _receive(chat, there)

    await _receive(chat, there, here)

    assert [a.to.workspace for a in chat.platform.arrived] == ["w1", "w2"]


@pytest.mark.parametrize("length", [80, 81, 500])
async def test_an_id_of_any_length_is_known_again(chat: Chat, length: int) -> None:
    await _receive(chat, _said(chat, "ann", event="a" * length))
    await _receive(chat, _said(chat, "ann", event="a" * length))
    await _receive(chat, _said(chat, "ann", event="a" * (length - 1) + "b"))

    assert len(chat.platform.texts("ann")) == 2


async def test_many_people_share_a_transaction(chat: Chat) -> None:
    for n in range(60):
        await chat.app.introductions.introduce(_said(chat, f"stranger{n}"))
    store = _flaky(chat)

    await _receive(chat, *(_said(chat, f"stranger{n}") for n in range(60)))

    assert all(chat.platform.texts(f"stranger{n}")[0].startswith(ROB) for n in range(60))
    assert store.writes <= 3


@pytest.mark.parametrize("user", ["ann", "stranger"])
async def test_what_one_person_says_first_is_answered_first(chat: Chat, user: str) -> None:
    words = ["p-value", "risk of bias", "help", "RoB", "p-value", "help"]
    for word in words:
        await _receive(chat, _said(chat, "ann" if user == "ann" else "somebody", word))
    wanted = [arrived.text for arrived in chat.platform.arrived]
    chat.platform.arrived.clear()
    chat.app.introductions._met.clear()

    await _receive(chat, *(_said(chat, user, word) for word in words))

    assert chat.platform.texts(user) == wanted


async def test_a_conversation_that_breaks_apologises_and_harms_no_other(chat: Chat) -> None:
    _with_trap(chat)

    await _receive(chat, _said(chat, "bo"), _said(chat, "ann", "trapdoor"), _said(chat, "cleo", "RoB"))

    assert chat.platform.texts("ann") == [chat.app.pack.text("general.sorry", "en")]
    assert chat.platform.texts("bo")[0].startswith(ROB)
    assert len(chat.platform.texts("cleo")) == 1


async def test_an_input_that_broke_is_not_tried_for_ever(chat: Chat) -> None:
    _with_trap(chat)
    await _receive(chat, _said(chat, "ann", "trapdoor", event="E1"))

    await _receive(chat, _said(chat, "ann", "trapdoor", event="E1"))

    assert len(chat.platform.texts("ann")) == 1


async def test_a_database_that_fails_once_is_not_noticed(chat: Chat) -> None:
    _flaky(chat, failures=1)

    got = await _receive(chat, _said(chat, "ann"), _said(chat, "bo"))

    assert got == [None, None]
    assert [len(chat.platform.texts(user)) for user in ("ann", "bo")] == [1, 1]


async def test_a_database_that_fails_leaves_the_input_unacknowledged_and_it_may_come_again(chat: Chat) -> None:
    _flaky(chat, failures=3)
    told = _said(chat, "ann", event="E1")

    [fault] = await _receive(chat, told)
    before = chat.platform.texts("ann")
    await _receive(chat, told)

    assert "the disk is full" in str(fault)
    assert (before, [text.split("\n")[0] for text in chat.platform.texts("ann")]) == ([], ["risk of bias"])


async def test_who_hangs_up_while_the_database_fails_takes_nobody_along(chat: Chat) -> None:
    _flaky(chat, failures=4)
    await chat.app.introductions.introduce(_said(chat, "ann"))
    gone = asyncio.create_task(chat.app.inbox.receive(_said(chat, "ann")))
    stays = asyncio.create_task(chat.app.inbox.receive(_said(chat, "bo")))
    while not gone.done():
        await asyncio.sleep(0)
        gone.cancel()

    async with asyncio.timeout(5):
        assert await asyncio.gather(stays, return_exceptions=True) != []
    assert await _receive(chat, _said(chat, "bo")) == [None]


HARD = [
    "\x00",
    "what does \x00risk of bias\x00 mean",
    "\ud800 risk of bias",
    "\u202erisk of bias\u202c",
    "ما هو خطر التحيز",
    "🧪" * 500,
    "e" + "\u0301" * 500,
    "x" * 4_000,
    "risk of bias " * 3_000,
    "",
    "   ",
]


@pytest.mark.parametrize("text", HARD, ids=[f"text {n}" for n in range(len(HARD))])
@pytest.mark.parametrize("user", ["ann", "stranger"])
async def test_whatever_is_written_gets_one_answer(chat: Chat, user: str, text: str) -> None:
    got = await _receive(chat, _said(chat, user, text))

    assert got == [None]
    assert len(chat.platform.texts(user)) == 1
    assert "something went wrong" not in chat.platform.texts(user)[0]


@pytest.mark.parametrize("text", HARD, ids=[f"text {n}" for n in range(len(HARD))])
async def test_whatever_is_pointed_at_gets_one_answer(chat: Chat, text: str) -> None:
    await _receive(chat, Pointed(chat.someone("ann").source(), text))

    assert len(chat.platform.texts("ann")) == 1
    assert "something went wrong" not in chat.platform.texts("ann")[0]


@pytest.mark.parametrize("text", HARD, ids=[f"text {n}" for n in range(len(HARD))])
async def test_whatever_a_form_holds_gets_an_answer(chat: Chat, text: str) -> None:
    rosa = chat.someone("rosa")
    await rosa.says("new event")
    if "New event" in rosa.labels():
        await rosa.presses("New event")
    form = getattr(rosa, "form", None) or next(
        b for m in reversed(rosa.messages) for b in m.blocks if hasattr(b, "fields")
    )

    [got] = await _receive(chat, Submitted(rosa.source(), form.value, {field.name: text for field in form.fields}))

    assert not isinstance(got, BaseException)
    assert not any("something went wrong" in text for text in chat.platform.texts("rosa"))


@pytest.mark.parametrize("value", ["", "x", "\x00", "🧪", "a.b.c", "x" * 5_000])
async def test_a_form_that_is_not_ours_gets_a_sentence(chat: Chat, value: str) -> None:
    await _receive(chat, Submitted(chat.someone("ann").source(), value, {}))

    assert len(chat.platform.texts("ann")) == 1


async def test_nothing_is_kept_of_what_failed(chat: Chat) -> None:
    _flaky(chat, failures=3)

    await _receive(chat, _said(chat, "ann", "zxqvy"))

    async with chat.app.store.read() as tx:
        counts = [await tx.scalar(select(func.count()).select_from(table)) for table in (t.heard, t.gap)]
    assert counts == [0, 0]


async def test_two_processes_in_each_others_way_still_answer_everybody_once(chat: Chat, other: App) -> None:
    """The same words are noted by both, in opposite orders: PostgreSQL ends one of two such transactions."""
    words = [f"zxq{letter}vy" for letter in "abcdefghijkl"]
    told = [_said(chat, f"one{n}", f"what does {word} mean") for n, word in enumerate(words)]
    back = [_said(chat, f"two{n}", f"what does {word} mean") for n, word in enumerate(words)]

    await asyncio.gather(
        *(chat.app.inbox.receive(one) for one in told), *(other.inbox.receive(one) for one in reversed(back))
    )
    await chat.app.outbox.drain()

    arrived = [a for a in chat.platform.arrived if a.to.user.startswith(("one", "two"))]
    answers = {a.to.user: a.text for a in arrived}
    assert (len(arrived), len(answers)) == (24, 24)
    assert not any("something went wrong" in text for text in answers.values())
