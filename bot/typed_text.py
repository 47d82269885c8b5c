"""A command with a text behind it: "plain: …", "explain this message: …"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from bot.folding import fold
from bot.pack import Pack

LONGEST_BEGINNING = 60
"""Characters before the colon; what is longer is a sentence with a colon in it."""

MOST_WORDS = 6
"""Words of the longest command that can have a text behind it."""

SHORTEST_TEXT = 4
"""Words that have to follow where there is no colon; fewer are more likely part of a question."""

_END = re.compile(r"[:：\n]")


def after(text: str, said: Collection[str]) -> str | None:
    """What follows one of the folded wordings `said` and a colon or a new line; None when the text begins otherwise."""
    end = _END.search(text, 0, LONGEST_BEGINNING)
    if end is None or fold(text[: end.start()]) not in said:
        return None
    return text[end.end() :].strip()


def after_words(text: str, said: Collection[str]) -> str | None:
    """What follows one of the wordings without a colon, as people type it behind "/interlude"; the longest one wins."""
    words = text.split(maxsplit=MOST_WORDS)
    for count in range(min(MOST_WORDS, len(words) - 1), 0, -1):
        if fold(" ".join(words[:count])) in said:
            return text.split(maxsplit=count)[count].strip()
    return None


def command(pack: Pack, typed: str, verbs: Iterable[str], *, slash: bool) -> tuple[str, str] | None:
    """The command a text begins with and what follows it; `slash`: it was typed behind a slash command.

    "/interlude plain language summary" is no command: its first word belongs to a term.
    """
    for verb in verbs:
        rest = after(typed, pack.commands[verb])
        if rest is None and slash:
            rest = after_words(typed, pack.commands[verb])
            rest = None if rest is None or _is_a_question(pack, typed, rest) else rest
        if rest is not None:
            return verb, rest
    return None


def _is_a_question(pack: Pack, typed: str, rest: str) -> bool:
    if len(rest.split()) < SHORTEST_TEXT:
        return True
    named, in_the_text = ({term.slug for term in pack.finder.terms_in(part)} for part in (typed, rest))
    return not named <= in_the_text
