"""`interlude deliveries`: what reached each person, for whoever runs Interlude."""

from __future__ import annotations

import json

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.app import real_now
from adapters.commands.keeping import store_in_use
from adapters.commands.problem import Problem, said_plainly, say
from bot import content, people, sendings
from bot.pack import Pack
from bot.people import Community
from bot.sendings import Reasons, Sendings


async def deliveries(name: str, *, as_json: bool) -> int:
    """A line a person; with `as_json` an object: community, person, arrived, held back and missed by kind, and why."""
    with said_plainly():
        pack = content.load()
    async with store_in_use() as store, store.read() as tx:
        for community in await _named(tx, name):
            for one in await sendings.of_community(tx, community.id, real_now()):
                say(_object(pack, community, one) if as_json else _line(pack, community, one))
    return 0


async def _named(tx: AsyncConnection, name: str) -> list[Community]:
    found = [one for one in await people.communities(tx) if name in ("", one.name)]
    if not found and name:
        raise Problem(f"There is no community called {name!r}.")
    return found


def _counted(pack: Pack, counted: Reasons) -> str:
    """ "2 (is taking a break)"."""
    why = "; ".join(pack.text(phrase, "en") for phrase in sendings.why(counted))
    return f"{counted.total()} ({why})" if why else "0"


def _line(pack: Pack, community: Community, one: Sendings) -> str:
    held, missed = _counted(pack, one.held), _counted(pack, one.missed)
    who = f"{community.name}\t{one.person.name}"
    return f"{who}\tarrived {one.arrived.total()}\theld back {held}\tnot arrived {missed}"


def _object(pack: Pack, community: Community, one: Sendings) -> str:
    held, missed = (
        [{"kind": kind, "times": n, "why": pack.text(phrase, "en")} for (kind, phrase), n in sorted(counted.items())]
        for counted in (one.held, one.missed)
    )
    arrived = dict(sorted(one.arrived.items()))
    told = {"community": community.name, "person": one.person.name, "arrived": arrived, "held": held, "missed": missed}
    return json.dumps(told, ensure_ascii=False)
