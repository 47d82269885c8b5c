"""bot.messages.Form -> a modal, and the errors shown in it. Pure and total."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import assert_never

from adapters.slack import limits
from adapters.slack.carried import Trigger, to_metadata
from adapters.slack.fit import cut, split
from adapters.slack.render import Json, plain_text
from adapters.slack.words import clean
from bot.messages import Field, Form, Option

CALLBACK = "form"
FIELD = "field:"
"""Starts the block id of every question; the field's name follows."""


def modal(form: Form, trigger: Trigger) -> Json:
    """The view of views.open."""
    intro = [
        {"type": "section", "block_id": f"intro{n}", "text": plain_text(part, limits.SECTION)}
        for n, part in enumerate(split(clean(form.intro), limits.SECTION))
    ]
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "private_metadata": to_metadata(form.value, trigger),
        "title": plain_text(form.title, limits.TITLE),
        "submit": plain_text(form.submit, limits.TITLE),
        "close": plain_text(form.cancel, limits.TITLE),
        "blocks": intro + [_question(field) for field in form.fields],
    }


def errors(form: Form, found: Mapping[str, str]) -> dict[str, str]:
    """A sentence for each block that needs another look. One for a field that is not shown moves to the first."""
    shown = [field.name for field in form.fields]
    told: dict[str, str] = {}
    for name, sentence in found.items():
        place = name if name in shown or not shown else shown[0]
        told.setdefault(FIELD + place, clean(sentence))
    return told


def _question(field: Field) -> Json:
    drawn: Json = {
        "type": "input",
        "block_id": FIELD + field.name,
        "label": plain_text(field.label, limits.QUESTION),
        "element": {**_element(field), "action_id": "answer"},
        "optional": not field.required,
    }
    return drawn | ({"hint": plain_text(field.hint, limits.QUESTION)} if field.hint else {})


def _element(field: Field) -> Json:
    """A list without options cannot be drawn; it becomes a line."""
    kind = field.kind if field.options or field.kind not in ("choice", "choices") else "line"
    match kind:
        case "line" | "text":
            return _typed(field, multiline=kind == "text")
        case "choice":
            return _one_of(field)
        case "choices":
            return _some_of(field)
        case "date":
            return {"type": "datepicker", **_initial("initial_date", field)}
        case "time":
            return {"type": "timepicker", **_initial("initial_time", field)}
        case "person":
            return {"type": "users_select", **_initial("initial_user", field)}
        case _:
            assert_never(kind)


def _typed(field: Field, *, multiline: bool) -> Json:
    longest = min(max(field.max_length, 1), limits.TYPED)
    told = field.initial if isinstance(field.initial, str) else ", ".join(field.initial)
    drawn: Json = {"type": "plain_text_input", "multiline": multiline, "max_length": longest}
    return drawn | ({"initial_value": cut(clean(told), longest)} if told else {})


def _initial(name: str, field: Field) -> Json:
    return {name: field.initial} if isinstance(field.initial, str) and field.initial else {}


def _one_of(field: Field) -> Json:
    first = [_option(o) for o in field.options if o.value == field.initial][:1]
    initial = {"initial_option": first[0]} if first else {}
    if len(field.options) <= limits.AT_A_GLANCE:
        return {"type": "radio_buttons", "options": [_option(o) for o in field.options], **initial}
    return {"type": "static_select", **_menu(field.options), **initial}


def _some_of(field: Field) -> Json:
    wanted = (field.initial,) if isinstance(field.initial, str) else field.initial
    ticked = [_option(o) for o in field.options if o.value in wanted]
    initial = {"initial_options": ticked} if ticked else {}
    if len(field.options) <= limits.TICKS:
        return {"type": "checkboxes", "options": [_option(o) for o in field.options], **initial}
    return {"type": "multi_static_select", **_menu(field.options), **initial}


def _option(option: Option) -> Json:
    return {"text": plain_text(option.label, limits.LABEL), "value": option.value}


def _menu(options: Sequence[Option]) -> Json:
    """Up to 100 options stand by themselves; more stand in groups, each named by its first and last."""
    if len(options) <= limits.OPTIONS:
        return {"options": [_option(o) for o in options]}
    parts = [options[n : n + limits.OPTIONS] for n in range(0, len(options), limits.OPTIONS)]
    return {"option_groups": [_group(part) for part in parts[: limits.OPTIONS]]}


def _group(options: Sequence[Option]) -> Json:
    named = f"{cut(options[0].label, 34)} – {cut(options[-1].label, 34)}"
    return {"label": plain_text(named, limits.LABEL), "options": [_option(o) for o in options]}
