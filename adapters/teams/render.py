"""bot.messages -> an Adaptive Card 1.5. Pure and total; a person's text only ever stands where no markup is read.

Prose goes into RichTextBlocks, whose runs have no Markdown. A heading is a TextBlock (screen readers jump to it) only
when its text has nothing a TextBlock could read as markup.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from adapters.teams.fields import PRESS
from adapters.teams.fit import fit
from adapters.teams.forms import form_elements
from adapters.teams.limits import ACTIONS, SPOKEN, SUMMARY
from adapters.teams.plain import clean, cut, is_plain
from adapters.teams.source import Json
from bot.messages import (
    Block,
    Choice,
    Choices,
    Document,
    Facts,
    FileRef,
    Form,
    Message,
    Note,
    Picture,
    Points,
    Prose,
    Run,
    Runs,
    as_text,
)

CARD_TYPE = "application/vnd.microsoft.card.adaptive"
SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
Files = Mapping[FileRef, str]


def activity(said: Message, files: Files) -> Json:
    """The activity that carries `said`: its card, and a preview for notifications. `text` would be shown again."""
    attachment = {"contentType": CARD_TYPE, "content": render(said, files)}
    return {"type": "message", "summary": cut(clean(as_text(said)), SUMMARY), "attachments": [attachment]}


def render(said: Message, files: Files) -> Json:
    """The card of a message. `files` has an address (https, or data for small pictures) for each of its files."""
    body = [*heading(said.title), *(element for block in said.blocks for element in _block(block, said, files))]
    return card(body, said.lang, as_text(said))


def card(body: list[Json], lang: str, spoken: str) -> Json:
    """A card of these elements, not too large; buttons that end it stand at its foot."""
    made: Json = {"type": "AdaptiveCard", "$schema": SCHEMA, "version": "1.5", "body": body}
    made |= {"lang": lang} if lang else {}
    if body and body[-1]["type"] == "ActionSet":
        made |= {"body": body[:-1], "actions": body[-1]["actions"]}
    return fit(made | {"speak": cut(clean(spoken), SPOKEN)})


def heading(title: str) -> list[Json]:
    """A title, if there is one."""
    words = clean(title)
    if not words.strip():
        return []
    if is_plain(words):
        look: Json = {"weight": "Bolder", "size": "Medium"}
        return [{"type": "TextBlock", "text": words, "style": "heading", "wrap": True, **look}]
    return [{"type": "RichTextBlock", "inlines": [_run(Run(title, bold=True)) | {"size": "Medium"}]}]


def _block(block: Block, said: Message, files: Files) -> list[Json]:
    match block:
        case Prose(runs):
            return _paragraph(runs)
        case Note(runs):
            return [_small(element) for element in _paragraph(runs)]
        case Points(items):
            return _close([element for item in items for element in _paragraph((Run("• "), *item))])
        case Facts(pairs):
            return _close([element for label, value in pairs for element in _fact(label, value)])
        case Picture(alt, file):
            return [{"type": "Image", "url": files[file], "altText": clean(alt), "size": "Stretch"}]
        case Document(label, _, file):
            return [_actions([{"type": "Action.OpenUrl", "title": clean(label), "url": files[file]}])]
        case Choices(options):
            return [_actions(row) for row in _rows([_button(option) for option in options])]
        case Form():
            return [*(heading(block.title) if block.title != said.title else []), *form_elements(block, {}, "message")]
        case _:
            assert_never(block)


def _paragraph(runs: Runs) -> list[Json]:
    """One element a line: a RichTextBlock does not break at a newline."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        first, *others = run.text.split("\n")
        lines[-1].append(Run(first, run.bold, run.italic))
        lines.extend([Run(other, run.bold, run.italic)] for other in others)
    return [{"type": "RichTextBlock", "inlines": _inlines(line)} for line in lines if _inlines(line)]


def _inlines(line: list[Run]) -> list[Json]:
    made = [_run(run) for run in line if clean(run.text)]
    return made if any(run["text"].strip() for run in made) else []


def _run(run: Run) -> Json:
    made: Json = {"type": "TextRun", "text": clean(run.text)}
    if run.bold:
        made["weight"] = "Bolder"
    if run.italic:
        made["italic"] = True
    return made


def _small(element: Json) -> Json:
    return element | {"inlines": [inline | {"size": "Small", "isSubtle": True} for inline in element["inlines"]]}


def _close(lines: list[Json]) -> list[Json]:
    """The lines of a list stand closer together than paragraphs."""
    return [line | {"spacing": "Small"} if n else line for n, line in enumerate(lines)]


def _fact(label: str, value: str) -> list[Json]:
    """A FactSet reads Markdown in its values, so a fact is a line of its own."""
    asked = label.rstrip().endswith("?")
    return _paragraph((Run(f"{label} " if asked else f"{label}: ", bold=True), Run(value)))


def _rows(buttons: list[Json]) -> list[list[Json]]:
    return [buttons[n : n + ACTIONS] for n in range(0, len(buttons), ACTIONS)]


def _actions(buttons: list[Json]) -> Json:
    return {"type": "ActionSet", "actions": buttons}


def _button(option: Choice) -> Json:
    """A press takes no inputs along: those belong to the form's own button."""
    title, data = clean(option.label), {PRESS: option.value}
    submit: Json = {"type": "Action.Submit", "title": title, "data": data, "associatedInputs": "none"}
    if option.opens_form:
        return submit | {"data": {**data, "msteams": {"type": "task/fetch"}}}
    execute: Json = {"type": "Action.Execute", "title": title, "verb": PRESS, "data": data, "associatedInputs": "none"}
    return execute | {"fallback": submit}
