"""Five questions after an event."""

from datetime import UTC, datetime, timedelta

from bot.inputs import FormErrors
from tests.bot.conversations.meeting import QUESTIONS_OUT, announce, answer, hold, results, rows
from tests.chat import CIRCLE, Chat

PEOPLE = ("ann", "bo", "cleo")


def _first_questions(chat: Chat, user: str) -> int:
    return sum("Question 1 " in text for text in chat.someone(user).news())


async def _arrivals(chat: Chat, hours: list[datetime]) -> dict[str, str]:
    found = {}
    for hour in hours:
        await chat.until(hour)
        found |= {user: f"{hour:%a %d %H:%M}" for user in PEOPLE if _first_questions(chat, user)}
    return found


async def test_the_questions_wait_for_each_persons_next_weekday_over_a_weekend(chat: Chat) -> None:
    await announce(chat, day="2026-11-27")
    monday = datetime(2026, 11, 30, tzinfo=UTC)
    hours = [monday + timedelta(hours=h) for h in (9, 10, 14, 15, 17, 18)]

    assert await _arrivals(chat, hours) == {"cleo": "Mon 30 10:00", "ann": "Mon 30 15:00", "bo": "Mon 30 18:00"}


async def test_ten_o_clock_stays_ten_o_clock_over_a_clock_change(chat: Chat) -> None:
    await announce(chat, day="2027-03-12")
    chat.now = monday = datetime(2027, 3, 15, tzinfo=UTC)
    await chat.settle()
    hours = [monday + timedelta(hours=h) for h in (9, 10, 13, 14, 16, 17)]

    # London changes two weeks later; Toronto and Vancouver are an hour nearer to UTC than in winter.
    assert await _arrivals(chat, hours) == {"cleo": "Mon 15 10:00", "ann": "Mon 15 14:00", "bo": "Mon 15 17:00"}


async def test_who_may_read_is_said_before_the_first_question(chat: Chat) -> None:
    await hold(chat)

    reads = chat.someone("ann").reads
    assert "Thank you for being part of Winter meeting. Five short questions, about two minutes." in reads
    assert reads.index("Only Rosa Lind can read your answers") < reads.index("Was the event worth your time?")
    assert "anonym" not in reads.casefold()


async def test_the_only_reader_is_not_asked_by_herself_and_nobody_without_a_yes(chat: Chat) -> None:
    await hold(chat)

    assert _first_questions(chat, "rosa") == 0
    assert _first_questions(chat, "dan") == 0


async def test_five_questions_and_a_sentence(chat: Chat) -> None:
    ann = chat.someone("ann")
    await hold(chat)
    titles = [ann.last.title]
    for label in ("Yes", "Mostly", "A little", "No"):
        titles.append((await ann.presses(label)).partition("\n")[0])
    await ann.presses("Write a sentence")

    await ann.sends(words="Shorter talks.")

    assert titles == [f"Question {n} of 5" for n in range(1, 6)]
    assert "Rosa Lind will read it, and you will hear what comes of it." in ann.reads
    assert len(await rows(chat, "answer")) == 5


async def test_any_question_can_be_skipped_without_a_trace(chat: Chat) -> None:
    ann = chat.someone("ann")
    await hold(chat)

    await answer(ann, *["Skip"] * 5)

    assert "Thank you" in ann.reads
    assert await rows(chat, "answer") == []


async def test_i_was_not_there_ends_it_and_takes_back_what_was_answered(chat: Chat) -> None:
    ann = chat.someone("ann")
    await hold(chat)
    first = ann._button("Yes"), ann._button("I wasn't there")
    await ann.presses("Yes")
    before = len(await rows(chat, "answer"))

    await chat.hear(_press(ann, first[1]))

    assert before == 1
    assert await rows(chat, "answer") == []
    assert "no more questions about it" in ann.reads
    assert ann.labels() == []


def _press(person, button):  # type: ignore[no-untyped-def]
    from bot.inputs import Chose

    return Chose(person.source(), button[1], button[0])


async def test_answering_twice_changes_the_answer(chat: Chat) -> None:
    ann = chat.someone("ann")
    await hold(chat)
    yes, no = ann._button("Yes"), ann._button("No")
    await chat.hear(_press(ann, yes))

    await chat.hear(_press(ann, no))

    assert [row["value"] for row in await rows(chat, "answer")] == ["no"]


async def test_an_empty_sentence_is_asked_for_again(chat: Chat) -> None:
    ann = chat.someone("ann")
    await hold(chat)
    await answer(ann, *["Skip"] * 4)
    await ann.presses("Write a sentence")

    reply = await ann.sends(words="\x00 \n")

    assert isinstance(reply, FormErrors)
    assert reply.errors == {"words": "Please write a few words first."}


async def test_where_no_form_opens_the_sentence_is_typed(formless: Chat) -> None:
    ann = formless.someone("ann")
    await hold(formless)
    await answer(ann, *["Skip"] * 4)
    await ann.says("1")
    asked = ann.reads

    await ann.says("Send the slides earlier.")

    assert asked == "Please type your sentence now."
    assert [row["words"] for row in await rows(formless, "answer")] == ["Send the slides earlier."]


async def test_a_sentence_counts_only_straight_after_it_was_asked_for(formless: Chat) -> None:
    ann = formless.someone("ann")
    await hold(formless)
    await answer(ann, *["Skip"] * 4)
    await ann.says("Write a sentence")
    await ann.says("stop")

    await ann.says("My neighbour is called Sam.")

    assert await rows(formless, "answer") == []


async def test_the_readers_named_are_exactly_those_who_can_read(chat: Chat) -> None:
    sue = {"name": "Sue Reed", "time_zone": "America/Toronto", "memory": "sue", "consent": "yes", "organiser": True}
    await chat.apply({**CIRCLE, "people": [*CIRCLE["people"], sue]})
    await hold(chat)
    asked = chat.someone("ann").reads
    await answer(chat.someone("ann"), "Yes")

    read = {}
    for user in ("rosa", "sue", "bo"):
        await chat.someone(user).says("events")
        await _see(chat, user)
        read[user] = any(
            "1 of 5 people answered" in text or "1 of 6 people" in text for text in chat.platform.texts(user)
        )
    assert "Only Rosa Lind and Sue Reed can read" in asked
    assert read == {"rosa": True, "sue": True, "bo": False}


async def _see(chat: Chat, user: str) -> None:
    if "See Winter meeting" in chat.someone(user).labels():
        await chat.someone(user).presses("See Winter meeting")


async def test_an_organiser_who_came_later_was_not_named_and_reads_nothing(chat: Chat) -> None:
    await hold(chat)
    await answer(chat.someone("ann"), "Yes")
    sue = {"name": "Sue Reed", "time_zone": "America/Toronto", "memory": "sue", "consent": "yes", "organiser": True}
    await chat.apply({**CIRCLE, "people": [*CIRCLE["people"], sue]})

    await chat.someone("sue").says("events")

    assert "Nobody has answered yet" in await chat.someone("sue").presses("See Winter meeting")
    assert "1 of 5 people answered" in await results(chat)


async def test_after_two_days_nobody_is_asked_any_more(chat: Chat) -> None:
    await announce(chat)
    chat.now = QUESTIONS_OUT + timedelta(days=5)
    await chat.settle()

    assert _first_questions(chat, "ann") == 0
