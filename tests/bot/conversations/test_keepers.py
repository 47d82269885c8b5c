"""An organiser names those who look after words."""

from __future__ import annotations

import pytest

from bot.inputs import FormErrors
from tests.chat import CIRCLE, Chat


@pytest.fixture
async def chat(chat: Chat) -> Chat:
    """Everybody has been greeted."""
    await chat.settle()
    return chat


async def test_everybody_may_know_who_looks_after_words(chat: Chat) -> None:
    dan = chat.someone("dan")

    told = await dan.says("who looks after words")

    assert "Answer words nobody has explained: Rosa Lind" in told
    assert "Look at texts as patient partners: Ann Roy" in told
    assert "Look at texts as researchers: Bo Lind" in told
    assert "Please tell your organiser." in told
    assert dan.labels() == []


async def test_an_organiser_names_other_people(chat: Chat) -> None:
    rosa = chat.someone("rosa")
    await rosa.says("words team")
    await rosa.presses("Name people")
    assert [(f.name, len(f.initial)) for f in rosa.form.fields] == [
        ("steward", 1),
        ("patient_partner", 1),
        ("researcher", 1),
    ]
    people = {option.label: option.value for option in rosa.form.fields[0].options}

    await rosa.sends(
        steward=(people["Ann Roy"], people["Cléo Roy"]), patient_partner=(people["Dan Okoro"],), researcher=()
    )

    assert "Answer words nobody has explained: Ann Roy and Cléo Roy" in rosa.reads
    assert "patient partners: Dan Okoro" in rosa.reads
    assert "researchers: nobody yet" in rosa.reads
    assert "two different people" in rosa.reads


async def test_somebody_who_is_not_here_is_not_named(chat: Chat) -> None:
    rosa = chat.someone("rosa")
    await rosa.says("words team")
    await rosa.presses("Name people")

    reply = await rosa.sends(steward="0" * 20)

    assert isinstance(reply, FormErrors)
    assert reply.errors == {"steward": "Somebody on this list is not here any more. Please look once more."}
    assert "Rosa Lind" in await rosa.says("words team")


async def test_only_organisers_change_it(chat: Chat) -> None:
    rosa = chat.someone("rosa")
    await rosa.says("words team")
    await rosa.presses("Name people")
    await chat.apply({**CIRCLE, "people": [{**p, "organiser": False} for p in CIRCLE["people"]]})

    await rosa.sends(steward=())

    assert "Only organisers can do that." in rosa.reads


async def test_in_french(chat: Chat) -> None:
    assert "Relire comme partenaires : Ann Roy" in await chat.someone("cleo").says("équipe des mots")


async def test_a_file_says_it_too_and_leaves_alone_what_it_does_not_mention(chat: Chat) -> None:
    await chat.apply({**CIRCLE, "words": {"answers": ["Dan Okoro"]}})

    told = await chat.someone("dan").says("words team")

    assert "Answer words nobody has explained: Dan Okoro" in told
    assert "patient partners: Ann Roy" in told
