"""Is my text plain? Asked by a writer about their own words; told to nobody else, and never a mark."""

from __future__ import annotations

from bot import glossaries, plain
from bot.desk import Desk
from bot.inputs import Chose, FormErrors, Input, Notice, OpenForm, Said, Submitted
from bot.messages import Block, Choices, Field, Form, Message, Points, Run
from bot.plain import Checked
from bot.turn import Say, Turn, say

LONGEST = 4_000
MOST_QUOTED, MOST_TERMS, MOST_SWAPS, MOST_HARD = 3, 5, 8, 8
LONGEST_QUOTE = 240


async def wanted(desk: Desk, heard: Input) -> Turn:
    """The form, in private."""
    return _alone(desk, heard, desk.message(desk.prose("plain.intro"), form(desk)))


async def typed(desk: Desk, said: Said) -> Turn:
    """A text typed behind "plain:". In a channel nobody else sees that it was asked."""
    if not said.text:
        return await wanted(desk, said)
    return _alone(desk, said, await answer(desk, said.text))


def _alone(desk: Desk, heard: Input, message: Message) -> Turn:
    """Where others read, not even a word that there is an answer; only the sender of a command sees that."""
    hidden = isinstance(heard, Said) and heard.command and not heard.source.private
    now = Notice(desk.text("explain.answered_privately")) if hidden else None
    return Turn((Say(message),), now=now)


def form(desk: Desk, text: str = "") -> Form:
    """One long field."""
    return Form(
        title=desk.text("plain.form_title"),
        fields=(Field("text", desk.text("plain.field_text"), "text", initial=text, max_length=LONGEST),),
        submit=desk.text("plain.submit"),
        cancel=desk.text("general.cancel"),
        value=desk.button("plain.check"),
        open_label=desk.text("plain.label_check"),
        intro=desk.text("plain.who_reads"),
    )


async def opened(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    """ "Check another text"."""
    return Turn(now=OpenForm(form(desk)))


async def sent(desk: Desk, args: tuple[str, ...], submitted: Submitted) -> Turn:
    text = str(submitted.fields.get("text", "")).strip()
    if not text:
        return Turn(now=FormErrors(form(desk), {"text": desk.text("general.nothing_written")}))
    return say(await answer(desk, text))


async def answer(desk: Desk, text: str) -> Message:
    """What helps to make this text plainer."""
    desk = await glossaries.own(desk)
    found = plain.check(text, desk.pack, desk.lang)
    blocks = [*_sentences(desk, found), *_terms(desk, found), *_swaps(desk, found), *_hard(desk, found)]
    nothing = None if blocks else desk.prose("plain.nothing_to_change")
    again = desk.choice("plain.label_again", "plain.form", form=True)
    note = desk.note("plain.only_you")
    return desk.message(_level(desk, found), nothing, *blocks, note, Choices((again,)), title=desk.text("plain.title"))


def _level(desk: Desk, found: Checked) -> Block:
    if not found.level:
        return desk.prose("plain.too_short")
    if found.lang == "fr":
        return desk.prose(f"plain.ease_{found.level}", score=found.score)
    return desk.prose(f"plain.grade_{found.level}", score=found.score)


def _sentences(desk: Desk, found: Checked) -> list[Block]:
    count = len(found.long_sentences)
    if not count:
        return []
    key = "plain.long_one" if count == 1 else "plain.long_many"
    quoted = Points(tuple((Run(f"“{_short(one)}”"),) for one in found.long_sentences[:MOST_QUOTED]))
    return [desk.prose(key, count=count, most=plain.LONGEST_SENTENCE), quoted]


def _short(sentence: str) -> str:
    line = " ".join(sentence.split())
    return line if len(line) <= LONGEST_QUOTE else f"{line[: LONGEST_QUOTE - 1].rstrip()}…"


def _terms(desk: Desk, found: Checked) -> list[Block]:
    wordings = [term.in_language(desk.lang) for term in found.terms[:MOST_TERMS]]
    if not wordings:
        return []
    points = Points(tuple((Run(w.name, bold=True), Run(f": {w.short}")) for w in wordings))
    return [desk.prose("plain.research_words"), points]


def _swaps(desk: Desk, found: Checked) -> list[Block]:
    if not found.swaps:
        return []
    lines = [desk.text("plain.swap", typed=swap.typed, simpler=swap.simpler) for swap in found.swaps[:MOST_SWAPS]]
    return [desk.prose("plain.simpler"), Points(tuple((Run(line),) for line in lines))]


def _hard(desk: Desk, found: Checked) -> list[Block]:
    return [desk.prose("plain.hard", words=", ".join(found.hard[:MOST_HARD]))] if found.hard else []


PRESSES = {"plain.form": opened}
FORMS = {"plain.check": sent}
COMMANDS = {"plain": wanted}
TEXTS = {"plain": typed}
