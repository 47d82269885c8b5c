"""A community's own glossary: the shipped entries, with its own and its reviewers' words laid over them."""

from __future__ import annotations

from dataclasses import replace

from bot import live_entries
from bot.desk import Desk
from bot.pack import Pack
from bot.terms import Term

MOST = 8
"""Communities whose glossary one process keeps at hand."""


async def own(desk: Desk) -> Desk:
    """The desk with the glossary of its community. One indexed query, unless something has changed meanwhile.

    A desk without a community, or of one that has changed nothing, is returned as it is.
    """
    if desk.community is None:
        return desk
    shipped = desk.pack.overlays.shipped or desk.pack
    mark = await live_entries.edition(desk.tx, desk.here)
    if not mark:
        return desk
    made = shipped.overlays.made
    if desk.here not in made or made[desk.here][0] != mark:
        made[desk.here] = mark, over(shipped, await live_entries.live(desk.tx, desk.here, shipped.terms))
    made.move_to_end(desk.here)
    while len(made) > MOST:
        made.popitem(last=False)
    return replace(desk, pack=made[desk.here][1])


def over(shipped: Pack, entries: dict[str, Term]) -> Pack:
    """The shipped pack with these entries in place of, or beside, its own."""
    terms = {**shipped.terms, **entries}
    pack = replace(shipped, terms=terms, finder=shipped.finder.over(terms.values()))
    pack.overlays.shipped = shipped
    return pack
