"""Who may do and see what: every kind of person against everything there is to see."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime

import pytest

from bot import access, people
from bot.buttons import Button
from bot.files import Files
from bot.inputs import Chose, Submitted
from bot.messages import FileRef
from bot.pack import Pack
from bot.people import Person
from bot.platform import Refused
from tests.bot.conversations.meeting import FORM, answer, hold, rows
from tests.chat import CIRCLE, MONDAY, Chat, open_chat

SECRET = "the talks were too long"
ROSA = CIRCLE["people"][4]
MORE = [
    {**ROSA, "name": "Sue Reed", "memory": "sue"},
    {**ROSA, "name": "Ex Reader", "memory": "exe"},
]
TWIN = {
    **CIRCLE, "community": {**CIRCLE["community"], "name": "Twin Circle"}, "contacts": [],
    "people": [{**ROSA, "memory": "rosie"}], "words": {},
}  # fmt: skip
WHO = {
    "organiser": "Rosa Lind", "member": "Cléo Roy", "another member": "Dan Okoro", "partner co-lead": "Bo Lind",
    "somebody who left": "Ex Reader", "an organiser who came later": "Sue Reed", "of another community": "rosie",
    "stranger": "zoe",
}  # fmt: skip
OTHERS = [who for who in WHO if who != "organiser"]


@pytest.fixture
async def chat(database: str, pack: Pack) -> AsyncIterator[Chat]:
    """Ann answered a check-in and five questions; since then a reader left and another organiser came."""
    opened = await open_chat(database, pack)
    await opened.apply({**CIRCLE, "people": [*CIRCLE["people"], MORE[1]]})
    await opened.apply(TWIN)
    await hold(opened)
    ann = opened.someone("ann")
    await answer(ann, "Yes", "Skip", "Skip", "Skip", words=SECRET)
    await opened.apply({**CIRCLE, "people": [*CIRCLE["people"], *MORE]})
    await _leave(opened, "Ex Reader")
    yield opened
    await opened.app.store.close()


async def _leave(chat: Chat, name: str) -> None:
    async with chat.app.store.write() as tx:
        await people.change(tx, await _person(chat, name), left_at=chat.now, consent="no")


async def _person(chat: Chat, name: str) -> Person:
    async with chat.app.store.read() as tx:
        circles = {circle.name: circle.id for circle in await people.communities(tx)}
        home = circles["Twin Circle" if name == "rosie" else "Heart and Lung Circle"]
        wanted = "Rosa Lind" if name == "rosie" else name
        everybody = await people.find(tx, home, [str(row["id"]) for row in await rows(chat, "person")])
        return next(person for person in everybody.values() if person.name == wanted)


USERS = {
    "Rosa Lind": "rosa",
    "Cléo Roy": "cleo",
    "Dan Okoro": "dan",
    "Bo Lind": "bo",
    "Ex Reader": "exe",
    "Sue Reed": "sue",
}


async def _button(chat: Chat, who: str, verb: str, *args: str) -> str:
    """A well-signed value of this person's own with any arguments: the worst anybody could forge."""
    if who == "stranger":
        return chat.app.buttons.pack(Button(verb, args), chat.now)
    person = await _person(chat, WHO[who])
    return chat.app.buttons.pack(Button(verb, args, person.community, person.id), chat.now)


async def _reaches(chat: Chat, who: str, /, verb: str, *args: str, **fields: str | tuple[str, ...]) -> str:
    """What somebody gets to read who presses, or sends, with everything forged."""
    someone = chat.someone(USERS.get(WHO[who], WHO[who]))
    value = await _button(chat, who, verb, *args)
    seen = len(someone.messages)
    heard = Submitted(someone.source(), value, fields) if fields else Chose(someone.source(), value, None, "trigger")
    reply = await chat.hear(heard)
    return str(reply) + " ".join(str(message) for message in someone.messages[seen:])


async def _event(chat: Chat) -> str:
    (event,) = await rows(chat, "event")
    return str(event["id"])


async def _read_feedback(chat: Chat, who: str) -> bool:
    return SECRET in await _reaches(chat, who, "results.show", await _event(chat))


async def _read_check_ins(chat: Chat, who: str) -> bool:
    if not any(row["about"] == "check_in" for row in await rows(chat, "answer")):
        chat.now = datetime(2026, 12, 8, 15, 30, tzinfo=UTC)
        await chat.settle()
        await chat.someone("ann").presses("A bit stuck")
    return "Ann Roy" in await _reaches(chat, who, "check_in_report.show")


async def _tell(chat: Chat, who: str) -> bool:
    await _reaches(chat, who, "results.told", await _event(chat), heard="x", change="y")
    return any(row["told_at"] for row in await rows(chat, "event"))


async def _make_event(chat: Chat, who: str) -> bool:
    home = (await _person(chat, "Ann Roy")).community
    await _reaches(chat, who, "event.make", **{**FORM, "day": "2026-12-01"})
    return len([row for row in await rows(chat, "event") if row["community"] == home]) > 1


async def _add_person(chat: Chat, who: str) -> bool:
    home = (await _person(chat, "Ann Roy")).community
    team = next(str(row["id"]) for row in await rows(chat, "team") if row["community"] == home)
    before = len(await rows(chat, "person"))
    await _reaches(chat, who, "enrol.person", who="gus", team=team, kind="organiser")
    return len(await rows(chat, "person")) > before


async def _set_contacts(chat: Chat, who: str) -> bool:
    home = (await _person(chat, "Ann Roy")).community
    await _reaches(chat, who, "care.set", name_1="Mallory", how_1="x", line="y")
    return any(row["name"] == "Mallory" and row["community"] == home for row in await rows(chat, "contact"))


async def _see_role(chat: Chat, who: str) -> bool:
    return "You say what matters to patients." in await _reaches(chat, who, "role.mine")


async def _change_role(chat: Chat, who: str) -> bool:
    ann = await _person(chat, "Ann Roy")
    role = next(str(row["id"]) for row in await rows(chat, "role") if row["person"] == ann.id)
    await _reaches(chat, who, "role.wish", role, words="Mine now.")
    return bool(await rows(chat, "change_request"))


ONLY_ORGANISERS: dict[str, Callable[[Chat, str], Awaitable[bool]]] = {
    "read feedback": _read_feedback, "read check-ins": _read_check_ins, "tell everybody": _tell,
    "make an event": _make_event, "add a person": _add_person, "set contacts": _set_contacts,
}  # fmt: skip
LATER = {"tell everybody", "make an event", "add a person", "set contacts", "read check-ins"}
"""What an organiser who came later may do: arrange, and read what is given from then on."""


@pytest.mark.parametrize("what", ONLY_ORGANISERS)
async def test_the_organiser_can(chat: Chat, what: str) -> None:
    assert await ONLY_ORGANISERS[what](chat, "organiser")


@pytest.mark.parametrize("what", ONLY_ORGANISERS)
async def test_nobody_else_can_whatever_they_forge(chat: Chat, what: str) -> None:
    could = [who for who in OTHERS if not (who == "an organiser who came later" and what in LATER)]

    assert {who for who in could if await ONLY_ORGANISERS[what](chat, who)} == set()


@pytest.mark.parametrize("do", [_see_role, _change_role])
async def test_a_part_is_its_own_persons_business(chat: Chat, do: Callable[[Chat, str], Awaitable[bool]]) -> None:
    assert {who for who in WHO if await do(chat, who)} == set()


@pytest.mark.parametrize("kind", ["feedback_csv", "feedback_picture"])
async def test_files_are_made_for_readers_alone(chat: Chat, kind: str) -> None:
    event, files = await _event(chat), Files(chat.app.store, chat.app.pack)
    for who in (w for w in OTHERS if w not in ("stranger", "an organiser who came later")):
        person = await _person(chat, WHO[who])
        with pytest.raises(Refused):
            await files.make(FileRef(kind, person.community, event, person.id, "en"))  # type: ignore[arg-type]
    with pytest.raises(Refused):
        await files.make(
            FileRef(kind, (await _person(chat, "rosie")).community, event, (await _person(chat, "Rosa Lind")).id, "en")
        )  # type: ignore[arg-type]


async def test_what_is_refused_sounds_the_same_whether_it_exists_or_not(chat: Chat) -> None:
    there = await _reaches(chat, "member", "results.show", await _event(chat))
    nowhere = await _reaches(chat, "member", "results.show", "no-such-event")

    assert _words(there) == _words(nowhere)


def _words(text: str) -> list[str]:
    import re

    return re.findall(r"text='([^']*)'", text)


async def test_somebody_who_left_is_a_stranger_again(chat: Chat) -> None:
    reads = await chat.someone("exe").says("check-ins")

    assert "first needs to add you" in reads


async def test_the_partner_of_a_co_lead_never_reads_their_check_in_even_as_an_organiser(chat: Chat) -> None:
    async with chat.app.store.write() as tx:
        await people.change(tx, await _person(chat, "Bo Lind"), organiser=True)
        readers = await access.check_in_readers(tx, await _person(chat, "Ann Roy"))

    assert [reader.name for reader in readers] == ["Rosa Lind", "Sue Reed"]


def test_names_in_a_sentence() -> None:
    def named(*names: str) -> str:
        return access.names([Person("", "", name, "", "en", "UTC", False, False, "yes") for name in names], "and")

    assert [named(), named("A"), named("A", "B"), named("A", "B", "C")] == ["", "A", "A and B", "A, B and C"]
    assert MONDAY.tzinfo is UTC
