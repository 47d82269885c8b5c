"""The stage: a throw-away database, the memory platform, a clock moved by hand, and the community set up in it."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import update

from adapters.app import App, build
from adapters.memory import MemoryPlatform
from adapters.simulate.members import Member
from adapters.simulate.threadless import open_throw_away
from bot import circle, people
from bot.moment import Moment
from bot.pack import Pack
from bot.platform import Abilities
from bot.recurrence import to_utc
from bot.season import Season
from bot.settings import Settings
from bot.store import schema
from bot.store import tables as t

NAME, WORKSPACE = "simulation", "w1"
EVERYBODY, OFFICE = "Everybody", "Office"
ABILITIES = Abilities(choices=10, text=10_000, can_be_asked=True, opens_forms=True, replaces_now=True)
NOWHEN = datetime(2000, 1, 1, tzinfo=UTC)
TOGETHER = 500
"""Messages in flight at once: nobody waits for the network here."""

WATCHING = (
    "CREATE TABLE simulated_plan (id TEXT PRIMARY KEY, first INTEGER NOT NULL, moved TEXT NOT NULL DEFAULT '')",
    "CREATE TRIGGER simulated_first AFTER INSERT ON delivery WHEN NEW.prompt IS NOT NULL "
    "BEGIN INSERT INTO simulated_plan (id, first, moved) VALUES (NEW.id, NEW.not_before, NEW.reason); END",
    "CREATE TRIGGER simulated_move AFTER UPDATE OF not_before ON delivery WHEN NEW.reason <> '' "
    "BEGIN UPDATE simulated_plan SET moved = NEW.reason WHERE id = NEW.id AND moved = ''; END",
)
"""The database itself notes when each thing was first meant to leave, and why it was put off first; the engine does
not know that it is watched."""


@dataclass(slots=True)
class Hands:
    """The clock's hands. `now` is moved; the machine's clock runs beside it, as in a demo, and never shows the same
    instant twice."""

    now: datetime
    real: datetime

    def moment(self) -> Moment:
        self.real += timedelta(milliseconds=1)
        return Moment(self.now, self.real)


@dataclass(slots=True)
class World:
    """A running community. `users`: each member by their id on the platform; `ids`: by their id in the database."""

    app: App
    platform: MemoryPlatform
    hands: Hands
    members: Sequence[Member]
    season: Season
    first: date
    community: str = ""
    to_send: bool = False
    users: dict[str, Member] = field(default_factory=dict)
    ids: dict[str, Member] = field(default_factory=dict)

    @property
    def last(self) -> date:
        """The day after the season's last one."""
        return self.first + timedelta(weeks=self.season.weeks)

    def nudge(self) -> None:
        """Somebody's words led to something to send."""
        self.to_send = True

    def nudged(self) -> bool:
        """Whether there is something to send since this was last asked."""
        nudged, self.to_send = self.to_send, False
        return nudged

    def midnight(self, day: date, zone: str) -> datetime:
        return to_utc(datetime.combine(day, time()), zone)

    @property
    def starts(self) -> datetime:
        """The first instant (UTC) of the first day anywhere."""
        return min(self.midnight(self.first, zone) for zone in {member.zone for member in self.members})

    @property
    def ends(self) -> datetime:
        """The last instant (UTC) of the last day anywhere."""
        return max(self.midnight(self.last, zone) for zone in {member.zone for member in self.members})


@asynccontextmanager
async def opened(pack: Pack, members: Sequence[Member], season: Season, first: date) -> AsyncIterator[World]:
    """The community, ready for its first day. Everything is gone again when the block ends."""
    with tempfile.TemporaryDirectory(prefix="interlude-season-") as folder:
        hands = Hands(NOWHEN, NOWHEN)
        app = build(
            Settings("", secret=secrets.token_urlsafe(32)), clock=hands.moment, pack=pack, owner="embedded:simulation",
            store=open_throw_away(Path(folder) / "season.sqlite3"),
        )  # fmt: skip
        world = World(app, MemoryPlatform(abilities=ABILITIES), hands, members, season, first)
        hands.now = hands.real = world.starts
        app.platforms["memory"] = world.platform
        app.outbox.at_once = TOGETHER
        app.inbox.nudge = world.nudge
        try:
            await _set_up(world)
            yield world
        finally:
            await app.store.close()


async def _set_up(world: World) -> None:
    await schema.upgrade(world.app.store)
    async with world.app.store.write() as tx:
        for statement in WATCHING:
            await tx.exec_driver_sql(statement)
    await _people(world)
    await _quiet(world)


async def _people(world: World) -> None:
    """Each zone's people begin at their own first midnight, so that nobody's first day is shorter."""
    world.users = {f"p{n}": member for n, member in enumerate(world.members)}
    for zone in sorted({member.zone for member in world.members}):
        table = _table(world, {user: m for user, m in world.users.items() if m.zone == zone})
        moment = Moment(world.midnight(world.first, zone), world.hands.moment().real)
        async with world.app.store.write() as tx:
            applied = await circle.apply(tx, table, moment)
            world.community = applied.community.id
    async with world.app.store.read() as tx:
        by_name = {member.name: member for member in world.members}
        everybody = await people.everybody(tx, world.community)
        world.ids = {person.id: by_name[person.name] for person in everybody}


def _table(world: World, some: Mapping[str, Member]) -> dict[str, Any]:
    """A community file with these people. The first organiser is who everybody can talk to."""
    teams = {_team(member) for member in world.members}
    organiser = next(member.name for member in world.members if member.organiser)
    return {
        "community": {"name": NAME},
        "doors": [{"platform": "memory", "workspace": WORKSPACE}],
        "teams": [{"name": team} for team in sorted(teams)],
        "people": [_told(user, member) for user, member in some.items()],
        "contacts": [{"name": organiser, "how": "-"}],
        "help_lines": [{"region": "-", "en": "-", "fr": "-", "checked_on": world.first.isoformat()}],
        "rhythm": dict(world.season.rhythm),
    }


def _told(user: str, member: Member) -> dict[str, Any]:
    role = {"team": _team(member), "kind": member.role, "co_lead": member.co_lead}
    return {
        "name": member.name, "email": member.email, "memory": user, "time_zone": member.zone, "consent": "yes",
        "language": member.language, "organiser": member.organiser, "roles": [role],
    }  # fmt: skip


def _team(member: Member) -> str:
    """Organisers without a team of their own work apart: a co-lead's check-in is never read by their partner."""
    return member.team or (OFFICE if member.organiser else EVERYBODY)


async def _quiet(world: World) -> None:
    values = {
        "quiet_weeks": world.season.quiet_weeks(world.first),
        "prompts_a_week": world.season.prompts_a_week,
    }
    async with world.app.store.write() as tx:
        await tx.execute(update(t.community).where(t.community.c.id == world.community).values(values))
        for person, member in world.ids.items():
            if member.region:
                mine = (t.person.c.id == person) & (t.person.c.community == world.community)
                await tx.execute(update(t.person).where(mine).values(region=member.region))
