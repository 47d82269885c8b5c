"""I'd like to talk to someone."""

from datetime import timedelta

from bot.inputs import Chose
from tests.bot.conversations.meeting import rows
from tests.chat import CIRCLE, Chat


async def test_before_anybody_is_told_it_says_who_would_be(chat: Chat) -> None:
    reads = await chat.someone("ann").says("I'd like to talk to someone")

    assert "Rosa Lind. Mondays to Thursdays." in reads
    assert "Sam Bell. Call 555-0100. I cannot write to Sam Bell myself, so Rosa Lind would pass on your wish." in reads
    assert "911" in reads
    assert chat.platform.texts("rosa") == []


async def test_a_contact_who_is_on_no_door_is_told_through_the_organisers(chat: Chat) -> None:
    ann = chat.someone("ann")
    await ann.says("talk")

    reads = await ann.presses("Ask Sam Bell to contact me")

    assert "I have asked Rosa Lind to tell Sam Bell that you would like to talk, and nothing more." in reads
    assert "Ann Roy would like to talk to Sam Bell." in chat.someone("rosa").reads


async def test_a_contact_nobody_can_reach_is_never_said_to_know(chat: Chat) -> None:
    away = {**CIRCLE["people"][4], "memory": ""}
    people = [person for person in CIRCLE["people"] if person["name"] != "Rosa Lind"]
    await chat.apply(
        {**CIRCLE, "community": {**CIRCLE["community"], "name": "Quiet Circle"}, "people": [*people, away]}
    )
    ann = chat.someone("ann")
    await _use(chat, "Quiet Circle")
    await ann.says("talk")

    reads = await ann.presses("Ask Rosa Lind to contact me")

    assert reads == "I cannot reach Rosa Lind from here. You can get in touch yourself: Mondays to Thursdays."


async def _use(chat: Chat, name: str) -> None:
    ann = chat.someone("ann")
    await ann.says("communities")
    chat.now += timedelta(seconds=5)
    await ann.presses(name)


async def test_pressing_twice_tells_the_contact_once(chat: Chat) -> None:
    ann = chat.someone("ann")
    await ann.says("talk")
    receipt, value, _ = ann._button("Ask Rosa Lind to contact me")

    for _ in range(3):
        await chat.hear(Chose(ann.source(), value, receipt))

    assert len(chat.platform.texts("rosa")) == 1
    assert len(await rows(chat, "hand_over")) == 1
    assert "Rosa Lind now knows that you would like to talk, and nothing more." in ann.reads


async def test_once_they_are_in_touch_a_new_wish_counts_again(chat: Chat) -> None:
    ann, rosa = chat.someone("ann"), chat.someone("rosa")
    for _ in range(2):
        await ann.says("talk")
        await ann.presses("Ask Rosa Lind to contact me")
        await rosa.presses("We are in touch")

    assert len(await rows(chat, "hand_over")) == 2
    assert all(row["taken_at"] for row in await rows(chat, "hand_over"))


async def test_what_was_typed_before_never_travels(chat: Chat) -> None:
    ann = chat.someone("ann")
    await ann.says("I am worried about my pension")
    await ann.says("talk")
    await ann.presses("Ask Rosa Lind to contact me")

    assert not any("pension" in text for text in chat.platform.texts("rosa"))


async def test_the_weekly_list_shows_an_organiser_only_wishes_that_are_theirs(chat: Chat) -> None:
    sue = {"name": "Sue Reed", "time_zone": "America/Toronto", "memory": "sue", "consent": "yes", "organiser": True}
    await chat.apply({**CIRCLE, "people": [*CIRCLE["people"], sue]})
    ann = chat.someone("ann")
    await ann.says("talk")
    await ann.presses("Ask Rosa Lind to contact me")

    assert "Ann Roy asked on Monday 23 November to talk to Rosa Lind" in await chat.someone("rosa").says("this week")
    assert "Ann Roy" not in await chat.someone("sue").says("this week")


async def test_without_contacts_it_says_whom_to_write_to(chat: Chat) -> None:
    await chat.apply({**CIRCLE, "contacts": []})

    assert "No contact person is set up here yet" in await chat.someone("ann").says("talk")


async def test_a_contact_who_is_gone_from_the_list_leads_back_to_the_choice(chat: Chat) -> None:
    ann = chat.someone("ann")
    await ann.says("talk")
    button = ann._button("Ask Sam Bell to contact me")
    await chat.apply({**CIRCLE, "contacts": CIRCLE["contacts"][:1]})

    await chat.hear(Chose(ann.source(), button[1], button[0]))

    assert "Who would you like to talk to?" in ann.reads
    assert ann.labels() == ["Ask Rosa Lind to contact me"]
