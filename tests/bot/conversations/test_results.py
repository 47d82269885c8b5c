"""What came of an event."""

import csv
import io

import pytest

from bot.inputs import FormErrors
from bot.messages import Document, FileRef, Picture, as_text
from bot.platform import Refused
from tests.bot.conversations.meeting import RESULT_OUT, announce, answer, hold, results, rows
from tests.chat import Chat, Someone


async def _answered(chat: Chat) -> None:
    await hold(chat)
    await answer(chat.someone("ann"), "Yes", "Mostly", "Yes", "No", words="=1+1 Shorter talks.")
    await answer(chat.someone("cleo"), "Oui", "Passer", "Un peu", "Non", words="Plus de pauses.")


async def _tell(chat: Chat) -> Someone:
    rosa = chat.someone("rosa")
    await results(chat)
    await rosa.presses("Tell everybody")
    await rosa.sends(heard="The talks were long.", change="Ten minutes at most.")
    return rosa


async def test_the_summary_says_everything_in_words(chat: Chat) -> None:
    await _answered(chat)

    reads = await results(chat)

    assert "2 of 5 people answered." in reads
    assert "Was the event worth your time?: 2 Yes" in reads
    assert "Was it easy to take part?: 1 Mostly" in reads
    assert "Did you feel heard?: 2 No" in reads
    assert "Shorter talks." in reads
    assert "Ann" not in reads
    assert "Cléo" not in reads


async def test_the_picture_has_its_whole_meaning_in_words(chat: Chat) -> None:
    await _answered(chat)
    await results(chat)

    (picture,) = [block for block in chat.someone("rosa").last.blocks if isinstance(block, Picture)]
    assert picture.alt.startswith("Bars that show the answers. Was the event worth your time? 2 Yes;")


async def test_the_table_has_no_formulas_and_no_names(chat: Chat) -> None:
    await _answered(chat)
    await results(chat)
    (document,) = [block for block in chat.someone("rosa").last.blocks if isinstance(block, Document)]

    made = await chat.app.files.make(document.file)

    lines = list(csv.reader(io.StringIO(made.data.decode("utf-8-sig"))))
    assert lines[0][0] == "Was the event worth your time?"
    assert sorted(lines[1:]) == [
        ["Yes", "", "A little", "No", "Plus de pauses."],
        ["Yes", "Mostly", "Yes", "No", "'=1+1 Shorter talks."],
    ]


@pytest.mark.parametrize("kind", ["feedback_csv", "feedback_picture"])
async def test_a_file_is_refused_to_everybody_who_is_no_reader(chat: Chat, kind: str) -> None:
    await _answered(chat)
    people = {str(row["name"]): row for row in await rows(chat, "person")}
    (event,) = await rows(chat, "event")

    for name in ("Ann Roy", "Bo Lind", "Dan Okoro"):
        person = people[name]
        with pytest.raises(Refused):
            await chat.app.files.make(FileRef(kind, person["community"], event["id"], person["id"], "en"))  # type: ignore[arg-type]


async def test_the_result_comes_by_itself_when_feedback_has_closed(chat: Chat) -> None:
    await _answered(chat)
    chat.someone("rosa").news()
    await chat.until(RESULT_OUT)

    assert any("What people said about Winter meeting" in text for text in chat.someone("rosa").news())


async def test_telling_everybody_reaches_exactly_those_invited_who_said_yes(chat: Chat) -> None:
    await _answered(chat)
    for user in ("ann", "bo", "cleo", "dan"):
        chat.someone(user).news()

    await _tell(chat)
    told = chat.someone("rosa").reads
    await chat.later(days=7)  # this week they were asked about it already

    reached = {
        u for u in ("ann", "bo", "cleo", "dan") if any("The talks were long." in x for x in chat.someone(u).news())
    }
    assert reached == {"ann", "bo", "cleo"}
    assert "3 people will get your words about Winter meeting" in told


async def test_french_readers_read_the_frame_in_french(chat: Chat) -> None:
    await _answered(chat)
    await _tell(chat)
    await chat.later(days=7)  # this week they were asked about it already

    reads = next(text for text in chat.platform.texts("cleo") if "The talks were long." in text)
    assert reads.startswith("Vous avez parlé, voici la suite : Winter meeting\n")
    assert "Ce qui va changer. Ten minutes at most." in reads


async def test_everybody_is_told_once(chat: Chat) -> None:
    await _answered(chat)
    rosa = await _tell(chat)

    await rosa.sends(heard="Again.", change="Again.")
    reads = await results(chat)
    await chat.later(days=2)

    assert "Everybody invited has been told" in reads
    assert "Tell everybody" not in rosa.labels()
    assert sum("Again." in text for text in chat.platform.texts("ann")) == 0


async def test_both_fields_are_needed_and_nothing_is_sent_before(chat: Chat) -> None:
    await _answered(chat)
    rosa = chat.someone("rosa")
    await results(chat)
    await rosa.presses("Tell everybody")

    reply = await rosa.sends(heard="The talks were long.")

    assert isinstance(reply, FormErrors)
    assert set(reply.errors) == {"change"}
    assert {field.name: field.initial for field in reply.form.fields}["heard"] == "The talks were long."
    assert [row["told_at"] for row in await rows(chat, "event")] == [None]


async def test_before_anybody_answered_it_says_so_kindly(chat: Chat) -> None:
    await hold(chat)

    assert "Nobody has answered yet. That is all right." in await results(chat)


async def test_an_event_still_to_come_has_no_results(chat: Chat) -> None:
    await announce(chat, day="2026-12-01")

    assert "See Winter meeting" not in await chat.someone("rosa").says("events")


async def test_the_weekly_list_remembers_whom_nobody_told(chat: Chat) -> None:
    await _answered(chat)
    await chat.later(days=5)
    before = await chat.someone("rosa").says("this week")
    await _tell(chat)

    assert "People answered about Winter meeting and have not heard back yet" in before
    assert "have not heard back" not in await chat.someone("rosa").says("this week")


async def test_a_result_in_french_for_a_french_organiser(chat: Chat) -> None:
    await _answered(chat)
    await chat.someone("rosa").says("français")

    reads = await chat.someone("rosa").says("événements")
    shown = await chat.someone("rosa").presses("Voir Winter meeting")

    assert "Vos événements" in reads
    assert "2 personnes sur 5 ont répondu." in shown
    assert "2 Oui" in as_text(chat.someone("rosa").last)
