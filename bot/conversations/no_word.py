"""What is typed that asks about no word, though it may look like one: an answer, or how somebody is."""

from __future__ import annotations

from bot import glossaries, private_words
from bot.conversations import check_in, preferences
from bot.desk import Desk
from bot.folding import fold
from bot.inputs import Said
from bot.turn import Turn, say


async def heard(desk: Desk, said: Said) -> Turn | None:
    """Private, and kept so: it is neither looked up nor passed on. None for a question about a word."""
    if desk.person is None or not said.source.private or said.command:
        return None
    for answer in _ANSWERS:
        turn = await answer(desk, said)
        if turn is not None:
            return turn
    return None


async def _how_long(desk: Desk, said: Said) -> Turn | None:
    """What cannot be read as an answer to "For how long?" is asked about once more."""
    if not preferences.asked_how_long(desk) or await _asks(desk, said):
        return None
    return await preferences.how_long_again(desk, said)


async def _check_in(desk: Desk, said: Said) -> Turn | None:
    """ "Stuck", while a check-in waits that has a button with that word."""
    day = await check_in.day_meant(desk, said.text)
    return None if day is None or await _asks(desk, said) else await check_in.asked_again(desk, day)


async def _feeling(desk: Desk, said: Said) -> Turn | None:
    if not private_words.is_feeling(desk.pack, said.text) or await _asks(desk, said, guessed=False):
        return None
    return say(desk.line("check_in.nobody_told", desk.choice("help.label_talk", "hand_over.start")))


_ANSWERS = (_how_long, _check_in, _feeling)


async def _asks(desk: Desk, said: Said, *, guessed: bool = True) -> bool:
    """Whether it is a question about a word after all; `guessed`: also where it is not clear which. A lone word that
    nobody knows is none here."""
    own = await glossaries.own(desk)
    found = own.pack.finder.find(said.text, lang=own.lang)
    if found.outcome == "unknown":
        return fold(found.asked) != fold(said.text)
    return found.outcome == "answer" or (guessed and found.outcome == "offer")
