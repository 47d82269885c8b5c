"""One ordered list: distress, stop, typed choice, open question, command, medical advice, word."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import TypeAlias, assert_never

from bot import addresses, outbox_reads, questions, typed_text
from bot.buttons import Button, NotOurs
from bot.conversations import (
    agenda,
    answering,
    approving,
    care,
    check_in,
    check_in_report,
    delivery,
    digest,
    enrol,
    event_news,
    events,
    explain,
    feedback,
    hand_over,
    help,
    history,
    home,
    hours,
    joined,
    keepers,
    missing,
    moving,
    no_word,
    plain,
    pointed,
    preferences,
    propose,
    reminding,
    rephrase,
    rephrase_author,
    results,
    review,
    rhythm,
    rhythm_form,
    role,
    sharing,
    switch,
    unclear,
    welcome,
)
from bot.desk import Desk
from bot.folding import fold
from bot.inputs import Chose, Input, Joined, Left, Opened, OpenForm, Pointed, Said, Submitted
from bot.messages import Message
from bot.turn import SILENCE, Later, Skip, Turn, say

Hear: TypeAlias = Callable[[Desk, Input], Awaitable[Turn]]
Press: TypeAlias = Callable[[Desk, tuple[str, ...], Chose], Awaitable[Turn]]
Send: TypeAlias = Callable[[Desk, tuple[str, ...], Submitted], Awaitable[Turn]]
Reply: TypeAlias = Callable[[Desk, tuple[str, ...], Said], Awaitable[Turn | None]]
"""None: the text is no answer to that question; it is heard as if none had been open."""
Behind: TypeAlias = Callable[[Desk, Said], Awaitable[Turn | None]]
Compose: TypeAlias = Callable[[Desk, tuple[str, ...]], Awaitable[Message | Skip | Later]]

LONGEST = 4_000
"""Characters of one text we read; longer ones get a kind refusal (care-and-security.md, T17)."""

_ROOMS = (
    answering, missing, sharing, unclear,
    care, check_in, check_in_report, delivery, digest, enrol, event_news, events, explain, feedback, hand_over, help,
    home, hours, joined, moving, pointed, preferences, reminding, results, rhythm, rhythm_form, role, switch, welcome,
    approving, history, keepers, propose, review,
    agenda, plain, rephrase, rephrase_author,
)  # fmt: skip

PRESSES: Mapping[str, Press] = {verb: f for room in _ROOMS for verb, f in getattr(room, "PRESSES", {}).items()}
FORMS: Mapping[str, Send] = {verb: f for room in _ROOMS for verb, f in getattr(room, "FORMS", {}).items()}
REPLIES: Mapping[str, Reply] = {verb: f for room in _ROOMS for verb, f in getattr(room, "REPLIES", {}).items()}
COMMANDS: Mapping[str, Hear] = {verb: f for room in _ROOMS for verb, f in getattr(room, "COMMANDS", {}).items()}
TEXTS: Mapping[str, Behind] = {verb: f for room in _ROOMS for verb, f in getattr(room, "TEXTS", {}).items()}
PROMPTS: Mapping[str, Compose] = {verb: f for room in _ROOMS for verb, f in getattr(room, "PROMPTS", {}).items()}

FOR_EVERYBODY = frozenset({"explain", "explain_message", "help", "pointed"})
"""The rooms open to people we do not know: a word's meaning, and how to find somebody."""


async def hear(desk: Desk, heard: Input) -> Turn:
    """The turn one input leads to."""
    heard = _storable(heard)
    match heard:
        case Said():
            return await _said(desk, heard)
        case Chose():
            return await _pressed(desk, heard)
        case Submitted():
            return await _submitted(desk, heard)
        case Pointed():
            return await pointed.pointed(desk, heard)
        case Joined():
            return await welcome.joined(desk, heard)
        case Left():
            return await welcome.left(desk, heard)
        case Opened():
            return await home.opened(desk, heard)
        case _:
            assert_never(heard)


async def apologise(desk: Desk, heard: Input) -> Turn:
    """What somebody is told when their input could not be worked on."""
    return say(desk.line("general.sorry"))


async def compose(desk: Desk, verb: str, args: tuple[str, ...]) -> Message | Skip | Later:
    """The message of a prompt, made when it leaves."""
    return await PROMPTS[verb](desk, args)


def _storable(heard: Input) -> Input:
    """The same input without what no database takes: NUL, and halves of characters."""
    match heard:
        case Said() | Pointed():
            return replace(heard, text=_clean(heard.text))
        case Submitted():
            fields = {
                name: _clean(value) if isinstance(value, str) else tuple(map(_clean, value))
                for name, value in heard.fields.items()
            }
            return replace(heard, fields=fields)
        case _:
            return heard


def _clean(text: str) -> str:
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")


async def _said(desk: Desk, said: Said) -> Turn:
    if not said.addressed:
        return SILENCE
    said = replace(said, text=said.text.strip())
    reading = desk.pack.screen.read(said.text)
    if reading.in_distress:
        await _no_open_question(desk)
        return await help.in_distress(desk, said.text)
    for answer in _ORDER:
        turn = await answer(desk, said)
        if turn is not None:
            return turn
    if reading.asks_medical_advice:
        return await help.medical(desk)
    return await no_word.heard(desk, said) or await pointed.copied(desk, said) or await explain.asked(desk, said)


async def _no_open_question(desk: Desk) -> None:
    """Whatever is typed next is ordinary talk again: a sentence counts only straight after it was asked for."""
    if desk.person is not None:
        await questions.close(desk.tx, desk.person)


async def _outsider(desk: Desk, said: Said) -> Turn | None:
    return say(desk.line("general.outsider")) if said.source.outsider else None


async def _too_long(desk: Desk, said: Said) -> Turn | None:
    behind = typed_text.command(desk.pack, said.text, TEXTS, slash=False)
    return say(desk.line("general.too_long")) if len(behind[1] if behind else said.text) > LONGEST else None


async def _stop(desk: Desk, said: Said) -> Turn | None:
    if not preferences.is_stop(desk, said.text):
        return None
    await _no_open_question(desk)
    return await preferences.stopped(desk, said)


async def _typed_choice(desk: Desk, said: Said) -> Turn | None:
    """Typing a button's number or label does what the button does."""
    typed = fold(said.text)
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 2 else 0
    if not said.source.private or desk.person is None or not (number or typed in desk.pack.labels):
        return None
    for n, choice in enumerate(await outbox_reads.last_choices(desk.tx, desk.person), 1):
        if n == number or fold(choice.label) == typed:
            await _no_open_question(desk)
            return await _pressed(desk, Chose(said.source, choice.value))
    return None


async def _open_question(desk: Desk, said: Said) -> Turn | None:
    if desk.person is None or not said.source.private or said.command:
        return None
    if desk.asked is None:
        return None
    verb, args = desk.asked
    await questions.close(desk.tx, desk.person)
    return await REPLIES[verb](desk, args, said)


async def _command(desk: Desk, said: Said) -> Turn | None:
    typed = fold(said.text)
    for verb, command in COMMANDS.items():
        if typed in desk.pack.commands[verb]:
            return await _run(desk, command, verb, said)
    wished = await welcome.in_words(desk, said) or await preferences.pause_in_words(desk, said)
    wished = wished or await hours.in_words(desk, said) or await rhythm.in_words(desk, said)
    wished = wished or await hours.half_said(desk, said) or await history.typed(desk, said)
    return wished or await enrol.code_typed(desk, said)


async def _with_text(desk: Desk, said: Said) -> Turn | None:
    """ "plain: …": a command with a text behind it."""
    behind = typed_text.command(desk.pack, said.text, TEXTS, slash=said.command)
    if behind is None:
        return None
    verb, text = behind
    if desk.person is None and verb not in FOR_EVERYBODY:
        return await help.stranger(desk, said)
    return await TEXTS[verb](desk, replace(said, text=text))


async def _run(desk: Desk, command: Hear, verb: str, said: Said) -> Turn:
    if desk.person is None and verb not in FOR_EVERYBODY:
        return await help.stranger(desk, said)
    return await command(desk, said)


_ORDER = (_outsider, _too_long, _stop, _typed_choice, _open_question, _command, _with_text)


async def _pressed(desk: Desk, chose: Chose) -> Turn:
    opened = await _open(desk, chose)
    if isinstance(opened, Turn):
        return opened
    desk, button = opened
    if button.verb not in PRESSES:
        return await _form_pressed(desk, chose)
    return await PRESSES[button.verb](desk, button.args, chose)


async def _form_pressed(desk: Desk, chose: Chose) -> Turn:
    """Where a message shows a form as a button (Slack), pressing it opens the form that was sent."""
    if not chose.trigger or desk.person is None:
        return say(desk.line("general.use_the_form"))
    form = await outbox_reads.form(desk.tx, desk.person, chose.value)
    return say(desk.line("general.old_button")) if form is None else Turn(now=OpenForm(form))


async def _submitted(desk: Desk, sent: Submitted) -> Turn:
    opened = await _open(desk, sent)
    if isinstance(opened, Turn):
        return opened
    desk, button = opened
    if button.verb not in FORMS:
        return say(desk.line("general.old_button"))
    typed = [value for value in sent.fields.values() if isinstance(value, str)]
    if any(len(value) > LONGEST for value in typed):
        return say(desk.line("general.too_long"))
    worried = any(desk.pack.screen.hears_distress(value) for value in typed)
    first = await help.in_distress(desk, "", in_a_form=True) if worried else SILENCE
    return first + await FORMS[button.verb](desk, button.args, sent)


async def _open(desk: Desk, heard: Chose | Submitted) -> tuple[Desk, Button] | Turn:
    """The button and the desk it belongs to; a sentence when it is not this person's, or not ours, or too old."""
    try:
        button = desk.buttons.unpack(heard.value, desk.moment.real)
    except NotOurs:
        return say(desk.line("general.old_button"))
    if button.verb not in PRESSES and button.verb not in FORMS:
        return say(desk.line("general.old_button"))
    mine = button.person == (desk.person.id if desk.person else "")
    if button.person and not mine:
        return say(desk.line("general.not_yours"))
    if desk.person is None and button.verb.partition(".")[0] not in FOR_EVERYBODY:
        return await help.stranger(desk, heard)
    return desk, button


async def at_home(desk: Desk, heard: Input) -> Desk:
    """The desk of the community a pressed button was made in, when this person is there as well."""
    if not isinstance(heard, Chose | Submitted):
        return desk
    try:
        button = desk.buttons.unpack(heard.value, desk.moment.real)
    except NotOurs:
        return desk
    if not button.community or (desk.community is not None and desk.community.id == button.community):
        return desk
    source = heard.source
    known = await addresses.who(desk.tx, [(source.platform, source.workspace, source.user)], button.community)
    for met in known.values():
        return replace(desk, community=met.community, person=met.person, lang=met.person.language)
    return desk
