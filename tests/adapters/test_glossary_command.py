"""`interlude glossary` and `interlude content try`: what writers and reviewers take away and look at."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from adapters.cli import main
from adapters.commands.keeping import store_in_use
from bot import circle, content, entries, people
from bot.moment import Moment
from bot.pack import Pack
from tests.bot.test_entries import own_word
from tests.chat import CIRCLE, MONDAY

KEYS = [
    "term", "lang", "name", "aliases", "short", "more", "example", "why", "related", "source", "ambiguity",
    "reviewed_by",
]  # fmt: skip
NAME = "Heart and Lung Circle"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with a database of its own."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("INTERLUDE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("INTERLUDE_DATABASE_URL", f"sqlite:///{tmp_path / 'x.sqlite3'}")
    return tmp_path


async def _circle() -> None:
    """A community with one entry of its own, approved, and a shipped one that a researcher has found fine."""
    async with store_in_use() as store, store.write() as tx:
        here = (await circle.apply(tx, CIRCLE, Moment.at(MONDAY))).community
        known = {p.first_name: p for p in await people.everybody(tx, here.id)}
        version = await entries.propose(tx, known["Ann"], own_word(), MONDAY)
        assert (await entries.approve(tx, known["Bo"], version, MONDAY)).done
        mark = entries.fingerprint(content.load().terms["bias"], "en")
        await entries.review(tx, known["Bo"], "researcher", "bias", "en", mark, MONDAY)


def _rows(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, Any]]:
    assert main(["glossary", "export", "--json", *words]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_every_entry_is_exported_without_a_database(capsys: pytest.CaptureFixture[str], pack: Pack, here: Path) -> None:
    rows = _rows(capsys)

    assert {(row["term"], row["lang"]) for row in rows} == {
        (t.name, lang) for t in pack.terms.values() for lang in t.words
    }
    assert all(list(row) == KEYS for row in rows)
    bias = next(row for row in rows if (row["term"], row["lang"]) == ("bias", "fr"))
    assert bias["name"] == pack.terms["bias"].words["fr"].name
    assert bias["aliases"] == list(pack.terms["bias"].words["fr"].aliases)
    assert list(bias["source"]) == ["name", "title", "address"]
    assert list(bias["reviewed_by"]) == ["patient_partner", "researcher"]
    assert not list(here.iterdir())


def test_a_communitys_own_entries_and_reviews_are_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(_circle())

    rows = {(row["term"], row["lang"]): row for row in _rows(capsys, "--community", NAME)}

    assert rows["hospital at home", "en"]["reviewed_by"] == {"patient_partner": "Ann Roy", "researcher": "Bo Lind"}
    assert rows["bias", "en"]["reviewed_by"] == {"patient_partner": "", "researcher": "Bo Lind"}
    assert rows["bias", "fr"]["reviewed_by"]["researcher"] == ""


def test_own_entries_become_files_a_check_reads(capsys: pytest.CaptureFixture[str], here: Path) -> None:
    asyncio.run(_circle())
    shutil.copytree(content.SHIPPED, here / "copy")

    assert main(["glossary", "export", "copy", "--community", NAME]) == 0
    told = capsys.readouterr().out
    assert main(["content", "check", "copy"]) == 2
    wrong = capsys.readouterr().err

    assert told.splitlines() == [
        "terms/hospital-at-home.toml",
        "1 of the community's own entries are in copy. See `interlude content check`.",
    ]
    assert sorted(wrong.splitlines()) == [
        f"terms/hospital-at-home.toml: {missing}: missing"
        for missing in ("en.example", "en.more", "en.why", "source.name", "source.title")
    ]


def test_what_a_person_still_has_to_read(capsys: pytest.CaptureFixture[str], pack: Pack) -> None:
    asyncio.run(_circle())

    assert main(["glossary", "to-review", "--community", NAME]) == 0
    lines = capsys.readouterr().out.splitlines()

    total = sum(len(term.words) for term in pack.terms.values()) + 1
    terms = len(pack.terms) + 1
    assert "bias\ten\tpatient partner" in lines
    assert "bias\tfr\tpatient partner, researcher" in lines
    assert not any(line.startswith("hospital at home\t") for line in lines)
    assert lines[-1] == f"{len(lines) - 1} of {total} wordings of {terms} terms still need somebody's yes."


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["glossary", "export"], "Say --json for every entry, or a folder and --community"),
        (["glossary", "export", "x"], "Say --json for every entry, or a folder and --community"),
        (["glossary", "export", "x", "--json"], "Say --json for every entry, or a folder and --community"),
        (["glossary", "export", "--json", "--community", "Nobody"], "There is no community called 'Nobody'."),
        (["glossary", "to-review", "--community", "Nobody"], "There is no community called 'Nobody'."),
        (["content", "try", "--folder", "nowhere", "bias"], "nowhere: there is no content here"),
    ],
)
def test_what_cannot_work_says_why(capsys: pytest.CaptureFixture[str], argv: list[str], sentence: str) -> None:
    assert main(argv) == 2

    said, wrong = capsys.readouterr()
    assert (said, sentence in wrong) == ("", True)


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        ("what does RoB mean", ["outcome: answer", 'term: risk of bias ("RoB" is its name "RoB")', "", "risk of bias"]),
        ("what does flurbitude mean", ["outcome: unknown", "", "I don't know “flurbitude” yet."]),
        ("I want to kill myself", ["outcome: distress", ""]),
        ("should I stop my blood thinner", ["outcome: medical", ""]),
    ],
)
def test_trying_a_question_says_what_it_was_taken_for(
    capsys: pytest.CaptureFixture[str], question: str, lines: list[str]
) -> None:
    assert main(["content", "try", question]) == 0

    said = capsys.readouterr().out.splitlines()
    assert all(line.startswith(begins) for line, begins in zip(said, lines, strict=False))


def test_a_writer_tries_their_own_copy(capsys: pytest.CaptureFixture[str], here: Path) -> None:
    shutil.copytree(content.SHIPPED, here / "copy")
    file = here / "copy/terms/bias.toml"
    file.write_text(file.read_text("utf-8").replace('name = "bias"', 'name = "slanted view"', 1), "utf-8")

    assert main(["content", "try", "what is a slanted view", "--folder", "copy", "--lang", "en"]) == 0

    assert 'term: bias ("slanted view" is its name "slanted view")' in capsys.readouterr().out
