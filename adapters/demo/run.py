"""Puts the demo together: one process with the local door, the movable clock and the made-up people."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from adapters.app import App, build, real_now
from adapters.clock import Clock
from adapters.demo import seed
from adapters.demo.clock import MovableClock
from adapters.demo.players import Players
from adapters.local.door import LocalDoor
from adapters.local.people import LocalPerson
from adapters.single import only_one
from bot import people
from bot.pack import Pack
from bot.settings import Settings
from bot.store import schema
from bot.store import tables as t
from bot.store.engine import Store

PLAYABLE = ("maya", "jonas", "priya", "rosa")
"""A patient partner, a researcher co-lead, a clinician and the organiser."""


@dataclass(slots=True)
class Demo:
    """A running demo."""

    app: App
    door: LocalDoor
    clock: MovableClock


@asynccontextmanager
async def opened(
    folder: Path,
    port: int,
    *,
    content: Path | None = None,
    pack: Pack | None = None,
    real: Callable[[], datetime] = real_now,
) -> AsyncIterator[Demo]:
    """The demo in this folder, made when it is new. Raises `seed.NotADemo`, and `single.Taken` when one runs
    already."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "interlude.sqlite3"
    settings = Settings(database_url=f"sqlite:///{file}", secret=_secret(folder), content=content, port=port)
    with only_one(file):
        clock = MovableClock(real=real)
        app = build(settings, clock=clock.moment, pack=pack)
        clock.app = app
        demo = Demo(app, _door(app, clock, port), clock)
        try:
            await _start(demo)
            async with _running(app):
                yield demo
        finally:
            await demo.door.stop()
            await app.store.close()


async def _start(demo: Demo) -> None:
    await seed.check(demo.app.store)
    await schema.upgrade(demo.app.store)
    await demo.clock.restore(demo.app.store)
    await seed.prepare(demo.app, demo.clock.moment())
    await demo.door.start()
    demo.app.platforms["local"] = demo.door.platform
    users = {person: user for person, user in await _users(demo.app.store) if user not in PLAYABLE}
    demo.clock.after_each = Players(demo.app, demo.door.hearing, users).answer
    await demo.app.outbox.reconcile(of_owner="embedded:")


@asynccontextmanager
async def _running(app: App) -> AsyncIterator[None]:
    ticking, sending = Clock(app), asyncio.create_task(app.outbox.run())
    ticking.start()
    try:
        yield
    finally:
        await ticking.stop()
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
        await app.outbox.stop()


def _door(app: App, clock: MovableClock, port: int) -> LocalDoor:
    async def everybody() -> Sequence[LocalPerson]:
        return await roster(app.store, app.pack)

    return LocalDoor(
        app.store.writer, app.inbox.receive, app.files.make, everybody, clock, app.pack.words("page"), port=port
    )


async def _users(store: Store) -> list[tuple[str, str]]:
    async with store.read() as tx:
        rows = await tx.execute(select(t.address.c.person, t.address.c.user).where(t.address.c.platform == "local"))
        return [(row.person, row.user) for row in rows]


async def roster(store: Store, pack: Pack) -> list[LocalPerson]:
    """The people of the demo, those to be played first."""
    users = dict(await _users(store))
    async with store.read() as tx:
        (community,) = await people.communities(tx)
        everybody = await people.everybody(tx, community.id)
        roles = {role.person: role for role in await people.roles(tx, community.id)}
    found = [_local(users[p.id], p, roles.get(p.id), pack) for p in everybody if p.id in users]
    return sorted(found, key=lambda p: (PLAYABLE.index(p.user) if p.playable else len(PLAYABLE), p.name))


def _local(user: str, person: people.Person, role: people.Role | None, pack: Pack) -> LocalPerson:
    return LocalPerson(
        user, person.name, person.email, person.time_zone, person.language, role.kind if role else "organiser",
        user in PLAYABLE, role.text(person.language) if role else "", pack.city(person.time_zone, person.language),
    )  # fmt: skip


def _secret(folder: Path) -> str:
    """A secret of this demo's own, so that its buttons live through a restart."""
    file = folder / "secret"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(32))
    return file.read_text()
