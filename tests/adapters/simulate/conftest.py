"""Seasons that were played once and are looked at by many tests."""

from __future__ import annotations

import asyncio
import tomllib
from datetime import date

import pytest

from adapters.simulate.members import Member, made_up, with_habits
from adapters.simulate.run import Played, play
from bot.content import SHIPPED
from bot.pack import Pack
from bot.season import Season, read

MARCH = date(2027, 3, 1)
"""A Monday; the clocks change on 14 March in North America, on 28 March in London, on 4 April in Auckland."""


@pytest.fixture(scope="session")
def shipped() -> Season:
    return read(tomllib.loads((SHIPPED / "season.toml").read_text("utf-8")))


@pytest.fixture(scope="session")
def everybody(pack: Pack, shipped: Season) -> Played:
    """The made-up community in the shipped season."""
    return asyncio.run(play(pack, with_habits(made_up(), shipped, breaks=True), shipped, MARCH))


def organiser(zone: str = "America/Toronto", **about: object) -> Member:
    return Member("Rosa Lind", zone, "organiser", **about)  # type: ignore[arg-type]
