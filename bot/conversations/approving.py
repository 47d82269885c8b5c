"""Those who look after words look at a suggestion: fine, change it, or not this."""

from __future__ import annotations

from bot import entries, glossaries, keepers, waiting
from bot.conversations.entry_card import whole
from bot.conversations.propose import form, still_needed
from bot.desk import Desk
from bot.entries import Approval, Version
from bot.inputs import Chose, OpenForm, Replace
from bot.messages import Block, Choices, Message, Prose, Run
from bot.terms import Wording
from bot.turn import Prompt, Skip, Turn

_FIELDS = ("name", "aliases", "short", "more", "example", "why", "ambiguity")


async def asked(desk: Desk, args: tuple[str, ...]) -> Message | Skip:
    """What an entry says now, what it would say, and who suggests it; only while this person's yes counts."""
    version = next((v for v in await entries.waiting(desk.tx, desk.me) if v.id == args[0]), None)
    return Skip("was settled meanwhile") if version is None else await card(desk, version)


async def card(desk: Desk, version: Version) -> Message:
    """A suggestion with its three answers. The words stand in the language they were written in."""
    words = version.term.words[version.lang]
    return desk.message(
        await _intro(desk, version, words),
        *await _compared(desk, version, words),
        desk.note("approving.used_now" if version.state == "answered" else "approving.two_people"),
        _answers(desk, version),
        title=words.name,
    )


async def _intro(desk: Desk, version: Version, words: Wording) -> Block:
    language = desk.text(f"approving.in_{version.lang}")
    if version.by is None:
        return desk.prose("approving.suggested", name=words.name, language=language)
    return desk.prose("approving.suggested_by", person=version.by.name, name=words.name, language=language)


def _answers(desk: Desk, version: Version) -> Choices:
    return Choices((
        desk.choice("approving.label_fine", "approving.fine", version.id, primary=True),
        desk.choice("approving.label_change", "approving.change", version.id, form=True),
        desk.choice("approving.label_not_this", "approving.not_this", version.id),
    ))  # fmt: skip


async def _compared(desk: Desk, version: Version, words: Wording) -> list[Block]:
    """The whole of a new entry; of one there is, what changes: before and after."""
    before = await _before(desk, version)
    if before is None:
        return [desk.prose("approving.new"), *whole(desk.speaking(version.lang), version.term, words)]
    changed = [name for name in _FIELDS if getattr(before, name) != getattr(words, name)]
    return [
        desk.prose("approving.now"),
        *(_field(desk, name, before) for name in changed),
        desk.prose("approving.would"),
        *(_field(desk, name, words) for name in changed),
        desk.note("approving.rest"),
    ]


async def _before(desk: Desk, version: Version) -> Wording | None:
    """What people read before this version: not its own words, should it be in use already."""
    shipped = desk.pack.overlays.shipped or desk.pack
    return await entries.wording_before(desk.tx, desk.here, version, shipped.terms)


def _field(desk: Desk, name: str, words: Wording) -> Prose:
    held = getattr(words, name)
    text = ", ".join(held) if isinstance(held, tuple) else held
    label = desk.text(f"propose.field_{name}")
    return Prose((Run(f"{label}: ", bold=True), Run(text or desk.text("approving.nothing"))))


async def fine(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """A yes is noted; the second person's makes the wording count from now on."""
    version = await entries.one(desk.tx, desk.here, args[0])
    if version is None:
        return Turn(now=Replace(desk.line("general.not_there")))
    used_before = version.state == "answered"
    approval = await entries.approve(desk.tx, desk.me, version, desk.now)
    if not approval.counted:
        return Turn(now=Replace(await _no_more(desk, approval)))
    if not approval.done:
        return Turn(now=Replace(desk.message(desk.prose("approving.thanks"), *await still_needed(desk, version))))
    told = () if used_before else await waiting.entry_live(desk.tx, desk.here, version.term, version.by, desk.now)
    done = desk.line("approving.done", name=version.term.words[version.lang].name)
    return Turn(prompts=(*told, *_to_writer(desk, version, "approved")), now=Replace(done))


async def _no_more(desk: Desk, approval: Approval) -> Message:
    """Why a press changed nothing."""
    if not await keepers.may_approve(desk.tx, desk.me):
        return desk.line("approving.not_yours")
    return desk.line("approving.waits_for_others" if approval.missing else "approving.settled")


def _to_writer(desk: Desk, version: Version, what: str) -> tuple[Prompt, ...]:
    """Whoever wrote it hears what came of it, unless it was their own press."""
    if version.by is None or version.by.id == desk.me.id:
        return ()
    return (Prompt("told", version.by, "approving.came", f"entry:{version.id}:{what}", (version.id,)),)


async def change(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """The form with this wording in it; what is sent is a new suggestion, and the two look at that."""
    version = await entries.one(desk.tx, desk.here, args[0])
    if version is None or version.state not in ("proposed", "answered"):
        return Turn(now=Replace(desk.line("approving.settled")))
    if not await keepers.may_approve(desk.tx, desk.me):
        return Turn(now=Replace(desk.line("approving.not_yours")))
    desk = (await glossaries.own(desk)).speaking(version.lang)
    return Turn(now=OpenForm(form(desk, version.term, version=version.id)))


async def not_this(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """Not this wording; whoever wrote it is told kindly, and may write another."""
    version = await entries.one(desk.tx, desk.here, args[0])
    if version is None:
        return Turn(now=Replace(desk.line("general.not_there")))
    if not await keepers.may_approve(desk.tx, desk.me):
        return Turn(now=Replace(desk.line("approving.not_yours")))
    if not await entries.refuse(desk.tx, desk.me, version, desk.now):
        return Turn(now=Replace(desk.line("approving.settled")))
    return Turn(prompts=_to_writer(desk, version, "refused"), now=Replace(desk.line("approving.refused")))


async def came(desk: Desk, args: tuple[str, ...]) -> Message | Skip:
    """What came of a suggestion, to whoever wrote it."""
    version = await entries.one(desk.tx, desk.here, args[0])
    if version is None or version.state not in ("approved", "refused"):
        return Skip("has changed again meanwhile")
    name = version.term.words[version.lang].name
    if version.state == "approved":
        return desk.line("approving.came_approved", name=name)
    again = desk.choice("approving.label_again", "approving.again", version.id, form=True)
    return desk.line("approving.came_refused", again, name=name)


async def again(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """Whoever wrote it tries other words, beginning with their own."""
    version = await entries.one(desk.tx, desk.here, args[0])
    if version is None or version.by is None or version.by.id != desk.me.id:
        return Turn(now=Replace(desk.line("general.not_there")))
    desk = (await glossaries.own(desk)).speaking(version.lang)
    return Turn(now=OpenForm(form(desk, version.term, version=version.id)))


PRESSES = {
    "approving.fine": fine,
    "approving.change": change,
    "approving.not_this": not_this,
    "approving.again": again,
}
PROMPTS = {"approving.asked": asked, "approving.came": came}
