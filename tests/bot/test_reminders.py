"""One reminder, cancelled by an answer; silence is never told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select, update

from bot import reminders
from bot.budget import BETTER_FIRST
from bot.kinds import KINDS
from bot.recurrence import to_local
from bot.store import tables as t
from bot.store.types import AnyRow
from tests.bot.conversations.meeting import QUESTIONS_OUT, announce
from tests.bot.deliveries import unaskable
from tests.chat import Chat, Someone

TUESDAY = datetime(2026, 11, 24, 15, tzinfo=UTC)
"""10:00 in Toronto: Ann is asked how it is going."""
THURSDAY = TUESDAY + timedelta(days=2)
STILL_OPEN = "is still open, if you like"


async def _two_a_week(chat: Chat) -> None:
    async with chat.app.store.write() as tx:
        await tx.execute(update(t.community).values(prompts_a_week=2))


async def _asked(chat: Chat) -> Someone:
    await _two_a_week(chat)
    await chat.until(TUESDAY)
    ann = chat.someone("ann")
    assert "Two taps" in ann.reads
    return ann


async def _nudges(chat: Chat, about: str = "check_in") -> list[AnyRow]:
    """Ann's reminders."""
    async with chat.app.store.read() as tx:
        d, p = t.delivery.c, t.person.c
        query = select(t.delivery).join(t.person, p.id == d.person).where(d.kind == "nudge", p.name == "Ann Roy")
        rows = (await tx.execute(query.order_by(d.seq))).all()
    return [row for row in rows if row.prompt["args"][0] == about]


async def _parent(chat: Chat, kind: str = "check_in") -> AnyRow:
    async with chat.app.store.read() as tx:
        d, p = t.delivery.c, t.person.c
        query = select(t.delivery).join(t.person, p.id == d.person).where(d.kind == kind, p.name == "Ann Roy")
        return (await tx.execute(query)).first()  # type: ignore[return-value]


async def test_a_first_message_that_perhaps_arrived_is_followed_up(chat: Chat) -> None:
    unaskable(chat)
    await _two_a_week(chat)
    await chat.until(TUESDAY - timedelta(minutes=1))
    chat.platform.lost_answers = 100
    await chat.until(TUESDAY)
    chat.platform.lost_answers = 0
    await chat.app.outbox.reconcile()

    assert (await _parent(chat)).status == "unknown"
    [waiting] = await _nudges(chat)
    assert waiting.not_before == THURSDAY


async def test_a_reminder_that_is_just_leaving_is_not_tried_again_after_the_answer(chat: Chat) -> None:
    ann = await _asked(chat)
    chat.platform.busy = timedelta(0)
    await chat.until(THURSDAY)
    [waiting] = await _nudges(chat)
    held = {"status": "sending", "owner": chat.app.outbox.owner, "lease_until": chat.now + timedelta(minutes=2)}
    async with chat.app.store.write() as tx:
        await tx.execute(update(t.delivery).where(t.delivery.c.id == waiting.id).values(held))
    chat.platform.busy = None

    await ann.presses("All good")
    async with chat.app.store.write() as tx:
        await tx.execute(update(t.delivery).where(t.delivery.c.id == waiting.id).values(status="pending"))
    await chat.later(hours=1)

    assert STILL_OPEN not in "".join(chat.platform.texts("ann"))
    [waiting] = await _nudges(chat)
    assert (waiting.status, waiting.reason) == ("skipped", "its time had passed")


async def test_with_one_place_a_week_the_feedback_reminder_has_the_next_weeks(chat: Chat) -> None:
    async with chat.app.store.write() as tx:
        await tx.execute(delete(t.schedule))
    await announce(chat, day="2026-11-30")  # a Monday: its questions come on Tuesday
    await chat.until(datetime(2026, 12, 7, 18, tzinfo=UTC))

    asked = [text for text in chat.platform.texts("ann") if "Question 1" in text]
    [reminder] = await _nudges(chat, "feedback")
    assert (len(asked), reminder.status) == (2, "sent")
    assert to_local(reminder.done_at, "America/Toronto").isoformat() == "2026-12-07T09:00:00"


async def test_who_has_not_answered_is_reminded_once_after_two_working_days(chat: Chat) -> None:
    ann = await _asked(chat)
    [waiting] = await _nudges(chat)
    parent = await _parent(chat)

    assert (waiting.parent, waiting.key, waiting.counts) == (parent.id, f"{parent.key}:nudge", True)
    assert waiting.not_before == THURSDAY
    ann.news()
    await chat.until(THURSDAY - timedelta(minutes=1))
    assert ann.news() == []
    await chat.until(THURSDAY)
    [reads] = ann.news()
    assert "Your check-in of Tuesday 24 November" in reads
    assert STILL_OPEN in reads

    await chat.until(datetime(2026, 12, 8, 14, tzinfo=UTC))
    assert not [text for text in ann.news() if STILL_OPEN in text]
    assert len(await _nudges(chat)) == 1


async def test_the_reminder_can_be_answered_itself(chat: Chat) -> None:
    ann = await _asked(chat)
    await chat.until(THURSDAY)

    assert "One more" in await ann.presses("All good")


@pytest.mark.parametrize("how", ["All good", "Skip"])
async def test_an_answer_or_a_skip_ends_it_in_the_same_breath(chat: Chat, how: str) -> None:
    ann = await _asked(chat)
    await ann.presses(how)

    [row] = await _nudges(chat)
    assert (row.status, row.reason) == ("skipped", reminders.ANSWERED)
    ann.news()
    await chat.until(THURSDAY + timedelta(hours=1))
    assert ann.news() == []


@pytest.mark.parametrize(("said", "why"), [("pause 1 week", "is taking a break"), ("stop", "has said not now")])
async def test_a_pause_or_a_stop_ends_it(chat: Chat, said: str, why: str) -> None:
    ann = await _asked(chat)
    await ann.says(said)

    [row] = await _nudges(chat)
    assert (row.status, row.reason) == ("skipped", why)
    await ann.says("start")
    ann.news()
    await chat.until(THURSDAY + timedelta(hours=1))
    assert not [text for text in ann.news() if STILL_OPEN in text]


async def test_an_answer_that_is_there_before_the_first_message_is_marked_sent_ends_it_too(chat: Chat) -> None:
    ann = await _asked(chat)
    async with chat.app.store.write() as tx:
        d = t.delivery
        await tx.execute(d.delete().where(d.c.kind == "nudge"))
        await tx.execute(d.update().where(d.c.kind == "check_in").values(status="sending", done_at=None))
    await ann.presses("All good")
    parent = await _parent(chat)
    async with chat.app.store.write() as tx:
        await tx.execute(t.delivery.update().where(t.delivery.c.id == parent.id).values(status="sent"))
        await reminders.plan(tx, [parent.id], chat.moment())

    assert [(row.status, row.reason) for row in await _nudges(chat)] == [("skipped", reminders.ANSWERED)]


async def test_what_was_answered_meanwhile_is_asked_once_more_when_it_leaves(chat: Chat) -> None:
    ann = await _asked(chat)
    await ann.presses("All good")
    async with chat.app.store.write() as tx:
        again = t.delivery.update().where(t.delivery.c.kind == "nudge")
        await tx.execute(again.values(status="pending", done_at=None))
    ann.news()
    await chat.until(THURSDAY)

    assert ann.news() == []
    assert {row.reason for row in await _nudges(chat)} == {reminders.ANSWERED}


async def test_with_one_place_a_week_the_reminder_waits_and_gives_way_to_the_part_of_that_week(chat: Chat) -> None:
    await chat.until(TUESDAY)
    ann = chat.someone("ann")
    ann.news()
    await chat.until(datetime(2026, 12, 3, 15, tzinfo=UTC))

    [reads] = ann.news()
    assert "Is it still right" in reads
    assert [(row.status, row.reason) for row in await _nudges(chat)] == [("skipped", BETTER_FIRST)]


async def test_feedback_is_reminded_of_on_the_next_working_day_while_it_is_open(chat: Chat) -> None:
    await _two_a_week(chat)
    await announce(chat)
    await chat.until(QUESTIONS_OUT)
    ann = chat.someone("ann")

    [row] = await _nudges(chat, "feedback")
    assert to_local(row.not_before, "America/Toronto").isoformat() == "2026-11-26T10:00:00"
    assert row.expires == (await _parent(chat, "feedback")).done_at + timedelta(days=7)
    ann.news()
    await chat.until(row.not_before)

    fresh = [text for text in ann.news() if "You can still say what you think of Winter meeting" in text]
    full = [one.reason for one in await _nudges(chat, "feedback")]
    assert len(fresh) == 1 or full == ["another message had this week's place"]


async def test_nobody_is_told_who_was_silent(chat: Chat) -> None:
    await _asked(chat)
    await chat.until(THURSDAY)
    rosa = chat.someone("rosa")

    for said in ("this week", "check-ins"):
        assert "Ann" not in await rosa.says(said)


def test_a_reminder_comes_after_so_many_working_days() -> None:
    from bot.contact import Standing

    friday = datetime(2026, 12, 18, 15, tzinfo=UTC)
    ann = Standing("America/Toronto", "yes", region="CA-ON")
    check_in, feedback = KINDS["check_in"], KINDS["feedback"]

    assert reminders.remind_at(check_in, ann, friday) == datetime(2026, 12, 22, 15, tzinfo=UTC)
    assert reminders.remind_at(feedback, ann, friday) == datetime(2026, 12, 21, 15, tzinfo=UTC)
    christmas_eve = datetime(2026, 12, 24, 15, tzinfo=UTC)
    assert reminders.remind_at(check_in, ann, christmas_eve) == datetime(2026, 12, 30, 15, tzinfo=UTC)
