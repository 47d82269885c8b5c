"""Marks the answers given to questions whose right answers are known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

AMONG = 3
"""How many terms somebody looks at: R@3."""


@dataclass(frozen=True, slots=True)
class Question:
    """One row of an exam. `expects`: canonical terms; none when nothing should be explained.

    `match` is "any" when one of them is enough and "all" when each should be among the first three.
    """

    id: str
    lang: str
    text: str
    kind: str
    expects: tuple[str, ...] = ()
    match: str = "any"
    context: tuple[str, ...] = ()

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> Question:
        """From one JSON object. Raises ValueError naming what is missing or wrong."""
        texts = {key: row.get(key) for key in ("id", "lang", "text", "kind")}
        wrong = [key for key, value in texts.items() if not isinstance(value, str)]
        expects, context, match = row.get("expects", []), row.get("context", []), row.get("match", "any")
        lists = {"expects": expects, "context": context}
        wrong += [k for k, v in lists.items() if not isinstance(v, list) or not all(isinstance(x, str) for x in v)]
        wrong += ["match"] if match not in ("any", "all") else []
        if wrong:
            raise ValueError(f"missing or wrong: {', '.join(wrong)}")
        return cls(**{k: str(v) for k, v in texts.items()}, expects=tuple(expects), match=match, context=tuple(context))


@dataclass(frozen=True, slots=True)
class Given:
    """What was answered: "answer", "offer", "unknown", "silent", "medical" or "distress", and the terms, best first."""

    outcome: str
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Marks:
    """Shares from 0 to 1. None where no question of that sort was asked.

    `first`: the first term is an expected one (R@1). `among`: one of the first three is, or for "all" the share of the
    expected that are (R@3). `false`: nothing was to be explained and a definition was given; an offer is none.
    `handed`: distress and medical rows that were handed to a human, as their kind says.
    """

    asked: int
    first: float | None
    among: float | None
    false: float | None
    handed: float | None


HANDED_ON = ("distress", "medical")


def mark(answered: Iterable[tuple[Question, Given]]) -> Marks:
    """The marks of these questions together."""
    rows = list(answered)
    positive = [(q, g) for q, g in rows if q.expects]
    negative = [(q, g) for q, g in rows if not q.expects]
    handed = [g.outcome == q.kind for q, g in rows if q.kind in HANDED_ON]
    return Marks(
        len(rows),
        _share([first_is_right(q, g) for q, g in positive]),
        _share([among_three(q, g) for q, g in positive]),
        _share([g.outcome == "answer" for _, g in negative]),
        _share(handed),
    )


def by(field: str, answered: Sequence[tuple[Question, Given]]) -> dict[str, Marks]:
    """The marks of each kind or language, by its name."""
    names = sorted({str(getattr(question, field)) for question, _ in answered})
    return {name: mark(pair for pair in answered if getattr(pair[0], field) == name) for name in names}


def first_is_right(question: Question, given: Given) -> bool:
    return bool(given.terms) and given.terms[0] in question.expects


def among_three(question: Question, given: Given) -> float:
    found = len(set(given.terms[:AMONG]) & set(question.expects))
    return found / len(question.expects) if question.match == "all" else float(found > 0)


def _share(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
