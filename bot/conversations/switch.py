"""Which community am I speaking to? For people who are in more than one."""

from __future__ import annotations

from dataclasses import replace

from bot import addresses
from bot.desk import Desk
from bot.inputs import Chose, Input, Replace
from bot.messages import Choice, Choices
from bot.turn import Turn, say

LONGEST_LABEL = 60


async def asked(desk: Desk, heard: Input) -> Turn:
    """The communities to choose from; most people have one, and are told so."""
    found = await addresses.communities_of(desk.tx, heard.source.platform, heard.source.workspace, heard.source.user)
    if len(found) < 2:
        return say(desk.line("switch.only_one", name=found[0].name if found else ""))
    options = tuple(
        Choice(circle.name[:LONGEST_LABEL], desk.button("switch.to", circle.id, anybody=True)) for circle in found
    )
    return say(desk.message(desk.prose("switch.which"), Choices(options)))


async def chosen(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """From now on what this person types is about the community they chose."""
    source = chose.source
    known = await addresses.who(desk.tx, [(source.platform, source.workspace, source.user)], args[0])
    for met in known.values():
        await addresses.freshen(desk.tx, {met.address: source.place}, desk.now)
        there = replace(desk, community=met.community, person=met.person, lang=met.person.language)
        return Turn(now=Replace(there.line("switch.done", name=met.community.name)))
    return Turn(now=Replace(desk.line("general.not_there")))


PRESSES = {"switch.to": chosen}
COMMANDS = {"communities": asked}
