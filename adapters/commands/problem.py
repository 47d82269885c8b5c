"""Something a person at the command line can put right, as sentences; and how results reach them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError

from bot.circle import CircleError
from bot.content import ContentError
from bot.settings import Settings, SettingsError, from_environment


class Problem(Exception):
    """Printed to standard error; the command ends with 2."""


@contextmanager
def said_plainly() -> Iterator[None]:
    """Errors that name what to change become a `Problem`."""
    try:
        yield
    except (SettingsError, ContentError, CircleError, OSError, ValueError) as exc:
        raise Problem(str(exc)) from exc
    except SQLAlchemyError as exc:
        told = str(getattr(exc, "orig", None) or exc).strip().partition("\n")[0]
        raise Problem(f"The database in INTERLUDE_DATABASE_URL cannot be used: {told}") from exc


def settings(*, serving: bool = False) -> Settings:
    """The settings of this process. Raises `Problem` naming everything missing or wrong."""
    with said_plainly():
        return from_environment(os.environ, serving=serving)


def say(text: str) -> None:
    """A line on standard output, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
