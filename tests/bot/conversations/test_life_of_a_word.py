"""From "I don't know it" to an answer everybody gets: who asked is told, the next one reads it at once."""

from __future__ import annotations

from tests.bot.conversations.meeting import rows
from tests.bot.conversations.words import in_the_channel, named, read_by_others
from tests.chat import Chat, Someone

SHORT = "A flumptious is a question that nobody has put into words yet."


async def _answer(rosa: Someone, **fields: str) -> None:
    await rosa.presses("Answer")
    await rosa.sends(**{"name": "flumptious", "aliases": "", "short": SHORT, "more": "", "example": "", "why": "",
                        "source": "", **fields})  # fmt: skip
    await rosa.presses("Send it on")


async def test_the_whole_life_of_a_word(chat: Chat) -> None:
    await named(chat)
    dan, rosa, cleo, ann, bo = (chat.someone(user) for user in ("dan", "rosa", "cleo", "ann", "bo"))
    await dan.says("what is a flumptious?", private=False)
    assert "I have passed the word on to Rosa Lind, without your name." in dan.reads

    await _answer(rosa)
    await chat.later(hours=4)

    told = next(text for text in dan.news() if SHORT in text)
    assert "You asked about “flumptious”. Rosa Lind wrote this for you." in told
    assert "Two people still have to agree on the wording." in told
    assert "Draft wording." in told

    reads = await cleo.says("c'est quoi un flumptious?")
    assert SHORT in reads
    assert "Il n'y a pas encore de texte français pour ce mot." in reads
    assert "Texte provisoire." in reads

    await ann.presses("Fine")
    await bo.presses("Fine")
    reads = await cleo.says("c'est quoi un flumptious?")
    assert "Texte provisoire." not in reads
    assert sum(SHORT in text for text in dan.news()) == 0
    assert "Dan" not in read_by_others(chat, "dan")
    assert in_the_channel(chat) == []
    assert await rows(chat, "gap_asker") == []


async def test_the_form_is_filled_with_the_word_as_it_was_typed(chat: Chat) -> None:
    await named(chat)
    await chat.someone("cleo").says("c'est quoi une « flumptiosité »?")
    rosa = chat.someone("rosa")

    await rosa.presses("Answer")

    assert rosa.form.fields[0].initial == "flumptiosité"


async def test_everybody_who_asked_is_told(chat: Chat) -> None:
    await named(chat)
    for user in ("dan", "bo", "cleo"):
        await chat.someone(user).says("what is a flumptious?")
    await _answer(chat.someone("rosa"))
    await chat.later(days=1)

    for user in ("dan", "bo", "cleo"):
        assert sum(SHORT in text for text in chat.platform.texts(user) if "Rosa Lind" in text) >= 1
    for name, user in (("Dan", "dan"), ("Cléo", "cleo")):
        assert name not in read_by_others(chat, user)


async def test_whoever_answers_their_own_question_is_not_told_what_they_wrote(chat: Chat) -> None:
    await named(chat)
    rosa = chat.someone("rosa")
    await rosa.says("what is a flumptious?")
    await _answer(rosa)
    rosa.news()
    await chat.later(hours=4)

    assert not any("You asked about" in text for text in rosa.news())


async def test_a_word_that_is_added_another_way_is_told_as_well(chat: Chat) -> None:
    await named(chat)
    dan, cleo = chat.someone("dan"), chat.someone("cleo")
    await dan.says("what is a flumptious?")
    await cleo.says("proposer un mot")
    await cleo.sends(name="pensée floue", aliases="flumptious", short="Une idée sans mots.", more="", example="",
                     why="", source="")  # fmt: skip
    await cleo.presses("Envoyer")
    dan.news()
    await chat.later(days=1)
    for user in ("ann", "bo"):
        await chat.someone(user).presses("Fine")
    await chat.later(days=1)

    (told,) = [text for text in dan.news() if "flumptious" in text]
    assert "You asked about “flumptious”. It is another name for pensée floue." in told
    assert "Dan" not in read_by_others(chat, "dan")


async def test_it_is_another_name_for_a_word_there_is(chat: Chat) -> None:
    await named(chat)
    dan, rosa = chat.someone("dan"), chat.someone("rosa")
    await dan.says("what is a flumptious?")
    await rosa.presses("Another name for…")
    reply = await rosa.sends(entry="a quonkle")
    assert "I found no entry of that name." in str(reply)
    await rosa.sends(entry="risk of bias")
    await chat.later(hours=4)

    assert any("From now on I know “flumptious”" in text for text in rosa.news())
    assert any("You asked about “flumptious”. It is another name for risk of bias." in text for text in dan.news())
    assert (await chat.someone("bo").says("what is a flumptious?")).startswith("risk of bias\n")


async def test_an_entry_written_again_is_told_to_who_did_not_understand_it(chat: Chat) -> None:
    await named(chat)
    dan, rosa = chat.someone("dan"), chat.someone("rosa")
    await dan.says("what does risk of bias mean?")
    await dan.presses("Not clear yet")
    await dan.presses("I still don't understand")
    dan.news()
    await rosa.presses("Write the entry again")
    held = {field.name: str(field.initial) for field in rosa.form.fields}
    await rosa.sends(**{**held, "short": "How far off a study may be."})
    await rosa.presses("Send it on")
    await chat.later(hours=4)

    told = next(text for text in dan.news() if "How far off a study may be." in text)
    assert "It was written again. Here is the new text." in told


async def test_hostile_words_are_shown_as_they_are(chat: Chat) -> None:
    await named(chat)
    await chat.someone("dan").says("what is a <b>*_flump_*</b>{x}?")

    await chat.someone("rosa").presses("Answer")

    assert not any("Sorry" in text for text in chat.platform.texts("dan"))
