"""What a run of chaos is made of: shapes, processes, the people and the days that are visited."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

SECRET, SIGNING = "chaos-secret-chaos-secret-chaos-", "chaos-signing"
BOT, BOT_ID = "U0BOT", "B0LUDE"

START = datetime(2027, 1, 11, 15, tzinfo=UTC)
"""A Monday; the community's time begins here."""

LEASE = 8.0
"""Seconds a process may hold a message: short, so that a kill costs seconds. A send may take half of it."""

WORKSPACES = ("T1", "T2", "T3")
DEAF = "w1"
"""The workspace on a platform that cannot be asked whether a message arrived (Teams is such a one)."""

ZONES = ("America/Halifax", "America/Toronto", "America/Winnipeg", "America/Edmonton", "America/Vancouver")


@dataclass(frozen=True, slots=True)
class Process:
    """One process of the product. `node` says which machine it would be on; `embedded`: alone on its SQLite file."""

    slot: str
    what: str
    url: str
    api: str
    clock: str
    log: str
    port: int = 0
    runner: str = "inline"
    embedded: bool = False
    lease: float = LEASE
    workspaces: tuple[str, ...] = WORKSPACES

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Process:
        told = json.loads(text)
        return cls(**{**told, "workspaces": tuple(told["workspaces"])})


@dataclass(frozen=True, slots=True)
class Shape:
    """Which processes run on what. `slots`: name and kind of each process."""

    name: str
    slots: tuple[tuple[str, str], ...]
    postgres: bool = False
    embedded: bool = False
    runner: str = "inline"


_NODE = ("web", "clock", "worker")

SHAPES = {
    "sqlite1": Shape("sqlite1", (("serve", "serve"),), embedded=True),
    "sqlite2": Shape("sqlite2", (("serve1", "serve"), ("serve2", "serve"))),
    "postgres3": Shape(
        "postgres3", tuple((f"{what}{n}", what) for n in (1, 2, 3) for what in _NODE), True, runner="procrastinate"
    ),
}


@dataclass(frozen=True, slots=True)
class Someone:
    """A member at the other end of the platform. Their private chat has the same id with a D."""

    user: str
    workspace: str

    @property
    def channel(self) -> str:
        return self.user.replace("U", "D", 1)

    @property
    def deaf(self) -> bool:
        return self.workspace == DEAF


@dataclass(frozen=True, slots=True)
class Crowd:
    """Everybody, in one community a workspace."""

    each: int
    members: tuple[Someone, ...] = field(default=())

    @classmethod
    def of(cls, each: int) -> Crowd:
        places = (*WORKSPACES, DEAF)
        return cls(each, tuple(Someone(f"U{place}X{n:03}".upper(), place) for place in places for n in range(each)))

    def tables(self) -> list[dict[str, Any]]:
        """The community files: weekly check-ins for everybody, two organisers who read them."""
        return [self._table(place) for place in (*WORKSPACES, DEAF)]

    def _table(self, place: str) -> dict[str, Any]:
        door = "memory" if place == DEAF else "slack"
        here = [one for one in self.members if one.workspace == place]
        return {
            "community": {"name": f"Circle {place}", "language": "en", "time_zone": "America/Toronto"},
            "doors": [{"platform": door, "workspace": place}],
            "teams": [{"name": "Steady Hearts"}],
            "people": [_person(one, n, door) for n, one in enumerate(here)],
            "contacts": [{"name": "Sam Bell", "how": "Call 555-0100."}],
            "help_lines": [
                {"region": "Canada", "en": "Call 9-8-8.", "fr": "Appelez le 9-8-8.", "checked_on": "2026-11-01"}
            ],
            "rhythm": {"check_in": {"co_lead_weeks": 1, "others_weeks": 1, "weekday": "TU", "time": "10:00"}},
        }


def _person(one: Someone, n: int, door: str) -> dict[str, Any]:
    role = {"team": "Steady Hearts", "kind": "patient_partner", "words": {"en": "You say what matters to patients."}}
    return {
        "name": f"Member {one.user}", "language": "fr" if n % 4 == 3 else "en", "time_zone": ZONES[n % len(ZONES)],
        "consent": "yes", "organiser": n < 2, door: one.user, "roles": [role],
    }  # fmt: skip


def visit(n: int) -> datetime:
    """The moments the clock goes to: Tuesdays and Fridays, 18:05 UTC, when it is day for everybody."""
    tuesday = START.replace(hour=18, minute=5) + timedelta(days=1)
    return tuesday + timedelta(days=7 * (n // 2) + 3 * (n % 2))
