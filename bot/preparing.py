"""What becomes of a delivery that is due: its text, or the reason and the time it is put aside for."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import budget, left_out, routing, standings
from bot.buttons import Buttons
from bot.contact import NO_ZONE, No, NotBefore, Now, Verdict, may
from bot.conversations import joined
from bot.desk import Desk
from bot.kinds import KINDS
from bot.message_json import from_json
from bot.messages import Message
from bot.moment import Moment
from bot.pack import Pack
from bot.standings import Known, Standings
from bot.store.types import AnyRow
from bot.turn import Later, Skip

log = logging.getLogger("interlude.claims")

UNREADABLE = "what was stored cannot be read any more"

Aside: TypeAlias = dict[str, Any]
"""A row that does not leave now: its id, status and reason, from and until when it may leave, when it ended."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a message is made of."""

    pack: Pack
    buttons: Buttons


async def prepare(
    tx: AsyncConnection, rows: Sequence[AnyRow], words: Words, moment: Moment
) -> list[tuple[AnyRow, Message | Aside]]:
    """Each row with its message, or put aside: later, skipped, or parked when it cannot be composed."""
    prompts = [row for row in rows if row.prompt is not None]
    known = await standings.of(tx, [(row.community, row.person) for row in prompts])
    verdicts = await _verdicts(tx, [row for row in prompts if row.kind in KINDS and row.person in known], known, moment)
    left_out_of = await left_out.whose(tx, [one.person for one in known.values()], moment.now) if known else set()
    found: list[tuple[AnyRow, Message | Aside]] = []
    for row in rows:
        verdict = verdicts.get(row.id, Now())
        made = await _prepared(tx, row, known.get(row.person), verdict, words, moment)
        if row.person in left_out_of and isinstance(made, Message) and row.message is None:
            made = await _joined(tx, row, known[row.person], made, words, moment)
        found.append((row, made))
    return found


async def _verdicts(tx: AsyncConnection, rows: list[AnyRow], known: Standings, moment: Moment) -> dict[str, Verdict]:
    """Whether each prompt may leave now: first by the person's hours and wishes, then by their week."""
    found = {row.id: _may(row, known[row.person], moment) for row in rows}
    counted = [row for row in rows if KINDS[row.kind].counts and isinstance(found[row.id], Now)]
    return found | await budget.places(tx, counted, known, moment.now)


def _may(row: AnyRow, known: Known, moment: Moment) -> Verdict:
    """A person whose zone nobody can read stops nobody else's messages."""
    try:
        return may(KINDS[row.kind], known.standing, moment.now, row.expires)
    except (KeyError, ValueError):
        log.exception("a zone cannot be read", extra={"action": "outbox.unreadable", "delivery": row.id})
        return No(NO_ZONE)


async def _prepared(
    tx: AsyncConnection, row: AnyRow, known: Known | None, verdict: Verdict, words: Words, moment: Moment
) -> Message | Aside:
    text = stored(row)
    to_compose = row.prompt is not None and row.message is None
    if row.kind not in KINDS or (text is None and not to_compose):
        return unreadable(row, moment)
    if text is not None and row.prompt is None:
        return text
    if known is None:
        return _ended(row, "skipped", "the person is not there any more", moment)
    match verdict:
        case No():
            return _ended(row, "skipped", verdict.reason, moment)
        case NotBefore():
            return _later(row, verdict)
        case Now():
            return text or await _compose(tx, row, known, words, moment)


def stored(row: AnyRow) -> Message | None:
    """The row's text; None when there is none yet, or it was written in a shape this version does not know."""
    try:
        return from_json(row.message)
    except (KeyError, TypeError):
        return None


def unreadable(row: AnyRow, moment: Moment) -> Aside:
    """Parked: its text is of no use."""
    log.error("a message cannot be read", extra={"action": "outbox.unreadable", "delivery": row.id})
    return _ended(row, "failed", UNREADABLE, moment)


def _ended(row: AnyRow, status: str, reason: str, moment: Moment) -> Aside:
    return {
        "row": row.id, "to": status, "reason": reason, "later": moment.now, "until": row.expires, "done": moment.now,
    }  # fmt: skip


def _later(row: AnyRow, verdict: NotBefore) -> Aside:
    return {
        "row": row.id, "to": "pending", "reason": verdict.reason, "later": verdict.moment,
        "until": verdict.until or row.expires, "done": None,
    }  # fmt: skip


def _desk(tx: AsyncConnection, known: Known, words: Words, moment: Moment) -> Desk:
    person = known.person
    return Desk(tx, words.pack, words.buttons, moment, known.community, person, person.language)


async def _joined(
    tx: AsyncConnection, row: AnyRow, known: Known, made: Message, words: Words, moment: Moment
) -> Message:
    """With a line about what found no place in the person's week; without it, should that line make trouble."""
    if row.prompt is None or not KINDS[row.kind].counts:
        return made
    try:
        async with tx.begin_nested():
            return await joined.add(_desk(tx, known, words, moment), made, row.kind, row.id)
    except OperationalError:
        raise
    except Exception:
        log.exception("a line could not be added", extra={"action": "compose.failed", "delivery": row.id})
        return made


async def _compose(tx: AsyncConnection, row: AnyRow, known: Known, words: Words, moment: Moment) -> Message | Aside:
    """The text, made once and kept for retries. A conversation that fails parks its own row and no other."""
    desk = _desk(tx, known, words, moment)
    try:
        async with tx.begin_nested():
            made = await routing.compose(desk, row.prompt["verb"], tuple(row.prompt["args"]))
    except OperationalError:  # the database's trouble, and not the message's: all of it is done again
        raise
    except Exception as fault:
        log.exception("a message could not be composed", extra={"action": "compose.failed", "delivery": row.id})
        return _ended(row, "failed", f"could not be composed: {type(fault).__name__}", moment)
    match made:
        case Skip():
            return _ended(row, "skipped", made.reason, moment)
        case Later():
            return _later(row, NotBefore(made.moment, made.reason))
        case Message():
            return made
