"""`interlude deliveries`, and what docs/operating.md promises an operator."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path

import psycopg
import pytest

from adapters import cli
from bot.kinds import KINDS
from bot.pack import Pack
from tests.chat import open_chat

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "operating.md"


@pytest.fixture
def here(database: str, pack: Pack, monkeypatch: pytest.MonkeyPatch) -> str:
    async def make() -> None:
        chat = await open_chat(database, pack)
        chat.platform.gone = {"dan"}
        await chat.app.outbox.drain()
        await chat.app.store.close()

    asyncio.run(make())
    monkeypatch.setenv("INTERLUDE_DATABASE_URL", database)
    return database


def _lines(capsys: pytest.CaptureFixture[str], *argv: str) -> list[str]:
    assert cli.main(["deliveries", *argv]) == 0
    return capsys.readouterr().out.splitlines()


def test_everybody_has_a_line(here: str, capsys: pytest.CaptureFixture[str]) -> None:
    lines = _lines(capsys)

    assert [line.split("\t")[1] for line in lines] == ["Ann Roy", "Bo Lind", "Cléo Roy", "Dan Okoro", "Rosa Lind"]
    assert all(line.startswith("Heart and Lung Circle\t") for line in lines)


def test_a_program_can_read_it(here: str, capsys: pytest.CaptureFixture[str]) -> None:
    told = [json.loads(line) for line in _lines(capsys, "--json", "--community", "Heart and Lung Circle")]

    assert all(set(one) == {"community", "person", "arrived", "held", "missed"} for one in told)


def test_a_community_that_is_not_there_is_said(here: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["deliveries", "--community", "Nowhere"]) == 2
    assert capsys.readouterr().err == "There is no community called 'Nowhere'.\n"


def test_the_guide_has_the_policy_of_every_kind() -> None:
    rows = dict(re.findall(r"^\| (\w+) \| (again|left) \|", GUIDE.read_text("utf-8"), re.MULTILINE))

    assert rows == {name: "again" if kind.again else "left" for name, kind in KINDS.items()}


def test_every_query_of_the_guide_can_be_asked(here: str) -> None:
    """On PostgreSQL; but for the one of the engine's tables, which are made by `interlude migrate`."""
    if not here.startswith("postgresql"):
        pytest.skip("the guide's queries are PostgreSQL's")
    block = GUIDE.read_text("utf-8").partition("```sql\n")[2].partition("```")[0]
    asked = [one for one in re.sub("--.*", "", block).split(";") if one.strip() and "interlude_runner" not in one]
    with psycopg.connect(here) as connection:
        for sql in asked:
            connection.execute(sql.encode()).fetchall()
    assert len(asked) == 5
