"""An organiser names, in the chat, who people can turn to: without that nobody is asked how they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot import access, circle, people
from bot.desk import Desk
from bot.inputs import Chose, FormErrors, Input, OpenForm, Replace, Submitted
from bot.messages import Field, Form
from bot.people import HelpLine
from bot.turn import Turn, say

CONTACTS = (1, 2)
LONGEST_HOW = 300
LONGEST_NAME = 200


async def wanted(desk: Desk, heard: Input) -> Turn:
    if not access.may_organise(desk.person):
        return say(desk.line("general.organisers_only"))
    return say(desk.message(desk.prose("care.form_intro"), await form(desk)))


async def pressed(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    if not access.may_organise(desk.person):
        return Turn(now=Replace(desk.line("general.organisers_only")))
    return Turn(now=OpenForm(await form(desk)))


async def form(desk: Desk, filled: Mapping[str, object] | None = None) -> Form:
    """Two contacts and a local help line, with what is set already."""
    told = filled or await _now(desk)
    fields = tuple(field for n in CONTACTS for field in _contact_fields(desk, n, told))
    line = Field(
        "line", desk.text("care.field_line"), initial=str(told.get("line", "")), hint=desk.text("care.hint_line")
    )
    return Form(
        title=desk.text("care.form_title"),
        fields=(*fields, line),
        submit=desk.text("general.save"),
        cancel=desk.text("general.cancel"),
        value=desk.button("care.set"),
        open_label=desk.text("care.label_open"),
        intro=desk.text("care.form_note"),
    )


def _contact_fields(desk: Desk, n: int, told: Mapping[str, object]) -> tuple[Field, Field]:
    name = str(told.get(f"name_{n}", ""))
    how, hint = str(told.get(f"how_{n}", "")), desk.text("care.hint_how")
    return (
        Field(f"name_{n}", desk.text(f"care.field_name_{n}"), initial=name, required=n == 1, max_length=LONGEST_NAME),
        Field(f"how_{n}", desk.text("care.field_how"), initial=how, hint=hint, required=n == 1, max_length=LONGEST_HOW),
    )


async def _now(desk: Desk) -> dict[str, str]:
    contacts = await people.contacts(desk.tx, desk.here)
    lines = await people.help_lines(desk.tx, desk.here)
    told = {f"name_{n}": contact.name for n, contact in enumerate(contacts[:2], 1)}
    told |= {f"how_{n}": contact.how for n, contact in enumerate(contacts[:2], 1)}
    return told | ({"line": lines[0].text(desk.lang)} if lines else {})


async def sent(desk: Desk, args: tuple[str, ...], submitted: Submitted) -> Turn:
    """The contacts and the help line are from now on exactly these."""
    if not access.may_organise(desk.person):
        return Turn(now=Replace(desk.line("general.organisers_only")))
    told = {name: str(value).strip() for name, value in submitted.fields.items()}
    errors = {
        name: desk.text("general.nothing_written")
        for name in ("name_1", "how_1", "line", *(("how_2",) if told.get("name_2") else ()))
        if not told.get(name)
    }
    if errors:
        return Turn(now=FormErrors(await form(desk, told), errors))
    await circle.set_care(desk.tx, desk.here, await _table(desk, told))
    return Turn(now=Replace(desk.line("care.kept", name=told["name_1"])))


async def _table(desk: Desk, told: Mapping[str, str]) -> dict[str, list[dict[str, str]]]:
    """The same shape as in a community file. Whoever is in the community themselves is told in chat."""
    contacts = [
        {"name": told[f"name_{n}"], "how": told[f"how_{n}"], "person": told[f"name_{n}"]}
        for n in CONTACTS
        if told.get(f"name_{n}")
    ]
    first, *others = await people.help_lines(desk.tx, desk.here) or [_no_line(desk)]
    words = {"en": told["line"], "fr": told["line"], **first.words, desk.lang: told["line"]}
    lines = [replace(first, words=words, checked_on=desk.now.date().isoformat()), *others]
    return {"contacts": contacts, "help_lines": [_row(line) for line in lines]}


def _no_line(desk: Desk) -> HelpLine:
    return HelpLine(desk.text("care.region"), {}, "")


def _row(line: HelpLine) -> dict[str, str]:
    return {"region": line.region, "en": line.text("en"), "fr": line.text("fr"), "checked_on": line.checked_on}


PRESSES = {"care.form": pressed}
FORMS = {"care.set": sent}
COMMANDS = {"contacts": wanted}
