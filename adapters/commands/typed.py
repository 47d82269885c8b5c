"""Values typed on the command line that need more than a number: each refusal is one sentence."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import date

MOST_WEEKS = 260
"""Five years."""


def day(typed: str) -> date:
    """A date. Raises ArgumentTypeError for what is none, or too far away."""
    try:
        found = date.fromisoformat(typed)
    except ValueError as exc:
        raise ArgumentTypeError(f"{typed!r} is not a day such as 2027-03-01") from exc
    if not 2000 <= found.year <= 2090:
        raise ArgumentTypeError(f"{typed!r} is not between 2000 and 2090")
    return found


def weeks(typed: str) -> int:
    """How many weeks. Raises ArgumentTypeError for anything but a whole number from 1 to `MOST_WEEKS`."""
    if not (typed.isascii() and typed.isdigit() and len(typed) < 5 and 1 <= int(typed) <= MOST_WEEKS):
        raise ArgumentTypeError(f"{typed!r} is not a whole number of weeks from 1 to {MOST_WEEKS}")
    return int(typed)
