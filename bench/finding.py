"""How well and how fast a term is found, beside three usual methods, on the same questions in the same run.

python -m bench.finding [--quick]
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench import report, rivals
from bot import content, exam
from bot.exam import Given, Question
from bot.glossary.finder import Finder
from bot.pack import Pack
from bot.terms import Term, Wording

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = ROOT / "tests/data/strangers.jsonl"
LONG, MANY = 4_000, 10_000
ROUNDS = 3

Answer = Callable[[Question], Given]


@dataclass(frozen=True, slots=True)
class Method:
    name: str
    answer: Answer


def _questions() -> list[Question]:
    return [Question.read(json.loads(line)) for line in QUESTIONS.read_text("utf-8").splitlines()]


def _methods(pack: Pack) -> Iterator[Method]:
    terms = tuple(pack.terms.values())
    yield Method("Interlude", _ours(pack.finder))
    for name, made in (
        ("exact match", rivals.exact),
        ("rapidfuzz token_set_ratio", rivals.fuzzy),
        ("SQLite FTS5, BM25", rivals.full_text),
    ):
        yield Method(name, _theirs(made(terms)))


def _ours(finder: Finder) -> Answer:
    def answer(question: Question) -> Given:
        found = finder.find(question.text, lang=question.lang, context=question.context)
        return Given(found.outcome, tuple(term.name for term in found.terms))

    return answer


def _theirs(find: rivals.Find) -> Answer:
    def answer(question: Question) -> Given:
        terms = tuple(find(question.text))
        return Given("answer" if terms else "silent", terms)

    return answer


def _row(method: Method, questions: Sequence[Question]) -> tuple[str, ...]:
    """One method's marks and times. The first round is not timed."""
    given = [(question, method.answer(question)) for question in questions]
    took = _times(method.answer, questions)
    marks, kinds = exam.mark(given), exam.by("kind", given)
    shares = (marks.first, marks.among, marks.false, kinds["typo"].first, kinds["paraphrase"].among)
    return (method.name, *(f"{100 * (share or 0):.1f} %" for share in shares), *_p50_p99(took))


def _times(answer: Answer, questions: Sequence[Question]) -> list[float]:
    took = []
    for _ in range(ROUNDS):
        for question in questions:
            start = time.perf_counter()
            answer(question)
            took.append(time.perf_counter() - start)
    return took


def _p50_p99(took: Sequence[float]) -> tuple[str, str]:
    return tuple(f"{1000 * report.percentile(took, share):.2f}" for share in (0.5, 0.99))  # type: ignore[return-value]


def many(terms: Sequence[Term], size: int) -> list[Term]:
    """Made-up terms beside the shipped ones: two words of theirs each, and the entry of another."""
    drawn = random.Random(7)
    words = sorted({word for term in terms for word in term.name.split()})
    made: dict[str, Term] = {}
    while len(made) < size - len(terms):
        first, second = drawn.sample(words, 2)
        name, told = f"{first}{drawn.randint(1, 999)} {second}", drawn.choice(terms)
        made[name] = replace(
            told, name=name, slug=name, words={lang: _renamed(w, name) for lang, w in told.words.items()}
        )
    return [*terms, *made.values()]


def _renamed(wording: Wording, name: str) -> Wording:
    return replace(wording, name=name, aliases=(f"{name}s",))


def _worst() -> list[str]:
    """Texts of 4,000 characters that make a finder work: names, near-names, one letter, nested quotations, cues."""
    near = "risc of bies randomisd contolled trail systematc reveiw metaanalyis "
    pieces = (
        "risk of bias and knowledge synthesis ",
        near,
        "a",
        '"what does "',
        "what is the ",
        "? ",
        "(" * 10,
        "é ",
        "what does mean mean ",
    )
    return [(piece * LONG)[:LONG] for piece in pieces]


_WEIGH = """
import gc
from bot import content
from bot.glossary.finder import Finder

def megabytes():
    gc.collect()
    return int(open("/proc/self/statm").read().split()[1]) * 4096 / 2**20

first = content.load()
before = megabytes()
second = content.load()
print(megabytes() - before)
"""
"""Loads everything a second time: what is shared by both, such as the program itself, is not counted."""


def _memory() -> float:
    """Megabytes that the whole content with its index adds to a process."""
    done = subprocess.run([sys.executable, "-c", _WEIGH], cwd=ROOT, capture_output=True, text=True, check=True)
    return float(done.stdout)


def run(*, quick: bool) -> list[report.Target]:
    """Prints the table of methods, and our own costs with 341 and 10,000 terms."""
    pack, questions = content.load(), _questions()[:: 10 if quick else 1]
    head = ("method", "R@1", "R@3", "false answers", "typos R@1", "paraphrases R@3", "ms p50", "ms p99")
    print(f"\n### Finding a term: {len(questions)} questions, {len(pack.terms)} terms\n")
    print(report.table(head, [_row(method, questions) for method in _methods(pack)]), flush=True)
    return [*_costs(pack, questions), *_costs_of_many(pack, questions, quick=quick)]


def _costs(pack: Pack, questions: Sequence[Question]) -> list[report.Target]:
    answer, terms = _ours(pack.finder), tuple(pack.terms.values())
    took = _times(answer, questions)
    long = [_seconds(lambda text=text: pack.finder.find(text)) for text in _worst()]
    built = min(_seconds(lambda: Finder(terms, pack.finder.cues)) for _ in range(3))
    name = f"Finding, {len(terms)} terms:"
    return [
        report.Target(f"{name} ms p50", 1000 * report.percentile(took, 0.5), 2),
        report.Target(f"{name} ms p99", 1000 * report.percentile(took, 0.99), 10),
        report.Target(f"{name} ms for the worst of {len(long)} texts of {LONG:,} characters", 1000 * max(long), 50),
        report.Target(f"{name} seconds to build the index", built, 1.5),
        report.Target(f"{name} more MB", _memory(), 40),
    ]


def _costs_of_many(pack: Pack, questions: Sequence[Question], *, quick: bool) -> list[report.Target]:
    terms = many(tuple(pack.terms.values()), MANY // (10 if quick else 1))
    took = _times(_ours(Finder(terms, pack.finder.cues)), questions)
    return [report.Target(f"Finding, {len(terms):,} terms: ms p99", 1000 * report.percentile(took, 0.99), 50)]


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    print("\n" + report.targets_table(run(quick=report.is_quick(__doc__))))
