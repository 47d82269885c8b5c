"""The organiser's weekly list."""

from datetime import UTC, datetime, timedelta

from tests.bot.conversations.meeting import announce, answer
from tests.chat import CIRCLE, Chat

WORDS = ("flumptious", "quonkle", "brindlewick", "zorbification", "mimblewort", "tragglefoot", "snorkelune")


async def _busy_week(chat: Chat) -> None:
    """More than five things: two talks, three changes, somebody stuck, an event nobody heard back from, words."""
    chat.now = datetime(2026, 11, 24, 16, tzinfo=UTC)
    await chat.settle()
    await chat.someone("ann").presses("A bit stuck")
    for user, contact in (("ann", "Ask Sam Bell to contact me"), ("bo", "Ask Rosa Lind to contact me")):
        await chat.someone(user).says("talk")
        await chat.someone(user).presses(contact)
    for user in ("ann", "bo", "dan"):
        person = chat.someone(user)
        await person.says("my role")
        await person.presses("Something should change")
        await person.sends(words="Less.")
    for word in WORDS:
        await chat.someone("bo").says(f"what is a {word}?")


async def test_at_most_five_things_and_the_most_pressing_first(chat: Chat) -> None:
    await _busy_week(chat)

    reads = await chat.someone("rosa").says("this week")

    points = [line for line in reads.splitlines() if line.startswith("• ")]
    assert len(points) == 5
    assert "to talk to" in points[0]
    assert "to talk to" in points[1]
    assert all("should change" in point for point in points[2:])


async def test_it_comes_on_monday_at_ten_over_all_teams(chat: Chat) -> None:
    await _busy_week(chat)
    chat.now = datetime(2026, 11, 30, 15, tzinfo=UTC)
    await chat.settle()

    reads = chat.someone("rosa").reads
    assert reads.startswith("What needs you this week\n")
    assert "Ann Roy" in reads
    assert "Dan Okoro" in reads


async def test_nobody_is_named_as_missing(chat: Chat) -> None:
    chat.now = datetime(2026, 11, 24, 18, 30, tzinfo=UTC)
    await chat.settle()
    await chat.someone("ann").presses("All good")
    await announce(chat, day="2026-11-25")
    await chat.later(days=6)

    reads = await chat.someone("rosa").says("this week")

    assert reads == "What needs you this week\nNothing needs you right now. Enjoy your week."


async def test_who_is_stuck_is_a_number_until_the_organiser_reads_the_check_ins(chat: Chat) -> None:
    chat.now = datetime(2026, 11, 24, 16, tzinfo=UTC)
    await chat.settle()
    await chat.someone("ann").presses("A bit stuck")

    reads = await chat.someone("rosa").says("this week")

    assert "A bit stuck at the moment: 1 of those who wrote to you." in reads
    assert "Ann" not in reads
    assert "Ann Roy: How is your part" in await chat.someone("rosa").presses("Read check-ins")


async def test_words_that_were_seen_come_back_only_when_asked_again(chat: Chat) -> None:
    rosa = chat.someone("rosa")
    await chat.someone("bo").says("what is a flumptious?")
    await rosa.says("this week")
    await rosa.presses("I have seen the words")
    quiet = await rosa.says("this week")
    await chat.someone("bo").says("what is a flumptious?")

    assert "Nothing needs you right now" in quiet
    assert "flumptious" in await rosa.says("this week")


async def test_only_organisers_get_it(chat: Chat) -> None:
    assert "Only organisers can do that" in await chat.someone("ann").says("this week")


async def test_an_organiser_who_is_none_any_more_gets_none(chat: Chat) -> None:
    people = [{**person, "organiser": False} for person in CIRCLE["people"]]
    await chat.apply({**CIRCLE, "people": people})
    chat.now += timedelta(days=7, hours=1)
    await chat.settle()

    assert not any("What needs you" in text for text in chat.platform.texts("rosa"))


async def test_check_ins_and_answers_end_with_the_role(chat: Chat) -> None:
    chat.now = datetime(2026, 11, 24, 16, tzinfo=UTC)
    await chat.settle()
    await answer(chat.someone("ann"), "A bit stuck")
    await chat.apply({**CIRCLE, "people": [{**person, "organiser": False} for person in CIRCLE["people"]]})

    assert "no new check-ins" in await chat.someone("rosa").says("check-ins")
