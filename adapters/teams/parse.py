"""An activity -> what we hear. Never raises, whatever the JSON holds; what has no meaning here is heard as nothing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal, TypeAlias

from adapters.teams.fields import BELOW, FORM, PRESS, answers
from adapters.teams.gate import INSTALLATION, INVOKE, MEMBERS, MESSAGE
from adapters.teams.known import Known
from adapters.teams.source import Json, event_id, in_thread, items, profile, table, text
from adapters.teams.words import mentions, pointed, typed
from bot.inputs import Chose, Input, Joined, Left, Pointed, Said, Source, Submitted
from bot.platform import Address, Receipt

EXPLAIN = "explain_message"
"""The message action's id in the manifest."""

TWO_PEOPLE = "@unq.gbl.spaces"
"""How the chat between two people ends. Teams may call it personal as it calls ours; ours has no such end."""

Way: TypeAlias = Literal["message", "card", "dialog", "nothing", "unknown"]
"""How an answer travels: as messages, as an invoke's card, as a dialog, or not at all; or the invoke is unknown."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The inputs of one activity, and the way an answer goes."""

    inputs: tuple[Input, ...] = ()
    way: Way = "nothing"


def tenant_of(activity: Json) -> str:
    """The tenant the conversation belongs to; Playground sends the first only, Teams both."""
    owner = text(table(table(activity, "channelData"), "tenant"), "id")
    return owner or text(table(activity, "conversation"), "tenantId")


def is_outsider(activity: Json, tenant: str) -> bool:
    """Whether the speaker is from another organisation (shared channels); guests belong to the tenant they are in."""
    home = text(table(activity, "from"), "tenantId") or text(table(activity, "conversation"), "tenantId")
    return bool(home) and home != tenant


def parse(activity: Json, raw: bytes, known: Known) -> Heard:
    """What one activity says. `raw` gives it an id when Teams left its own out."""
    source = _source(activity, raw, known)
    if not (source.user and source.place.place):
        return Heard()
    match text(activity, "type"):
        case kind if kind == MESSAGE:
            return _message(activity, source)
        case kind if kind == INVOKE:
            return _invoke(activity, source, known)
        case kind if kind == INSTALLATION:
            return _installation(activity, source, known)
        case kind if kind == MEMBERS:
            return _members(activity, source, known)
        case _:
            return Heard()


def _source(activity: Json, raw: bytes, known: Known) -> Source:
    tenant, person, conversation = tenant_of(activity), table(activity, "from"), table(activity, "conversation")
    user = known.met(tenant, text(person, "aadObjectId"), text(person, "id"))
    place, thread = in_thread(text(conversation, "id"))
    address = Address("teams", tenant, place, user, thread, text(activity, "serviceUrl"))
    if place.endswith(TWO_PEOPLE):
        return Source("teams", tenant, user, event_id(activity, raw), address, False, profile(activity, user))
    private = text(conversation, "conversationType") == "personal"
    known.remember(address)
    return Source("teams", tenant, user, event_id(activity, raw), address, private, profile(activity, user))


def _message(activity: Json, source: Source) -> Heard:
    bot, speaker = text(table(activity, "recipient"), "id"), text(table(activity, "from"), "id")
    if not speaker or speaker == bot or speaker.startswith("28:") or text(table(activity, "from"), "role") == "bot":
        return Heard()
    if isinstance(activity.get("value"), dict):
        return _sent_by_card(table(activity, "value"), activity, source)
    entities = items(activity, "entities")
    words = typed(text(activity, "text"), entities, bot)
    return Heard((Said(source, words, addressed=source.private or mentions(entities, bot)),), "message")


def _sent_by_card(data: Json, activity: Json, source: Source) -> Heard:
    """Action.Submit: what clients without Action.Execute send."""
    heard = _acted(data, activity, source)
    return Heard((heard,), "message") if heard else Heard()


def _acted(data: Json, activity: Json, source: Source, trigger: str = "") -> Input | None:
    below = text(activity, "replyToId") or text(data, BELOW)
    pressed = Receipt(source.place, below) if below else None
    if text(data, FORM):
        return Submitted(source, text(data, FORM), answers(data), pressed)
    if text(data, PRESS):
        return Chose(source, text(data, PRESS), pressed, trigger)
    return None


def _invoke(activity: Json, source: Source, known: Known) -> Heard:
    value = table(activity, "value")
    match text(activity, "name"):
        case "adaptiveCard/action":
            return _heard(_acted(table(table(value, "action"), "data"), activity, source), "card")
        case "task/fetch":
            return _heard(_acted(table(value, "data"), activity, source, source.event_id), "dialog")
        case "task/submit" | "composeExtension/submitAction":
            return _heard(_acted(table(value, "data"), activity, source), "dialog")
        case "composeExtension/fetchTask" if value.get("commandId") == EXPLAIN:
            return Heard((_pointed(table(value, "messagePayload"), source, known),), "dialog")
        case "message/submitAction" | "suggestedActions/submit" | "message/fetchTask":
            return Heard()
        case _:
            return Heard(way="unknown")


def _pointed(message: Json, source: Source, known: Known) -> Pointed:
    """A message in any chat or channel, a meeting's too. Its author comes by the Entra object id."""
    author = text(table(table(message, "from"), "user"), "id")
    named = f"{source.place.place}:{text(message, 'id')}"
    alone = 2 if source.place.place.endswith(TWO_PEOPLE) else 1 if source.private else None
    return Pointed(
        source, pointed(table(message, "body")), known.met(source.workspace, author, "") if author else "", named, alone
    )


def _heard(one: Input | None, way: Way) -> Heard:
    return Heard((one,) if one else (), way)


def _installation(activity: Json, source: Source, known: Known) -> Heard:
    """Installed for a person: they joined. Installed in a team or a group chat: its roster can be asked from now on."""
    added = text(activity, "action").startswith("add")
    if not added:
        known.forget(source.place)
    if not source.private:
        return Heard()
    return Heard((Joined(source) if added else Left(source),), "message")


def _members(activity: Json, source: Source, known: Known) -> Heard:
    """People who came to or left a team or group chat. The bot's own coming is told by an installation as well."""
    if source.private:
        return Heard()
    bot = text(table(activity, "recipient"), "id")
    came = [Joined(_member(member, source, known)) for member in _people(activity, "membersAdded", bot)]
    went = [Left(_member(member, source, known)) for member in _people(activity, "membersRemoved", bot)]
    if any(text(member, "id") == bot for member in items(activity, "membersRemoved")):
        known.forget(source.place)
    return Heard((*came, *went), "message")


def _people(activity: Json, key: str, bot: str) -> list[Json]:
    return [member for member in items(activity, key) if text(member, "id") not in ("", bot)]


def _member(member: Json, source: Source, known: Known) -> Source:
    """The source as this member's own: each is heard once, under an id of their own."""
    user = known.met(source.workspace, text(member, "aadObjectId"), text(member, "id"))
    place = Address("teams", source.workspace, source.place.place, user, source.place.thread, source.place.service)
    one = hashlib.sha256(f"{source.event_id}\n{user}".encode("utf-8", "replace")).hexdigest()
    return Source("teams", source.workspace, user, one, place, private=False)
