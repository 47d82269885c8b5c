"""A form -> inputs of a card, in a message or in a dialog, with what needs another look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal, assert_never

from adapters.teams.fields import FORM, INPUT, form_data, packed
from adapters.teams.plain import clean, visible
from adapters.teams.source import Json
from bot.messages import Field, Form, Option

FEW = 4
"""Up to this many options all are shown; more fold into a list."""

PEOPLE = "graph.microsoft.com/users"
"""Teams' people picker; it gives back the Entra object id, by which we know a person."""

Where = Literal["message", "dialog"]


def form_elements(form: Form, errors: Mapping[str, str], where: Where, below: str = "") -> list[Json]:
    """The form's introduction, its questions, each under its error, and its button. `below`: see `form_data`."""
    intro = [words(form.intro)] if clean(form.intro).strip() else []
    unplaced = [_error(name, words) for name, words in errors.items() if name not in {f.name for f in form.fields}]
    questions = [element for field in form.fields for element in _question(field, errors)]
    return [*intro, *unplaced, *questions, {"type": "ActionSet", "actions": [_send(form, where, below)]}]


def with_answers(form: Form, given: Mapping[str, str | tuple[str, ...]]) -> Form:
    """The form with what somebody already filled in, so that nothing is typed twice."""
    return replace(form, fields=tuple(replace(field, initial=given.get(field.name, "")) for field in form.fields))


def _question(field: Field, errors: Mapping[str, str]) -> list[Json]:
    """Never required for the client: it would hold the form back with a sentence that is not ours. The core answers."""
    above = [_error(field.name, errors[field.name])] if field.name in errors else []
    below = [] if _takes_placeholder(field) or not clean(field.hint).strip() else [_hint(field.hint)]
    return [*above, {**_input(field), "id": INPUT + field.name, "label": clean(field.label)}, *below]


def _takes_placeholder(field: Field) -> bool:
    return field.kind in ("line", "text")


def _input(field: Field) -> Json:
    match field.kind:
        case "line" | "text":
            return _typed(field)
        case "choice" | "choices":
            return _list(field)
        case "date":
            return {"type": "Input.Date", **_initial(field)}
        case "time":
            return {"type": "Input.Time", **_initial(field)}
        case "person":
            query = {"type": "Data.Query", "dataset": PEOPLE}
            return {
                "type": "Input.ChoiceSet", "choices": [], "choices.data": query, "style": "filtered", **_initial(field)
            }  # fmt: skip
        case _:
            assert_never(field.kind)


def _typed(field: Field) -> Json:
    made: Json = {"type": "Input.Text", "maxLength": field.max_length, **_initial(field)}
    if field.kind == "text":
        made["isMultiline"] = True
    return made | ({"placeholder": clean(field.hint)} if clean(field.hint).strip() else {})


def _list(field: Field) -> Json:
    several = field.kind == "choices"
    style = "expanded" if several or len(field.options) <= FEW else "compact"
    options = [_option(option, several) for option in field.options]
    made: Json = {"type": "Input.ChoiceSet", "choices": options, "style": style, "wrap": True, **_initial(field)}
    return made | ({"isMultiSelect": True} if several else {})


def _option(option: Option, several: bool) -> Json:
    return {"title": clean(option.label), "value": packed(visible(option.value)) if several else visible(option.value)}


def _initial(field: Field) -> Json:
    several = (field.initial,) if isinstance(field.initial, str) else field.initial
    shown = [visible(value) for value in several]
    values = [packed(value) if field.kind == "choices" else value for value in shown if value]
    return {"value": ",".join(values)} if values else {}


def _send(form: Form, where: Where, below: str) -> Json:
    many = [field.name for field in form.fields if field.kind == "choices"]
    title, data = clean(form.submit), form_data(form.value, many, below)
    submit: Json = {"type": "Action.Submit", "title": title, "data": data}
    if where == "dialog":
        return submit
    return {"type": "Action.Execute", "title": title, "verb": FORM, "data": data, "fallback": submit}


def _error(name: str, words: str) -> Json:
    run: Json = {"type": "TextRun", "text": clean(words), "weight": "Bolder", "color": "Attention"}
    return {"type": "RichTextBlock", "id": f"error.{name}", "inlines": [run]}


def _hint(text: str) -> Json:
    run: Json = {"type": "TextRun", "text": clean(text), "size": "Small", "isSubtle": True}
    return {"type": "RichTextBlock", "spacing": "Small", "inlines": [run]}


def words(text: str) -> Json:
    """A sentence by itself."""
    return {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": clean(text)}]}
