"""A word nobody has explained: passed on without a name, reminded of once, and whoever asked hears what came of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.bot.conversations.meeting import rows
from tests.bot.conversations.words import named, read_by_others
from tests.chat import MONDAY, Chat

NIGHT = datetime(2026, 11, 24, 3, tzinfo=UTC)
"""22:00 on Monday in Toronto."""
THURSDAY = datetime(2026, 11, 26, 15, 1, tzinfo=UTC)


async def test_a_missing_word_goes_to_a_named_person_without_the_name_of_who_asked(chat: Chat) -> None:
    await named(chat)
    dan, rosa = chat.someone("dan"), chat.someone("rosa")

    reads = await dan.says("what is a flumptious?")

    assert "I have passed the word on to Rosa Lind, without your name." in reads
    assert "I will tell you when there is an answer." in reads
    assert "Somebody asked what “flumptious” means." in rosa.reads
    assert rosa.labels() == ["Answer", "Another name for…", "Not a research word"]
    assert "Dan" not in read_by_others(chat, "dan")


async def test_it_comes_at_a_kind_hour_and_says_when_the_reminder_comes(chat: Chat) -> None:
    await named(chat)
    chat.now = NIGHT
    await chat.someone("dan").says("what is a flumptious?")
    rosa = chat.someone("rosa")
    at_night = [text for text in rosa.news() if "flumptious" in text]
    await chat.until(datetime(2026, 11, 24, 14, 1, tzinfo=UTC))

    assert at_night == []
    (message,) = [text for text in rosa.news() if "flumptious" in text]
    assert "I will remind you once, on Friday." in message


async def test_the_reminder_comes_once_after_three_working_days(chat: Chat) -> None:
    await named(chat)
    await chat.someone("dan").says("what is a flumptious?")
    rosa = chat.someone("rosa")
    first = [text for text in rosa.news() if "flumptious" in text]
    await chat.until(THURSDAY)
    reminder = [text for text in rosa.news() if "flumptious" in text]
    await chat.later(days=14)
    after = [text for text in rosa.news() if "flumptious" in text and not text.startswith("What needs you")]

    assert "I will remind you once, on Thursday." in first[0]
    assert [text.startswith("Somebody still waits to hear what “flumptious” means.") for text in reminder] == [True]
    assert after == []


async def test_over_a_weekend_the_days_that_count_are_working_days(chat: Chat) -> None:
    await named(chat)
    chat.now = datetime(2026, 11, 28, 16, tzinfo=UTC)
    await chat.someone("dan").says("what is a flumptious?")
    await chat.until(datetime(2026, 11, 30, 14, 1, tzinfo=UTC))

    assert any("I will remind you once, on Thursday." in text for text in chat.platform.texts("rosa"))


async def test_whoever_else_answers_words_hears_of_it_at_the_reminder(chat: Chat) -> None:
    await named(chat, answers=("Rosa Lind", "Cléo Roy"))
    await chat.someone("dan").says("what is a flumptious?")
    cleo = chat.someone("cleo")
    at_first = [text for text in cleo.news() if "flumptious" in text]
    await chat.until(THURSDAY)

    assert at_first == []
    assert any("attend encore de savoir ce que veut dire « flumptious »" in text for text in cleo.news())


async def test_the_second_who_asks_hears_that_others_asked_and_no_second_message_goes_out(chat: Chat) -> None:
    await named(chat)
    await chat.someone("dan").says("what is a flumptious?")
    reads = await chat.someone("cleo").says("c'est quoi un flumptious?")
    again = await chat.someone("dan").says("what is a Flumptious")

    assert "D'autres l'ont demandé aussi. Rosa Lind y travaille." in reads
    assert "You asked about “flumptious” before, and it is not forgotten. Rosa Lind is on it." in again
    assert sum("flumptious" in text for text in chat.platform.texts("rosa")) == 1
    assert [row["times"] for row in await rows(chat, "gap")] == [2]
    for name, user in (("Dan", "dan"), ("Cléo", "cleo")):
        assert name not in read_by_others(chat, user)


async def test_several_who_asked_are_a_number(chat: Chat) -> None:
    await named(chat)
    chat.now = NIGHT
    for user in ("dan", "ann", "bo"):
        await chat.someone(user).says("what is a flumptious?")
    await chat.until(datetime(2026, 11, 24, 14, 1, tzinfo=UTC))

    assert any("People asked what “flumptious” means, 3 times so far." in t for t in chat.platform.texts("rosa"))


async def test_not_a_research_word_is_said_kindly_with_somebody_else_to_ask(chat: Chat) -> None:
    await named(chat)
    dan, rosa = chat.someone("dan"), chat.someone("rosa")
    await dan.says("what is a flumptious?")

    thanks = await rosa.presses("Not a research word")

    assert thanks.startswith("Thank you. Whoever asked about “flumptious” will hear it kindly")
    assert "it is not a research word" in dan.reads
    assert "You can also ask Rosa Lind. Mondays to Thursdays." in dan.reads
    assert dan.labels() == ["Ask Rosa Lind to contact me"]
    assert await rows(chat, "gap_asker") == []


async def test_the_answer_is_told_at_a_kind_hour(chat: Chat) -> None:
    await named(chat)
    dan, rosa = chat.someone("dan"), chat.someone("rosa")
    await dan.says("what is a flumptious?")
    chat.now = datetime(2026, 11, 24, 2, tzinfo=UTC)
    dan.news()
    await rosa.presses("Not a research word")
    in_the_night = dan.news()
    await chat.until(datetime(2026, 11, 24, 12, 31, tzinfo=UTC))

    assert [text for text in in_the_night if "flumptious" in text] == []
    assert any("it is not a research word" in text for text in dan.news())


async def test_after_a_week_without_an_answer_whoever_asked_is_told_so_once(chat: Chat) -> None:
    await named(chat)
    dan = chat.someone("dan")
    await dan.says("what is a flumptious?")
    await chat.until(MONDAY + timedelta(days=7, minutes=1))
    told = [text for text in dan.news() if "There is no answer yet." in text]
    await chat.later(days=14)

    assert len(told) == 1
    assert "You asked about “flumptious” a week ago." in told[0]
    assert "You can also ask Rosa Lind." in told[0]
    assert [text for text in dan.news() if "flumptious" in text] == []
    assert "flumptious (asked: 1, days: 21)" in await chat.someone("rosa").says("this week")


async def test_an_answer_after_that_week_is_still_told(chat: Chat) -> None:
    await named(chat)
    dan, rosa = chat.someone("dan"), chat.someone("rosa")
    await dan.says("what is a flumptious?")
    await chat.until(MONDAY + timedelta(days=8))
    dan.news()
    await rosa.presses("Not a research word")

    assert ["it is not a research word" in text for text in dan.news()] == [True]


async def test_a_settled_word_is_not_reminded_of(chat: Chat) -> None:
    await named(chat, answers=("Rosa Lind", "Cléo Roy"))
    await chat.someone("dan").says("what is a flumptious?")
    await chat.someone("rosa").presses("Not a research word")
    await chat.later(days=10)

    assert not any("still waits" in text or "attend encore" in text for text in read_by_others(chat).splitlines())


async def test_a_word_that_was_answered_meanwhile_says_so(chat: Chat) -> None:
    await named(chat, answers=("Rosa Lind", "Cléo Roy"))
    await chat.someone("dan").says("what is a flumptious?")
    await chat.until(THURSDAY)
    await chat.someone("rosa").presses("Not a research word")

    assert "a déjà sa réponse" in await chat.someone("cleo").presses("Pas un mot de la recherche")


async def test_asked_again_after_it_was_no_word_begins_anew(chat: Chat) -> None:
    await named(chat)
    rosa = chat.someone("rosa")
    await chat.someone("dan").says("what is a flumptious?")
    await rosa.presses("Not a research word")
    rosa.news()
    chat.now += timedelta(hours=1)
    reads = await chat.someone("bo").says("what is a flumptious?")
    await chat.later(hours=3)

    assert "passed the word on to Rosa Lind" in reads
    assert sum("Somebody asked what “flumptious” means." in text for text in rosa.news()) == 1


async def test_whoever_answers_words_and_asks_gets_the_word_at_once(chat: Chat) -> None:
    await named(chat)
    rosa = chat.someone("rosa")

    reads = await rosa.says("what is a flumptious?")

    assert reads.startswith("I don't know “flumptious” yet. You answer words here, so it is in your hands.")
    assert rosa.labels() == ["Answer", "Another name for…", "Not a research word"]
    assert len([text for text in rosa.news() if "flumptious" in text]) == 1
    assert await rows(chat, "gap_asker") == []


async def test_without_a_named_person_it_stands_in_the_organisers_list(chat: Chat) -> None:
    await named(chat, answers=())
    rosa = chat.someone("rosa")
    reads = await chat.someone("dan").says("what is a flumptious dongle?")
    week = await rosa.says("this week")

    assert "I have noted the word for your organiser, without your name." in reads
    assert "Words that wait for an answer: flumptious dongle (asked: 1, days: 1)." in week
    assert "Dan" not in week
    assert "Somebody asked what “flumptious dongle” means." in await rosa.presses("Look at the words")
    await rosa.presses("Not a research word")
    assert any("it is not a research word" in text for text in chat.platform.texts("dan"))


async def test_who_stopped_is_not_written_to_and_waits_for_nothing(chat: Chat) -> None:
    await named(chat)
    dan = chat.someone("dan")
    await dan.says("what is a flumptious?")
    await dan.says("stop")
    dan.news()
    left = await rows(chat, "gap_asker")
    await chat.someone("rosa").presses("Not a research word")
    await chat.later(days=10)

    assert left == []
    assert dan.news() == []


async def test_who_does_not_want_messages_is_promised_none(chat: Chat) -> None:
    await named(chat)
    dan = chat.someone("dan")
    await dan.says("stop")

    reads = await dan.says("what is a flumptious?")

    again = await dan.says("what is a flumptious?")

    assert "Please ask me again in a few days." in reads
    assert "I will tell you" not in reads
    assert "passed the word on to Rosa Lind" in again
    assert await rows(chat, "gap_asker") == []
    assert any("flumptious" in text for text in chat.platform.texts("rosa"))


async def test_who_takes_a_break_is_told_after_it(chat: Chat) -> None:
    await named(chat)
    dan = chat.someone("dan")
    await dan.says("what is a flumptious?")
    await dan.says("pause 3 weeks")
    dan.news()
    await chat.someone("rosa").presses("Not a research word")
    await chat.later(days=20)
    during = dan.news()
    await chat.later(days=3)

    assert during == []
    assert any("it is not a research word" in text for text in dan.news())


async def test_who_rests_or_said_no_is_passed_over_for_the_next_who_answers(chat: Chat) -> None:
    await named(chat, answers=("Rosa Lind", "Bo Lind"))
    await chat.someone("rosa").says("pause 3 weeks")

    reads = await chat.someone("dan").says("what is a flumptious?")

    assert "passed the word on to Bo Lind" in reads


async def test_a_stranger_is_promised_nothing_and_nobody_is_kept(chat: Chat) -> None:
    await named(chat)

    reads = await chat.someone("zoe").says("what is a flumptious?")

    assert "Please ask me again in a few days." in reads
    assert await rows(chat, "gap_asker") == []


async def test_whoever_does_not_answer_words_any_more_gets_none_and_changes_none(chat: Chat) -> None:
    await named(chat, answers=("Cléo Roy",))
    await chat.someone("dan").says("what is a flumptious?")
    cleo = chat.someone("cleo")
    await named(chat, answers=("Rosa Lind",))
    await cleo.presses("Pas un mot de la recherche")
    await chat.until(THURSDAY + timedelta(days=1))

    assert any("D'autres personnes répondent maintenant aux mots ici." in text for text in cleo.news())
    assert not any("attend encore de savoir" in text for text in chat.platform.texts("cleo"))
    assert [row["settled_at"] for row in await rows(chat, "gap")] == [None]


async def test_a_long_text_is_passed_on_to_nobody(chat: Chat) -> None:
    await named(chat)
    reads = await chat.someone("dan").says("what is a " + "flumptious " * 8 + "?")

    assert "without your name" not in reads
    assert await rows(chat, "gap") == []


async def test_no_delivery_says_for_which_word_somebody_waits(chat: Chat) -> None:
    await named(chat)
    await chat.someone("dan").says("what is a flumptious?")
    (dan,) = [row["id"] for row in await rows(chat, "person") if row["name"] == "Dan Okoro"]
    (gap,) = await rows(chat, "gap")
    kept = [row for row in await rows(chat, "delivery") if row["person"] == dan and row["prompt"]]

    assert [row["prompt"]["args"] for row in kept if row["kind"] == "told"] == [[]]  # type: ignore[index]
    assert not any(str(gap["id"]) in f"{row['key']}{row['prompt']}" for row in kept)
