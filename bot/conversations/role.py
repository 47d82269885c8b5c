"""What is my part? Said at any time, asked about once a month, changed by talking to both co-leads."""

from __future__ import annotations

from bot import access, people, questions, requests
from bot.desk import Desk
from bot.inputs import Chose, FormErrors, Input, OpenForm, Replace, Said, Submitted
from bot.messages import Block, Choices, Field, Form, Message, Prose, Run
from bot.people import Person, Role
from bot.turn import Say, Skip, Turn, say

LONGEST_WISH = 1000


async def asked(desk: Desk, heard: Input) -> Turn:
    return say(await card(desk))


async def pressed(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    return Turn(now=Replace(await card(desk)))


async def compose(desk: Desk, args: tuple[str, ...]) -> Message | Skip:
    """The monthly reminder."""
    roles = await people.roles(desk.tx, desk.here, person=desk.me.id)
    if not roles:
        return Skip("has no part in a team")
    return await card(desk, ask=True)


async def card(desk: Desk, *, ask: bool = False) -> Message:
    """Every part of this person in words, and the buttons to say it is right or should change."""
    roles = await people.roles(desk.tx, desk.here, person=desk.me.id)
    if not roles:
        return desk.line("role.none")
    intro = desk.prose("role.reminder", name=desk.me.first_name) if ask else None
    closing = desk.prose("role.still_right") if ask else None
    return desk.message(
        intro, *(_part(desk, role) for role in roles), closing, _buttons(desk, roles), title=desk.text("role.title")
    )


def _part(desk: Desk, role: Role) -> Block:
    kind = desk.text(f"role.co_lead_{role.kind}" if role.co_lead else f"role.kind_{role.kind}")
    words = role.text(desk.lang) or desk.text("role.no_words")
    return Prose((Run(f"{role.team_name}, {kind}. ", bold=True), Run(words)))


def _buttons(desk: Desk, roles: list[Role]) -> Choices:
    ids = tuple(role.id for role in roles)
    right = desk.choice("role.label_right", "role.right", *ids, primary=True)
    if len(roles) == 1:
        return Choices((right, desk.choice("role.label_change", "role.change", roles[0].id, form=True)))
    changes = (
        desk.choice("role.label_change_in", "role.change", r.id, form=True, team=r.team_name[:40]) for r in roles[:4]
    )
    return Choices((right, *changes))


async def right(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    for role in args:
        await people.confirm_role(desk.tx, desk.here, role, desk.now)
    return Turn(now=Replace(desk.line("role.thanks")))


async def change_wanted(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    role = await _mine(desk, args[0])
    if role is None:
        return Turn(now=Replace(desk.line("role.none")))
    if chose.trigger:
        return Turn(now=OpenForm(await _form(desk, role)))
    await questions.ask(desk.tx, desk.me, "role.wish", args, desk.now)
    return say(desk.line("role.type_it", names=await _names(desk, role)))


async def _mine(desk: Desk, role: str) -> Role | None:
    return next(iter(await people.roles(desk.tx, desk.here, person=desk.me.id, role=role)), None)


async def _form(desk: Desk, role: Role) -> Form:
    return Form(
        title=desk.text("role.form_title"),
        fields=(Field("words", desk.text("role.form_field"), "text", max_length=LONGEST_WISH),),
        submit=desk.text("general.send"),
        cancel=desk.text("general.cancel"),
        value=desk.button("role.wish", role.id),
        open_label=desk.text("role.label_change"),
        intro=desk.text("role.who_reads", names=await _names(desk, role)),
    )


async def _names(desk: Desk, role: Role) -> str:
    return access.names(await _receivers(desk, role), desk.text("general.and"))


async def _receivers(desk: Desk, role: Role) -> list[Person]:
    """Both co-leads of the team, without the person; the organisers where there is none."""
    leads = [r.person for r in await people.roles(desk.tx, desk.here, team=role.team) if r.co_lead]
    found = await people.find(desk.tx, desk.here, leads)
    receivers = [p for p in found.values() if p.id != desk.me.id and p.left_at is None]
    if not receivers:
        receivers = [p for p in await people.organisers(desk.tx, desk.here) if p.id != desk.me.id]
    return sorted(receivers, key=lambda p: p.name)


async def wish_sent(desk: Desk, args: tuple[str, ...], sent: Submitted) -> Turn:
    role = await _mine(desk, args[0])
    if role is None:
        return Turn(now=Replace(desk.line("role.none")))
    words = str(sent.fields.get("words", "")).strip()
    if not words:
        return Turn(now=FormErrors(await _form(desk, role), {"words": desk.text("general.nothing_written")}))
    return await _pass_on(desk, role, words)


async def wish_typed(desk: Desk, args: tuple[str, ...], said: Said) -> Turn:
    role = await _mine(desk, args[0])
    return await _pass_on(desk, role, said.text) if role else say(desk.line("role.none"))


async def _pass_on(desk: Desk, role: Role, words: str) -> Turn:
    """The wish reaches both co-leads, who talk it through; nothing changes by itself."""
    request = await requests.ask_change(desk.tx, desk.me, role.id, words, desk.now)
    receivers = await _receivers(desk, role)
    told = tuple(
        Say(_to_lead(desk.facing(p), desk.me, role, words, request), to=p, kind="hand_over") for p in receivers
    )
    names = access.names(receivers, desk.text("general.and"))
    return Turn(told, now=Replace(desk.line("role.passed_on", names=names)))


def _to_lead(desk: Desk, who: Person, role: Role, words: str, request: str) -> Message:
    return desk.message(
        desk.prose("role.to_lead", name=who.name, team=role.team_name),
        Prose((Run(words, italic=True),)),
        Choices((desk.choice("role.label_settled", "role.settled", request, primary=True),)),
    )


async def settled(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    await requests.settled(desk.tx, desk.here, args[0], desk.now)
    return Turn(now=Replace(desk.line("role.settled")))


PRESSES = {
    "role.mine": pressed,
    "role.right": right,
    "role.change": change_wanted,
    "role.settled": settled,
}
FORMS = {"role.wish": wish_sent}
REPLIES = {"role.wish": wish_typed}
PROMPTS = {"role": compose}
COMMANDS = {"my_role": asked}
