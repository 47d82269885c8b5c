"""Who takes part in a season, and how each of them answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from bot.season import Season

CITIES = {
    "America/Halifax": "CA-NS",
    "America/St_Johns": "CA-NL",
    "America/Winnipeg": "CA-MB",
    "America/Edmonton": "CA-AB",
    "America/Vancouver": "CA-BC",
    "America/Toronto": "CA-ON",
    "Europe/London": "GB-ENG",
    "Pacific/Auckland": "NZ",
}
"""Where the made-up people live, with the region whose holidays they keep."""

FIRST_NAMES = (
    "Ada", "Amir", "Aroha", "Bea", "Camille", "Cleo", "Dev", "Edith", "Farid", "Flora", "Gita", "Hugo", "Ines", "Ivan",
    "Jade", "Joon", "Kofi", "Lena", "Louis", "Maeve", "Mateo", "Mei", "Mina", "Nadia", "Noor", "Odile", "Omar", "Paul",
    "Petra", "Quinn", "Rosa", "Sami", "Sana", "Tane", "Uma", "Vera", "Wren", "Xavier", "Yves", "Zoe",
)  # fmt: skip
LAST_NAMES = ("Bell", "Cyr", "Dion", "Fox", "Gray", "Hill", "Kaur", "Lane", "Moss", "Ngata", "Okoro", "Roy", "Singh")
KINDS = ("patient_partner", "researcher", "patient_partner", "clinician")


@dataclass(frozen=True, slots=True)
class Member:
    """One person of the community. `region`: the holidays they keep, "" for none known; `habit`: see `season.HABITS`.

    `rest_after`: days into the season after which they take a break; None for nobody who does.
    `stands_in`: made up so that the roster's people have somebody to turn to. `title`: their role as their list has it;
    `known_role`: whether we know what it is (else they are treated like everybody else).
    """

    name: str
    zone: str
    role: str = "patient_partner"
    co_lead: bool = False
    email: str = ""
    language: str = "en"
    region: str = ""
    team: str = ""
    habit: str = "at_once"
    rest_after: int | None = None
    stands_in: bool = False
    title: str = ""
    known_role: bool = True

    @property
    def organiser(self) -> bool:
        return self.role == "organiser"


def made_up(many: int = 40) -> list[Member]:
    """A community of so many people: five a team, the first two of them its co-leads, in eight time zones."""
    zones = list(CITIES)
    return [_made_up(n, zones[(n + n // 8) % len(zones)]) for n in range(many)]


def _made_up(n: int, zone: str) -> Member:
    name = f"{FIRST_NAMES[n % len(FIRST_NAMES)]} {LAST_NAMES[(n * 5 + n // len(FIRST_NAMES)) % len(LAST_NAMES)]}"
    role = "organiser" if n % 20 == 19 else KINDS[n % 5 % 4]
    number = f" {n // 520 + 1}" if n >= 520 else ""
    return Member(
        name + number, zone, role, n % 5 < 2, f"p{n}@example.org", "fr" if n % 4 == 3 else "en", CITIES[zone],
        f"Team {n // 5 + 1}",
    )  # fmt: skip


def with_habits(members: Sequence[Member], season: Season, *, breaks: bool) -> list[Member]:
    """The same people, each with a habit dealt by the season's number and their own name: adding somebody to the
    roster changes nobody else's."""
    return [_with_habit(member, season, breaks) for member in members]


def _with_habit(member: Member, season: Season, breaks: bool) -> Member:
    dice = Random(f"{season.seed}:{member.name}")  # noqa: S311 - a game of chance that can be played again
    habit = _drawn(season.habits, dice.randrange(100))
    rests = dice.randrange(100) < season.breaks_share and breaks and not member.organiser
    return replace(member, habit=habit, rest_after=dice.randrange(season.weeks * 7) if rests else None)


def _drawn(shares: Mapping[str, int], number: int) -> str:
    for habit, share in shares.items():
        if number < share:
            return habit
        number -= share
    return "never"
