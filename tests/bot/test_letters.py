"""What was decided becomes rows: one a key, with an address, an order and an end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot import addresses, letters, people
from bot.kinds import KINDS
from bot.letters import Letter, expires
from bot.people import Person
from bot.platform import Address
from bot.store import tables as t
from bot.turn import Prompt
from tests.bot.deliveries import letter, row, text, write
from tests.chat import Chat


async def _person(chat: Chat, name: str = "Ann Roy") -> Person:
    async with chat.app.store.read() as tx:
        community = (await people.communities(tx))[0]
        return next(one for one in await people.everybody(tx, community.id) if one.name == name)


async def test_a_key_makes_one_row_whoever_writes_it(chat: Chat) -> None:
    await write(chat, letter("one"), letter("one", "bo"))
    await write(chat, letter("one", "cleo"))

    async with chat.app.store.read() as tx:
        assert await tx.scalar(select(func.count()).where(t.delivery.c.key == "one")) == 1
    assert (await row(chat, "one")).address["user"] == "ann"


async def test_a_person_is_written_to_where_they_were_last(chat: Chat) -> None:
    ann = await _person(chat)
    async with chat.app.store.write() as tx:
        await addresses.remember(tx, ann, Address("slack", "T1", user="never used"), None)
        await addresses.remember(tx, ann, Address("teams", "T2", user="used today"), chat.now)

    await write(chat, Letter("one", "answer", ann.community, ann, None, text("one")))

    assert (await row(chat, "one")).address == {"platform": "teams", "workspace": "T2", "user": "used today"}


async def test_somebody_without_an_address_is_skipped_with_a_reason(chat: Chat) -> None:
    ann = await _person(chat)
    async with chat.app.store.write() as tx:
        await addresses.gone(tx, Address("memory", "w1", user="ann"), chat.now)

    await write(chat, letters.from_prompt(Prompt("role", ann, "role", "role:1"), chat.now))

    found = await row(chat, "role:1")
    assert (found.status, found.reason, found.lane) == ("skipped", "no address is known", "")


async def test_rows_keep_the_order_they_were_written_in(chat: Chat) -> None:
    keys = [f"k{n}" for n in range(30)]
    await write(chat, *(letter(key) for key in keys[:20]))
    await write(chat, *(letter(key) for key in keys[20:]))

    async with chat.app.store.read() as tx:
        found = await tx.scalars(select(t.delivery.c.key).where(t.delivery.c.key.in_(keys)).order_by(t.delivery.c.seq))
    assert list(found) == keys


async def test_a_long_key_fits(chat: Chat) -> None:
    """The longest a turn can make: a Teams tenant, a hashed event id, a number."""
    key = f"teams:{'0' * 36}:{'f' * 64}:10"

    await write(chat, letter(key))

    assert (await row(chat, key)).status == "pending"


@pytest.mark.parametrize("kind", [kind for kind in KINDS.values() if kind.prompt and kind.name != "welcome"])
async def test_what_we_start_ourselves_has_an_end(chat: Chat, kind) -> None:  # type: ignore[no-untyped-def]
    due = datetime(2026, 11, 24, 15, tzinfo=UTC)

    end = expires(kind, due, await _person(chat))

    assert end is not None
    assert timedelta(0) < end - due <= timedelta(days=400 if kind.name == "change" else 21)


async def test_a_check_in_ends_with_the_persons_own_day(chat: Chat) -> None:
    due = datetime(2026, 11, 24, 18, tzinfo=UTC)

    ends = [expires(KINDS["check_in"], due, await _person(chat, name)) for name in ("Ann Roy", "Bo Lind", "Cléo Roy")]

    midnight = [datetime(2026, 11, 25, hour, tzinfo=UTC) - timedelta(microseconds=1) for hour in (5, 8, 0)]
    assert ends == midnight


async def test_an_answer_is_never_too_late(chat: Chat) -> None:
    assert expires(KINDS["answer"], None, await _person(chat)) is None
