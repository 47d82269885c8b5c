"""One process at a time on one SQLite file: the next one may then take over what the last one left in flight."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Taken(Exception):
    """Another process holds the database."""


@contextmanager
def only_one(file: Path) -> Iterator[None]:
    """Hold the database file for this process. The operating system lets go of it when the process dies, however.

    Raises `Taken`.
    """
    with Path(f"{file}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as exc:
            raise Taken(f"another Interlude is running on {file}") from exc
        yield
