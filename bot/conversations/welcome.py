"""The first message, and the yes that everything Interlude starts by itself waits for."""

from __future__ import annotations

from bot import addresses, greeting, outbox_reads, people, rephrasing, rhythm, waiting
from bot.conversations import preferences
from bot.desk import Desk
from bot.folding import fold
from bot.inputs import Chose, Joined, Left, Replace, Said
from bot.messages import Message
from bot.turn import SILENCE, Skip, Turn


async def compose(desk: Desk, args: tuple[str, ...]) -> Message | Skip:
    """Who speaks, what will come, and Yes / Not now: at most 50 words."""
    if desk.me.consent != "unasked":
        return Skip("was asked before")
    await people.change(desk.tx, desk.me, consent="asked")
    assert desk.community is not None
    return desk.line(
        "welcome.first",
        desk.choice("welcome.label_yes", "welcome.yes", primary=True),
        desk.choice("welcome.label_not_now", "welcome.not_now"),
        name=desk.me.first_name,
        community=desk.community.name,
    )


async def in_words(desk: Desk, said: Said) -> Turn | None:
    """ "Yes please", "no thanks": an answer while the first message is the newest one with buttons."""
    typed = fold(said.text)
    agrees, declines = typed in desk.pack.commands["yes_please"], typed in desk.pack.commands["no_thanks"]
    if not (agrees or declines) or not said.source.private or desk.person is None or desk.me.consent != "asked":
        return None
    if desk.text("welcome.label_not_now") not in {c.label for c in await outbox_reads.last_choices(desk.tx, desk.me)}:
        return None
    chosen = Chose(said.source, "")
    return await yes(desk, (), chosen) if agrees else await not_now(desk, (), chosen)


async def yes(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """From now on check-ins, reminders and events may come. The time zone is confirmed next."""
    await preferences.agree(desk)
    return Turn(now=Replace(preferences.zone_question(desk, "welcome.thanks")))


async def not_now(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    await people.change(desk.tx, desk.me, consent="no", consent_at=desk.now)
    await rhythm.stop(desk.tx, desk.me)
    await waiting.forget(desk.tx, desk.me)
    await rephrasing.forget(desk.tx, desk.me)
    return Turn(now=Replace(desk.line("welcome.not_now")))


async def joined(desk: Desk, heard: Joined) -> Turn:
    """Somebody of the roster came to where the bot is: the first message follows at a kind hour, once."""
    if not heard.source.private:
        await addresses.remember_shared(desk.tx, heard.source.place)
    if desk.person is None:
        return SILENCE
    if not heard.source.private:
        return Turn(prompts=(greeting.prompt(desk.me),))
    await addresses.remember(desk.tx, desk.me, heard.source.place, desk.now)
    return Turn(prompts=(greeting.prompt(desk.me),))


async def left(desk: Desk, heard: Left) -> Turn:
    """Nobody is written to at an address that was closed. Leaving one team or group closes nothing."""
    whole_workspace = not heard.source.user
    if heard.source.private or whole_workspace:
        await addresses.gone(desk.tx, heard.source.place, desk.now)
    return SILENCE


PRESSES = {"welcome.yes": yes, "welcome.not_now": not_now}
PROMPTS = {"welcome": compose}
