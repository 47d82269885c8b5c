"""Meets somebody new: asks the platform who they are, and knows them from then on if the roster has their e-mail."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import addresses, greeting, letters, people, rhythm
from bot.addresses import Who
from bot.inputs import Input, Pointed, Source, Submitted
from bot.moment import Moment
from bot.people import Person
from bot.platform import NotDelivered, Platform, Profile
from bot.recurrence import valid_zone
from bot.store.engine import Store

log = logging.getLogger("interlude.introductions")

PATIENCE = 1.5
"""Seconds a platform gets to say who somebody is; it wants its own answer from us within 3."""

PATIENCE_TO_COUNT = 1.0
"""Seconds a platform gets to say how many people read along; after that nobody knows, and people are told so."""

PICKED = "who"
"""The name of every form field in which a person is picked."""

ASK_AGAIN = timedelta(minutes=10)
MOST_REMEMBERED = 20_000


@dataclass(slots=True)
class Introductions:
    """Remembers, for a while, whom it has looked up; a stranger is looked up again after ten minutes."""

    store: Store
    platforms: Mapping[str, Platform]
    clock: Callable[[], Moment]
    _met: dict[Who, tuple[datetime, Profile | None]] = field(default_factory=dict)

    async def introduce(self, heard: Input) -> Input:
        """The same input, with what the platform knows of a person we have not met. Never raises for a silent
        platform."""
        source, moment = heard.source, self.clock()
        who = (source.platform, source.workspace, source.user)
        met = self._met.get(who)
        if met is None or moment.real - met[0] > ASK_AGAIN:
            met = moment.real, await self._meet(source, who, moment)
            self._remember(who, met)
        if met[1] is not None:
            heard = replace(heard, source=replace(source, profile=met[1]))
        return await self._counted(await self._introduce_picked(heard))

    async def _counted(self, heard: Input) -> Input:
        """A message pointed at among others comes with how many can read it, when the platform tells."""
        if not isinstance(heard, Pointed) or heard.readers is not None or heard.source.private:
            return heard
        try:
            async with asyncio.timeout(PATIENCE_TO_COUNT):
                counted = await self.platforms[heard.source.platform].readers(heard.source.place)
        except (NotDelivered, TimeoutError, OSError, ValueError) as fault:
            log.info("nobody was counted", extra={"action": "readers.missing", "fault": type(fault).__name__})
            return heard
        return replace(heard, readers=counted)

    async def _introduce_picked(self, heard: Input) -> Input:
        """Somebody picked in a form by their platform id comes with their name, so that a person reads a name."""
        if not isinstance(heard, Submitted) or not isinstance(who := heard.fields.get(PICKED), str) or not who:
            return heard
        profile = await self._ask(replace(heard.source, user=who, profile=None))
        told = {} if profile is None else {
            "name": profile.name, "email": profile.email, "time_zone": profile.time_zone, "language": profile.language,
        }  # fmt: skip
        return replace(heard, fields={**heard.fields, **told})

    def _remember(self, who: Who, met: tuple[datetime, Profile | None]) -> None:
        if len(self._met) >= MOST_REMEMBERED:
            self._met.pop(next(iter(self._met)))
        self._met[who] = met

    async def _meet(self, source: Source, who: Who, moment: Moment) -> Profile | None:
        async with self.store.read() as tx:
            known = (await addresses.who(tx, [who])).get(who)
        if known is not None and known.person.zone_confirmed:
            return None
        profile = await self._ask(source)
        if known is not None:
            await self._learn_zone(known.person, profile)
            return None
        if profile is not None and not source.outsider:
            async with self.store.write() as tx:
                await link(tx, source, profile, moment)
        return profile

    async def _learn_zone(self, person: Person, profile: Profile | None) -> None:
        """Until the person confirms their time zone, the platform knows it best."""
        if profile is not None and valid_zone(profile.time_zone) and profile.time_zone != person.time_zone:
            async with self.store.write() as tx:
                await people.change(tx, person, time_zone=profile.time_zone)
                await rhythm.move(tx, replace(person, time_zone=profile.time_zone), self.clock().now)

    async def _ask(self, source: Source) -> Profile | None:
        told = source.profile or Profile(source.user)
        try:
            async with asyncio.timeout(PATIENCE):
                known = await self.platforms[source.platform].profile(source.workspace, source.user)
        except (NotDelivered, TimeoutError, OSError) as fault:
            log.info("a profile is missing", extra={"action": "profile.missing", "fault": type(fault).__name__})
            return source.profile
        return merge(told, known) if known else source.profile


def merge(first: Profile, second: Profile) -> Profile:
    """Both together; where both know something, the second is right."""
    return Profile(
        second.user or first.user,
        second.name or first.name,
        (second.email or first.email).casefold(),
        second.time_zone or first.time_zone,
        second.language or first.language,
    )


async def link(tx: AsyncConnection, source: Source, profile: Profile, moment: Moment) -> None:
    """Whoever the roster knows by this e-mail address can be reached here from now on, in each of their communities."""
    reached = [c.id for c in await addresses.communities_at(tx, source.platform, source.workspace)]
    for person in await people.by_email(tx, reached, profile.email):
        await addresses.remember(tx, person, letters.private_place(source), moment.now)
        if not person.zone_confirmed and valid_zone(profile.time_zone):
            await people.change(tx, person, time_zone=profile.time_zone)
            await rhythm.move(tx, replace(person, time_zone=profile.time_zone), moment.now)
        await letters.write(tx, [letters.from_prompt(greeting.prompt(person), moment.now)], moment)
