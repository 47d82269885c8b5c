"""How people come in: the first organiser by a one-time code, everybody else by an organiser's form."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot import access, enrolment, greeting, people
from bot.desk import Desk
from bot.inputs import Chose, FormErrors, Input, OpenForm, Replace, Said, Submitted
from bot.messages import Field, Form, Option
from bot.people import ROLE_KINDS
from bot.platform import Address
from bot.turn import SILENCE, Say, Turn, say

_CODE = re.compile(r"[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}")
"""The shape of a code: three groups of four, without letters and digits that look alike."""

LONGEST_WORDS = 1000
LONGEST_TEAM = 100


async def code_typed(desk: Desk, said: Said) -> Turn | None:
    """Whoever sends the code first, within its 24 hours, is the first organiser. None when no code was sent."""
    code = _CODE.fullmatch(said.text.strip().upper())
    if code is None:
        return None
    if not said.source.private:
        return SILENCE  # a secret shown where others read is never repeated, looked up or noted
    found = await enrolment.redeem(desk.tx, code.group(), desk.now)
    if found is None:
        return say(desk.line("enrol.code_over"))
    person = await enrolment.first_organiser(desk.tx, found, said.source, desk.now)
    welcome = desk.facing(person).line("enrol.first_organiser", name=person.first_name, community=found.name)
    return Turn((Say(welcome, to=person),), (greeting.prompt(person),))


async def wanted(desk: Desk, heard: Input) -> Turn:
    if not access.may_organise(desk.person):
        return say(desk.line("general.organisers_only"))
    return say(desk.message(desk.prose("enrol.form_intro"), await form(desk)))


async def pressed(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    if not access.may_organise(desk.person):
        return Turn(now=Replace(desk.line("general.organisers_only")))
    return Turn(now=OpenForm(await form(desk)))


async def form(desk: Desk, filled: Mapping[str, str] | None = None) -> Form:
    """Who, in which team, in which role, in which words; with what was typed before, when it needs another look."""
    told = {"kind": "patient_partner", "co_lead": "no", **(filled or {})}
    teams = await people.teams(desk.tx, desk.here)
    kinds = tuple(Option(kind, desk.text(f"role.kind_{kind}")) for kind in ROLE_KINDS)
    options = tuple(Option(key, name) for key, name in teams.items())
    held = told["team"] if told.get("team") in teams else ""
    team = (Field("team", desk.text("enrol.field_team"), "choice", options, held, required=False),) if teams else ()
    yes_no = tuple(Option(value, desk.text(f"general.{value}")) for value in ("no", "yes"))
    return Form(
        title=desk.text("enrol.form_title"),
        fields=(
            Field("who", desk.text("enrol.field_who"), "person", initial=told.get("who", "")),
            *team,
            Field(
                "new_team",
                desk.text("enrol.field_new_team"),
                initial=told.get("new_team", ""),
                required=False,
                max_length=LONGEST_TEAM,
            ),
            Field("kind", desk.text("enrol.field_kind"), "choice", kinds, told["kind"]),
            Field("co_lead", desk.text("enrol.field_co_lead"), "choice", yes_no, told["co_lead"]),
            Field(
                "words",
                desk.text("enrol.field_words"),
                "text",
                initial=told.get("words", ""),
                hint=desk.text("enrol.hint_words"),
                required=False,
                max_length=LONGEST_WORDS,
            ),
        ),
        submit=desk.text("enrol.submit"),
        cancel=desk.text("general.cancel"),
        value=desk.button("enrol.person"),
        open_label=desk.text("enrol.label_add"),
        intro=desk.text("enrol.form_note"),
    )


async def sent(desk: Desk, args: tuple[str, ...], submitted: Submitted) -> Turn:
    """Add the person and their part; their first message follows at a kind hour."""
    if not access.may_organise(desk.person):
        return Turn(now=Replace(desk.line("general.organisers_only")))
    told = {name: str(value).strip() for name, value in submitted.fields.items()}
    told = _known(told)
    errors = _missing(desk, told, await people.teams(desk.tx, desk.here))
    if errors:
        return Turn(now=FormErrors(await form(desk, told), errors))
    source = submitted.source
    at = Address(source.platform, source.workspace, user=told["who"], service=source.place.service)
    person = await enrolment.add(desk.tx, desk.here, at, desk.me, told, desk.now)
    return Turn(prompts=(greeting.prompt(person),), now=Replace(desk.line("enrol.added", name=person.name)))


def _known(told: dict[str, str]) -> dict[str, str]:
    """What was sent, with nothing in it that the form did not offer."""
    kind = told.get("kind", "")
    usual = {"kind": kind if kind in ROLE_KINDS else ROLE_KINDS[0], "new_team": told.get("new_team", "")[:LONGEST_TEAM]}
    return {**told, **usual, "words": told.get("words", "")[:LONGEST_WORDS]}


def _missing(desk: Desk, told: Mapping[str, str], teams: Mapping[str, str]) -> dict[str, str]:
    """A sentence for each field that needs another look. A team is one of this community's, whatever was sent."""
    errors = {}
    if not told.get("who"):
        errors["who"] = desk.text("enrol.error_who")
    if not (told.get("new_team") or told.get("team") in teams):
        errors["new_team"] = desk.text("enrol.error_team")
    return errors


PRESSES = {"enrol.form": pressed}
FORMS = {"enrol.person": sent}
COMMANDS = {"add_person": wanted}
