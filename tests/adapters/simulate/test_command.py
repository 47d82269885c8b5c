"""`interlude simulate`: what it prints and writes, and how it ends."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from html.parser import HTMLParser
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from adapters.cli import main
from adapters.simulate.checks import breaches
from adapters.simulate.ledger import Planned
from adapters.simulate.members import Member
from adapters.simulate.page import page
from adapters.simulate.report import lines
from adapters.simulate.run import Played
from adapters.simulate.words import Words
from bot.pack import Pack
from bot.season import Season

ROSTER = """name,email,role,time_zone,language,region
Ann <b>Roy</b>,ann@example.org,patient_partner co-lead,America/Halifax,en,CA-NS
Cléo Roy,,clinician,Pacific/Auckland,fr,NZ
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "roster.csv").write_text(ROSTER, "utf-8")
    return tmp_path


def run(*argv: str) -> int:
    try:
        return main(["simulate", *argv])
    except SystemExit as ended:
        return int(ended.code or 0)


def test_a_roster_as_rows_of_json(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = run("--roster", "roster.csv", "--from", "2027-03-01", "--weeks", "8", "--json", "out.jsonl")
    rows = [json.loads(line) for line in (here / "out.jsonl").read_text("utf-8").splitlines()]

    assert code == 0
    keys = ["person", "time_zone", "kind", "planned_local", "sent_local", "sent_utc", "status", "reason"]
    assert {tuple(row) for row in rows} == {tuple(keys)}
    assert {row["kind"] for row in rows} <= {"check_in", "nudge", "role", "event", "feedback", "digest"}
    assert {row["status"] for row in rows} <= {"sent", "skipped", "moved"}
    assert {row["person"] for row in rows} == {"Ann <b>Roy</b>", "Cléo Roy"}
    for row in rows:
        planned = datetime.fromisoformat(row["planned_local"])
        assert planned.utcoffset() == planned.astimezone(ZoneInfo(row["time_zone"])).utcoffset()
        if row["sent_utc"]:
            assert datetime.fromisoformat(row["sent_utc"]) == datetime.fromisoformat(row["sent_local"])
    assert "One was made up, so that check-ins have a reader." in capsys.readouterr().out


def test_what_is_said_on_the_way(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--roster", "roster.csv", "--from", "2027-03-01", "--weeks", "1") == 0
    said = capsys.readouterr().out

    assert said.startswith("People: 2. Places: 2. Weeks: 1, from Monday 1 March 2027. Nobody was written to.")
    assert "Ann <b>Roy</b> · Halifax · patient partner, co-lead\n  Tuesday 2 March, 10:00  check-in: sent" in said
    assert "     0  Between 21:00 and 8:00, where the person lives" in said
    assert said.endswith("None of it happened.\n")


def test_in_french(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        run("--roster", "roster.csv", "--from", "2027-03-01", "--weeks", "1", "--lang", "fr", "--html", "p.html") == 0
    )

    assert "mardi 2 mars, 10 h  prise de nouvelles: envoyé" in capsys.readouterr().out
    assert '<html lang="fr">' in (here / "p.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["--from", "2027-02-30"], "'2027-02-30' is not a day such as 2027-03-01"),
        (["--from", "9999-01-01"], "'9999-01-01' is not between 2000 and 2090"),
        (["--weeks", "0"], "'0' is not a whole number of weeks from 1 to 260"),
        (["--weeks", "-3"], "is not a whole number of weeks"),
        (["--weeks", "²"], "'²' is not a whole number of weeks"),
        (["--roster", "nowhere.csv"], "No such file or directory: 'nowhere.csv'"),
        (["--roster", "bad.csv"], "bad.csv: line 2: time_zone: 'Mars' is not an IANA time zone"),
        (["--season", "bad.toml"], "bad.toml: weeks: expected a whole number from 1 to 260"),
        (["--season", "roster.csv"], "roster.csv: "),
        (["--lang", "de"], "invalid choice: 'de'"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    argv: list[str], sentence: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "bad.csv").write_text("name,role,time_zone\nAnn,clinician,Mars\n", "utf-8")
    (here / "bad.toml").write_text("weeks = 0", "utf-8")

    assert run(*argv) == 2
    assert sentence in capsys.readouterr().err


class _Reader(HTMLParser):
    """What is in a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "circle", "rect", "path"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("circle", "rect", "path"):
            assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_page_for_everybody(everybody: Played, pack: Pack, lang: str) -> None:
    html = page(everybody, [], Words(pack, lang))
    read = _Reader(html)
    pictures = [about for tag, about in read.tags if tag == "svg" and "aria-hidden" not in about]

    assert read.open == []
    assert len(pictures) == 3
    assert all(about["role"] == "img" and about["aria-labelledby"] for about in pictures)
    names = {str(about["id"]) for _, about in read.tags if "id" in about}
    assert {name for about in pictures for name in str(about["aria-labelledby"]).split()} <= names
    assert [tag for tag, _ in read.tags].count("table") > 5
    assert {"script", "link", "img", "a"} & {tag for tag, _ in read.tags} == set()
    assert not re.search(r"https?://|url\(", html)


def test_a_name_is_never_markup(pack: Pack) -> None:
    ann = Member("Ann <script>alert(1)</script>", "America/Toronto", "organiser")
    moment = datetime(2027, 3, 2, 22, tzinfo=ZoneInfo("America/Toronto"))
    played = Played(
        [ann], Season(weeks=40), date(2027, 3, 1), [Planned(ann, "role", "role", moment, moment, "sent", "")], 1
    )

    html = page(played, breaches(played), Words(pack, "en"))
    assert "<script" not in html
    assert "It happened (1 in all). Please do not start like this." in html
    assert "It happened (1 in all). Please do not start like this." in "\n".join(
        lines(played, breaches(played), Words(pack, "en"))
    )


def test_an_empty_season_has_a_page_as_well(pack: Pack) -> None:
    played = Played([Member("Ann", "UTC", "organiser")], Season(), date(2027, 3, 1), [], 0)

    assert "No message was sent." in page(played, [], Words(pack, "en"))
