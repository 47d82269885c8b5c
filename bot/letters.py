"""What was decided -> delivery rows, with their addresses and once-only keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import addresses
from bot.desk import Desk
from bot.inputs import Replace, Source
from bot.kinds import KINDS, Kind
from bot.message_json import to_json
from bot.messages import Message
from bot.moment import Moment
from bot.people import Person
from bot.platform import Address, Receipt
from bot.recurrence import end_of_day
from bot.store import tables as t
from bot.turn import Prompt, Say, Turn
from bot.upsert import insert


@dataclass(frozen=True, slots=True)
class Letter:
    """One delivery to be. `to` is known, or found through `person`'s best address when the rows are written."""

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


async def write(tx: AsyncConnection, letters: Sequence[Letter], moment: Moment) -> int:
    """Write the rows; a key that is there already changes nothing. Returns how many now wait to be sent."""
    if not letters:
        return 0
    found = await _addresses(tx, letters)
    start = int(moment.real.timestamp() * 1_000_000)
    numbers = count(start)
    rows = [_row(letter, _to(letter, found), next(numbers), moment) for letter in letters]
    await tx.execute(insert(tx, t.delivery).on_conflict_do_nothing(index_elements=["key"]), rows)
    return sum(row["status"] == "pending" for row in rows)


async def _addresses(tx: AsyncConnection, letters: Iterable[Letter]) -> dict[str, Address]:
    wanted: dict[str, set[str]] = {}
    for letter in letters:
        if letter.to is None and letter.person is not None:
            wanted.setdefault(letter.person.community, set()).add(letter.person.id)
    found: dict[str, Address] = {}
    for community, people in wanted.items():
        found |= await addresses.best(tx, community, sorted(people))
    return found


def _to(letter: Letter, found: dict[str, Address]) -> Address | None:
    return letter.to or (found.get(letter.person.id) if letter.person else None)


def _row(letter: Letter, to: Address | None, seq: int, moment: Moment) -> dict[str, Any]:
    kind = KINDS[letter.kind]
    return {
        "id": t.new_id(),
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
        "status": "sent" if letter.sent else "pending" if to else "skipped",
        "reason": "" if to else "no address is known",
        "priority": 0 if letter.urgent else kind.priority,
        "not_before": letter.not_before or moment.now,
        "expires": expires(kind, letter.due, letter.person),
        "made_at": moment.now,
        "done_at": moment.now if letter.sent or not to else None,
    }


def _otherwise(letter: Letter) -> dict[str, Any] | None:
    if letter.otherwise is None:
        return None
    place, message = letter.otherwise
    return {"address": place.to_json(), "message": to_json(message)}


def expires(kind: Kind, due: datetime | None, person: Person | None) -> datetime | None:
    """After which moment (UTC) this is of no use any more; None for what is never too late."""
    if due is None or person is None:
        return None
    if kind.same_day:
        return end_of_day(due, person.time_zone)
    return due + kind.keeps if kind.keeps else None
