"""The organiser's weekly list."""

from datetime import UTC, datetime, timedelta

from tests.bot.conversations.meeting import announce, answer
from tests.bot.conversations.words import named
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


async def test_words_nobody_answers_stand_in_it_until_they_are_answered(chat: Chat) -> None:
    await named(chat, answers=())
    rosa = chat.someone("rosa")
    await chat.someone("bo").says("what is a flumptious?")
    chat.now += timedelta(days=3)
    await chat.someone("ann").says("what is a flumptious?")

    week = await rosa.says("this week")
    assert "• Words that wait for an answer: flumptious (asked: 2, days: 3)." in week
    assert "Words wait, and not everything has somebody who looks after it." in week
    assert rosa.labels() == ["Name people for words", "Look at the words"]
    assert "Days it has waited: 3." in await rosa.presses("Look at the words")
    await rosa.presses("Not a research word")
    assert "Nothing needs you right now" in await rosa.says("this week")


async def test_a_word_in_somebodys_hands_stands_in_it_after_a_week(chat: Chat) -> None:
    await named(chat)
    rosa = chat.someone("rosa")
    await chat.someone("bo").says("what is a flumptious?")
    chat.now += timedelta(days=6)
    early = await rosa.says("this week")
    chat.now += timedelta(days=1, minutes=1)
    await chat.settle()

    assert "flumptious" not in early
    assert "flumptious (asked: 1, days: 7)" in await rosa.says("this week")


async def test_one_word_after_the_other(chat: Chat) -> None:
    await named(chat, answers=())
    rosa = chat.someone("rosa")
    for word in ("flumptious", "quonkle"):
        await chat.someone("bo").says(f"what is a {word}?")
    await rosa.says("this week")
    assert "flumptious" in await rosa.presses("Look at the words")
    await rosa.presses("Not a research word")

    assert "quonkle" in await rosa.presses("The next word")


async def test_wordings_that_wait_for_a_second_look_stand_in_it_after_a_week(chat: Chat) -> None:
    await named(chat)
    cleo, rosa = chat.someone("cleo"), chat.someone("rosa")
    await cleo.says("proposer un mot")
    await cleo.sends(name="pensée floue", aliases="", short="Une idée sans mots.", more="", example="", why="",
                     source="")  # fmt: skip
    await cleo.presses("Envoyer")
    early = await rosa.says("this week")
    chat.now += timedelta(days=7, minutes=1)

    assert "pensée floue" not in early
    assert "waited for a second look for over a week: pensée floue." in await rosa.says("this week")


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
