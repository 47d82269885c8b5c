"""The words in an organiser's weekly list: what waits too long, what was not clear, and who looks after them."""

from __future__ import annotations

from bot import entries, keepers, word_clock, wordlog
from bot.conversations import unclear
from bot.desk import Desk
from bot.messages import Choice
from bot.wordlog import Gap

MOST_NAMED = 5
"""Words named in one line."""


async def things(desk: Desk) -> list[tuple[str, Choice | None]]:
    """What about words needs a person, the most pressing first: a sentence and perhaps a button for each."""
    waiting = await wordlog.overdue(desk.tx, desk.here, desk.now - word_clock.NO_ANSWER_YET)
    proposals = await _slow_proposals(desk)
    return [
        *await _nobody(desk, bool(waiting or proposals)),
        *_waiting(desk, waiting),
        *proposals,
        *await _to_mend(desk),
    ]


async def _nobody(desk: Desk, needed: bool) -> list[tuple[str, Choice | None]]:
    """Only said when there is something for them to do."""
    if not needed or all((await keepers.keepers(desk.tx, desk.here)).values()):
        return []
    return [(desk.text("digest.nobody_for_words"), desk.choice("digest.label_name_people", "keepers.form", form=True))]


def _waiting(desk: Desk, waiting: list[Gap]) -> list[tuple[str, Choice | None]]:
    if not waiting:
        return []
    words = ", ".join(_one(desk, gap) for gap in waiting[:MOST_NAMED])
    return [(desk.text("digest.words", words=words), desk.choice("answering.label_look", "answering.look"))]


def _one(desk: Desk, gap: Gap) -> str:
    days = word_clock.days_waiting(gap.first_at, desk.now)
    return desk.text("digest.word", word=gap.word, n=gap.times, days=days)


async def _slow_proposals(desk: Desk) -> list[tuple[str, Choice | None]]:
    before = desk.now - word_clock.PROPOSAL_WAITS
    slow = [version for version in await entries.still_open(desk.tx, desk.here) if version.at <= before]
    names = ", ".join(version.term.in_language(desk.lang).name for version in slow[:MOST_NAMED])
    return [(desk.text("digest.proposals", names=names), None)] if slow else []


async def _to_mend(desk: Desk) -> list[tuple[str, Choice | None]]:
    n = len(await unclear.to_mend(desk))
    button = desk.choice("digest.label_to_mend", "unclear.show")
    return [(desk.text("digest.to_mend", n=n), button)] if n else []
