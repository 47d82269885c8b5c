"""The local platform and its book, beyond what the contract asks."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from adapters.local.book import Book, Line
from adapters.local.limits import REMEMBERED
from bot.messages import Message, message
from bot.platform import Address, Gone, Receipt, Refused
from tests.cards.gallery import FORM, GALLERY
from tests.contract.local_probe import START, LocalProbe
from tests.contract.probe import ANN

CHANNEL = Address("local", "demo", "channel")


async def test_the_same_mark_twice_keeps_one_message(probe: LocalProbe) -> None:
    first = await probe.platform.send(probe.private(ANN), GALLERY["answer"], "m1")
    second = await probe.platform.send(probe.private(ANN), GALLERY["role"], "m1")

    assert first == second
    assert [shown.text.split("\n")[0] for shown in probe.shown()] == ["risk of bias"]


async def test_the_same_mark_at_the_same_time_keeps_one_message(probe: LocalProbe) -> None:
    sent = [probe.platform.send(probe.private(ANN), GALLERY["answer"], "m1") for _ in range(8)]

    assert len({receipt.id for receipt in await asyncio.gather(*sent)}) == 1
    assert len(probe.shown()) == 1


async def test_many_at_once_each_get_their_own_number(probe: LocalProbe) -> None:
    other = Book(probe.database.store.writer)
    lines = [Line(ANN, ANN, "me", START, f"own:{n}", text=str(n)) for n in range(30)]
    await asyncio.gather(
        *(book.write(line) for line, book in zip(lines, [other, probe.platform.book] * 15, strict=True))
    )

    assert [row["seq"] for row in probe.database.lines()] == list(range(1, 31))


async def test_a_private_message_never_goes_to_the_channel(probe: LocalProbe) -> None:
    with pytest.raises(Refused):
        await probe.platform.send(CHANNEL, GALLERY["answer"], "m1")
    receipt = await probe.platform.send(CHANNEL, GALLERY["channel"], "m2")
    with pytest.raises(Refused):
        await probe.platform.edit(receipt, GALLERY["answer"], "m3")


async def test_a_message_that_says_nothing_is_refused(probe: LocalProbe) -> None:
    with pytest.raises(Refused):
        await probe.platform.send(probe.private(ANN), message(lang="en"), "m1")


async def test_a_message_that_is_not_there_cannot_be_edited(probe: LocalProbe) -> None:
    await probe.says("hello")
    mine = str(probe.database.lines()[0]["id"])
    for id_ in ("nothing", mine):
        with pytest.raises(Gone):
            await probe.platform.edit(Receipt(probe.private(ANN), id_), GALLERY["answer"], "m1")


@pytest.mark.parametrize("name", list(GALLERY))
async def test_a_message_is_kept_as_it_was_sent(probe: LocalProbe, name: str) -> None:
    receipt = (
        await probe.platform.send(replace(probe.private(ANN), place=ANN), GALLERY[name], "m1")
        if name != "channel"
        else None
    )
    receipt = receipt or await probe.platform.send(CHANNEL, GALLERY[name], "m1")

    kept = await Book(probe.database.store.writer).by_id(receipt.id)
    assert kept is not None
    assert isinstance(kept.message, Message)
    assert (kept.message, kept.at) == (GALLERY[name], START)


async def test_starting_again_keeps_what_was_there(probe: LocalProbe) -> None:
    await probe.platform.send(probe.private(ANN), GALLERY["answer"], "m1")
    await probe.door.start()

    assert len(probe.shown()) == 1


async def test_forms_that_nobody_came_for_are_forgotten(probe: LocalProbe) -> None:
    for n in range(REMEMBERED + 5):
        await probe.platform.open_form(str(n), FORM)

    assert probe.platform.opened("0") is None
    assert probe.platform.opened(str(REMEMBERED)) is FORM
    assert probe.platform.opened(str(REMEMBERED)) is None
