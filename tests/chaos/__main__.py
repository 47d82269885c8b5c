"""python -m tests.chaos --kills 200 [--minutes 12] [--shape sqlite1|sqlite2|postgres3|all] [--seed N] [--blind]"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections import Counter
from dataclasses import replace

from tests.chaos.plan import SHAPES, Shape
from tests.chaos.run import Result, Wish, run

BESIDE = 0.6
"""The part of the time in which processes are killed; the rest is for what comes before and after."""


def main() -> int:
    told = _arguments()
    shapes = [_with_runner(shape) for name, shape in SHAPES.items() if told.shape in ("all", name)]
    results = []
    for n, shape in enumerate(shapes):
        kills = told.kills // len(shapes) + (n < told.kills % len(shapes))
        seconds = told.minutes * 60 * BESIDE / len(shapes)
        wish = Wish(kills, seconds, told.seed, told.people, told.inputs, told.blind)
        results.append(asyncio.run(run(shape, wish, keep=told.keep)))
        _tell(results[-1])
    print(table(results))
    return int(any(one.tally.lost or one.tally.doubled for one in results))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description="SIGKILL at any moment.")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=12.0, help="about how long it may take in all")
    parser.add_argument("--shape", choices=[*SHAPES, "all"], default="all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--people", type=int, default=20, help="in each of the four communities")
    parser.add_argument("--inputs", type=float, default=1.5, help="things people do in a second")
    parser.add_argument("--blind", action="store_true", help="look-ups find nothing: the run must then report doubles")
    parser.add_argument("--keep", action="store_true", help="leave the folders with the processes' logs")
    return parser.parse_args()


def _with_runner(shape: Shape) -> Shape:
    """INTERLUDE_RUNNER=inline leaves Procrastinate out of the shape on PostgreSQL."""
    told = os.environ.get("INTERLUDE_RUNNER", shape.runner)
    return replace(shape, runner=told) if shape.postgres else shape


COLUMNS = ("kills", "faults", "inputs", "occurrences", "messages", "lost", "doubled", "doubts", "seconds")


def table(results: list[Result]) -> str:
    """The figures of each shape, and of all of them."""
    rows = [(one.shape, _figures(one)) for one in results]
    rows.append(("all", [sum(column) for column in zip(*(figures for _, figures in rows), strict=True)]))
    head = f"\n{'shape':<10}" + "".join(f"{name:>13}" for name in COLUMNS)
    return "\n".join([head, *(f"{name:<10}" + "".join(f"{n:>13}" for n in figures) for name, figures in rows)])


def _figures(one: Result) -> list[int]:
    judged = one.tally
    return [
        one.kills.total(), one.faults.total(), judged.inputs, judged.occurrences, judged.messages, len(judged.lost),
        len(judged.doubled), judged.doubts.total(), round(one.seconds),
    ]  # fmt: skip


def _tell(one: Result) -> None:
    """One shape in full."""
    print(f"\n{one.shape}: {one.visits} visits, {one.calls} calls, {one.seconds:.0f} s")
    for title, counted in (
        ("killed", one.kills), ("faults", one.faults), ("ended by themselves", one.fell), ("doubts", one.tally.doubts),
        ("not sent, with a reason", one.tally.skipped), ("logged", one.log),
    ):  # fmt: skip
        _list(title, counted)
    for title, lines in (("LOST", one.tally.lost), ("DOUBLED", one.tally.doubled)):
        for line in lines[:20]:
            print(f"  {title} {line}")
    sys.stdout.flush()


def _list(title: str, counted: Counter[str]) -> None:
    if counted:
        print(f"  {title}: " + "; ".join(f"{n} x {what}" for what, n in counted.most_common(12)))


if __name__ == "__main__":
    sys.exit(main())
