"""A demo is made once, and never on a database with real people in it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

from adapters.cli import main
from adapters.demo import run, seed
from adapters.demo.run import Demo
from adapters.single import Taken
from bot import circle
from bot.moment import Moment
from bot.pack import Pack
from bot.store import schema
from bot.store.engine import open_store
from tests.adapters.demo.life import SUNDAY
from tests.chat import CIRCLE


async def _real_people(folder: Path) -> None:
    """A database as `interlude community apply` leaves it."""
    store = open_store(f"sqlite:///{folder / 'interlude.sqlite3'}")
    await schema.upgrade(store)
    async with store.write() as tx:
        await circle.apply(tx, CIRCLE, Moment.at(SUNDAY))
    await store.close()


async def test_twelve_people_in_two_teams_and_all_but_one_have_said_yes(demo: Demo) -> None:
    async with demo.app.store.read() as tx:
        consents = list(await tx.scalars(text("SELECT consent FROM person")))
        teams = list(await tx.scalars(text("SELECT name FROM team")))

    assert sorted(consents) == ["unasked"] + ["yes"] * 11
    assert sorted(teams) == ["Breathe Easy", "Steady Hearts"]


async def test_the_four_who_are_played_come_first_with_their_towns_as_people_spell_them(demo: Demo) -> None:
    people = await demo.door.people()

    assert [p.user for p in people if p.playable] == [p.user for p in people][:4] == ["maya", "jonas", "priya", "rosa"]
    assert {p.user: p.place for p in people}["maya"] == "St. John's"


async def test_real_people_are_refused_and_nothing_is_touched(tmp_path: Path, pack: Pack) -> None:
    await _real_people(tmp_path)
    before = _names(tmp_path)

    with pytest.raises(seed.NotADemo):
        async with run.opened(tmp_path, 0, pack=pack):
            raise AssertionError("it opened")
    assert _names(tmp_path) == before


def _names(folder: Path) -> list[tuple[str, str]]:
    with sqlite3.connect(folder / "interlude.sqlite3") as connection:
        return connection.execute("SELECT id, name FROM person").fetchall()


async def test_a_second_demo_on_the_same_folder_is_refused(demo: Demo, tmp_path: Path, pack: Pack) -> None:
    with pytest.raises(Taken):
        async with run.opened(tmp_path, 0, pack=pack):
            raise AssertionError("it opened")


@pytest.mark.parametrize("command", ["demo", "chat"])
def test_a_file_that_is_no_database_is_named_in_a_sentence(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "interlude.sqlite3").write_text("this is a letter to my grandmother" * 40)

    assert main([command, "--port", "0", "--folder", str(tmp_path)]) == 2
    assert capsys.readouterr().err == (
        f"The database in {tmp_path} cannot be read. Name another folder with --folder.\n"
    )
