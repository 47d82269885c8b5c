"""`interlude ask`: one question, one answer, no database."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from adapters.commands.problem import said_plainly, say
from bot import content
from bot.buttons import Buttons
from bot.conversations import explain, help
from bot.desk import Desk
from bot.messages import Choices, Message, as_text
from bot.moment import Moment
from bot.pack import Pack
from bot.routing import LONGEST


@dataclass(frozen=True, slots=True)
class Answered:
    """`outcome`: answer, offer, unknown, silent, medical or distress; `terms`: canonical names, best first."""

    outcome: str
    terms: tuple[str, ...]
    text: str


async def ask(question: str, lang: str, *, as_json: bool) -> int:
    with said_plainly():
        pack = content.load(Path(os.environ.get("INTERLUDE_CONTENT") or content.SHIPPED))
    answered = await answer(pack, question, lang)
    if as_json:
        say(
            json.dumps(
                {"outcome": answered.outcome, "terms": list(answered.terms), "text": answered.text}, ensure_ascii=False
            )
        )
    else:
        say(answered.text)
    return 0


async def answer(pack: Pack, question: str, lang: str = "") -> Answered:
    """What the bot would say to somebody it does not know, who asks in private."""
    found = pack.finder.find(question, lang=lang)
    desk = _desk(pack, lang or found.lang or "en")
    if pack.screen.hears_distress(question):
        return Answered("distress", (), _plain(await help.help_message(desk)))
    if len(question) > LONGEST:
        return Answered("silent", (), _plain(desk.line("general.too_long")))
    if pack.screen.asks_medical_advice(question):
        return Answered("medical", (), _plain(await help.medical_message(desk)))
    names = tuple(term.name for term in found.terms)
    if found.outcome == "answer":
        cards = [explain.term_card(desk, term, level="more") for term in found.terms]
        return Answered("answer", names, "\n\n".join(_plain(card) for card in cards))
    if found.outcome == "offer":
        return Answered("offer", names, _plain(explain.offer_card(desk, found.terms)))
    if found.outcome == "unknown":
        return Answered("unknown", (), _plain(desk.line("explain.unknown", word=found.asked or question[:60])))
    return Answered("silent", (), _plain(desk.line("explain.how_to_ask")))


def _desk(pack: Pack, lang: str) -> Desk:
    """A desk without a community: nothing is read or stored, so it needs no transaction."""
    moment = Moment.at(datetime.now(UTC))
    return Desk(None, pack, Buttons("a question asked in a terminal has no buttons"), moment, None, None, lang)  # type: ignore[arg-type]


def _plain(message: Message) -> str:
    blocks = tuple(block for block in message.blocks if not isinstance(block, Choices))
    return as_text(Message(blocks, message.lang, message.title))
