"""What was decided -> delivery rows, with their addresses and once-only keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import count
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import addresses, standings
from bot.cohorts import NO_ADDRESS
from bot.contact import No, NotBefore, may
from bot.desk import Desk
from bot.inputs import Replace, Source
from bot.kinds import KINDS, Kind
from bot.message_json import to_json
from bot.messages import Message
from bot.moment import Moment
from bot.people import Person
from bot.platform import Address, Receipt
from bot.recurrence import end_of_day
from bot.standings import Standings
from bot.store import bulk
from bot.store import tables as t
from bot.turn import Prompt, Say, Turn


@dataclass(frozen=True, slots=True)
class Letter:
    """One delivery to be. `to` is known, or found through `person`'s best address when the rows are written.

    `parent`: the delivery this reminds of. `useful_until`: instead of what its kind says (UTC). `missed`: why it is not
    sent at all, but noted.
    """

    key: str
    kind: str
    community: str | None
    person: Person | None
    to: Address | None
    message: Message | None = None
    prompt: tuple[str, tuple[str, ...]] | None = None
    replaces: Receipt | None = None
    otherwise: tuple[Address, Message] | None = None
    not_before: datetime | None = None
    due: datetime | None = None
    urgent: bool = False
    sent: bool = False
    parent: str | None = None
    useful_until: datetime | None = None
    missed: str = ""


def from_turn(desk: Desk, source: Source, event: str, turn: Turn, pressed: Receipt | None = None) -> list[Letter]:
    """The letters of one turn. Keys are made of the event's id, so the same input can never write twice.

    `pressed` is the message the input came from, in whose place a message may be put within the request.
    """
    base = f"{source.platform}:{source.workspace}:{event}"
    said = [_said(desk, source, f"{base}:{n}", say) for n, say in enumerate(turn.says)]
    said += _shown_at_once(desk, source, base, turn, pressed)
    return said + [from_prompt(prompt, desk.now) for prompt in turn.prompts]


def _said(desk: Desk, source: Source, key: str, say: Say) -> Letter:
    if say.at is not None:
        return _posted(desk, source, key, say, say.at)
    person = say.to or desk.person
    mine = say.to is None or (desk.person is not None and say.to.id == desk.person.id)
    to = (source.place if say.openly else private_place(source)) if mine else None
    if say.replaces is not None:
        to = say.replaces.address
    otherwise = (source.place, say.otherwise) if say.otherwise is not None and not source.private else None
    community = person.community if person else desk.community.id if desk.community else None
    return Letter(
        say.key or key, say.kind, community, person, to, say.message, None, say.replaces, otherwise, say.not_before,
        urgent=say.urgent,
    )  # fmt: skip


def _posted(desk: Desk, source: Source, key: str, say: Say, at: Address) -> Letter:
    """What others read carries nobody's id, so that nothing that is kept tells who had it posted."""
    otherwise = (private_place(source), say.otherwise) if say.otherwise is not None else None
    community = desk.community.id if desk.community else None
    return Letter(say.key or key, say.kind, community, None, at, say.message, otherwise=otherwise)


def _shown_at_once(desk: Desk, source: Source, base: str, turn: Turn, pressed: Receipt | None) -> list[Letter]:
    """What the platform puts in place within its request is noted as sent: its buttons can be typed, too."""
    if not isinstance(turn.now, Replace) or desk.person is None:
        return []
    who, to = desk.person, private_place(source)
    said = turn.now.message
    return [Letter(f"{base}:now", "answer", who.community, who, to, said, replaces=pressed, sent=True)]


def private_place(source: Source) -> Address:
    """Where this person alone reads: the conversation they wrote in when it is private, else one still to be opened."""
    if source.private:
        return source.place
    at = source.place
    return Address(at.platform, at.workspace, user=source.place.user or source.user, service=at.service)


def from_prompt(prompt: Prompt, now: datetime) -> Letter:
    """The letter of something Interlude starts by itself; its text is composed when it leaves."""
    due = prompt.not_before or now
    what = (prompt.verb, prompt.args)
    return Letter(
        prompt.key, prompt.kind, prompt.person.community, prompt.person, None, None, what, not_before=due, due=due
    )


async def write(tx: AsyncConnection, letters: Sequence[Letter], moment: Moment, known: Standings | None = None) -> int:
    """Write the rows; a key that is there already changes nothing. Returns how many now wait to be sent.

    What Interlude starts by itself is asked about at once: may it go, and when. `known`: how its people stand, when
    that was read within this transaction.
    """
    if not letters:
        return 0
    found = await _addresses(tx, letters)
    if known is None:
        asked = [letter.person for letter in letters if letter.prompt is not None and letter.person is not None]
        known = await standings.of(tx, [(person.community, person.id) for person in asked])
    numbers = count(first_number(moment))
    rows = [row(letter, _to(letter, found), next(numbers), moment, known) for letter in letters]
    await bulk.insert(tx, t.delivery, rows, "key")
    return sum(row["status"] == "pending" for row in rows)


async def _addresses(tx: AsyncConnection, letters: Iterable[Letter]) -> dict[str, Address]:
    wanted = {
        (letter.person.community, letter.person.id)
        for letter in letters
        if letter.to is None and letter.person is not None
    }
    return await addresses.best_of(tx, wanted)


def _to(letter: Letter, found: dict[str, Address]) -> Address | None:
    return letter.to or (found.get(letter.person.id) if letter.person else None)


def first_number(moment: Moment) -> int:
    """Where the numbers begin by which deliveries keep their order."""
    return int(moment.real.timestamp() * 1_000_000)


def row(letter: Letter, to: Address | None, seq: int, moment: Moment, known: Standings) -> dict[str, Any]:
    """The delivery of a letter to this address, as it is stored."""
    kind = KINDS[letter.kind]
    until = letter.useful_until or expires(kind, letter.due, letter.person)
    status, reason, at = _fate(letter, kind, to, until, moment.now, known)
    return {
        "id": t.ordered_id(),
        "seq": seq,
        "key": letter.key,
        "community": letter.community,
        "person": letter.person.id if letter.person else None,
        "kind": kind.name,
        "prompt": {"verb": letter.prompt[0], "args": list(letter.prompt[1])} if letter.prompt else None,
        "lane": to.lane() if to else "",
        "conversation": to.conversation() if to else "",
        "address": to.to_json() if to else {},
        "message": to_json(letter.message) if letter.message else None,
        "replaces": letter.replaces.to_json() if letter.replaces else None,
        "otherwise": _otherwise(letter),
        "status": status,
        "reason": reason,
        "priority": 0 if letter.urgent else kind.priority,
        "not_before": at,
        "expires": until,
        "made_at": moment.now,
        "done_at": None if status == "pending" else moment.now,
        "owner": "",
        "attempts": 0,
        "parent": letter.parent,
        "counts": kind.counts and letter.prompt is not None,
    }


def _fate(
    letter: Letter, kind: Kind, to: Address | None, until: datetime | None, now: datetime, known: Standings
) -> tuple[str, str, datetime]:
    """How the row begins: its status, why, and from when on (UTC) it may leave. Asked again when it is claimed."""
    at = letter.not_before or now
    if to is None:
        return "skipped", NO_ADDRESS, at
    if letter.missed:
        return "skipped", letter.missed, at
    if letter.sent or letter.prompt is None or letter.person is None or letter.person.id not in known:
        return "sent" if letter.sent else "pending", "", at
    verdict = may(kind, known[letter.person.id].standing, max(at, now), until)
    if isinstance(verdict, NotBefore):
        return "pending", verdict.reason, verdict.moment
    # What is meant for later is refused later: somebody may say yes, or come back, until then.
    return ("skipped", verdict.reason, at) if isinstance(verdict, No) and at <= now else ("pending", "", at)


def _otherwise(letter: Letter) -> dict[str, Any] | None:
    if letter.otherwise is None:
        return None
    place, message = letter.otherwise
    return {"address": place.to_json(), "message": to_json(message)}


_end_of_day = lru_cache(maxsize=4096)(end_of_day)
"""Many people share a zone and a moment."""


def expires(kind: Kind, due: datetime | None, person: Person | None) -> datetime | None:
    """After which moment (UTC) this is of no use any more; None for what is never too late."""
    if due is None or person is None:
        return None
    if kind.same_day:
        return _end_of_day(due, person.time_zone)
    return due + kind.keeps if kind.keeps else None
