"""The made-up people nobody plays: they answer what they are asked, so that an organiser has something to read."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from adapters.app import App
from adapters.local.hear import Hearing
from bot.inputs import OpenForm, Replace, ReplyNow
from bot.message_json import from_json
from bot.messages import Choice, Message, choices
from bot.platform import Receipt
from bot.store import tables as t
from bot.store.types import AnyRow

ANSWERED = ("check_in", "feedback")
MOST_TAPS = 8
MOODS = (0, 0, 1, 1, 2)
"""Which answer of a scale somebody picks: mostly the first two, now and then the third."""

AWAY = "tom"
"""Who was not at the meeting."""


@dataclass(slots=True)
class Players:
    """Answers each prompt once, always in the same way for the same person, through the same door as everybody.

    `players`: the person's id -> their user id at the local door.
    """

    app: App
    hearing: Hearing
    players: Mapping[str, str]
    _done: set[str] = field(default_factory=set)

    async def answer(self) -> None:
        """Everything that was sent to them since the last time."""
        for row in await self._waiting():
            self._done.add(row.id)
            await self._play(self.players[row.person], from_json(row.message), Receipt.from_json(row.receipt).id)

    async def _waiting(self) -> list[AnyRow]:
        d = t.delivery.c
        query = select(d.id, d.person, d.message, d.receipt).where(
            d.status == "sent", d.kind.in_(ANSWERED), d.person.in_(list(self.players)), d.message.is_not(None)
        )
        async with self.app.store.read() as tx:
            rows = (await tx.execute(query.order_by(d.seq))).all()
        return [row for row in rows if row.id not in self._done]

    async def _play(self, user: str, shown: Message, line: str) -> None:
        """Press a button, then one in what takes its place, until there is none left."""
        for step in range(MOST_TAPS):
            pressed = self._pick(user, shown, step)
            if pressed is None:
                return
            reply = await self._press(user, pressed, f"player:{line}:{step}", line, shown.lang)
            if not isinstance(reply, Replace):
                return
            shown = reply.message

    def _pick(self, user: str, shown: Message, step: int) -> Choice | None:
        """None on the last page, which only thanks. The fifth question is answered by those who have a sentence."""
        match choices(shown):
            case (write, skip) if write.opens_form and write.primary:
                return write if self._sentence(user) in self.app.pack.phrases else skip
            case (yes, mostly, little, _, _, away):
                return away if user == AWAY else (yes, mostly, little)[_mood(user, step)]
            case (yes, mostly, little, _, _):
                return (yes, mostly, little)[_mood(user, step)]
            case (good, stuck, _, _):
                return (good, good, stuck)[_mood(user, step)]
        return None

    async def _press(self, user: str, pressed: Choice, event: str, line: str, lang: str) -> ReplyNow:
        reply = await self.hearing.press(user, event, pressed.value, line, opens_form=pressed.opens_form)
        if not isinstance(reply, OpenForm):
            return reply
        form, words = reply.form, self.app.pack.text(self._sentence(user), lang)
        fields = {asked.name: words for asked in form.fields}
        return await self.hearing.submit(user, f"{event}:form", form.value, fields, line=line, label=form.submit)

    @staticmethod
    def _sentence(user: str) -> str:
        return f"demo.sentence_{user}"


def _mood(user: str, step: int) -> int:
    return MOODS[hashlib.sha256(f"{user}:{step}".encode()).digest()[0] % len(MOODS)]
