"""The delivery report: what reached people and what did not, in words; never who answered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot import budget, contact, reasons, schedule
from bot.letters import Letter
from bot.pack import Pack
from bot.platform import Gone
from bot.store import tables as t
from tests.bot.deliveries import place, text
from tests.chat import Chat, Someone


@pytest.fixture
def rosa(chat: Chat) -> Someone:
    return chat.someone("rosa")


async def _told(chat: Chat, name: str, kind: str, status: str = "sent", reason: str = "", days: int = 1) -> None:
    """Something that was sent to this person, or was not, so many days ago."""
    async with chat.app.store.write() as tx:
        person = (await tx.execute(select(t.person).where(t.person.c.name == name))).one()
        when = chat.now - timedelta(days=days)
        row = {
            "id": t.new_id(), "seq": 1, "key": t.new_id(), "community": person.community, "person": person.id,
            "kind": kind, "lane": "memory:w1", "conversation": "x", "address": {}, "status": status, "reason": reason,
            "not_before": when, "made_at": when, "done_at": when,
        }  # fmt: skip
        await tx.execute(t.delivery.insert().values(row))


async def test_it_says_what_reached_each_person(chat: Chat, rosa: Someone) -> None:
    for _ in range(3):
        await _told(chat, "Ann Roy", "check_in")
    await _told(chat, "Bo Lind", "news", "failed", reasons.gone(Gone("Teams answered 403 MessageWritesBlocked")))

    said = await rosa.says("delivery report")

    assert "Ann Roy: arrived: 3" in said
    assert "Bo Lind: arrived: 0; not arrived: 1 (has blocked the bot: try e-mail)" in said
    assert (
        "Messages that arrived: 3. Held back on purpose (their wishes, their week, a day off): 0. Not arrived: 1."
        in said
    )
    assert said.index("Bo Lind") < said.index("Ann Roy")


async def test_it_says_so_in_french(chat: Chat, rosa: Someone) -> None:
    await rosa.says("french")
    await _told(chat, "Ann Roy", "check_in", "skipped", contact.BREAK)

    for asked in ("rapport d'envoi", "bilan des envois", "rapport de livraison"):
        said = (await rosa.says(asked)).replace("Ann Roy: ", "Ann Roy : ")
        assert "Ann Roy : reçus : 0; retenus : 1 (prend une pause)" in said
        assert "Non reçus : 0." in said


async def test_what_was_held_back_on_purpose_is_no_failure(chat: Chat, rosa: Someone) -> None:
    for reason in (contact.BREAK, contact.HOLIDAY, budget.WEEK_FULL, contact.TOO_LATE_THEN):
        await _told(chat, "Ann Roy", "check_in", "skipped", reason)
    await _told(chat, "Bo Lind", "check_in", "skipped", schedule.MISSED)
    await _told(chat, "Bo Lind", "check_in", "skipped", contact.OTHER_DAY)

    said = await rosa.says("delivery report")

    assert "a day off): 5. Not arrived: 1." in said
    assert "Ann Roy: arrived: 0; held back: 4 (" in said
    assert (
        "Bo Lind: arrived: 0; held back: 1 (it was not a time they chose); "
        "not arrived: 1 (Interlude was not running then)" in said
    )
    assert said.index("Bo Lind") < said.index("Ann Roy")


def test_only_what_was_wanted_so_counts_as_held_back() -> None:
    assert set(reasons.PHRASES.values()) >= reasons.HELD
    assert {reasons.phrase(reason) in reasons.HELD for reason in ("blocked", "gone: x", reasons.UNKNOWN)} == {False}
    assert reasons.FAULT not in reasons.HELD


async def test_it_never_tells_who_asked_or_answered(chat: Chat, rosa: Someone) -> None:
    for kind in ("help", "answer", "hand_over", "notice", "nudge"):
        await _told(chat, "Ann Roy", kind)
    await _told(chat, "Ann Roy", "nudge", "skipped", "answered")
    await _told(chat, "Ann Roy", "feedback", "skipped", "has answered already")

    assert "Ann Roy" not in await rosa.says("delivery report")


async def test_it_looks_back_a_month(chat: Chat, rosa: Someone) -> None:
    await _told(chat, "Ann Roy", "news", days=29)
    await _told(chat, "Bo Lind", "news", days=31)

    said = await rosa.says("delivery report")

    assert ("Ann Roy" in said, "Bo Lind" in said) == (True, False)


async def test_only_organisers_read_it(chat: Chat) -> None:
    await _told(chat, "Bo Lind", "news")

    assert "Bo Lind" not in await chat.someone("ann").says("delivery report")


async def test_what_really_failed_is_in_it(chat: Chat, rosa: Someone) -> None:
    chat.platform.gone = {"ann"}
    async with chat.app.store.write() as tx:
        person = (await tx.execute(select(t.person).where(t.person.c.name == "Ann Roy"))).one()
    await _send(chat, person.community, person.id)

    assert "not arrived: 1 (is not at this address any more: try e-mail)" in await rosa.says("delivery report")


async def _send(chat: Chat, community: str, person_id: str) -> None:
    from bot import letters, people

    async with chat.app.store.write() as tx:
        person = (await people.find(tx, community, [person_id]))[person_id]
        news = Letter("n1", "news", community, person, place("ann"), text("news"))
        await letters.write(tx, [news], chat.moment())
    await chat.app.outbox.drain()


def test_every_reason_of_time_and_contact_has_its_sentence(pack: Pack) -> None:
    """Whoever adds a reason there finds out here that a person will read it."""
    found = {
        name: value
        for module in (contact, budget, schedule)
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, str) and " " in value and "." not in value
    }

    assert {name for name, value in found.items() if not reasons.phrase(value)} == set()
    for phrase in {*reasons.PHRASES.values(), reasons.FAULT}:
        assert pack.text(phrase, "en")
        assert pack.text(phrase, "fr")
