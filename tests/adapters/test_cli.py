"""The command line: what works says what it did; what cannot work says why in one sentence, and ends with 2."""

from __future__ import annotations

import json
import logging
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.cli import main

FILE = """
[community]
name = "Heart Circle"
time_zone = "America/Toronto"
[[doors]]
platform = "slack"
workspace = "T1"
[[teams]]
name = "Steady Hearts"
[[people]]
name = "Ann Roy"
email = "ann@example.org"
roles = [{ team = "Steady Hearts", kind = "patient_partner" }]
[[contacts]]
name = "Sam Bell"
how = "By phone."
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder to work in, no settings, and logging as it was before a command set it up."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("INTERLUDE_")]:
        monkeypatch.delenv(name)
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield tmp_path
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.getLogger("interlude").setLevel(logging.NOTSET)


class Run:
    """One command: what it returned and what it said where."""

    def __init__(self, capsys: pytest.CaptureFixture[str], *argv: str) -> None:
        try:
            self.code = main(list(argv))
        except SystemExit as ended:
            self.code = int(ended.code or 0)
        self.said, self.wrong = capsys.readouterr()


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["serve"], "INTERLUDE_SECRET needs 32 or more random characters; it has 0."),
        (["web"], "INTERLUDE_SECRET needs"),
        (["clock"], "INTERLUDE_SECRET needs"),
        (["worker"], "INTERLUDE_SECRET needs"),
        (["manifest", "slack"], "INTERLUDE_PUBLIC_URL is needed: the https address this server is reached at."),
        (["package", "teams"], "INTERLUDE_PUBLIC_URL is needed"),
        (["community", "apply", "nowhere.toml"], "No such file or directory: 'nowhere.toml'"),
        (["community", "code", "Nobody's"], 'There is no community called "Nobody\'s".'),
        (["community", "create", ""], "community.name: missing"),
        (["community", "create", "X" * 300], "community.name: 300 characters; 190 are the most"),
        (["community", "create", "X", "--time-zone", "Mars"], "community.time_zone: 'Mars' is not an IANA time zone"),
        (["community", "create", "X", "--language", "de"], "invalid choice: 'de'"),
        (["content", "check", "nowhere"], "nowhere: there is no content here"),
        (["demo", "--port", "x"], "invalid int value: 'x'"),
        (["demo", "--port", "99999"], "Port 99999 on 127.0.0.1 cannot be used."),
        (["ask"], "the following arguments are required: question"),
        (["dance"], "invalid choice: 'dance'"),
        ([], "the following arguments are required: command"),
    ],
)
def test_bad_input_is_one_clear_sentence_and_ends_with_2(
    capsys: pytest.CaptureFixture[str], argv: list[str], sentence: str
) -> None:
    run = Run(capsys, *argv)

    assert (run.code, run.said) == (2, "")
    assert sentence in run.wrong
    assert "Traceback" not in run.wrong


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://x", "INTERLUDE_DATABASE_URL must begin with sqlite:/// or postgresql://."),
        (
            "sqlite:////nowhere/at/all.db",
            "INTERLUDE_DATABASE_URL names a file in a folder that is not there: /nowhere/at",
        ),
        (
            "postgresql://u:sesame@127.0.0.1:1/x",
            "The database in INTERLUDE_DATABASE_URL cannot be used: connection failed",
        ),
    ],
)
def test_a_database_that_cannot_be_used_is_said_plainly(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, url: str, sentence: str
) -> None:
    monkeypatch.setenv("INTERLUDE_DATABASE_URL", url)

    run = Run(capsys, "migrate")

    assert run.code == 2
    assert sentence in run.wrong
    assert "sesame" not in run.wrong


def test_a_misspelt_setting_stops_every_command_that_reads_settings(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTERLUDE_DATABASE", "x")

    assert Run(capsys, "migrate").wrong == "INTERLUDE_DATABASE is not a setting of Interlude.\n"


def test_several_processes_need_postgresql(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"SECRET": "s" * 32, "SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "x"}.items():
        monkeypatch.setenv(f"INTERLUDE_{name}", value)

    for process in ("web", "clock", "worker"):
        run = Run(capsys, process)
        assert run.code == 2
        assert f"`interlude {process}` is one of several processes and needs PostgreSQL" in run.wrong


def test_the_slack_manifest_needs_only_the_public_address(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTERLUDE_PUBLIC_URL", "https://bot.example.org/")

    run = Run(capsys, "manifest", "slack")

    assert run.code == 0
    urls = re.findall(r"https://[^\"]+", json.dumps(json.loads(run.said)))
    assert urls
    assert all(url.startswith("https://bot.example.org/") and "//" not in url[8:] for url in urls)


@pytest.mark.parametrize("address", ["https://", "http://x.org", "https://["])
def test_an_address_without_a_host_is_none(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("INTERLUDE_PUBLIC_URL", address)

    for argv in (["manifest", "slack"], ["package", "teams"]):
        assert Run(capsys, *argv).code == 2


def test_the_teams_package_says_when_it_carries_a_placeholder(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, here: Path
) -> None:
    monkeypatch.setenv("INTERLUDE_PUBLIC_URL", "https://bot.example.org")

    run = Run(capsys, "package", "teams")

    assert run.said.splitlines()[0] == "interlude-teams.zip"
    assert "placeholder app id" in run.said
    assert sorted(zipfile.ZipFile(here / "interlude-teams.zip").namelist()) == [
        "color.png",
        "manifest.json",
        "outline.png",
    ]


def test_a_package_that_cannot_be_written_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTERLUDE_PUBLIC_URL", "https://bot.example.org")

    assert Run(capsys, "package", "teams", "--out", "no/such/folder.zip").code == 2


class TestCommunity:
    def test_create_prints_the_code_first_and_what_to_do_with_it(self, capsys: pytest.CaptureFixture[str]) -> None:
        run = Run(capsys, "community", "create", "Heart Circle")

        code, told = run.said.splitlines()
        assert re.fullmatch(r"[A-HJ-NP-Z2-9]{4}(-[A-HJ-NP-Z2-9]{4}){2}", code)
        assert "within 24 hours" in told

    def test_creating_one_that_is_there_changes_nothing_of_it(
        self, capsys: pytest.CaptureFixture[str], here: Path
    ) -> None:
        (here / "circle.toml").write_text(FILE)
        Run(capsys, "community", "apply", "circle.toml")

        run = Run(capsys, "community", "create", "Heart Circle", "--language", "fr")

        assert run.code == 2
        assert "There is a community called 'Heart Circle' already;" in run.wrong
        assert Run(capsys, "community", "code", "Heart Circle").code == 0

    def test_applying_twice_says_the_same(self, capsys: pytest.CaptureFixture[str], here: Path) -> None:
        (here / "circle.toml").write_text(FILE)

        said = [Run(capsys, "community", "apply", "circle.toml").said for _ in range(2)]

        assert said == ["Heart Circle: 1 people are set as the file says.\n"] * 2

    @pytest.mark.parametrize("text", ["[community", "\x00", 'people = "x"', 'community = "x"', "doors = [1]", ""])
    def test_a_file_that_is_none_is_refused(self, capsys: pytest.CaptureFixture[str], here: Path, text: str) -> None:
        (here / "circle.toml").write_text(text)

        run = Run(capsys, "community", "apply", "circle.toml")

        assert run.code == 2
        assert run.wrong.strip()


def test_the_shipped_content_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    run = Run(capsys, "content", "check")

    assert re.match(
        r"\d+ terms, \d+ of them in French; \d+ wait for a review\.\n\d+ phrases in both languages\.\n$", run.said
    )


def test_every_setting_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    from bot.settings import NAMES

    assert [line.partition(":")[0] for line in Run(capsys, "settings").said.splitlines()] == list(NAMES)


def test_whoever_reads_along_may_stop_reading() -> None:
    command = [sys.executable, "-m", "adapters.cli", "glossary", "export", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_a_database_is_taken_elsewhere_once(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("INTERLUDE_DATABASE_URL", f"sqlite:///{tmp_path / 'old.sqlite3'}")
    assert "There is no database at" in Run(capsys, "copy", f"sqlite:///{tmp_path / 'new.sqlite3'}").wrong
    Run(capsys, "community", "create", "Heart Circle")
    there = f"sqlite:///{tmp_path / 'new.sqlite3'}"

    assert "rows were copied" in Run(capsys, "copy", there).said
    assert Run(capsys, "copy", there).wrong == "That database is not empty. Nothing was copied.\n"
    assert "is not a database Interlude knows" in Run(capsys, "copy", "mysql://x/y").wrong
    monkeypatch.setenv("INTERLUDE_DATABASE_URL", there)
    assert "There is a community called" in Run(capsys, "community", "create", "Heart Circle").wrong
