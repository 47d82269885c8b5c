"""`interlude ask`: one question, one answer, no database."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from adapters.commands.problem import said_plainly, say
from bot import content
from bot.buttons import Buttons
from bot.conversations import explain, help
from bot.desk import Desk
from bot.glossary.finder import Found
from bot.glossary.language import language
from bot.glossary.text import read
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


def judge(pack: Pack, question: str, lang: str = "", context: Sequence[str] = ()) -> tuple[str, Found]:
    """What a message asks for, in the order in which the bot looks: distress, length, medical advice, a word.

    The outcome is "distress", "medical" or what the finder says; the first two find nothing.
    """
    reading = pack.screen.read(question)
    nothing = Found("silent", (), lang or language(read(question)), "")
    if reading.in_distress:
        return "distress", nothing
    if len(question) > LONGEST:
        return "silent", nothing
    if reading.asks_medical_advice:
        return "medical", nothing
    found = pack.finder.find(question, lang=lang, context=context)
    return found.outcome, found


async def answer(pack: Pack, question: str, lang: str = "") -> Answered:
    """What the bot would say to somebody it does not know, who asks in private."""
    outcome, found = judge(pack, question, lang)
    cards = await _cards(_desk(pack, lang or found.lang or "en"), outcome, found, question)
    names = tuple(term.name for term in found.terms)
    return Answered(outcome, names, "\n\n".join(_plain(card) for card in cards))


async def _cards(desk: Desk, outcome: str, found: Found, question: str) -> list[Message]:
    match outcome:
        case "distress":
            return [await help.help_message(desk)]
        case "medical":
            return [await help.medical_message(desk)]
        case "answer":
            return [explain.term_card(desk, term, level="more") for term in found.terms]
        case "offer":
            return [explain.offer_card(desk, found.terms)]
        case "unknown":
            return [desk.line("explain.unknown", word=found.asked or question[:60])]
        case _:
            return [desk.line("general.too_long" if len(question) > LONGEST else "explain.how_to_ask")]


def _desk(pack: Pack, lang: str) -> Desk:
    """A desk without a community: nothing is read or stored, so it needs no transaction."""
    moment = Moment.at(datetime.now(UTC))
    return Desk(None, pack, Buttons("a question asked in a terminal has no buttons"), moment, None, None, lang)  # type: ignore[arg-type]


def _plain(message: Message) -> str:
    blocks = tuple(block for block in message.blocks if not isinstance(block, Choices))
    return as_text(Message(blocks, message.lang, message.title))
