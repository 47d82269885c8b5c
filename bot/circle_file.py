"""What a community file may say; every mistake named with its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

from bot import holidays, rhythm
from bot.people import ROLE_KINDS
from bot.recurrence import WEEKDAYS, valid_zone

Table = Mapping[str, Any]

PLATFORMS = ("slack", "teams", "local", "memory")

_TOP = {"community", "doors", "teams", "people", "contacts", "help_lines", "rhythm", "words"}
_KEYS = {
    "community": {"name", "language", "time_zone", "quiet_weeks", "prompts_a_week"},
    "doors": {"platform", "workspace", "service"},
    "teams": {"name"},
    "people": {"name", "email", "language", "time_zone", "region", "organiser", "consent", "roles", *PLATFORMS},
    "roles": {"team", "kind", "co_lead", "words"},
    "contacts": {"name", "how", "person"},
    "help_lines": {"region", "en", "fr", "checked_on"},
}
WORDS = {"answers": "steward", "patient_partners": "patient_partner", "researchers": "researcher"}
"""What `[words]` may hold: for each part in looking after words, the names of people of this file."""

_LONGEST = {"name": 190, "email": 320, "how": 400, "region": 100, "workspace": 100, "service": 300}
MOST_PROMPTS = 7
"""The most a community may start by itself in a person's week; usually it is one."""

_YES_NO = ("organiser", "co_lead")
_NUMBERS = {"co_lead_weeks": 52, "others_weeks": 52, "nth": 5}


class CircleError(Exception):
    """Everything that is wrong with a community file, one line a mistake."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


def check(table: Table) -> None:
    """Raises `CircleError` naming every mistake with its place."""
    reader = _Reader()
    reader.mistakes += [f"unknown key {key!r}" for key in table if key not in _TOP]
    about = reader.table("community", table.get("community", {}), "community")
    reader.needs("community", about, "name")
    reader.place_in_the_world("community", about)
    reader.contact("community", about)
    reader.doors(reader.several("doors", table))
    teams = reader.several("teams", table)
    for n, team in enumerate(teams):
        reader.needs(f"teams[{n}]", team, "name")
    reader.twice("teams", (team.get("name") for team in teams))
    people = reader.several("people", table)
    reader.people(people, [str(team.get("name", "")) for team in teams])
    reader.contacts(reader.several("contacts", table), [person.get("name") for person in people])
    reader.help_lines(reader.several("help_lines", table))
    reader.rhythm(reader.table("rhythm", table.get("rhythm", {})))
    reader.words(reader.table("words", table.get("words", {})), [person.get("name") for person in people])
    if reader.mistakes:
        raise CircleError(reader.mistakes)


class _Reader:
    """Collects mistakes; what has the wrong shape is named and then left out."""

    def __init__(self) -> None:
        self.mistakes: list[str] = []

    def table(self, where: str, value: Any, kind: str = "") -> Table:
        if not isinstance(value, Mapping):
            self.mistakes.append(f"{where}: expected a table")
            return {}
        if kind:
            self.mistakes += [f"{where}: unknown key {key!r}" for key in value if key not in _KEYS[kind]]
        for key, held in value.items():
            self._value(where, key, held)
        return value

    def _value(self, where: str, key: str, held: Any) -> None:
        if key in _LONGEST and not isinstance(held, str):
            self.mistakes.append(f"{where}.{key}: expected a text")
        elif key in _LONGEST and len(held) > _LONGEST[key]:
            self.mistakes.append(f"{where}.{key}: {len(held)} characters; {_LONGEST[key]} are the most")
        if key in _YES_NO and not isinstance(held, bool):
            self.mistakes.append(f"{where}.{key}: expected true or false")

    def several(self, kind: str, table: Table, where: str = "") -> list[Table]:
        value = table.get(kind, [])
        if not isinstance(value, list):
            self.mistakes.append(f"{where}{kind}: expected a list")
            return []
        return [self.table(f"{where}{kind}[{n}]", item, kind) for n, item in enumerate(value)]

    def needs(self, where: str, table: Table, *keys: str) -> None:
        self.mistakes += [f"{where}.{key}: missing" for key in keys if not str(table.get(key, "")).strip()]

    def twice(self, where: str, held: Iterable[Any]) -> None:
        counted = Counter(str(value).casefold() for value in held if value)
        self.mistakes += [f"{where}: {value!r} stands there twice" for value, n in sorted(counted.items()) if n > 1]

    def place_in_the_world(self, where: str, table: Table) -> None:
        if table.get("language", "en") not in ("en", "fr"):
            self.mistakes.append(f'{where}.language: {table["language"]!r} is neither "en" nor "fr"')
        if not valid_zone(str(table.get("time_zone", "UTC"))):
            zone = table["time_zone"]
            self.mistakes.append(f"{where}.time_zone: {zone!r} is not an IANA time zone such as America/Toronto")

    def contact(self, where: str, table: Table) -> None:
        """When and how often Interlude may write first to the people of a community."""
        weeks = table.get("quiet_weeks", [])
        if not isinstance(weeks, list) or not all(_is_span(week) for week in weeks):
            self.mistakes.append(f'{where}.quiet_weeks: expected pairs of days such as ["2026-12-21", "2027-01-03"]')
        places = table.get("prompts_a_week", 1)
        if type(places) is not int or not 1 <= places <= MOST_PROMPTS:
            self.mistakes.append(f"{where}.prompts_a_week: expected a whole number from 1 to {MOST_PROMPTS}")

    def doors(self, doors: list[Table]) -> None:
        for n, door in enumerate(doors):
            self.needs(f"doors[{n}]", door, "workspace")
            if door.get("platform") not in PLATFORMS:
                self.mistakes.append(f"doors[{n}].platform: one of {', '.join(PLATFORMS)}")

    def people(self, people: list[Table], teams: list[str]) -> None:
        for n, person in enumerate(people):
            where = f"people[{n}] {person.get('name', '?')}"
            self.needs(where, person, "name")
            self.place_in_the_world(where, person)
            if not holidays.valid(str(person.get("region", ""))):
                self.mistakes.append(f"{where}.region: {person['region']!r} is no ISO code such as CA-ON, GB-ENG or NZ")
            if person.get("consent", "unasked") not in ("unasked", "yes"):
                self.mistakes.append(f'{where}.consent: only "yes", and only when the person said so')
            for role in self.several("roles", person, f"{where}."):
                self._role(f"{where}.roles", role, teams)
        for key in ("name", "email", *PLATFORMS):
            self.twice(f"people.{key}", (person.get(key) for person in people))

    def _role(self, where: str, role: Table, teams: list[str]) -> None:
        if role.get("team") not in teams:
            self.mistakes.append(f"{where}: there is no team called {role.get('team')!r}")
        if role.get("kind") not in ROLE_KINDS:
            self.mistakes.append(f"{where}: kind {role.get('kind')!r} is none of {', '.join(ROLE_KINDS)}")
        words = self.table(f"{where}.words", role.get("words", {}))
        if not all(lang in ("en", "fr") and isinstance(said, str) for lang, said in words.items()):
            self.mistakes.append(f"{where}.words: expected en and fr, each a text")

    def contacts(self, contacts: list[Table], names: list[Any]) -> None:
        for n, contact in enumerate(contacts):
            self.needs(f"contacts[{n}]", contact, "name", "how")
            if contact.get("person") and contact["person"] not in names:
                self.mistakes.append(f"contacts[{n}].person: nobody here is called {contact['person']!r}")
        self.twice("contacts", (contact.get("name") for contact in contacts))

    def help_lines(self, lines: list[Table]) -> None:
        for n, line in enumerate(lines):
            self.needs(f"help_lines[{n}]", line, "region", "en", "fr", "checked_on")
            if line.get("checked_on") and not _reads(date.fromisoformat, line["checked_on"]):
                self.mistakes.append(f"help_lines[{n}].checked_on: expected a day such as 2026-11-22")

    def words(self, table: Table, names: list[Any]) -> None:
        self.mistakes += [f"words: unknown key {key!r}" for key in table if key not in WORDS]
        for key, named in table.items():
            if not isinstance(named, list):
                self.mistakes.append(f"words.{key}: expected a list of names")
            else:
                self.mistakes += [f"words.{key}: nobody here is called {name!r}" for name in named if name not in names]

    def rhythm(self, table: Table) -> None:
        self.mistakes += [f"rhythm: unknown key {key!r}" for key in table if key not in rhythm.USUAL]
        for kind, values in table.items():
            for key, held in self.table(f"rhythm.{kind}", values).items():
                self._pace(f"rhythm.{kind}", key, held, rhythm.USUAL.get(kind, {}))

    def _pace(self, where: str, key: str, held: Any, usual: Table) -> None:
        if key not in usual:
            self.mistakes.append(f"{where}: unknown key {key!r}")
        elif key == "weekday" and held not in WEEKDAYS:
            self.mistakes.append(f"{where}.weekday: one of {', '.join(WEEKDAYS)}")
        elif key == "rule" and held and not rhythm.readable(str(held)):
            self.mistakes.append(f"{where}.rule: expected a rule such as FREQ=WEEKLY;INTERVAL=2;BYDAY=TU")
        elif key == "start" and held and not _reads(date.fromisoformat, held):
            self.mistakes.append(f"{where}.start: expected a day such as 2026-11-24")
        elif key == "time" and not _reads(time.fromisoformat, held):
            self.mistakes.append(f"{where}.time: expected a time such as 10:00")
        elif key in _NUMBERS and (type(held) is not int or not 1 <= held <= _NUMBERS[key]):
            self.mistakes.append(f"{where}.{key}: expected a whole number from 1 to {_NUMBERS[key]}")


def _is_span(week: Any) -> bool:
    """Whether this is a first and a last day, in this order."""
    if not isinstance(week, list) or len(week) != 2 or not all(_reads(date.fromisoformat, day) for day in week):
        return False
    return date.fromisoformat(str(week[0])) <= date.fromisoformat(str(week[1]))


def _reads(parse: Any, held: Any) -> bool:
    try:
        parse(str(held))
    except ValueError:
        return False
    return True
