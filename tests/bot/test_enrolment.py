"""One-time codes, and people added one at a time."""

from __future__ import annotations

import re
from datetime import timedelta

from bot import enrolment, people
from tests.bot.conversations.meeting import rows
from tests.chat import Chat


async def _here(chat: Chat) -> str:
    return str((await rows(chat, "community"))[0]["id"])


def test_a_code_is_easy_to_read_aloud_and_never_the_same() -> None:
    codes = {enrolment.new_code() for _ in range(200)}

    assert len(codes) == 200
    assert all(re.fullmatch(r"[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}", code) for code in codes)


async def test_only_a_digest_of_the_code_is_stored(chat: Chat) -> None:
    async with chat.app.store.write() as tx:
        code = await enrolment.issue_code(tx, await _here(chat), chat.now)

    assert code not in str(await rows(chat, "invitation_code"))


async def test_a_code_is_used_once_and_within_a_day(chat: Chat) -> None:
    here = await _here(chat)
    async with chat.app.store.write() as tx:
        first, second = [await enrolment.issue_code(tx, here, chat.now) for _ in range(2)]
        late = chat.now + timedelta(hours=24)
        used = [
            await enrolment.redeem(tx, code, moment)
            for code, moment in ((first, chat.now), (first, chat.now), (second, late))
        ]

    assert [community and community.id for community in used] == [here, None, None]


async def test_names_are_told_apart_also_from_those_who_left(chat: Chat) -> None:
    async with chat.app.store.write() as tx:
        circle = await people.community(tx, await _here(chat))
        first = await enrolment.make_person(tx, circle, "Ann Roy", chat.now)
        await people.change(tx, first, left_at=chat.now)
        second = await enrolment.make_person(tx, circle, "  Ann Roy ", chat.now)

    assert (first.name, second.name) == ("Ann Roy (2)", "Ann Roy (3)")


async def test_odd_names_zones_and_languages_become_usable_ones(chat: Chat) -> None:
    async with chat.app.store.write() as tx:
        circle = await people.community(tx, await _here(chat))
        long = await enrolment.make_person(tx, circle, "x" * 500, chat.now, time_zone="Mars/Olympus", language="de")
        none = await enrolment.make_person(tx, circle, "   ", chat.now)

    assert (len(long.name), long.time_zone, long.language) == (190, "America/Toronto", "en")
    assert none.first_name == "?"
