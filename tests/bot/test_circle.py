"""A community file: every mistake at once, and applied twice it changes nothing more."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from bot.circle import CircleError, apply
from bot.circle_file import check
from bot.store import tables as t
from tests.bot.conversations.meeting import rows
from tests.chat import CIRCLE, Chat

WRONG: dict[str, Any] = {
    "comunity": {},
    "community": {
        "name": " ",
        "language": "de",
        "time_zone": "Mars",
        "motto": "x",
        "quiet_weeks": [["2027-01-03", "2026-12-21"]],
        "prompts_a_week": 0,
    },
    "doors": [{"platform": "irc", "workspace": ""}],
    "teams": [{"name": "A"}, {"name": "a"}, {}],
    "people": [
        {
            "name": "Ann",
            "email": "x@y.z",
            "slack": "U1",
            "consent": "maybe",
            "organiser": "yes",
            "shoe": 38,
            "region": "Ontario",
        },
        {
            "name": "Ann",
            "email": "X@y.z",
            "slack": "U1",
            "roles": [{"team": "B", "kind": "king", "words": {"de": "x"}}],
        },
        {"name": 3, "roles": "x"},
    ],
    "contacts": [{"name": "Sam"}, {"name": "Sam", "how": "x", "person": "Nobody"}],
    "help_lines": [{"region": "Canada", "en": "x", "checked_on": "last week"}],
    "rhythm": {"tea": {}, "check_in": {"weekday": "DI", "time": "ten", "co_lead_weeks": 0, "sugar": 1}, "role": 1},
    "words": {"answers": ["Nobody", 4], "researchers": "Ann", "steward": []},
}
MISTAKES = {
    "unknown key 'comunity'",
    "community: unknown key 'motto'",
    "community.name: missing",
    'community.language: \'de\' is neither "en" nor "fr"',
    "community.time_zone: 'Mars' is not an IANA time zone such as America/Toronto",
    'community.quiet_weeks: expected pairs of days such as ["2026-12-21", "2027-01-03"]',
    "community.prompts_a_week: expected a whole number from 1 to 7",
    "people[0] Ann.region: 'Ontario' is no ISO code such as CA-ON, GB-ENG or NZ",
    "doors[0].workspace: missing",
    "doors[0].platform: one of slack, teams, local, memory",
    "teams: 'a' stands there twice",
    "teams[2].name: missing",
    "people[0]: unknown key 'shoe'",
    "people[0].organiser: expected true or false",
    'people[0] Ann.consent: only "yes", and only when the person said so',
    "people.name: 'ann' stands there twice",
    "people.email: 'x@y.z' stands there twice",
    "people.slack: 'u1' stands there twice",
    "people[1] Ann.roles: there is no team called 'B'",
    "people[1] Ann.roles: kind 'king' is none of patient_partner, researcher, clinician, organiser",
    "people[1] Ann.roles.words: expected en and fr, each a text",
    "people[2].name: expected a text",
    "people[2] 3.roles: expected a list",
    "contacts[0].how: missing",
    "contacts: 'sam' stands there twice",
    "contacts[1].person: nobody here is called 'Nobody'",
    "help_lines[0].fr: missing",
    "help_lines[0].checked_on: expected a day such as 2026-11-22",
    "rhythm: unknown key 'tea'",
    "rhythm.check_in.weekday: one of MO, TU, WE, TH, FR, SA, SU",
    "rhythm.check_in.time: expected a time such as 10:00",
    "rhythm.check_in.co_lead_weeks: expected a whole number from 1 to 52",
    "rhythm.check_in: unknown key 'sugar'",
    "rhythm.role: expected a table",
    "words: unknown key 'steward'",
    "words.answers: nobody here is called 'Nobody'",
    "words.answers: nobody here is called 4",
    "words.researchers: expected a list of names",
}


def test_every_mistake_is_named_at_once_with_its_place() -> None:
    with pytest.raises(CircleError) as failure:
        check(WRONG)

    assert set(failure.value.mistakes) == MISTAKES


@pytest.mark.parametrize("value", [None, 1, "x", [], [1], {"a": 1}, True])
@pytest.mark.parametrize("key", ["community", "doors", "teams", "people", "contacts", "help_lines", "rhythm", "words"])
def test_whatever_the_shape_it_is_a_mistake_and_never_a_crash(key: str, value: object) -> None:
    table = {**CIRCLE, key: value}
    if value == [] and key not in ("community", "rhythm", "words"):
        table = {**table, "people": [], "contacts": [], "words": {}}
        check(table)
        return
    with pytest.raises(CircleError) as failure:
        check(table)
    assert any(key in line for line in failure.value.mistakes)


async def _everything(chat: Chat) -> dict[str, list[dict[str, object]]]:
    names = (
        "community",
        "team",
        "person",
        "address",
        "role",
        "contact",
        "schedule",
        "delivery",
        "installation",
        "reach",
    )
    return {name: sorted(await rows(chat, name), key=str) for name in names}


async def test_applying_twice_changes_nothing_more(chat: Chat) -> None:
    before = await _everything(chat)

    await chat.apply(CIRCLE)

    assert await _everything(chat) == before


async def test_a_file_with_a_mistake_changes_nothing(chat: Chat) -> None:
    before = await _everything(chat)

    with pytest.raises(CircleError):
        await chat.apply({**CIRCLE, "teams": [{"name": "New"}]})

    assert await _everything(chat) == before


@pytest.mark.parametrize(
    "weeks",
    [3, "2026-12-21", [["2026-12-21"]], [["soon", "later"]], [1], [[1, 2]], {"a": 1}, [["2026-02-30", "2026-03-01"]]],
)
def test_quiet_weeks_that_are_none_are_a_mistake(weeks: object) -> None:
    with pytest.raises(CircleError, match="quiet_weeks"):
        check({**CIRCLE, "community": {**CIRCLE["community"], "quiet_weeks": weeks}})


async def test_where_people_live_and_when_the_community_rests_come_from_the_file(chat: Chat) -> None:
    community = {**CIRCLE["community"], "quiet_weeks": [["2026-11-23", "2026-11-27"]], "prompts_a_week": 2}
    here = [{**person, "region": "CA-ON"} for person in CIRCLE["people"]]
    async with chat.app.store.write() as tx:
        await tx.execute(update(t.person).where(t.person.c.name == "Bo Lind").values(region="CA-BC"))
    await chat.apply({**CIRCLE, "community": community, "people": here})

    [row] = await rows(chat, "community")
    regions = {str(one["name"]): one["region"] for one in await rows(chat, "person")}
    assert (row["quiet_weeks"], row["prompts_a_week"]) == ([["2026-11-23", "2026-11-27"]], 2)
    assert regions == {**dict.fromkeys(regions, "CA-ON"), "Bo Lind": "CA-BC"}
    await chat.later(days=4)
    assert chat.platform.arrived == []


async def test_what_a_person_chose_is_not_undone_by_a_file(chat: Chat) -> None:
    ann = chat.someone("ann")
    await ann.says("stop")
    await ann.says("français")

    await chat.apply(CIRCLE)

    (row,) = [row for row in await rows(chat, "person") if row["name"] == "Ann Roy"]
    assert (row["consent"], row["language"]) == ("no", "fr")
    assert not [s for s in await rows(chat, "schedule") if s["person"] == row["id"]]


async def test_an_open_wish_to_talk_survives_the_file(chat: Chat) -> None:
    ann = chat.someone("ann")
    await ann.says("talk")
    await ann.presses("Ask Rosa Lind to contact me")

    await chat.apply({**CIRCLE, "contacts": list(reversed(CIRCLE["contacts"]))})

    (wish,) = await rows(chat, "hand_over")
    assert wish["contact"] in {row["id"] for row in await rows(chat, "contact") if row["name"] == "Rosa Lind"}


async def test_the_rhythm_of_the_file_counts(chat: Chat) -> None:
    rhythm = {"check_in": {"weekday": "WE", "time": "09:30", "others_weeks": 1}}
    table = {**CIRCLE, "community": {**CIRCLE["community"], "name": "Other"}, "rhythm": rhythm}
    async with chat.app.store.write() as tx:
        made = (await apply(tx, table, chat.moment())).community

    starts = {
        row["start_local"]
        for row in await rows(chat, "schedule")
        if (row["community"], row["kind"]) == (made.id, "check_in")
    }
    assert starts == {"2026-11-25T09:30:00"}
