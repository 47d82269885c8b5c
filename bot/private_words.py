"""Words that are nobody else's: how somebody is, and times of day. Never passed on, never counted.

The words are content (content/feelings.toml, and those for times in content/hours.toml and content/times.toml).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.pack import Pack
from bot.time_words import LONGEST_WORDING, TimeWords, split

MEANINGS = {"feeling": "f", "beside": ""}


def is_feeling(pack: Pack, typed: str) -> bool:
    """Whether this says how somebody is and nothing else: "stuck", "so tired today"."""
    symbols = pack.feelings.symbols(typed)
    return symbols is not None and set(symbols.letters) == {"f"}


def is_private(pack: Pack, typed: str) -> bool:
    """Whether every word is one about how somebody is, or about times: such a word goes to nobody."""
    if is_feeling(pack, typed):
        return True
    symbols = pack.hours.symbols(typed)
    return symbols is not None and bool(symbols.letters)


def read_feelings(table: Mapping[str, Any], mistakes: list[str]) -> TimeWords:
    """The words of content/feelings.toml; every mistake is named."""
    mistakes.extend(f"feelings.toml: {name}: this list is missing" for name in MEANINGS if name not in table)
    mistakes.extend(f"feelings.toml: {name}: there is no such list" for name in table if name not in MEANINGS)
    wordings: dict[tuple[str, ...], tuple[str, Any]] = {}
    for name, letter in MEANINGS.items():
        for said in _said(name, table.get(name, {"en": [], "fr": []}), mistakes):
            words = tuple(split(said) or ())
            if not words or len(words) > LONGEST_WORDING:
                mistakes.append(f"feelings.toml: {name}: {said!r} is not one to {LONGEST_WORDING} plain words")
            elif wordings.setdefault(words, (letter, None))[0] != letter:
                mistakes.append(f"feelings.toml: {name}: {said!r} stands in both lists")
    return TimeWords(wordings)


def _said(name: str, told: Any, mistakes: list[str]) -> list[str]:
    lists = list(told.values()) if isinstance(told, Mapping) and set(told) == {"en", "fr"} else []
    if len(lists) == 2 and all(isinstance(said, list) and all(isinstance(s, str) for s in said) for said in lists):
        return [said for words in lists for said in words]
    mistakes.append(f"feelings.toml: {name}: expected the lists en and fr")
    return []
