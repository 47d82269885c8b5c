"""Figures as a Markdown table, and the targets they must reach."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bench import machine


@dataclass(frozen=True, slots=True)
class Target:
    """One promise: what was measured, what was promised, and whether more is better."""

    name: str
    measured: float
    promised: float
    at_least: bool = False

    @property
    def held(self) -> bool:
        return self.measured >= self.promised if self.at_least else self.measured <= self.promised

    def row(self) -> tuple[str, ...]:
        sign = "≥" if self.at_least else "≤"
        return self.name, f"{self.measured:,.2f}", f"{sign} {self.promised:g}", "yes" if self.held else "**no**"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table with its columns lined up."""
    widths = [max(len(row[n]) for row in [head, *rows]) for n in range(len(head))]
    lines = [head, ["-" * width for width in widths], *rows]
    return "\n".join(
        f"| {' | '.join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))} |" for line in lines
    )


def targets_table(targets: Sequence[Target]) -> str:
    return table(("what", "measured", "promised", "held"), [target.row() for target in targets])


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share of all lies."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def milliseconds(seconds: Sequence[float]) -> str:
    """Median and 99th percentile."""
    return f"{percentile(seconds, 0.5) * 1000:.0f} / {percentile(seconds, 0.99) * 1000:.0f}"


def is_quick(about: str | None) -> bool:
    """Whether --quick was given: a tenth of everything, to see that it runs."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a tenth of everything, to see that it runs")
    return bool(parser.parse_args().quick)


def main(about: str | None, run: Callable[..., Awaitable[list[Target]]]) -> int:
    """A benchmark as a command: what it prints, then its promises. 1 when one is not held (never with --quick)."""
    quick = is_quick(about)
    print(machine.described(), flush=True)
    held = asyncio.run(run(quick=quick))
    print(f"\n{targets_table(held)}")
    return 0 if quick or all(target.held for target in held) else 1
