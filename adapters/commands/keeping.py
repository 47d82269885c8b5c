"""Commands on the database itself: migrate it, make a community, change one from a file."""

from __future__ import annotations

import tomllib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters import runner
from adapters.app import real_moment
from adapters.commands.problem import Problem, said_plainly, say, settings
from bot import circle, enrolment, people
from bot.people import Community
from bot.store import copying, schema
from bot.store.engine import Store, open_store


async def migrate() -> int:
    async with store_in_use():
        with said_plainly():
            await runner.migrate(settings())
        say("The database is ready.")
    return 0


async def copy(address: str) -> int:
    """Everything in the database of the settings, to the database at this address."""
    with said_plainly():
        here, target = make_url(settings().database_url), open_store(address)
    if here.get_backend_name() == "sqlite" and not Path(here.database or "interlude.sqlite3").exists():
        raise Problem(f"There is no database at {here.database}. Nothing was copied.")
    try:
        async with store_in_use() as source:
            with said_plainly():
                await schema.upgrade(target)
                rows = await copying.copy(source, target)
    finally:
        await target.close()
    say(f"{rows} rows were copied. The old database is as it was.")
    return 0


async def create(name: str, language: str, time_zone: str) -> int:
    """Make the community and print the code its first organiser sends to the bot. One that is there stays as it is."""
    table = {"community": {"name": name, "language": language, "time_zone": time_zone}}
    async with store_in_use() as store, store.write() as tx:
        if await named(tx, name) is not None:
            raise Problem(f"There is a community called {name!r} already; `interlude community code` makes a code.")
        with said_plainly():
            applied = await circle.apply(tx, table, real_moment())
        code = await enrolment.issue_code(tx, applied.community.id, real_moment().now)
    _tell(name, code)
    return 0


async def named(tx: AsyncConnection, name: str) -> Community | None:
    """The community of this name."""
    return next((found for found in await people.communities(tx) if found.name == name), None)


async def code(name: str) -> int:
    """Another code, for instance when the first one has run out."""
    async with store_in_use() as store, store.write() as tx:
        found = await named(tx, name)
        if found is None:
            raise Problem(f"There is no community called {name!r}.")
        issued = await enrolment.issue_code(tx, found.id, real_moment().now)
    _tell(name, issued)
    return 0


def _tell(name: str, code: str) -> None:
    say(code)
    say(f"Send this code to Interlude in a private chat within 24 hours: whoever does so first organises {name}.")


async def apply(file: Path) -> int:
    """Set people, teams, roles, contacts and help lines as the file says."""
    with said_plainly():
        table = tomllib.loads(file.read_text("utf-8"))
    async with store_in_use() as store, store.write() as tx:
        with said_plainly():
            applied = await circle.apply(tx, table, real_moment())
    say(f"{applied.community.name}: {applied.people} people are set as the file says.")
    return 0


@asynccontextmanager
async def store_in_use() -> AsyncIterator[Store]:
    """The database of the settings, at the newest schema. Raises `Problem` when it cannot be used."""
    with said_plainly():
        store = open_store(settings().database_url)
    try:
        with said_plainly():
            await schema.upgrade(store)
        yield store
    finally:
        await store.close()
