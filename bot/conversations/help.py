"""Where help is: what Interlude can do, who to turn to, and help lines at once when somebody is in distress."""

from __future__ import annotations

from bot import people
from bot.desk import Desk
from bot.inputs import Input
from bot.messages import Block, Choice, Choices, Message, Points, Run
from bot.turn import Say, Turn, say

LONGEST_KEPT = 300
"""Characters of a question a button keeps, so that "I was asking about a word" can look it up (facts: T16)."""


async def in_distress(desk: Desk, text: str, *, in_a_form: bool = False) -> Turn:
    """Help lines and a named person, at once. Nothing is noted and nobody is told; a form still goes where it says."""
    return Turn((Say(await help_message(desk, text, in_a_form=in_a_form), urgent=True),))


async def help_message(desk: Desk, text: str = "", *, in_a_form: bool = False) -> Message:
    """The help message; `text` is what was typed, for the button beside it."""
    contacts = await people.contacts(desk.tx, desk.here) if desk.community else []
    blocks: list[Block | None] = [desk.prose("help.distress"), await help_lines(desk), desk.prose("help.emergency")]
    if contacts:
        blocks.append(desk.prose("help.somebody_here", name=contacts[0].name, how=contacts[0].how))
    return desk.message(
        *blocks,
        desk.note("help.goes_as_said" if in_a_form else "help.not_a_crisis_service"),
        _ways_on(desk, contacts, text),
    )


def _ways_on(desk: Desk, contacts: list[people.Contact], text: str) -> Choices | None:
    options: list[Choice] = []
    if desk.person is not None:
        options += [
            desk.choice("hand_over.label_ask", "hand_over.ask", contact.id, name=contact.name[:40])
            for contact in contacts[:2]
        ]
    if text:
        options.append(_about_a_word(desk, text[:LONGEST_KEPT]))
    return Choices(tuple(options)) if options else None


def _about_a_word(desk: Desk, text: str) -> Choice:
    """The button that looks the text up after all; of a text too wide for a button, its beginning."""
    try:
        return desk.choice("help.label_about_a_word", "explain.again", text)
    except ValueError:
        return _about_a_word(desk, text[: len(text) // 2])


async def help_lines(desk: Desk) -> Points:
    """The community's help lines, one a line; general ones where none are set up, so that there always are some."""
    lines = await people.help_lines(desk.tx, desk.here) if desk.community else []
    texts = [line.text(desk.lang) for line in lines] or [desk.text(f"help.line_{n}") for n in (1, 2)]
    return Points(tuple((Run(text),) for text in texts))


async def medical(desk: Desk) -> Turn:
    """Not our business, said kindly, with who to ask; and never a definition."""
    return say(await medical_message(desk))


async def medical_message(desk: Desk) -> Message:
    contacts = await people.contacts(desk.tx, desk.here) if desk.community else []
    somebody = desk.prose("help.medical_contact", name=contacts[0].name, how=contacts[0].how) if contacts else None
    return desk.message(desk.prose("help.medical"), desk.prose("help.emergency"), somebody)


async def overview(desk: Desk, heard: Input) -> Turn:
    """What Interlude can do for this person."""
    if desk.person is None:
        return await stranger(desk, heard)
    return say(overview_message(desk))


def overview_message(desk: Desk) -> Message:
    organises = desk.person is not None and desk.person.organiser
    return desk.message(
        desk.prose("help.words"),
        desk.prose("help.texts"),
        desk.prose("help.typed"),
        desk.prose("help.for_organisers") if organises else None,
        Choices((
            desk.choice("help.label_my_part", "role.mine"),
            desk.choice("help.label_talk", "hand_over.start"),
            desk.choice("help.label_settings", "preferences.show"),
        )),
        title=desk.text("help.title"),
    )  # fmt: skip


async def stranger(desk: Desk, heard: Input) -> Turn:
    """What somebody hears whom no organiser has added yet."""
    if desk.community is None:
        return say(desk.line("help.not_set_up"))
    organisers = await people.organisers(desk.tx, desk.here)
    if not organisers:
        return say(desk.line("help.not_set_up"))
    return say(desk.line("help.stranger", name=organisers[0].name))


async def said_help(desk: Desk, heard: Input) -> Turn:
    return await overview(desk, heard)


COMMANDS = {"help": said_help}
