"""What does this word mean?"""

from __future__ import annotations

from dataclasses import replace

from bot.buttons import Button
from bot.inputs import Chose, Said
from bot.messages import choices
from bot.platform import Receipt
from tests.bot.conversations.meeting import rows
from tests.bot.conversations.words import in_the_channel
from tests.chat import Chat


async def test_a_word_is_explained_in_private(chat: Chat) -> None:
    ann = chat.someone("ann")

    reads = await ann.says("what does risk of bias mean?")

    assert reads.startswith("risk of bias\n")
    assert "Draft wording." in reads
    assert ann.labels() == ["Tell me more", "That's clear", "Not clear yet"]


async def test_a_word_asked_in_a_channel_is_answered_to_the_person_alone(chat: Chat) -> None:
    ann = chat.someone("ann")

    await ann.says("what does risk of bias mean?", private=False)

    assert [a.to.place for a in chat.platform.arrived if a.to.user == "ann"] == ["private-ann"]
    assert "channel" not in {a.to.place for a in chat.platform.arrived}


async def test_channel_talk_that_does_not_name_the_bot_is_left_alone(chat: Chat) -> None:
    await chat.someone("ann").says("what does risk of bias mean?", private=False, addressed=False)

    assert chat.someone("ann").messages == []


async def test_where_no_private_chat_can_be_opened_the_channel_gets_no_definition(chat: Chat) -> None:
    chat.platform.gone.add("private-ann")

    await chat.someone("ann").says("what does risk of bias mean?", private=False)

    (arrived,) = [a for a in chat.platform.arrived if a.to.user == "ann"]
    assert arrived.to.place == "channel"
    assert "open a chat with me" in arrived.text
    assert "result" not in arrived.text


async def test_more_takes_the_place_of_less(chat: Chat) -> None:
    ann = chat.someone("ann")
    await ann.says("RoB")

    reads = await ann.presses("Tell me more")

    assert "An example." in reads
    assert "Why you may meet it." in reads
    assert len(ann.messages) == 1


async def test_not_clear_yet_shows_everything_and_is_counted_without_a_name(chat: Chat) -> None:
    ann = chat.someone("ann")
    await ann.says("risk of bias")

    reads = await ann.presses("Not clear yet")

    assert "An example." in reads
    assert "without your name" in reads


async def test_an_unknown_word_is_honestly_unknown(chat: Chat) -> None:
    await chat.settle()

    assert "I don't know “flumptious dongle” yet." in await chat.someone("ann").says("what is a flumptious dongle?")


async def test_a_french_speaker_reads_french(chat: Chat) -> None:
    reads = await chat.someone("cleo").says("c'est quoi un risque de biais")

    assert reads.startswith("risque de biais\n")
    assert "Texte provisoire." in reads


async def test_somebody_nobody_added_can_ask_for_a_word_and_nothing_else(chat: Chat) -> None:
    stranger = chat.someone("zoe")

    word = await stranger.says("what does risk of bias mean?")
    role = await stranger.says("my role")

    assert word.startswith("risk of bias\n")
    assert "Rosa Lind first needs to add you" in role


async def test_the_words_of_a_message_are_explained_to_the_one_who_pointed(chat: Chat) -> None:
    reads = await chat.someone("ann").points_at("The steering group will look at the risk of bias.")

    assert "steering group" in reads
    assert "risk of bias" in reads


async def test_a_typed_number_does_what_the_button_does(chat: Chat) -> None:
    ann = chat.someone("ann")
    await ann.says("risk of bias")

    reads = await ann.says("1")

    assert "An example." in reads


async def test_a_text_over_four_thousand_characters_is_refused_kindly(chat: Chat) -> None:
    reads = await chat.someone("ann").says("what is bias " * 3000)

    assert "a lot of text" in reads


async def test_the_same_event_is_answered_once(chat: Chat) -> None:
    ann = chat.someone("ann")
    for _ in range(3):
        await ann.says("risk of bias", event="same")

    assert len(ann.messages) == 1


# -- asked where others read, and shared


async def test_an_answer_asked_for_in_a_channel_can_be_shared_without_saying_who_asked(chat: Chat) -> None:
    await chat.settle()
    dan = chat.someone("dan")
    await dan.says("what does risk of bias mean?", private=False)
    assert dan.labels() == ["Tell me more", "Not clear yet", "Share with everyone, without my name"]
    assert "If you share this where you asked, I will not say who asked." in dan.reads

    reads = await dan.presses("Share with everyone, without my name")

    (posted,) = in_the_channel(chat)
    assert posted.startswith("risk of bias\nSomebody asked what this means:\n")
    assert "Draft wording." in posted
    assert "Dan" not in posted
    assert "I did not say who asked." in reads


async def test_nothing_kept_about_what_was_shared_names_who_asked(chat: Chat) -> None:
    dan = chat.someone("dan")
    await dan.says("what does risk of bias mean?", private=False)
    await dan.presses("Share with everyone, without my name")

    (post,) = [row for row in await rows(chat, "delivery") if str(row["key"]).startswith("share:")]
    (person,) = [row["id"] for row in await rows(chat, "person") if row["name"] == "Dan Okoro"]
    assert post["person"] is None
    assert str(person) not in str(post["message"])
    assert "dan" not in str(post["address"])


async def test_sharing_twice_posts_once(chat: Chat) -> None:
    dan = chat.someone("dan")
    await dan.says("what does risk of bias mean?", private=False)
    _, value, _ = dan._button("Share with everyone, without my name")
    for _ in range(3):
        await chat.hear(Chose(dan.source(), value))

    assert len(in_the_channel(chat)) == 1


async def test_sharing_can_wait_until_more_was_read(chat: Chat) -> None:
    dan = chat.someone("dan")
    await dan.says("what does risk of bias mean?", private=False)
    await dan.presses("Tell me more")
    assert dan.labels() == ["Not clear yet", "Share with everyone, without my name"]
    await dan.presses("Not clear yet")
    assert dan.labels() == ["I still don't understand", "Share with everyone, without my name"]
    await dan.presses("Share with everyone, without my name")

    assert len(in_the_channel(chat)) == 1


async def test_what_is_shared_goes_into_the_thread_it_was_asked_in(chat: Chat) -> None:
    dan = chat.someone("dan")
    source = dan.source(private=False)
    await chat.hear(Said(replace(source, place=replace(source.place, thread="17.3")), "what does risk of bias mean?"))
    await dan.presses("Share with everyone, without my name")

    (posted,) = [a for a in chat.platform.arrived if a.to.place == "channel"]
    assert posted.to.thread == "17.3"
    assert not posted.message.private


async def test_where_it_cannot_be_posted_the_one_who_asked_is_told(chat: Chat) -> None:
    dan = chat.someone("dan")
    await dan.says("what does risk of bias mean?", private=False)
    chat.platform.gone.add("channel")
    await dan.presses("Share with everyone, without my name")

    assert "I could not share it there." in dan.reads


async def test_a_private_question_has_nothing_to_share(chat: Chat) -> None:
    ann = chat.someone("ann")
    await ann.says("what does risk of bias mean?")

    assert not any("Share" in label for label in ann.labels())


async def test_a_meaning_chosen_from_two_can_be_shared_as_well(chat: Chat) -> None:
    await chat.settle()
    dan = chat.someone("dan")
    await dan.says("what is engagement?", private=False)
    assert dan.reads.startswith("I am not sure which word you mean.")
    await dan.presses(dan.labels()[0])

    assert "Share with everyone, without my name" in dan.labels()


async def test_anybody_may_read_more_of_what_was_shared_and_reads_it_alone(chat: Chat) -> None:
    dan, bo, zoe = (chat.someone(user) for user in ("dan", "bo", "zoe"))
    await dan.says("what does risk of bias mean?", private=False)
    await dan.presses("Share with everyone, without my name")
    (posted,) = [a for a in chat.platform.arrived if a.to.place == "channel"]
    (more,) = choices(posted.message)

    for person in (bo, zoe):
        await chat.hear(Chose(person.source(private=False), more.value, Receipt(posted.to, posted.id)))
        assert "An example." in person.reads
    assert len(in_the_channel(chat)) == 1
    assert "An example." not in in_the_channel(chat)[0]


async def test_somebody_from_another_organisation_reads_no_more_of_it(chat: Chat) -> None:
    dan, zoe = chat.someone("dan"), chat.someone("zoe")
    await dan.says("what does risk of bias mean?", private=False)
    await dan.presses("Share with everyone, without my name")
    (more,) = choices(next(a.message for a in chat.platform.arrived if a.to.place == "channel"))
    await chat.hear(Chose(replace(zoe.source(private=False), outsider=True), more.value))

    assert zoe.reads.startswith("I can only help people in this community.")


# -- further


async def test_buttons_speak_the_language_of_the_answer(chat: Chat) -> None:
    ann = chat.someone("ann")
    await ann.says("c'est quoi un risque de biais?")

    assert "Un exemple." in await ann.presses("En savoir plus")


async def test_a_related_word_can_be_typed(chat: Chat) -> None:
    ann = chat.someone("ann")
    await ann.says("risk of bias")
    reads = await ann.presses("Tell me more")
    related = reads.partition("Related words: ")[2].partition(".")[0].split(", ")

    assert "Type one to read about it." in reads
    assert (await ann.says(related[0])).startswith(f"{related[0]}\n")


async def test_a_button_of_an_earlier_version_still_works(chat: Chat) -> None:
    ann = chat.someone("ann")
    await ann.says("risk of bias")
    (me,) = [row for row in await rows(chat, "person") if row["name"] == "Ann Roy"]
    for verb, args in (("more", ()), ("clear", ("short",)), ("unclear", ("more",)), ("show", ())):
        button = Button(f"explain.{verb}", ("risk-of-bias", *args), str(me["community"]), str(me["id"]))
        await chat.hear(Chose(ann.source(), chat.app.buttons.pack(button, chat.now)))
        assert ann.reads.startswith("risk of bias\n")
