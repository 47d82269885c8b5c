"""`interlude exam`: asks every question of a file, and says how many were answered rightly, how fast, in how much
memory."""

from __future__ import annotations

import gc
import json
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TextIO

from adapters.commands.asking import judge
from adapters.commands.problem import Problem, said_plainly, say
from bot import content, exam
from bot.exam import Given, Marks, Question
from bot.pack import Pack

_MEMORY = Path("/proc/self/statm")
_COLUMNS = ("asked", "first", "among", "false", "handed")
_HEADS = ("", "questions", "R@1", "R@3", "false answers", "handed on")


@dataclass(frozen=True, slots=True)
class Cost:
    """`p50` and `p99`: milliseconds for one question, safety screens included; `memory`: the whole process, in MB."""

    p50: float
    p99: float
    memory: float


def run(file: Path, rows: Path | None, *, as_json: bool) -> int:
    """Every row counts as said to the bot, whatever its channel, by a person whose language is the row's."""
    with said_plainly():
        questions = list(_questions(file))
        pack = content.load(Path(os.environ.get("INTERLUDE_CONTENT") or content.SHIPPED))
    if not questions:
        raise Problem(f"{file}: there are no questions in it.")
    answered, took = _ask(pack, questions)
    if rows is not None:
        with said_plainly(), rows.open("w", encoding="utf-8") as out:
            _write(out, answered)
    _tell(answered, _cost(took), as_json=as_json)
    return 0


def _questions(file: Path) -> Iterator[Question]:
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if line.strip():
            try:
                row = json.loads(line)
                yield Question.read(row if isinstance(row, dict) else {})
            except (ValueError, RecursionError) as exc:
                raise ValueError(f"{file}: line {number}: {exc}") from exc


def _ask(pack: Pack, questions: Sequence[Question]) -> tuple[list[tuple[Question, Given]], list[float]]:
    """The answers, and the seconds each took. The first is asked once before: what is loaded once is not its cost."""
    judge(pack, questions[0].text)
    answered: list[tuple[Question, Given]] = []
    took: list[float] = []
    for question in questions:
        start = time.perf_counter()
        outcome, found = judge(pack, question.text, question.lang, question.context)
        took.append(time.perf_counter() - start)
        answered.append((question, Given(outcome, tuple(term.name for term in found.terms))))
    return answered, took


def _write(out: TextIO, answered: Sequence[tuple[Question, Given]]) -> None:
    for question, given in answered:
        row = {"id": question.id, "outcome": given.outcome, "terms": list(given.terms)}
        out.write(json.dumps(row, ensure_ascii=False) + "\n")


def _cost(took: Sequence[float]) -> Cost:
    ordered = sorted(took)
    gc.collect()
    pages = int(_MEMORY.read_text().split()[1]) if _MEMORY.exists() else 0
    memory = pages * os.sysconf("SC_PAGE_SIZE") / 2**20
    return Cost(1000 * _at(ordered, 0.5), 1000 * _at(ordered, 0.99), memory)


def _at(ordered: Sequence[float], share: float) -> float:
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def _tell(answered: Sequence[tuple[Question, Given]], cost: Cost, *, as_json: bool) -> None:
    every, kinds, langs = exam.mark(answered), exam.by("kind", answered), exam.by("lang", answered)
    if as_json:
        told: dict[str, Any] = {
            "all": asdict(every),
            "kind": _dicts(kinds),
            "lang": _dicts(langs),
            "cost": asdict(cost),
        }
        say(json.dumps(told, ensure_ascii=False))
        return
    for row in _table({"all": every, **langs, **kinds}):
        say(row)
    say(f"\n{cost.p50:.2f} ms p50, {cost.p99:.2f} ms p99, {cost.memory:.0f} MB in the whole process")


def _dicts(marks: dict[str, Marks]) -> dict[str, dict[str, Any]]:
    return {name: asdict(mark) for name, mark in marks.items()}


def _table(marks: dict[str, Marks]) -> Iterator[str]:
    yield f"{_HEADS[0]:<14}" + "".join(f"{head:>15}" for head in _HEADS[1:])
    for name, mark in marks.items():
        shares = (getattr(mark, column) for column in _COLUMNS[1:])
        yield f"{name:<14}{mark.asked:>15}" + "".join(f"{_percent(share):>15}" for share in shares)


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f} %"
