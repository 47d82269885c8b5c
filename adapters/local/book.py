"""What stands in front of people at this door: every line in order, kept in the database, and who waits for more.

Each write takes the next number of one counter, as `seq` when the line is new and as `change` always. The numbers are
unique in the table, so two writers can never both commit the same one, and whoever has seen change N misses nothing by
asking for what is greater than N. Nothing is deleted: a line taken back keeps its row and gets a new number.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    MetaData,
    Row,
    ScalarSelect,
    String,
    Table,
    Text,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.message_json import from_json, to_json
from bot.messages import Message
from bot.store.types import Instant, Json

metadata = MetaData()

local_message = Table(
    "local_message",
    metadata,
    Column("id", String(20), primary_key=True),
    Column("seq", Integer, nullable=False, unique=True),
    Column("change", Integer, nullable=False, unique=True),
    Column("place", String(200), nullable=False),
    Column("user", String(200), nullable=False),
    Column("role", String(5), nullable=False),
    Column("text", Text, nullable=False),
    Column("message", Json),
    Column("mark", String(300), nullable=False, unique=True),
    Column("edited", Boolean, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_local_message_place_seq", "place", "seq"),
)
_t = local_message.c

Role = Literal["bot", "me", "taken"]
"""Who speaks: the bot, or the person themselves. "taken" is a line taken back."""

TRIES = 20
"""Another process on the same folder can take the number we were about to take; it cannot do so many times."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `seq` and `change` are 0 until it is written. `message` is None for a person's own words (`text`)."""

    place: str
    user: str
    role: Role
    at: datetime
    mark: str
    message: Message | None = None
    text: str = ""
    id: str = ""
    seq: int = 0
    change: int = 0
    edited: bool = False


class Book:
    """All lines of this door."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._listeners: set[asyncio.Event] = set()
        self.closed = False

    async def start(self) -> None:
        """Make the table where it is missing."""
        async with self._engine.begin() as tx:
            await tx.run_sync(metadata.create_all)

    async def write(self, line: Line) -> tuple[Line, bool]:
        """Keep a line. Returns it as kept, and whether it is new: a mark that is there already keeps its first line."""
        for _ in range(TRIES):
            if kept := await self.by_mark(line.mark):
                return kept, False
            try:
                return await self._insert(line), True
            except IntegrityError:
                continue
        raise RuntimeError("the next number of local_message was taken again and again")

    async def _insert(self, line: Line) -> Line:
        values = {
            "id": secrets.token_hex(10), "seq": _next_number(), "change": _next_number(), "place": line.place,
            "user": line.user, "role": line.role, "text": line.text, "mark": line.mark, "edited": False, "at": line.at,
            "message": to_json(line.message) if line.message else None,
        }  # fmt: skip
        async with self._engine.begin() as tx:
            row = (await tx.execute(insert(local_message).values(values).returning(*_t))).one()
        self.wake()
        return _line(row)

    async def put_right(self, id_: str, message: Message) -> Line | None:
        """Let the bot's line say something else. None when there is no such line."""
        return await self._update(_t.id == id_, message=to_json(message), edited=True)

    async def take_back(self, line: Line) -> None:
        """A person's line that was not heard after all. Its mark is free again."""
        await self._update(_t.id == line.id, role="taken", mark=f"taken:{line.id}", text="", message=None)

    async def _update(self, which: Any, **values: Any) -> Line | None:
        asked = update(local_message).where(which, _t.role != "taken").values(change=_next_number(), **values)
        for _ in range(TRIES):
            try:
                async with self._engine.begin() as tx:
                    row = (await tx.execute(asked.returning(*_t))).one_or_none()
            except IntegrityError:
                continue
            self.wake()
            return _line(row) if row else None
        raise RuntimeError("the next number of local_message was taken again and again")

    async def by_mark(self, mark: str) -> Line | None:
        return await self._one(_t.mark == mark)

    async def by_id(self, id_: str) -> Line | None:
        return await self._one(_t.id == id_)

    async def _one(self, which: Any) -> Line | None:
        async with self._engine.connect() as tx:
            row = (await tx.execute(select(local_message).where(which))).one_or_none()
        return _line(row) if row else None

    async def newest(self, place: str, most: int) -> list[Line]:
        """The last lines of a place, oldest first."""
        asked = select(local_message).where(_t.place == place, _t.role != "taken").order_by(_t.seq.desc()).limit(most)
        async with self._engine.connect() as tx:
            rows = (await tx.execute(asked)).all()
        return [_line(row) for row in reversed(rows)]

    async def since(self, change: int) -> list[Line]:
        """Every line that is new or different since `change`, taken-back ones among them, in order of change."""
        async with self._engine.connect() as tx:
            rows = (await tx.execute(select(local_message).where(_t.change > change).order_by(_t.change))).all()
        return [_line(row) for row in rows]

    async def last_change(self) -> int:
        async with self._engine.connect() as tx:
            return int((await tx.execute(select(func.coalesce(func.max(_t.change), 0)))).scalar_one())

    async def sent(self) -> dict[str, tuple[int, Line]]:
        """For each place: how many lines the bot wrote there, and the last of them."""
        counts = select(_t.place, func.count().label("n"), func.max(_t.seq).label("last"))
        grouped = counts.where(_t.role == "bot").group_by(_t.place).subquery()
        asked = select(grouped.c.n, *_t).join(grouped, grouped.c.last == _t.seq)
        async with self._engine.connect() as tx:
            rows: Sequence[Row[Any]] = (await tx.execute(asked)).all()
        return {row.place: (row.n, _line(row)) for row in rows}

    @contextmanager
    def listening(self) -> Iterator[asyncio.Event]:
        """An event that is set on every change from now on; the listener clears it before it looks."""
        woken = asyncio.Event()
        self._listeners.add(woken)
        try:
            yield woken
        finally:
            self._listeners.discard(woken)

    def wake(self) -> None:
        """Something changed: a line, or the clock."""
        for woken in self._listeners:
            woken.set()

    def close(self) -> None:
        """Nobody needs to wait any longer."""
        self.closed = True
        self.wake()


def _next_number() -> ScalarSelect[int]:
    other = local_message.alias("numbers")
    return select(func.coalesce(func.max(other.c.change), 0) + 1).scalar_subquery()


def _line(row: Row[Any]) -> Line:
    message = from_json(row.message) if row.message else None
    kept = {name: getattr(row, name) for name in ("place", "user", "role", "at", "mark", "text", "id", "seq", "change")}
    return Line(message=message, edited=row.edited, **kept)
