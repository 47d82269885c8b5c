"""Whoever answers words: writes an entry, names the one it belongs to, says it another way, or that it is none."""

from __future__ import annotations

from dataclasses import replace

from bot import entries, glossaries, waiting, wordlog
from bot.conversations import proposal_form, word_card
from bot.conversations.propose import to_approvers
from bot.desk import Desk
from bot.inputs import Chose, FormErrors, OpenForm, Replace, Submitted
from bot.messages import Choices, Field, Form, Message
from bot.terms import Term
from bot.turn import Skip, Turn
from bot.wordlog import Gap

LONGEST_SAID = 1000
LONGEST_NAME = 120


async def asked(desk: Desk, args: tuple[str, ...]) -> Message | Skip:
    """One message a word, at a kind hour."""
    gap = await wordlog.one(desk.tx, desk.here, args[0])
    if gap is None or not await word_card.may_answer(desk):
        return Skip("was answered, or is somebody else's now")
    return word_card.asked(desk, gap)


async def again(desk: Desk, args: tuple[str, ...]) -> Message | Skip:
    """The one reminder, three working days later; whoever else answers words hears of it now."""
    gap = await wordlog.one(desk.tx, desk.here, args[0])
    if gap is None or not await word_card.may_answer(desk):
        return Skip("was answered, or is somebody else's now")
    return word_card.again(desk, gap)


async def looked(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """The first of what waits, for organisers and those who answer words."""
    if not await word_card.may_answer(desk):
        return Turn(now=Replace(desk.line("answering.not_yours")))
    found = await wordlog.gaps(desk.tx, desk.here)
    return Turn(now=Replace(word_card.listed(desk, found[0]) if found else desk.line("answering.none")))


async def _open(desk: Desk, gap: str) -> Gap | Turn:
    """The word, while it waits and for whoever may answer it; else what to say."""
    if not await word_card.may_answer(desk):
        return Turn(now=Replace(desk.line("answering.not_yours")))
    found = await wordlog.one(desk.tx, desk.here, gap)
    return found or Turn(now=Replace(desk.line("answering.done_before")))


async def write(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """The form for a new entry, with the word as its name."""
    gap = await _open(desk, args[0])
    if isinstance(gap, Turn):
        return gap
    return Turn(now=OpenForm(proposal_form.form(desk, None, gap=gap.id, filled={"name": gap.word})))


async def rewrite(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """The form of the entry that was not understood."""
    gap = await _open(desk, args[0])
    if isinstance(gap, Turn):
        return gap
    desk = (await glossaries.own(desk)).speaking(gap.lang)
    term = desk.pack.terms.get(gap.about)
    if term is None:
        return Turn(now=Replace(desk.line("general.not_there")))
    return Turn(now=OpenForm(proposal_form.form(desk, term, gap=gap.id)))


async def not_here(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """It cannot be explained here; whoever asked is told so kindly, and whom else they can ask."""
    gap = await _open(desk, args[0])
    if isinstance(gap, Turn):
        return gap
    prompts = await waiting.settle(desk.tx, gap, desk.me, desk.now)
    return Turn(prompts=prompts, now=Replace(await _thanks(desk, "answering.thanks_not_here", gap.word)))


async def _thanks(desk: Desk, key: str, word: str) -> Message:
    """A word of thanks, and the way to the next one that waits."""
    more = await wordlog.gaps(desk.tx, desk.here)
    following = Choices((desk.choice("answering.label_next", "answering.look"),)) if more else None
    return desk.message(desk.prose(key, word=word), following)


# -- it is another name for an entry there is


async def other(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    gap = await _open(desk, args[0])
    return gap if isinstance(gap, Turn) else Turn(now=OpenForm(_other_form(desk, gap)))


def _other_form(desk: Desk, gap: Gap, typed: str = "") -> Form:
    entry = Field("entry", desk.text("answering.field_entry"), "line", initial=typed, max_length=LONGEST_NAME)
    return Form(
        title=desk.text("answering.other_title"),
        fields=(entry,),
        submit=desk.text("general.save"),
        cancel=desk.text("general.cancel"),
        value=desk.button("answering.other_sent", gap.id),
        open_label=desk.text("answering.label_other"),
        intro=desk.text("answering.other_intro", word=gap.word),
    )


async def other_sent(desk: Desk, args: tuple[str, ...], sent: Submitted) -> Turn:
    """The word becomes another name of that entry: used at once, and two people still look at it."""
    gap = await _open(desk, args[0])
    if isinstance(gap, Turn):
        return gap
    typed = str(sent.fields.get("entry", "")).strip()[:LONGEST_NAME]
    found = await _found(desk, typed)
    if not isinstance(found, Term):
        return Turn(now=FormErrors(_other_form(desk, gap, typed), {"entry": found}))
    named, lang = _with_name(found, gap)
    version = await entries.answer(desk.tx, desk.me, named, desk.now, gap=gap.id, lang=lang)
    prompts = await waiting.entry_live(desk.tx, desk.here, named, desk.me, desk.now, gap=gap.id)
    looked_at = await to_approvers(desk, version)
    return Turn(prompts=(*prompts, *looked_at), now=Replace(await _thanks(desk, "answering.thanks_other", gap.word)))


async def _found(desk: Desk, typed: str) -> Term | str:
    """The entry that is meant, or what to say about what was typed."""
    found = (await glossaries.own(desk)).pack.finder.find(typed, lang=desk.lang)
    if found.outcome == "answer" and found.terms:
        return found.terms[0]
    if found.outcome == "offer":
        names = ", ".join(term.in_language(desk.lang).name for term in found.terms[:3])
        return desk.text("answering.error_which", names=names)
    return desk.text("answering.error_no_entry")


def _with_name(term: Term, gap: Gap) -> tuple[Term, str]:
    """The entry with the word among its names, and the language it was added to."""
    lang = term.spoken(gap.lang)
    words = term.words[lang]
    added = replace(words, aliases=tuple(dict.fromkeys((*words.aliases, gap.word))))
    return replace(term, words={**term.words, lang: added}), lang


# -- an entry was not understood: said another way


async def say_it(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    gap = await _open(desk, args[0])
    return gap if isinstance(gap, Turn) else Turn(now=OpenForm(_say_form(desk, gap)))


def _say_form(desk: Desk, gap: Gap) -> Form:
    words = Field("words", desk.text("answering.field_words", word=gap.word), "text", max_length=LONGEST_SAID)
    return Form(
        title=desk.text("answering.say_title"),
        fields=(words,),
        submit=desk.text("general.send"),
        cancel=desk.text("general.cancel"),
        value=desk.button("answering.said", gap.id),
        open_label=desk.text("answering.label_say"),
        intro=desk.text("answering.say_intro"),
    )


async def said(desk: Desk, args: tuple[str, ...], sent: Submitted) -> Turn:
    """The words go to whoever asked, and to nobody else."""
    gap = await _open(desk, args[0])
    if isinstance(gap, Turn):
        return gap
    words = str(sent.fields.get("words", "")).strip()[:LONGEST_SAID]
    if not words:
        return Turn(now=FormErrors(_say_form(desk, gap), {"words": desk.text("general.nothing_written")}))
    prompts = await waiting.settle(desk.tx, gap, desk.me, desk.now, words=words)
    return Turn(prompts=prompts, now=Replace(await _thanks(desk, "answering.thanks_said", gap.word)))


PRESSES = {
    "answering.look": looked,
    "answering.write": write,
    "answering.rewrite": rewrite,
    "answering.other": other,
    "answering.not_here": not_here,
    "answering.say": say_it,
}
FORMS = {"answering.other_sent": other_sent, "answering.said": said}
PROMPTS = {"answering.asked": asked, "answering.again": again}
