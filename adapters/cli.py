"""The command line: reads arguments and settings, then hands over to the rooms that do the work."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import Any

from adapters import commands
from adapters.commands import Problem, typed

DEMO_FOLDER = "interlude-demo"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Returns 0, or 2 after saying on standard error what was wrong."""
    arguments = _parser().parse_args(argv)
    try:
        done = arguments.run(arguments)
        return asyncio.run(done) if isinstance(done, Coroutine) else int(done or 0)
    except Problem as problem:
        print(problem, file=sys.stderr)  # noqa: T201
        return 2
    except KeyboardInterrupt:
        return 0
    except BrokenPipeError:  # whoever read along has seen enough: `interlude simulate | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="interlude", description="What happens between meetings.")
    verbs = parser.add_subparsers(required=True, metavar="command")
    _local(verbs)
    _serving(verbs)
    _community(verbs)
    _writing(verbs)
    _glossary(verbs)
    _handing_out(verbs)
    _simulate(verbs)
    return parser


def _verb(verbs: Any, name: str, what: str, run: Any) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = verbs.add_parser(name, help=what, description=what)
    made.set_defaults(run=run)
    return made


def _local(verbs: Any) -> None:
    for name, what, run in (
        ("demo", "a made-up community on a page in your browser", commands.demo),
        ("chat", "the same community in this terminal", commands.chat),
    ):
        verb = _verb(verbs, name, what, run)
        verb.add_argument("--port", type=int, default=8080, help="the page's port; 0 picks a free one (8080)")
        verb.add_argument(
            "--folder", type=Path, default=Path(DEMO_FOLDER), help=f"where the demo is kept ({DEMO_FOLDER})"
        )
    ask = _verb(verbs, "ask", "what a word means, once", commands.ask)
    ask.add_argument("question", nargs="+")
    ask.add_argument("--lang", choices=("en", "fr"), default="", help="the language to fall back to")
    ask.add_argument("--json", action="store_true", help='{"outcome", "terms", "text"}')
    exam = _verb(verbs, "exam", "ask every question of a file, and count the right answers", commands.exam)
    exam.add_argument("file", type=Path, help="one JSON object a line: id, lang, text, kind, expects, match")
    exam.add_argument("--rows", type=Path, help="where to write each outcome: id, outcome, terms")
    exam.add_argument("--json", action="store_true", help="the figures as JSON")


def _serving(verbs: Any) -> None:
    _verb(verbs, "serve", "everything in one process, on SQLite or PostgreSQL", commands.serve)
    _verb(verbs, "web", "the process that hears (PostgreSQL)", commands.web)
    _verb(verbs, "clock", "the process that ticks (PostgreSQL)", commands.clock)
    _verb(verbs, "worker", "a process that sends (PostgreSQL)", commands.worker)
    _verb(verbs, "migrate", "bring the database to the newest schema", commands.migrate)
    copy = _verb(verbs, "copy", "take everything to another, empty database", commands.copy)
    copy.add_argument("address", help="postgresql://… or sqlite:///…")
    _verb(verbs, "settings", "every setting, and what it is", commands.list_settings)


def _community(verbs: Any) -> None:
    community = verbs.add_parser("community", help="make a community, or change it from a file")
    inner = community.add_subparsers(required=True, metavar="what")
    create = _verb(
        inner, "create", "make a community; prints its first organiser's one-time code", commands.create_community
    )
    create.add_argument("name")
    create.add_argument("--language", choices=("en", "fr"), default="en")
    create.add_argument("--time-zone", default="UTC", help="an IANA name, such as America/Toronto")
    apply = _verb(inner, "apply", "people, teams, roles, contacts and help lines from a file", commands.apply_community)
    apply.add_argument("file", type=Path)
    deliveries = _verb(verbs, "deliveries", "what reached each person in 30 days, what did not", commands.deliveries)
    deliveries.add_argument("--community", default="", help="this one only, by its name")
    deliveries.add_argument("--json", action="store_true", help="one object a person and line")
    code = _verb(inner, "code", "another one-time code for a community", commands.community_code)
    code.add_argument("name")


def _writing(verbs: Any) -> None:
    content = verbs.add_parser("content", help="check what writers wrote, and try it")
    inner = content.add_subparsers(required=True, metavar="what")
    check = _verb(inner, "check", "name every mistake, with file and field", commands.check_content)
    check.add_argument("folder", nargs="?", type=Path, help="a content folder (the one in use)")
    report = _verb(inner, "readability", "how hard everything is to read, the hardest first", commands.read_content)
    report.add_argument("folder", nargs="?", type=Path, help="a content folder (the one in use)")
    attempt = _verb(inner, "try", "what the bot would answer, and why", commands.try_content)
    attempt.add_argument("question", nargs="+")
    attempt.add_argument("--lang", choices=("en", "fr"), default="", help="the language to fall back to")
    attempt.add_argument("--folder", type=Path, help="a content folder (the one in use)")


def _glossary(verbs: Any) -> None:
    glossary = verbs.add_parser("glossary", help="take the entries away, or see what people still have to read")
    inner = glossary.add_subparsers(required=True, metavar="what")
    export = _verb(inner, "export", "every entry as JSON, or a community's own as files", commands.glossary_export)
    export.add_argument("folder", nargs="?", type=Path, help="a folder to write a community's own entries to")
    export.add_argument("--json", action="store_true", help="one JSON object a line for each term and language")
    review = _verb(inner, "to-review", "the wordings that still need somebody's yes", commands.glossary_to_review)
    for verb in (export, review):
        verb.add_argument("--community", default="", metavar="NAME", help="with this community's entries and reviews")


def _handing_out(verbs: Any) -> None:
    manifest = verbs.add_parser("manifest", help="what a platform needs to know of the app")
    _verb(
        manifest.add_subparsers(required=True, metavar="platform"),
        "slack",
        "the Slack app manifest, as JSON",
        commands.slack_manifest,
    )
    package = verbs.add_parser("package", help="the app package of a platform")
    teams = _verb(
        package.add_subparsers(required=True, metavar="platform"),
        "teams",
        "the Teams app package, a .zip",
        commands.teams_package,
    )
    teams.add_argument("--out", type=Path, default=Path("interlude-teams.zip"))


def _simulate(verbs: Any) -> None:
    verb = _verb(verbs, "simulate", "a whole season in seconds, before a real person is contacted", commands.simulate)
    verb.add_argument("--roster", type=Path, help="your people as CSV: name,email,role,time_zone,language,region")
    verb.add_argument("--from", dest="first", type=typed.day, help="the first day, such as 2027-03-01")
    verb.add_argument("--weeks", type=typed.weeks, help="how many weeks, instead of the season's own number")
    verb.add_argument("--season", type=Path, help="events, rhythm, habits and quiet weeks (content/season.toml)")
    verb.add_argument("--json", type=Path, help="where to write one row for each thing planned; - for here")
    verb.add_argument("--html", type=Path, help="where to write the page with pictures")
    verb.add_argument("--lang", choices=("en", "fr"), default="en", help="the language of the page and of what is said")


if __name__ == "__main__":
    sys.exit(main())
