"""What an entry said before: who changed it and when, and the way back."""

from __future__ import annotations

from bot import access, entries, glossaries, keepers
from bot.conversations.entry_card import term_card
from bot.conversations.preferences import day_in_words
from bot.desk import Desk
from bot.entries import Past, Version
from bot.folding import fold
from bot.inputs import Chose, Replace, Said
from bot.messages import Choices, Message, Points, Run
from bot.people import Person
from bot.terms import Term
from bot.turn import Prompt, Skip, Turn, say

MOST = 8
LONGEST_NAME = 120


async def typed(desk: Desk, said: Said) -> Turn | None:
    """ "history of bias": what the entry said before. None for anything else that is typed."""
    words = fold(said.text)
    begun = [begin for begin in desk.pack.commands["history"] if words.startswith(f"{begin} ")]
    if not begun or desk.person is None:
        return None
    name = words.removeprefix(max(begun, key=len)).strip()[:LONGEST_NAME]
    desk = await glossaries.own(desk)
    term = await _named(desk, name)
    return say(desk.line("history.no_entry", name=name) if term is None else await card(desk, term))


async def _named(desk: Desk, name: str) -> Term | None:
    """The entry that is meant; one that was taken back is still known by its name."""
    found = desk.pack.finder.find(name, lang=desk.lang)
    if found.outcome in ("answer", "offer") and found.terms:
        return found.terms[0]
    past = await entries.history(desk.tx, desk.here, name.replace(" ", "-"))
    return past[0].version.term if past else None


async def card(desk: Desk, term: Term) -> Message:
    """Every change, the newest first. Only those who look after words are named."""
    past = await entries.history(desk.tx, desk.here, term.slug)
    name = term.in_language(desk.lang).name
    if not past:
        return desk.message(desk.prose("history.none", name=name), title=name)
    known = await _keepers(desk)
    points = Points(tuple((Run(_told(desk, step, known)),) for step in past[:MOST]))
    back = Choices((desk.choice("history.label_undo", "history.undo", term.slug),))
    may = await may_undo(desk) and await entries.newest_live(desk.tx, desk.here, term.slug) is not None
    return desk.message(desk.prose("history.intro"), points, back if may else None, title=name)


async def _keepers(desk: Desk) -> set[str]:
    """The ids of those whose names may stand here."""
    named = (await keepers.keepers(desk.tx, desk.here)).values()
    return {person.id for some in named for person in some}


def _told(desk: Desk, step: Past, known: set[str]) -> str:
    version = step.version
    writer = version.by.name if version.by is not None and version.by.id in known else desk.text("history.somebody")
    day = day_in_words(desk, version.at, desk.me.time_zone)
    language = desk.text(f"approving.in_{version.lang}")
    told = desk.text(f"history.{version.state}", name=writer, day=day, language=language)
    yes = list(dict.fromkeys(step.approved_by.values()))
    by = desk.text("history.yes", names=", ".join(yes)) if yes else ""
    undone = version.state == "undone" and step.decided_by and version.decided_at
    when = day_in_words(desk, version.decided_at, desk.me.time_zone) if version.decided_at else ""
    back = desk.text("history.undone_by", name=step.decided_by, day=when) if undone else ""
    return " ".join(part for part in (told, by, back) if part)


async def may_undo(desk: Desk) -> bool:
    """Whoever has a part in looking after words, and organisers."""
    return access.may_organise(desk.person) or bool(await keepers.parts_of(desk.tx, desk.me))


async def undone(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """The last change is taken back; what counts now is shown, and those who worked on it are told."""
    if not await may_undo(desk):
        return Turn(now=Replace(desk.line("approving.not_yours")))
    past = await entries.history(desk.tx, desk.here, args[0])
    version = await entries.undo(desk.tx, desk.me, args[0], desk.now)
    if version is None:
        return Turn(now=Replace(desk.line("history.nothing_left")))
    step = next(step for step in past if step.version.id == version.id)
    return Turn(prompts=await _told_of_it(desk, step), now=Replace(await _now(desk, version)))


async def _now(desk: Desk, version: Version) -> Message:
    """What people read from now on."""
    desk = await glossaries.own(desk)
    term = desk.pack.terms.get(version.slug)
    if term is None:
        return desk.line("history.gone", name=version.term.words[version.lang].name)
    shown = term_card(desk, term)
    kept = tuple(block for block in shown.blocks if not isinstance(block, Choices))
    return desk.message(desk.prose("history.counts_now"), *kept, title=shown.title)


async def _told_of_it(desk: Desk, step: Past) -> tuple[Prompt, ...]:
    """To those who look after words and approved it, and to whoever wrote it; not to whoever took it back."""
    named = await keepers.keepers(desk.tx, desk.here)
    approved = set(step.approved_by.values())
    concerned: dict[str, Person] = {p.id: p for some in named.values() for p in some if p.name in approved}
    if step.version.by is not None:
        concerned[step.version.by.id] = step.version.by
    concerned.pop(desk.me.id, None)
    key = f"entry:{step.version.id}:undone"
    return tuple(
        Prompt("told", person, "history.was_undone", f"{key}:{person.id}", (step.version.id,))
        for person in concerned.values()
    )


async def was_undone(desk: Desk, args: tuple[str, ...]) -> Message | Skip:
    """Word of an undo, while it still holds."""
    version = await entries.one(desk.tx, desk.here, args[0])
    if version is None or version.state != "undone":
        return Skip("is not there any more")
    name = version.term.words[version.lang].name
    past = await entries.history(desk.tx, desk.here, version.slug)
    by = next((step.decided_by for step in past if step.version.id == version.id), "")
    return desk.line("history.was_undone", name=name, person=by or desk.text("history.somebody"))


PRESSES = {"history.undo": undone}
PROMPTS = {"history.was_undone": was_undone}
