"""One person in two communities of one installation: what is said in one never shows in the other."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.pack import Pack
from tests.bot.conversations.meeting import FORM, rows
from tests.chat import CIRCLE, Chat, open_chat

TWIN: dict[str, Any] = {
    **CIRCLE,
    "community": {**CIRCLE["community"], "name": "Twin Circle"},
    "people": [
        {**CIRCLE["people"][0], "roles": [{**CIRCLE["people"][0]["roles"][0], "words": {"en": "You lead the twins."}}]},
        {**CIRCLE["people"][1], "memory": "bob"},
        {**CIRCLE["people"][4], "memory": "rosie"},
    ],
    "contacts": [{"name": "Rosa Lind", "how": "By twin phone.", "person": "Rosa Lind"}],
}  # fmt: skip
"""The same names as in the circle; only Ann is the same person, on the same door."""


@pytest.fixture
async def twins(database: str, pack: Pack) -> AsyncIterator[Chat]:
    opened = await open_chat(database, pack)
    await opened.apply(TWIN)
    yield opened
    await opened.app.store.close()


async def _speak_of(chat: Chat, name: str) -> None:
    ann = chat.someone("ann")
    chat.now += timedelta(minutes=1)
    await ann.says("communities")
    chat.now += timedelta(minutes=1)
    await ann.presses(name)


async def test_a_person_chooses_which_community_they_speak_of(twins: Chat) -> None:
    ann = twins.someone("ann")
    await _speak_of(twins, "Twin Circle")
    twin = await ann.says("my role")
    await _speak_of(twins, "Heart and Lung Circle")

    assert "You lead the twins." in twin
    assert "You say what matters to patients." in await ann.says("my role")


async def test_a_button_acts_in_the_community_it_was_made_in(twins: Chat) -> None:
    ann = twins.someone("ann")
    await _speak_of(twins, "Twin Circle")
    await ann.says("talk")
    await _speak_of(twins, "Heart and Lung Circle")
    await ann.presses("Ask Rosa Lind to contact me")

    assert "Ann Roy would like to talk" in twins.someone("rosie").reads
    assert twins.platform.texts("rosa") == []


async def test_every_row_that_a_button_leaves_is_of_its_own_community(twins: Chat) -> None:
    ann = twins.someone("ann")
    await _speak_of(twins, "Twin Circle")
    await ann.says("settings")
    await _speak_of(twins, "Heart and Lung Circle")
    await ann.presses("Take a break")

    people = {row["id"]: row["community"] for row in await rows(twins, "person")}
    assert all(people[row["person"]] == row["community"] for row in await rows(twins, "delivery") if row["person"])
    newest = max(await rows(twins, "delivery"), key=lambda row: int(str(row["seq"])))
    assert newest["community"] == await _id(twins, "Twin Circle")


async def _id(chat: Chat, name: str) -> object:
    return next(row["id"] for row in await rows(chat, "community") if row["name"] == name)


async def test_stop_in_one_is_no_stop_in_the_other(twins: Chat) -> None:
    await _speak_of(twins, "Twin Circle")
    await twins.someone("ann").says("stop")

    consent = {row["community"]: row["consent"] for row in await rows(twins, "person") if row["name"] == "Ann Roy"}
    assert consent[await _id(twins, "Twin Circle")] == "no"
    assert consent[await _id(twins, "Heart and Lung Circle")] == "yes"


async def test_what_organisers_see_never_crosses(twins: Chat) -> None:
    ann = twins.someone("ann")
    await _speak_of(twins, "Twin Circle")
    await ann.says("what is a flumptious dongle?")
    await ann.says("my role")
    await ann.presses("Something should change")
    await ann.sends(words="A twin wish.")
    await twins.someone("rosie").says("new event")
    await twins.someone("rosie").sends(**FORM)

    for text in ("this week", "check-ins", "events"):
        here = await twins.someone("rosa").says(text)
        assert not any(word in here for word in ("flumptious", "Ann Roy", "Winter meeting")), text
    assert any("flumptious" in text for text in twins.platform.texts("rosie"))
    assert not any("flumptious" in text for text in twins.platform.texts("rosa"))
    assert "Winter meeting" in await twins.someone("rosie").says("events")
    assert not any("twin wish" in text for text in twins.platform.texts("bo"))
    assert "A twin wish." in twins.someone("bob").reads


async def test_an_organiser_of_one_arranges_nothing_in_the_other(twins: Chat) -> None:
    await twins.someone("rosie").says("new event")
    await twins.someone("rosie").sends(**FORM)

    events = await rows(twins, "event")
    invited = {row["person"] for row in await rows(twins, "invited")}
    twin = {row["id"] for row in await rows(twins, "person") if row["community"] == events[0]["community"]}
    assert events[0]["community"] == await _id(twins, "Twin Circle")
    assert invited == twin


async def test_the_help_message_names_the_people_of_the_community_spoken_of(twins: Chat) -> None:
    await _speak_of(twins, "Twin Circle")

    assert "By twin phone." in await twins.someone("ann").says("I don't want to live anymore")


async def test_somebody_in_one_community_is_told_so(twins: Chat) -> None:
    assert "You are in one community here: Heart and Lung Circle." in await twins.someone("bo").says("communities")


async def test_another_communitys_id_opens_nothing(twins: Chat) -> None:
    from bot.buttons import Button
    from bot.inputs import Chose

    bo = twins.someone("bo")
    value = twins.app.buttons.pack(Button("switch.to", (str(await _id(twins, "Twin Circle")),)), twins.now)

    await twins.hear(Chose(bo.source(), value))

    assert bo.reads == "That is not there any more."
