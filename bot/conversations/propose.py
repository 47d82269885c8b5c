"""Anybody may suggest words for an entry: a form, a look at what it will be, and two people who say yes."""

from __future__ import annotations

from bot import access, entries, glossaries, waiting, wordlog
from bot.conversations import word_card
from bot.conversations.entry_card import source, whole
from bot.conversations.proposal_form import form, read
from bot.desk import Desk
from bot.entries import Version
from bot.inputs import Chose, FormErrors, Input, OpenForm, Replace, Submitted
from bot.messages import Block, Choices, Message, Note
from bot.reading import ease_fr, grade_en, sentences, words
from bot.terms import Term, Wording
from bot.turn import Prompt, Turn, say

__all__ = ["form", "to_approvers"]

LONGEST_SENTENCE = 20
HARDEST_GRADE = 8
EASE = 60
LONG_ENOUGH = 12
"""Words. The formula says nothing about less."""


async def started(desk: Desk, heard: Input) -> Turn:
    """The form for a new word, for anybody in the community."""
    return say(desk.message(desk.prose("propose.intro"), form(desk, None)))


async def opened(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """The form for a new word, or (its slug is the argument) for an entry there is."""
    desk = await glossaries.own(desk)
    return Turn(now=OpenForm(form(desk, desk.pack.terms.get(args[0]) if args else None)))


async def written(desk: Desk, args: tuple[str, ...], sent: Submitted) -> Turn:
    """What was written as it will look, for the writer alone; or what needs another look."""
    slug, lang, gap, version = args
    desk = (await glossaries.own(desk)).speaking(lang)
    base = await _base(desk, slug, version)
    if slug and base is None:
        return Turn(now=Replace(desk.line("general.not_there")))
    term = read(desk, base, sent.fields)
    if not isinstance(term, Term):
        return Turn(now=FormErrors(form(desk, base, gap=gap, filled=sent.fields, version=version), term))
    kept = await entries.keep_draft(desk.tx, desk.me, term, desk.now, gap=gap or None, lang=lang)
    return Turn(now=Replace(await _preview(desk, kept)))


async def _base(desk: Desk, slug: str, version: str) -> Term | None:
    """What is changed: the version somebody was shown, else the entry as it is used now."""
    shown = await entries.one(desk.tx, desk.here, version) if version else None
    if shown and shown.slug == slug:
        return shown.term
    waits = [held.term for held in await entries.still_open(desk.tx, desk.here) if held.slug == slug]
    return desk.pack.terms.get(slug) or next(iter(waits), None)


async def _preview(desk: Desk, kept: Version) -> Message:
    held = kept.term.words[kept.lang]
    buttons = (
        desk.choice("propose.label_send", "propose.send", kept.id, primary=True),
        desk.choice("propose.label_change", "propose.again", kept.id, form=True),
    )
    return desk.message(
        desk.note("propose.preview"),
        *whole(desk, kept.term, held),
        source(desk, kept.term),
        *_hints(desk, held),
        await _who_reads(desk, kept),
        Choices(buttons),
        title=held.name,
    )


def _hints(desk: Desk, held: Wording) -> list[Note]:
    """What may be hard to read, said kindly; it can be sent on all the same."""
    texts = [text for text in (held.short, held.more, held.example, held.why) if text]
    long = [sentence for text in texts for sentence in sentences(text) if len(words(sentence)) > LONGEST_SENTENCE]
    hints = [desk.note("propose.hint_long", beginning=" ".join(long[0].split()[:6]))] if long else []
    told = "\n".join(texts)
    if len(words(told)) < LONG_ENOUGH:
        return hints
    if desk.lang == "en" and grade_en(told) > HARDEST_GRADE:
        hints.append(desk.note("propose.hint_grade", grade=round(grade_en(told))))
    if desk.lang == "fr" and ease_fr(told) < EASE:
        hints.append(desk.note("propose.hint_ease"))
    return hints


async def _who_reads(desk: Desk, version: Version) -> Block:
    outlook = await entries.outlook(desk.tx, desk.here, version)
    others = [person for person in outlook.awaited if person.id != desk.me.id]
    if not others:
        return desk.note("propose.nobody_reads")
    return desk.note("propose.names_read", names=access.names(others, desk.text("general.and")))


async def again(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """The form once more, with everything that was written."""
    kept = await entries.draft(desk.tx, desk.me, args[0])
    if kept is None:
        return Turn(now=Replace(desk.line("propose.sent_before")))
    desk = (await glossaries.own(desk)).speaking(kept.lang)
    base = await _base(desk, kept.slug, "")
    told = {field.name: field.initial for field in form(desk, kept.term).fields}
    return Turn(now=OpenForm(form(desk, base, gap=kept.gap or "", filled=told)))


async def sent_on(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """It goes to those who look at words. An answer somebody waits for is used at once, as a draft."""
    kept = await entries.take_draft(desk.tx, desk.me, args[0])
    if kept is None:
        return Turn(now=Replace(desk.line("propose.sent_before")))
    if await _answers(desk, kept):
        return await _answered(desk, kept)
    version = await entries.propose(desk.tx, desk.me, kept.term, desk.now, lang=kept.lang)
    thanks = await _thanks(desk, "propose.thanks", version)
    return Turn(prompts=await to_approvers(desk, version), now=Replace(thanks))


async def _answers(desk: Desk, kept: Version) -> bool:
    """Whether it answers a word that still waits, by somebody who may."""
    asked = await wordlog.one(desk.tx, desk.here, kept.gap) if kept.gap else None
    return asked is not None and await word_card.may_answer(desk)


async def _answered(desk: Desk, kept: Version) -> Turn:
    version = await entries.answer(desk.tx, desk.me, kept.term, desk.now, gap=kept.gap, lang=kept.lang)
    told = await waiting.entry_live(desk.tx, desk.here, kept.term, desk.me, desk.now, gap=kept.gap or "")
    thanks = await _thanks(desk, "propose.thanks_answer", version)
    return Turn(prompts=(*told, *await to_approvers(desk, version)), now=Replace(thanks))


async def _thanks(desk: Desk, key: str, version: Version) -> Message:
    """Thanks, and whose yes it waits for; honestly, when there is nobody yet."""
    name = version.term.words[version.lang].name
    return desk.message(desk.prose(key, name=name), *await still_needed(desk, version))


async def still_needed(desk: Desk, version: Version) -> list[Block]:
    """Who still looks at a version, and whether people have to be named first."""
    outlook = await entries.outlook(desk.tx, desk.here, version)
    names = access.names(outlook.awaited, desk.text("general.and"))
    awaited = [desk.prose("propose.awaited", names=names)] if outlook.awaited else []
    return [*awaited, *([] if outlook.enough else [desk.prose("propose.nobody_yet")])]


async def to_approvers(desk: Desk, version: Version) -> tuple[Prompt, ...]:
    """One message to each person whose yes this version waits for, at a kind hour."""
    outlook = await entries.outlook(desk.tx, desk.here, version)
    return tuple(
        Prompt("word", person, "approving.asked", f"entry:{version.id}:{person.id}", (version.id,))
        for person in outlook.awaited
    )


PRESSES = {"propose.open": opened, "propose.again": again, "propose.send": sent_on}
FORMS = {"propose.written": written}
COMMANDS = {"propose": started}
