"""The platform made of a list fails in every way platforms fail."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from adapters.memory import MemoryPlatform
from bot.messages import Message, Prose, Run
from bot.platform import Address, Gone, Profile, Receipt, Refused, TryLater

ANN = Address("memory", "w1", user="ann")
HELLO = Message((Prose((Run("hello"),)),))
NOW = datetime(2026, 11, 24, tzinfo=UTC)


async def test_what_is_sent_stands_there_with_its_mark() -> None:
    platform = MemoryPlatform()

    receipt = await platform.send(ANN, HELLO, "m1")

    assert platform.texts("ann") == ["hello"]
    assert await platform.find(ANN, "m1", NOW) == receipt
    assert await platform.find(ANN, "m2", NOW) is None


async def test_a_private_place_is_opened_for_a_person() -> None:
    assert (await MemoryPlatform().send(ANN, HELLO, "m1")).address.place == "private-ann"


async def test_an_edit_changes_what_stands_there() -> None:
    platform = MemoryPlatform()
    receipt = await platform.send(ANN, HELLO, "m1")

    await platform.edit(receipt, Message((Prose((Run("good-bye"),)),)), "m2")

    assert (platform.texts("ann"), platform.arrived[0].edits) == (["good-bye"], 1)


async def test_an_edit_of_nothing_is_gone() -> None:
    with pytest.raises(Gone):
        await MemoryPlatform().edit(Receipt(ANN, "7"), HELLO, "m1")


@pytest.mark.parametrize(
    ("mood", "fault"),
    [
        ({"busy": timedelta(seconds=3)}, TryLater),
        ({"gone": {"ann"}}, Gone),
        ({"refuses": True}, Refused),
        ({"broken": True}, ConnectionResetError),
    ],
    ids=["busy", "gone", "refuses", "broken"],
)
async def test_each_mood_has_its_failure_and_nothing_arrives(mood: dict[str, object], fault: type[Exception]) -> None:
    platform = MemoryPlatform(**mood)  # type: ignore[arg-type]

    with pytest.raises(fault):
        await platform.send(ANN, HELLO, "m1")

    assert platform.arrived == []


async def test_an_answer_can_get_lost_after_the_message_arrived() -> None:
    platform = MemoryPlatform(lost_answers=1)

    with pytest.raises(ConnectionResetError):
        await platform.send(ANN, HELLO, "m1")

    assert platform.texts("ann") == ["hello"]


async def test_people_are_found_by_e_mail_in_any_case() -> None:
    platform = MemoryPlatform(people={"ann": Profile("ann", email="Ann@Example.org")})

    assert await platform.locate("w1", "ann@example.org") == ANN
    assert await platform.locate("w1", "bo@example.org") is None
