"""Who looks after words: an organiser names those who answer, and those whose yes an entry needs."""

from __future__ import annotations

from collections.abc import Mapping

from bot import access, people
from bot import keepers as stored
from bot.desk import Desk
from bot.inputs import Chose, FormErrors, Input, OpenForm, Replace, Submitted
from bot.keepers import PARTS, STEWARD
from bot.messages import Block, Choices, Field, Form, Message, Option, Points, Run
from bot.people import Person
from bot.terms import REVIEWERS
from bot.turn import Turn, say

_TITLES = {STEWARD: "answers", "patient_partner": "patient_partner", "researcher": "researcher"}

Named = Mapping[str, list[Person]]


async def started(desk: Desk, heard: Input) -> Turn:
    """Who has which part now; for organisers, the way to change it."""
    return say(await card(desk))


async def card(desk: Desk, *, saved: bool = False) -> Message:
    """The people of each part. Everybody may know whom they can thank."""
    named = await stored.keepers(desk.tx, desk.here)
    points = Points(tuple((Run(_line(desk, part, named)),) for part in PARTS))
    change = desk.choice("keepers.label_change", "keepers.form", primary=True, form=True)
    return desk.message(
        desk.prose("keepers.saved" if saved else "keepers.intro"),
        points,
        _one_alone(desk, named),
        Choices((change,)) if access.may_organise(desk.person) else desk.note("keepers.ask_organiser"),
        title=desk.text("keepers.title"),
    )


def _line(desk: Desk, part: str, named: Named) -> str:
    names = access.names(named[part], desk.text("general.and")) or desk.text("keepers.nobody")
    return desk.text(f"keepers.{_TITLES[part]}", names=names)


def _one_alone(desk: Desk, named: Named) -> Block | None:
    """Two different people have to say yes."""
    return None if _two_people(named) else desk.note("keepers.two_needed")


def _two_people(named: Named) -> bool:
    first, second = ({person.id for person in named[part]} for part in REVIEWERS)
    return bool(first and second) and len(first | second) > 1


async def opened(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    if not access.may_organise(desk.person):
        return Turn(now=Replace(desk.line("general.organisers_only")))
    return Turn(now=OpenForm(await form(desk)))


async def form(desk: Desk, filled: Mapping[str, str | tuple[str, ...]] | None = None) -> Form:
    """One list of people for each part, with those ticked who have it now."""
    named = await stored.keepers(desk.tx, desk.here)
    everybody = await people.everybody(desk.tx, desk.here)
    told = {part: tuple(person.id for person in named[part]) for part in PARTS} | dict(filled or {})
    options = tuple(Option(person.id, person.name) for person in everybody)
    return Form(
        title=desk.text("keepers.form_title"),
        fields=tuple(_field(desk, part, options, told[part]) for part in PARTS),
        submit=desk.text("general.save"),
        cancel=desk.text("general.cancel"),
        value=desk.button("keepers.save"),
        open_label=desk.text("keepers.label_change"),
        intro=desk.text("keepers.form_intro"),
    )


def _field(desk: Desk, part: str, options: tuple[Option, ...], ticked: str | tuple[str, ...]) -> Field:
    label = desk.text(f"keepers.field_{_TITLES[part]}")
    return Field(part, label, "choices", options, ticked, required=False)


async def saved(desk: Desk, args: tuple[str, ...], sent: Submitted) -> Turn:
    """Each part is as the form says, for people of this community who have not left."""
    if not access.may_organise(desk.person):
        return Turn(now=Replace(desk.line("general.organisers_only")))
    here = {person.id: person for person in await people.everybody(desk.tx, desk.here)}
    for part in PARTS:
        chosen = _chosen(sent.fields.get(part, ()))
        if not set(chosen) <= set(here):
            return Turn(now=FormErrors(await form(desk, sent.fields), {part: desk.text("keepers.error_person")}))
    for part in PARTS:
        chosen = _chosen(sent.fields.get(part, ()))
        await stored.set_part(desk.tx, desk.here, part, [here[person] for person in chosen])
    return Turn(now=Replace(await card(desk, saved=True)))


def _chosen(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one for one in ((value,) if isinstance(value, str) else value) if one)


PRESSES = {"keepers.form": opened}
FORMS = {"keepers.save": saved}
COMMANDS = {"words_team": started}
