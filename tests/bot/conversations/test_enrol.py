"""How people come in."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot import circle, enrolment
from bot.inputs import FormErrors, Notice, Said
from bot.pack import Pack
from bot.platform import Profile
from tests.bot.conversations.meeting import rows
from tests.chat import Chat, Someone, open_chat

EMPTY = {"community": {"name": "New Circle", "language": "en", "time_zone": "America/Toronto"}}


@pytest.fixture
async def empty(database: str, pack: Pack) -> AsyncIterator[Chat]:
    opened = await open_chat(database, pack, None)
    opened.platform.people["ida"] = Profile("ida", "Ida Holm", "ida@example.org", "America/Halifax", "en")
    yield opened
    await opened.app.store.close()


async def _code(chat: Chat) -> str:
    async with chat.app.store.write() as tx:
        applied = await circle.apply(tx, EMPTY, chat.moment())
        return await enrolment.issue_code(tx, applied.community.id, chat.now)


async def test_whoever_sends_the_code_first_organises_and_is_asked_for_a_yes(empty: Chat) -> None:
    ida = empty.someone("ida")

    await ida.says(f" {(await _code(empty)).lower()} ")

    first, second = ida.news()
    assert "Welcome Ida. You now organise New Circle." in first
    assert "Hello Ida, I am Interlude" in second
    assert "There are no events yet." in await ida.says("events")


async def test_the_code_works_once(empty: Chat) -> None:
    code = await _code(empty)
    await empty.someone("ida").says(code)

    reads = await empty.someone("zoe").says(code)

    assert "That code does not work any more" in reads
    assert [row["name"] for row in await rows(empty, "person")] == ["Ida Holm"]


async def test_the_code_lives_a_day(empty: Chat) -> None:
    code = await _code(empty)
    empty.now += timedelta(hours=24)

    assert "does not work any more" in await empty.someone("ida").says(code)
    assert await rows(empty, "person") == []


async def test_a_wrong_code_changes_nothing(empty: Chat) -> None:
    await _code(empty)

    assert "does not work any more" in await empty.someone("ida").says("ABCD-EFGH-JKLM")
    assert await rows(empty, "person") == []


async def test_a_code_shown_in_a_channel_is_ignored_and_never_noted(empty: Chat) -> None:
    code = await _code(empty)

    await empty.someone("ida").says(code, private=False)

    assert empty.platform.arrived == []
    assert await rows(empty, "person") == await rows(empty, "gap") == []
    assert "You now organise" in await _first_words(empty.someone("ida"), code)


async def _first_words(person: Someone, text: str) -> str:
    await person.says(text)
    return person.news()[0]


async def _add(chat: Chat, **fields: str) -> tuple[Someone, object]:
    rosa = chat.someone("rosa")
    await rosa.says("add person")
    reply = await rosa.sends(
        **{"who": "gus", "new_team": "Steady Hearts", "kind": "researcher", "co_lead": "no", **fields}
    )
    return rosa, reply


async def test_an_organiser_adds_somebody_in_the_chat(chat: Chat) -> None:
    chat.platform.people["gus"] = Profile("gus", "Gus Hart", "gus@example.org", "America/Vancouver", "en")

    rosa, _ = await _add(chat, words="You look for studies.")
    added = rosa.reads
    await chat.later(hours=3)
    (hello,) = chat.someone("gus").news()
    part = await chat.someone("gus").says("my role")

    assert added.startswith("Gus Hart is added.")
    assert hello.startswith("Hello Gus, I am Interlude")
    assert "Steady Hearts, researcher. You look for studies." in part


async def test_two_people_with_one_name_can_be_told_apart(chat: Chat) -> None:
    chat.platform.people["gus"] = Profile("gus", "Ann Roy", time_zone="America/Toronto")

    rosa, _ = await _add(chat)

    assert rosa.reads.startswith("Ann Roy (2) is added.")


async def test_somebody_the_platform_cannot_name_is_added_all_the_same(chat: Chat) -> None:
    rosa, _ = await _add(chat)

    assert rosa.reads.startswith("gus is added.")


async def test_somebody_who_is_here_gets_another_part_and_no_second_hello(chat: Chat) -> None:
    await _add(chat, who="ann", new_team="Breathe Easy", words="You visit.")
    await chat.later(hours=2)

    reads = await chat.someone("ann").says("my role")

    assert "Steady Hearts, patient partner and co-lead." in reads
    assert "Breathe Easy, researcher. You visit." in reads
    assert not any("I am Interlude" in text for text in chat.platform.texts("ann"))


async def test_a_first_part_brings_the_monthly_reminder(chat: Chat) -> None:
    await _add(chat, who="rosa", new_team="Breathe Easy", kind="organiser")

    assert {"role", "check_in", "digest"} <= {row["kind"] for row in await _schedule_of(chat, "Rosa Lind")}


async def _schedule_of(chat: Chat, name: str) -> list[dict[str, object]]:
    (person,) = [row["id"] for row in await rows(chat, "person") if row["name"] == name]
    return [row for row in await rows(chat, "schedule") if row["person"] == person]


async def test_a_form_that_needs_another_look_keeps_what_was_typed(chat: Chat) -> None:
    _, reply = await _add(chat, who="", new_team="", words="You listen.", kind="clinician")

    assert isinstance(reply, FormErrors)
    assert set(reply.errors) == {"who", "new_team"}
    held = {field.name: field.initial for field in reply.form.fields}
    assert (held["words"], held["kind"]) == ("You listen.", "clinician")


async def test_a_team_of_another_community_is_no_team_here(chat: Chat) -> None:
    other = await chat.apply({**EMPTY, "teams": [{"name": "Elsewhere"}]})
    (team,) = [row["id"] for row in await rows(chat, "team") if row["community"] == other.community.id]

    _, reply = await _add(chat, new_team="", team=str(team))

    assert isinstance(reply, FormErrors)
    assert len(await rows(chat, "person")) == 5


async def test_what_the_form_did_not_offer_is_not_taken(chat: Chat) -> None:
    await _add(chat, kind="emperor", co_lead="maybe", language="xx", time_zone="Mars/Olympus")

    (gus,) = [row for row in await rows(chat, "person") if row["name"] == "gus"]
    (role,) = [row for row in await rows(chat, "role") if row["person"] == gus["id"]]
    assert (gus["language"], gus["time_zone"], role["kind"]) == ("en", "America/Toronto", "patient_partner")
    assert role["co_lead"] is False


async def test_only_organisers_add_people(chat: Chat) -> None:
    assert "Only organisers can do that" in await chat.someone("ann").says("add person")


async def test_a_stranger_is_told_who_can_add_them_and_can_ask_for_words(chat: Chat) -> None:
    zoe = chat.someone("zoe")

    for text in (
        "my role",
        "events",
        "talk",
        "settings",
        "pause 3 weeks",
        "stop",
        "this week",
        "check-ins",
        "français",
    ):
        assert "Rosa Lind" in await zoe.says(text) or "nothing to stop" in zoe.reads, text
    assert (await zoe.says("RoB")).startswith("risk of bias\n")


async def test_a_slash_command_in_a_channel_is_answered_in_private_with_a_notice(chat: Chat) -> None:
    ann = chat.someone("ann")
    reply = await chat.hear(Said(ann.source(private=False), "what is risk of bias", True, True))

    assert reply == Notice("I have answered you in our private chat.")
    assert {a.to.place for a in chat.platform.arrived if a.to.user == "ann"} == {"private-ann"}
