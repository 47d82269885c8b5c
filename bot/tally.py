"""Feedback answers -> counts. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answers import Answer
from bot.pack import Question


@dataclass(frozen=True, slots=True)
class Count:
    """How one question was answered: pairs of a label and how many chose it, in the question's own order."""

    question: str
    labels: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        return sum(number for _, number in self.labels)


def count(given: Sequence[Answer], asked: Sequence[Question], lang: str) -> list[Count]:
    """The counts of every question that has labelled answers."""
    return [_count(given, question, lang) for question in asked if question.answers]


def _count(given: Sequence[Answer], question: Question, lang: str) -> Count:
    chosen = Counter(answer.value for answer in given if answer.question == question.id)
    labels = tuple((label[lang], chosen[value]) for value, label in question.answers)
    return Count(question.words[lang], labels)


def sentences(given: Sequence[Answer]) -> list[str]:
    """What people wrote, in an order that says nothing about who wrote first."""
    return sorted(answer.words for answer in given if answer.words)


def answered_by(given: Sequence[Answer]) -> int:
    """How many people answered at least one question."""
    return len({answer.person for answer in given})


def in_words(counted: Count) -> str:
    """ "4 Yes, 2 Mostly": only what somebody chose."""
    return ", ".join(f"{number} {label}" for label, number in counted.labels if number)
