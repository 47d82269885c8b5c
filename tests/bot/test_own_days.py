"""Who does not want to be written to on the day of the check-in gets it on a day that is theirs."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot import pace
from bot.recurrence import to_local
from bot.store import tables as t
from tests.chat import Chat

UNTIL = datetime(2027, 1, 8, 18, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rule", "days", "wanted"),
    [
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", {0, 2, 3, 4}, "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", {0}, "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", {1}, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        ("FREQ=MONTHLY;BYDAY=+1TU", {3}, "FREQ=MONTHLY;BYDAY=+1TH"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", set(), "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        ("FREQ=DAILY", {3}, "FREQ=DAILY"),
    ],
)
def test_a_rule_on_other_days(rule: str, days: set[int], wanted: str) -> None:
    assert pace.on_days(rule, days) == wanted


async def _asked(chat: Chat) -> list[str]:
    """The local weekdays and dates on which Ann was asked how things are going."""
    async with chat.app.store.read() as tx:
        d, p = t.delivery.c, t.person.c
        query = select(d.done_at).join(t.person, p.id == d.person).where(p.name == "Ann Roy", d.kind == "check_in")
        sent = list(await tx.scalars(query.where(d.status == "sent").order_by(d.done_at)))
    return [f"{to_local(at, 'America/Toronto'):%a %m-%d}" for at in sent]


@pytest.mark.parametrize(
    ("says", "days"),
    [
        ("not on Tuesdays", ["Wed 11-25", "Wed 12-09", "Wed 12-23", "Wed 01-06"]),
        ("only on Mondays", ["Mon 11-23", "Mon 12-07", "Mon 12-21", "Mon 01-04"]),
        ("pas le mardi", ["Wed 11-25", "Wed 12-09", "Wed 12-23", "Wed 01-06"]),
    ],
)
async def test_a_check_in_keeps_its_week_on_another_day(chat: Chat, says: str, days: list[str]) -> None:
    await chat.someone("ann").says(says)

    await chat.until(UNTIL)

    assert await _asked(chat) == days


async def test_back_on_the_usual_days_it_is_tuesday_again(chat: Chat) -> None:
    ann = chat.someone("ann")
    await ann.says("only on Mondays")
    await ann.says("any day")

    await chat.until(UNTIL)

    assert {one[:3] for one in await _asked(chat)} == {"Tue"}
