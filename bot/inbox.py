"""An input in -> one conversation -> changes and deliveries in one transaction; each input answered once.

Inputs that arrive together share a transaction: one commit to disk serves many people. When anything in it fails, all
of
it is undone and each input is tried again by itself; whoever's own input fails is told so in a sentence, and when not
even that can be stored, the input is not acknowledged: the platform sends it again. (A savepoint around each
conversation would save the second try and cost every healthy input two statements.)
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from weakref import WeakValueDictionary

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import addresses, letters, questions, routing
from bot.addresses import Known, Who
from bot.buttons import Buttons
from bot.desk import Desk
from bot.inputs import Chose, Input, Left, OpenForm, Replace, ReplyNow, Submitted
from bot.introductions import Introductions
from bot.messages import Message
from bot.moment import Moment
from bot.pack import Pack
from bot.people import Community
from bot.platform import Platform
from bot.questions import Asked
from bot.store import tables as t
from bot.store.engine import Store
from bot.turn import Say, Turn
from bot.upsert import insert

log = logging.getLogger("interlude.inbox")

TOGETHER = 64
"""How many inputs one transaction may take. More would make the first one wait for the last."""


@dataclass(slots=True)
class _Waiting:
    heard: Input
    answer: asyncio.Future[ReplyNow]

    @property
    def who(self) -> Who:
        source = self.heard.source
        return source.platform, source.workspace, source.user

    @property
    def id(self) -> Who:
        source = self.heard.source
        return source.platform, source.workspace, short(source.event_id)


@dataclass(slots=True)
class Inbox:
    """Hears everybody. `nudge` is called after each commit that left something to send."""

    store: Store
    pack: Pack
    buttons: Buttons
    platforms: Mapping[str, Platform]
    clock: Callable[[], Moment]
    nudge: Callable[[], None]
    introductions: Introductions
    together: int = TOGETHER
    _queue: deque[_Waiting] = field(default_factory=deque)
    _in_turn: WeakValueDictionary[Who, asyncio.Lock] = field(default_factory=WeakValueDictionary)
    _working: asyncio.Task[None] | None = None

    async def receive(self, heard: Input) -> ReplyNow:
        """Answer one input. When this returns everything is on disk; when it raises, nothing is, and it may come
        again."""
        source = heard.source
        lock = self._in_turn.setdefault((source.platform, source.workspace, source.user), asyncio.Lock())
        async with lock:  # an introduction takes a while; what the same person says meanwhile must not overtake it
            heard = await self.introductions.introduce(heard)
            waiting = _Waiting(heard, asyncio.get_running_loop().create_future())
            self._queue.append(waiting)
        if self._working is None or self._working.done():
            self._working = asyncio.create_task(self._work())
        return await waiting.answer

    async def _work(self) -> None:
        while self._queue:
            batch = self._next_batch()
            try:
                await self._answer(batch)
            except Exception as fault:
                await self._one_by_one(batch, fault)

    def _next_batch(self) -> list[_Waiting]:
        """The next inputs, one a person: what somebody said first is answered before what they said next."""
        batch: dict[Who, _Waiting] = {}
        later: list[_Waiting] = []
        while self._queue and len(batch) < self.together:
            waiting = self._queue.popleft()
            if batch.setdefault(waiting.who, waiting) is not waiting:
                later.append(waiting)
        self._queue.extendleft(reversed(later))
        return list(batch.values())

    async def _one_by_one(self, batch: list[_Waiting], fault: Exception) -> None:
        log.warning("a shared transaction failed", extra={"action": "inbox.retry", "fault": type(fault).__name__})
        for waiting in batch:
            try:
                await self._answer([waiting])
            except Exception:
                await self._apologise(waiting)

    async def _apologise(self, waiting: _Waiting) -> None:
        log.exception("a conversation failed", extra={"action": "inbox.failed", "input": type(waiting.heard).__name__})
        try:
            await self._answer([waiting], routing.apologise)
        except Exception as fault:
            if not waiting.answer.done():
                waiting.answer.set_exception(fault)

    async def _answer(self, batch: list[_Waiting], hear: routing.Hear = routing.hear) -> None:
        moment = self.clock()
        async with self.store.write() as tx:
            fresh = await _claim(tx, batch, moment)
            known = await addresses.who(tx, {waiting.who for waiting in fresh}) if fresh else {}
            asked = await questions.pending(tx, [met.person for met in known.values()], moment.now)
            desks = [await self._desk(tx, w.heard, known.get(w.who), asked, moment) for w in fresh]
            turns = [await self._turn(desk, waiting, hear) for desk, waiting in zip(desks, fresh, strict=True)]
            wrote = await letters.write(tx, [letter for _, letters_ in turns for letter in letters_], moment)
            await _freshen(tx, fresh, known, moment)
        replies = {id(waiting): turn.now for waiting, (turn, _) in zip(fresh, turns, strict=True)}
        for waiting in batch:
            if not waiting.answer.done():
                waiting.answer.set_result(replies.get(id(waiting)))
        if wrote:
            self.nudge()

    async def _turn(self, desk: Desk, waiting: _Waiting, hear: routing.Hear) -> tuple[Turn, list[letters.Letter]]:
        heard = waiting.heard
        desk = await routing.at_home(desk, heard)
        turn = _settle(await hear(desk, heard), heard, self.platforms[heard.source.platform], desk.lang)
        pressed = heard.pressed if isinstance(heard, Chose | Submitted) else None
        return turn, letters.from_turn(desk, heard.source, waiting.id[2], turn, pressed)

    async def _desk(
        self, tx: AsyncConnection, heard: Input, known: Known | None, asked: Mapping[str, Asked], moment: Moment
    ) -> Desk:
        if known is not None:
            me, question = known.person, asked.get(known.person.id)
            return Desk(tx, self.pack, self.buttons, moment, known.community, me, me.language, question)
        community = await _community_for_a_stranger(tx, heard)
        profile = heard.source.profile
        lang = (profile and profile.language) or (community and community.language) or "en"
        return Desk(tx, self.pack, self.buttons, moment, community, None, lang)


def short(event_id: str) -> str:
    """An id that fits its column; long ones (Teams) are hashed."""
    return event_id if len(event_id) <= 80 else hashlib.sha256(event_id.encode()).hexdigest()


async def _claim(tx: AsyncConnection, batch: list[_Waiting], moment: Moment) -> list[_Waiting]:
    """Those of the batch nobody has answered yet; from now on nobody else will."""
    h = t.heard.c
    ids = sorted({waiting.id for waiting in batch})  # in one order everywhere, so that two inboxes never deadlock here
    rows = [{"platform": p, "workspace": w, "event_id": e, "heard_at": moment.real} for p, w, e in ids]
    statement = insert(tx, t.heard).on_conflict_do_nothing().returning(h.platform, h.workspace, h.event_id)
    new = {tuple(row) for row in await tx.execute(statement, rows)}
    fresh = {waiting.id: waiting for waiting in reversed(batch) if waiting.id in new}
    return [waiting for waiting in batch if fresh.get(waiting.id) is waiting]


async def _freshen(tx: AsyncConnection, fresh: list[_Waiting], known: Mapping[Who, Known], moment: Moment) -> None:
    used = {}
    for waiting in fresh:
        met, source = known.get(waiting.who), waiting.heard.source
        if isinstance(waiting.heard, Left):
            continue  # this address was closed just now
        if met is not None and source.private and addresses.is_stale(met, source.place, moment.now):
            used[met.address] = source.place
    await addresses.freshen(tx, used, moment.now)


async def _community_for_a_stranger(tx: AsyncConnection, heard: Input) -> Community | None:
    found = await addresses.communities_at(tx, heard.source.platform, heard.source.workspace)
    return found[0] if found else None


def _settle(turn: Turn, heard: Input, platform: Platform, lang: str) -> Turn:
    """What the platform cannot do within its request becomes a delivery."""
    pressed = heard.pressed if isinstance(heard, Chose | Submitted) else None
    match turn.now:
        case Replace(message) if not platform.abilities.replaces_now or pressed is None:
            return replace(turn, now=None, says=(Say(message, replaces=pressed), *turn.says))
        case Replace(message) if not platform.abilities.replacement_lasts:
            return replace(turn, says=(Say(message, replaces=pressed), *turn.says))
        case OpenForm(form) if not (platform.abilities.opens_forms and isinstance(heard, Chose) and heard.trigger):
            return replace(turn, now=None, says=(Say(Message((form,), lang)), *turn.says))
        case _:
            return turn
