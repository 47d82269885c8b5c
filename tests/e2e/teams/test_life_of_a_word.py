"""A question that was not clear, one nobody could answer, words somebody suggests, a message, and a writer's text."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.adapters.teams.reading import errors, words
from tests.e2e.teams.circle import CHANNEL, CHAT, GROUP, agreed
from tests.e2e.teams.playground import Playground
from tests.e2e.teams.world import MONDAY, World, opened

pytestmark = pytest.mark.e2e

SHORT = "A flumptious is a question that nobody has put into words yet."
EMPTY = {"aliases": "", "more": "", "example": "", "why": "", "source": ""}
TALK = "The steering group looked at the risk of bias and the sample size, and asked the knowledge users."
PLAINER = "We checked if each study can be trusted."


async def test_what_was_not_clear_stands_on_the_list_of_those_who_look_after_words(world: World) -> None:
    ann, bo, cleo = world.someone("ann"), world.someone("bo"), world.someone("cleo")
    await ann.says("what does risk of bias mean?", CHANNEL)
    await ann.sees("Not clear yet")
    assert "I count this, without your name" in await ann.presses("Not clear yet")

    await bo.says("words to mend")
    listed = await bo.sees("risk of bias: 0 of 1 found it clear")
    assert "Ann" not in listed
    dialog = await bo.opens("Write it again: risk of bias")
    assert "How likely it is" in str(dialog)
    await cleo.says("mots à revoir")
    await cleo.sees("Cette liste est pour les personnes qui s'occupent des mots ici.")


async def test_an_unknown_word_waits_for_a_kind_hour_and_both_who_asked_read_the_answer(
    client: Playground, database: str
) -> None:
    async with opened(client, database, MONDAY - timedelta(days=1), people=agreed()) as world:
        ann, cleo, rosa = world.someone("ann"), world.someone("cleo"), world.someone("rosa")
        await rosa.says("my role")
        await rosa.sees("part")
        await ann.says("what is a flumptious?", CHANNEL)
        await ann.sees("I have passed the word on to Rosa Lind, without your name.")
        assert len(rosa.cards) == 1, "on a Sunday nobody is written to"

        world.clock.move_to(MONDAY)
        asked = await rosa.sees("Somebody asked what “flumptious” means.")
        assert "Ann" not in asked
        again = await rosa.submits(await rosa.opens("Answer"), name="flumptious", short="", **EMPTY)
        assert list(errors(again)) == ["short"]
        assert await rosa.submits(again, name="flumptious", short=SHORT, **EMPTY) == {}
        await rosa.sees("If you send it on:")
        assert "“flumptious” is used from now on, as a draft." in await rosa.presses("Send it on")

        told = await ann.sees("You asked about “flumptious”. Rosa Lind wrote this for you.")
        assert SHORT in told
        await cleo.says("c'est quoi un flumptious?")
        assert SHORT in await cleo.sees("Il n'y a pas encore de texte français pour ce mot.")
        assert all(where not in (CHANNEL, GROUP) for where in world.microsoft.cards)


async def test_a_suggestion_two_people_agree_on_is_used_at_once(world: World) -> None:
    ann, bo, rosa, kit = (world.someone(key) for key in ("ann", "bo", "rosa", "kit"))
    await rosa.says("propose a word")
    await rosa.sees("Thank you for thinking of a word.")
    await rosa.sends("See how it looks", name="flumptious", short=SHORT, **EMPTY)
    await rosa.sees("If you send it on: Ann Roy and Bo Lind will read it, with your name.")
    assert "Your words for “flumptious” are on their way." in await rosa.presses("Send it on")

    await ann.sees("Rosa Lind suggests words for “flumptious”, in English.")
    assert "Your yes is noted." in await ann.presses("Fine")
    await ann.says("what is a flumptious?")
    await ann.sees("I don't know “flumptious” yet.")
    await bo.sees("Rosa Lind suggests words for “flumptious”, in English.")
    assert "Two people have said yes" in await bo.presses("Fine")

    await kit.says("what is a flumptious?")
    assert "Draft wording." not in await kit.sees(SHORT)
    await ann.sees("You asked about “flumptious”.")
    await rosa.sees("Good news: two people have read your words for “flumptious”.")


async def test_the_words_of_a_message_are_told_in_private_three_at_a_time(world: World) -> None:
    ann = world.someone("ann")
    notice = await ann.points_at(TALK, CHANNEL)
    await ann.sees("These are words I know in that message.")

    assert words(notice) == "I have answered you in our private chat."
    assert "Here are more words from that message." in await ann.presses("More words")
    assert set(world.microsoft.cards) == {CHAT}
    await ann.presses("sample size")
    await ann.sees("An example.")


async def test_the_author_says_it_another_way_and_who_asked_reads_it(world: World) -> None:
    ann, bo = world.someone("ann"), world.someone("bo")
    await bo.says("hello")
    await bo.sees("What I can do for you")
    await ann.points_at("We looked at the risk of bias.", GROUP, by="bo")
    await ann.sees("These are words I know in that message.")
    await ann.presses("I still don't understand")
    await ann.sees("people may guess who asked")
    assert "I am asking Bo Lind to say it another way, without your name." in await ann.presses("Ask anyway")

    asked = await bo.sees("Somebody would like to hear this another way. I don't say who.")
    assert "Ann" not in asked
    assert await bo.submits(await bo.opens("Say it another way"), words=PLAINER) == {}
    await bo.sees("Your words are on their way.")
    assert PLAINER in await ann.sees("Bo Lind says it this way:")
    assert "Thank you for asking." in await ann.presses("That helps")


async def test_a_text_is_checked_typed_and_by_the_form_for_its_writer_alone(world: World) -> None:
    ann = world.someone("ann")
    await ann.says("plain")
    await ann.sees("I can look at a text before you share it.")
    await ann.sends("Check it", text="We need your approval to commence the study.")
    await ann.sees("“commence”: try")
    dialog = await ann.opens("Check another text")
    assert "Nobody but you sees the text or the answer." in words(dialog)
    assert await ann.submits(dialog, text="The results demonstrate that it works.") == {}
    await ann.sees("“demonstrate”: try")

    await ann.says("plain: Please utilize the form prior to the meeting.", CHANNEL)
    assert "Bayesian" not in await ann.sees("“utilize”: try “use”")
    assert set(world.microsoft.cards) == {CHAT}
