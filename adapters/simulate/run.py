"""Plays a season: from one instant at which something is due to the next, until what was planned has an outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from adapters.simulate import ledger
from adapters.simulate.acts import Acts
from adapters.simulate.ledger import Planned
from adapters.simulate.members import Member
from adapters.simulate.world import World, opened
from bot import schedule, ticks
from bot.claims import next_waiting
from bot.pack import Pack
from bot.season import Season
from bot.store import tables as t

AFTERWARDS = timedelta(days=28)
"""How long after the season's end what was planned in it may still arrive."""


@dataclass(frozen=True, slots=True)
class Played:
    """A season that was played. `visits`: how many instants the clock stopped at."""

    members: Sequence[Member]
    season: Season
    first: date
    rows: Sequence[Planned]
    visits: int

    @property
    def last(self) -> date:
        """The day after the season's last one."""
        return self.first + timedelta(weeks=self.season.weeks)


async def play(pack: Pack, members: Sequence[Member], season: Season, first: date) -> Played:
    """The whole season of these people. `first` is its first day, wherever they live."""
    async with opened(pack, members, season, first) as world:
        return await live(world)


async def live(world: World) -> Played:
    """The season of a community that was set up."""
    acts = Acts(world)
    acts.prepare()
    visits = await _until_the_end(world, acts)
    return Played(world.members, world.season, world.first, await ledger.read(world), visits)


async def _until_the_end(world: World, acts: Acts) -> int:
    visits = 0
    while (stop := await _next(world, acts)) is not None:
        if stop.at >= world.ends and (stop.at > world.ends + AFTERWARDS or not await _unsettled(world)):
            break
        world.hands.now = stop.at
        await _visit(world, acts, stop)
        visits += 1
    return visits


@dataclass(frozen=True, slots=True)
class _Stop:
    """The next instant (UTC), and whether something comes round then, or waits to be sent."""

    at: datetime
    comes_round: bool
    waits: bool


async def _next(world: World, acts: Acts) -> _Stop | None:
    async with world.app.store.read() as tx:
        round_, waiting = await schedule.next_due(tx, world.hands.now), await next_waiting(tx, world.hands.now)
    at = min((due for due in (round_, waiting, acts.next()) if due is not None), default=None)
    return None if at is None else _Stop(at, round_ == at, waiting == at)


async def _unsettled(world: World) -> bool:
    """Whether something that was made in the season still waits."""
    waiting = select(func.count()).where(t.LIVE, t.delivery.c.made_at < world.ends)
    async with world.app.store.read() as tx:
        return bool(await tx.scalar(waiting))


async def _visit(world: World, acts: Acts, stop: _Stop) -> None:
    """Everything of this instant: the tick, the sending, and what people do about it."""
    if stop.comes_round:
        await ticks.materialise(world.app.store, world.hands.moment())
    if stop.comes_round or stop.waits:
        await world.app.outbox.drain()
        await acts.look()
    while await acts.do():
        if world.nudged():
            await world.app.outbox.drain()
            await acts.look()
