"""An organiser names, in the chat, who people can turn to."""

from tests.chat import Chat

FILLED = {
    "name_1": "Rosa Lind",
    "how_1": "Mornings.",
    "name_2": "",
    "how_2": "",
    "line": "Canada: call 9-8-8, any time.",
}


async def test_contacts_and_a_help_line_are_set_by_a_form(chat: Chat) -> None:
    rosa = chat.someone("rosa")
    await rosa.says("contacts")
    await rosa.sends(**FILLED)

    reads = await chat.someone("ann").says("talk")

    assert "Rosa Lind. Mornings." in reads
    assert "Sam Bell" not in reads


async def test_the_other_language_of_a_line_stays_as_the_file_said(chat: Chat) -> None:
    rosa = chat.someone("rosa")
    await rosa.says("contacts")
    await rosa.sends(**FILLED)

    assert "Canada: call 9-8-8, any time." in await chat.someone("ann").says("I want to die")
    assert "appelez ou textez le 9-8-8" in await chat.someone("cleo").says("je veux mourir")


async def test_a_form_without_a_contact_or_a_line_says_what_is_missing(chat: Chat) -> None:
    rosa = chat.someone("rosa")
    await rosa.says("contacts")
    reply = await rosa.sends(name_1="", how_1="", name_2="Sam", how_2="", line="")

    assert sorted(reply.errors) == ["how_1", "how_2", "line", "name_1"]  # type: ignore[union-attr]


async def test_only_organisers_set_them(chat: Chat) -> None:
    assert "Only organisers" in await chat.someone("ann").says("contacts")
