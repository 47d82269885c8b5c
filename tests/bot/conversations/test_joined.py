"""What found no place in a week is named in the next message, and one press away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, update

from bot.conversations import joined
from bot.store import tables as t
from tests.bot.conversations.meeting import announce
from tests.chat import CIRCLE, Chat, open_chat

ALSO = "waits as well"
TUESDAY = datetime(2026, 11, 24, 18, tzinfo=UTC)


@pytest.fixture
async def busy(database: str, pack: Any) -> Any:
    """Rosa and Pat organise: their lists are due on Monday, their check-ins on Tuesday, with one place a week."""
    pat = {"name": "Pat Moss", "time_zone": "America/Toronto", "memory": "pat", "consent": "yes", "organiser": True}
    weekly = {"rule": "FREQ=WEEKLY;INTERVAL=1;BYDAY=TU"}
    table = {**CIRCLE, "people": [*CIRCLE["people"], pat], "rhythm": {"check_in": weekly}}
    chat = await open_chat(database, pack, table)
    await chat.app.outbox.drain()
    yield chat
    await chat.app.store.close()


async def _a_change_is_wanted(chat: Chat) -> None:
    ann = chat.someone("ann")
    await ann.says("what is my role")
    await ann.presses("Something should change")
    await ann.sends(words="I would like to do less.")


async def test_a_list_that_gave_way_is_named_in_what_came_instead(busy: Chat) -> None:
    await _a_change_is_wanted(busy)
    await busy.until(TUESDAY)
    rosa = busy.someone("rosa")
    question = rosa.reads

    assert "Two taps" in question
    assert ALSO in question
    await rosa.presses("My list")
    assert "Ann Roy" in rosa.reads
    assert question in busy.platform.texts("rosa")  # it is still there, to be answered


async def test_it_is_named_once(busy: Chat) -> None:
    await _a_change_is_wanted(busy)
    await busy.until(TUESDAY)
    assert ALSO in busy.someone("rosa").reads

    async with busy.app.store.write() as tx:
        await tx.execute(delete(t.schedule).where(t.schedule.c.kind == "digest"))
    await busy.until(TUESDAY + timedelta(weeks=1))

    assert "Two taps" in busy.someone("rosa").reads
    assert ALSO not in busy.someone("rosa").reads


async def test_an_empty_list_is_neither_sent_nor_named(busy: Chat) -> None:
    await busy.until(TUESDAY + timedelta(weeks=3))

    assert not [text for text in busy.platform.texts("rosa") if ALSO in text or "needs you" in text]


async def test_a_reminder_of_a_part_that_found_no_place_is_named(busy: Chat) -> None:
    """Ann's part is due on the first Thursday of December, and every week has a check-in."""
    await busy.until(datetime(2026, 12, 29, 18, tzinfo=UTC))
    ann = busy.someone("ann")
    named = [text for text in busy.platform.texts("ann") if ALSO in text]

    assert len(named) == 1
    await ann.presses("My part")
    assert "Is it still right for you?" in ann.reads


async def test_what_was_named_in_a_message_that_never_arrived_is_named_in_the_next(busy: Chat) -> None:
    await _a_change_is_wanted(busy)
    busy.platform.refuses = True
    await busy.until(TUESDAY)
    busy.platform.refuses = False
    async with busy.app.store.write() as tx:
        await tx.execute(delete(t.schedule).where(t.schedule.c.kind == "digest"))

    await busy.until(TUESDAY + timedelta(weeks=1))

    assert ALSO in busy.someone("rosa").reads


async def test_composed_again_a_message_names_the_same(busy: Chat) -> None:
    await _a_change_is_wanted(busy)
    busy.platform.busy = timedelta(0)
    await busy.until(TUESDAY - timedelta(hours=2, minutes=50))
    async with busy.app.store.write() as tx:
        waits = (t.delivery.c.kind == "check_in") & (t.delivery.c.status == "pending")
        await tx.execute(update(t.delivery).where(waits).values(message=None))
    busy.platform.busy = None

    await busy.until(TUESDAY)

    assert ALSO in busy.someone("rosa").reads


async def test_a_fault_in_that_line_costs_nobody_their_message(busy: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    async def breaks(*told: object) -> object:
        raise KeyError("odd")

    await _a_change_is_wanted(busy)
    monkeypatch.setattr(joined, "add", breaks)
    await busy.until(TUESDAY)

    assert "Two taps" in busy.someone("rosa").reads
    assert "Two taps" in busy.someone("ann").reads


async def test_a_check_in_that_gave_way_to_news_of_an_event_is_there_at_a_press(busy: Chat) -> None:
    """The announcement a day before takes the week's place; the check-in of that Tuesday is not lost."""
    await announce(busy, day="2026-12-02")
    await busy.until(datetime(2026, 12, 3, 18, tzinfo=UTC))
    assert not [text for text in busy.platform.texts("ann") if "1 December" in text and "Two taps" in text]
    await busy.until(datetime(2026, 12, 8, 18, tzinfo=UTC))

    ann = busy.someone("ann")
    assert any("Your check-in waits as well" in text for text in busy.platform.texts("ann"))
    await ann.presses("My check-in")
    assert "Two taps" in ann.reads
    assert "Nobody reads this right away" in ann.reads


async def test_with_nobody_to_turn_to_no_check_in_is_there_at_a_press(busy: Chat) -> None:
    await announce(busy, day="2026-12-02")
    await busy.until(datetime(2026, 12, 8, 18, tzinfo=UTC))
    ann = busy.someone("ann")
    async with busy.app.store.write() as tx:
        await tx.execute(delete(t.help_line))

    await ann.presses("My check-in")

    assert "Two taps" not in ann.reads
