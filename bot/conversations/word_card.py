"""A word that waits, as whoever answers words sees it. It never says who asked."""

from __future__ import annotations

from bot import access, keepers, recurrence, word_clock
from bot.desk import Desk
from bot.messages import Block, Choices, Message
from bot.wordlog import Gap


async def may_answer(desk: Desk) -> bool:
    """Whether this person answers words here: they were named for it, or they organise."""
    if desk.person is None or desk.person.left_at is not None:
        return False
    return access.may_organise(desk.person) or keepers.STEWARD in await keepers.parts_of(desk.tx, desk.person)


def asked(desk: Desk, gap: Gap) -> Message:
    """The first message about a word; it says when the reminder comes."""
    when = word_clock.reminder(gap.passed_on_at or desk.now, desk.me.time_zone)
    weekday = recurrence.to_local(when, desk.me.time_zone).weekday()
    day = desk.text(f"calendar.weekday_{weekday}")
    return desk.message(_said(desk, gap), desk.note("answering.clock", day=day), buttons(desk, gap))


def again(desk: Desk, gap: Gap) -> Message:
    """The one reminder."""
    key = "answering.again_unclear" if gap.about else "answering.again"
    return desk.message(desk.prose(key, word=gap.word), buttons(desk, gap))


def listed(desk: Desk, gap: Gap) -> Message:
    """A word as somebody finds it who looks through what waits."""
    days = word_clock.days_waiting(gap.first_at, desk.now)
    return desk.message(_said(desk, gap), desk.note("answering.since", n=days), buttons(desk, gap))


def mine(desk: Desk, gap: Gap) -> Message:
    """For somebody who asked and answers words themselves."""
    return desk.message(desk.prose("answering.mine", word=gap.word), buttons(desk, gap))


def _said(desk: Desk, gap: Gap) -> Block:
    if gap.about:
        many = "answering.unclear_many" if gap.times > 1 else "answering.unclear_one"
        return desk.prose(many, word=gap.word, n=gap.times)
    return desk.prose("answering.asked_many" if gap.times > 1 else "answering.asked_one", word=gap.word, n=gap.times)


def buttons(desk: Desk, gap: Gap) -> Choices:
    """What can be done with a word, or with an entry that was not understood."""
    if gap.about:
        return Choices((
            desk.choice("answering.label_say", "answering.say", gap.id, primary=True, form=True),
            desk.choice("answering.label_rewrite", "answering.rewrite", gap.id, form=True),
        ))  # fmt: skip
    return Choices((
        desk.choice("answering.label_write", "answering.write", gap.id, primary=True, form=True),
        desk.choice("answering.label_other", "answering.other", gap.id, form=True),
        desk.choice("answering.label_not_here", "answering.not_here", gap.id),
    ))  # fmt: skip
