"""What must be answered inside a request -> the body of an invoke's answer. Pure; a message comes already drawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from adapters.teams.forms import form_elements, with_answers, words
from adapters.teams.plain import visible
from adapters.teams.render import CARD_TYPE, card, heading
from adapters.teams.source import Json
from bot.inputs import Chose, FormErrors, Input, Notice, OpenForm, Page, Replace, ReplyNow, Submitted
from bot.messages import Form, Message, Prose, Run

DONE = "✓"
"""Shown where Teams wants something and there is nothing to say: a sign, so that no words stand in Python."""

MESSAGE_TYPE = "application/vnd.microsoft.activity.message"
ERROR_TYPE = "application/vnd.microsoft.error"
NOT_UNDERSTOOD: Json = {"statusCode": 400, "type": ERROR_TYPE, "value": {"code": "BadRequest", "message": ""}}


def messages_in(reply: ReplyNow) -> Message | None:
    """The message inside a reply, to be drawn (its files made) before it is put into a body."""
    return reply.message if isinstance(reply, Replace | Page) else None


def for_card(reply: ReplyNow, heard: Input, drawn: Json | None) -> Json:
    """The answer to adaptiveCard/action (Microsoft: "Universal Actions", response format)."""
    match reply:
        case Replace() | Page():
            return {"statusCode": 200, "type": CARD_TYPE, "value": drawn or {}}
        case OpenForm(form):
            return {"statusCode": 200, "type": CARD_TYPE, "value": form_card(form, heard, {}, in_dialog=False)}
        case FormErrors(form, errors):
            return {"statusCode": 200, "type": CARD_TYPE, "value": form_card(form, heard, errors, in_dialog=False)}
        case Notice(text):
            return {"statusCode": 200, "type": MESSAGE_TYPE, "value": visible(text)}
        case None:
            return {"statusCode": 200, "type": MESSAGE_TYPE, "value": DONE}
        case _:
            assert_never(reply)


def for_dialog(reply: ReplyNow, heard: Input, drawn: Json | None) -> Json:
    """The answer to task/fetch, task/submit and their message-action twins. An empty one closes the dialog."""
    match reply:
        case Replace() if isinstance(heard, Submitted):
            return {}  # the message below becomes what is said: the edit follows (`replacement_lasts`)
        case Replace() | Page():
            return _dialog("", drawn or {})
        case OpenForm(form):
            return _dialog(form.title, form_card(form, heard, {}, in_dialog=True))
        case FormErrors(form, errors):
            return _dialog(form.title, form_card(form, heard, errors, in_dialog=True))
        case Notice(text):
            return _dialog("", saying(text))
        case None:
            return {} if isinstance(heard, Submitted) else _dialog("", saying(DONE))
        case _:
            assert_never(reply)


def form_card(form: Form, heard: Input, errors: Mapping[str, str], *, in_dialog: bool) -> Json:
    """A form by itself. After a mistake it keeps what was filled in."""
    filled = with_answers(form, heard.fields) if errors and isinstance(heard, Submitted) else form
    pressed = heard.pressed if isinstance(heard, Chose | Submitted) else None
    below = pressed.id if in_dialog and pressed else ""
    elements = form_elements(filled, errors, "dialog" if in_dialog else "message", below)
    body = elements if in_dialog else [*heading(form.title), *elements]
    return card(body, "", " ".join([form.title, *errors.values()]))


def saying(text: str) -> Json:
    """A card of one sentence."""
    return card([words(text)], "", text)


def as_message(reply: ReplyNow) -> Message | None:
    """The same answer as a message of its own, for clients that sent no invoke."""
    match reply:
        case OpenForm(form) | FormErrors(form, _):
            return Message((form,), title=form.title)
        case Notice(text):
            return Message((Prose((Run(text),)),))
        case Replace(message) | Page(message):
            return message
        case None:
            return None
        case _:
            assert_never(reply)


def _dialog(title: str, content: Json) -> Json:
    value: Json = {"height": "medium", "width": "medium", "card": {"contentType": CARD_TYPE, "content": content}}
    return {"task": {"type": "continue", "value": value | ({"title": title} if title else {})}}
