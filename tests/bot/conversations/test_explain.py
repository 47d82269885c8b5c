"""What does this word mean?"""

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


async def test_an_unknown_word_is_honestly_unknown_and_noted_for_the_organiser(chat: Chat) -> None:
    ann, rosa = chat.someone("ann"), chat.someone("rosa")

    reads = await ann.says("what is a flumptious dongle?")
    week = await rosa.says("this week")

    assert "I don't know" in reads
    assert "flumptious" in week
    assert "Ann" not in week


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
