"""Is my text plain? For the writer alone."""

import pytest

from bot.inputs import FormErrors, Notice, Said
from bot.messages import Form
from tests.chat import Chat

DRAFT = (
    "Subsequent to the commencement of the intervention, participants will be required to utilize the electronic "
    "questionnaire on a regular basis in order to facilitate the multidimensional evaluation of wellness. "
    "The steering group will look at the risk of bias."
)
EASY = "We meet on Monday. Please bring your notes. We will look at them over tea. You can leave when you like."
FRENCH = (
    "Dans le cadre de cette étude, les personnes seront sollicitées afin de remplir, préalablement à chaque rencontre, "
    "un questionnaire électronique multidimensionnel qui permet d'évaluer les effets de l'intervention proposée."
)


async def test_a_writer_learns_which_words_are_hard_and_what_could_stand_there(chat: Chat) -> None:
    reads = await chat.someone("ann").says(f"plain: {DRAFT}")

    assert "About as hard as a text for university students: grade 1" in reads
    assert "1 sentence has more than 20 words." in reads
    assert "“Subsequent to the commencement" in reads
    assert "“Subsequent to”: try “after”" in reads
    assert "“utilize”: try “use”" in reads
    assert "steering group: " in reads
    assert "multidimensional" in reads.partition("Long or rare words:")[2]
    assert "Nobody else sees this." in reads


async def test_an_easy_text_has_nothing_to_change(chat: Chat) -> None:
    reads = await chat.someone("ann").says(f"plain: {EASY}")

    assert "Easy to read" in reads
    assert "It reads well." in reads


async def test_french_is_measured_as_french_and_told_in_the_writers_language(chat: Chat) -> None:
    own = await chat.someone("cleo").says(f"vérifie : {FRENCH}")
    other = await chat.someone("ann").says(f"plain: {FRENCH}")

    assert "sur 100" in own
    assert "« afin de » : essayez « pour »" in own
    assert "of 100" in other
    assert "“afin de”: try “pour”" in other


@pytest.mark.parametrize("typed", ["clair : ", "Clair: ", "vérifiez :"])
async def test_french_commands(chat: Chat, typed: str) -> None:
    assert (await chat.someone("cleo").says(f"{typed}{FRENCH}")).startswith("Est-ce clair?\n")


async def test_the_bare_command_opens_a_private_form(chat: Chat) -> None:
    ann = chat.someone("ann")
    await ann.says("plain")
    form = next(block for block in ann.last.blocks if isinstance(block, Form))

    await ann.sends(text=EASY)

    assert "Nobody but you sees the text or the answer." in form.intro
    assert [field.kind for field in form.fields] == ["text"]
    assert "It reads well." in ann.reads


async def test_another_text_can_be_checked(chat: Chat) -> None:
    ann = chat.someone("ann")
    await ann.says(f"plain: {EASY}")
    await ann.presses("Check another text")
    await ann.sends(text=DRAFT)

    assert "“utilize”: try “use”" in ann.reads


async def test_an_empty_form_is_asked_again_kindly(chat: Chat) -> None:
    ann = chat.someone("ann")
    await ann.says("plain")

    reply = await ann.sends(text=" ")

    assert isinstance(reply, FormErrors)


async def test_asked_in_a_channel_the_answer_is_private_and_the_channel_sees_nothing(chat: Chat) -> None:
    ann = chat.someone("ann")
    before = len(chat.platform.arrived)
    reply = await chat.hear(Said(ann.source(private=False), f"plain {DRAFT}", True, True))
    await ann.says(f"plain: {DRAFT}", private=False)

    assert {a.to.place for a in chat.platform.arrived[before:] if "How plain" in a.text} == {"private-ann"}
    assert "channel" not in {a.to.place for a in chat.platform.arrived}
    assert isinstance(reply, Notice)


async def test_where_no_private_chat_can_be_opened_the_channel_still_sees_nothing(chat: Chat) -> None:
    chat.platform.gone.add("private-ann")
    await chat.someone("ann").says(f"plain: {DRAFT}", private=False)

    assert chat.someone("ann").messages == []
    assert "channel" not in {a.to.place for a in chat.platform.arrived}


async def test_behind_a_slash_no_colon_is_needed(chat: Chat) -> None:
    reads = await chat.someone("ann").says(f"plain {DRAFT}", command=True)

    assert reads.startswith("How plain is it?\n")


@pytest.mark.parametrize("typed", ["plain language", "plain language summary", "what is a plain language summary"])
async def test_a_word_that_begins_with_plain_is_still_a_question(chat: Chat, typed: str) -> None:
    reads = await chat.someone("ann").says(typed, command=True)

    assert not reads.startswith("How plain is it?\n")


async def test_four_thousand_characters_work(chat: Chat) -> None:
    ann = chat.someone("ann")
    long = (DRAFT + " ") * 20

    reads = await ann.says(f"plain: {long[:4000]}")
    refused = await ann.says(f"plain: {long[:4001]}")

    assert reads.startswith("How plain is it?\n")
    assert reads.count("“Subsequent to the commencement") == 3
    assert "a lot of text" in refused


async def test_a_short_text_is_not_measured(chat: Chat) -> None:
    assert "too short for a reading level" in await chat.someone("ann").says("plain: Please utilize it.")


async def test_distress_comes_first_also_in_a_draft(chat: Chat) -> None:
    assert "9-8-8" in await chat.someone("ann").says("plain: I want to die.")


async def test_a_text_about_medicines_is_looked_at_as_a_text(chat: Chat) -> None:
    reads = await chat.someone("ann").says("plain: Should I stop taking my blood pressure pills?")

    assert reads.startswith("How plain is it?\n")


@pytest.mark.parametrize(
    "hostile",
    [
        "\x00\ud800 utilize <script>",
        "utilize " * 480,
        "(" * 3000,
        "🙂" * 900,
        "utilize" + "’" * 2000,
        ". . . . ?!",
        "\n" * 99,
    ],
)
async def test_hostile_text_is_only_text(chat: Chat, hostile: str) -> None:
    reads = await chat.someone("ann").says(f"plain: {hostile} utilize")

    assert "“utilize”: try “use”" in reads


async def test_a_stranger_is_told_who_can_add_them(chat: Chat) -> None:
    assert "Rosa Lind first needs to add you" in await chat.someone("zoe").says(f"plain: {DRAFT}")
