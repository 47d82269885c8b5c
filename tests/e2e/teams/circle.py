"""A small community whose people are the Playground's users."""

from __future__ import annotations

from typing import Any

from tests.adapters.teams.microsoft import APP, TENANT

Json = dict[str, Any]
NAMES = {
    "ann": "Ann Roy",
    "bo": "Bo Lind",
    "cleo": "Cléo Roy",
    "rosa": "Rosa Lind",
    "sam": "Sam Bell",
    "kit": "Kit Moss",
}
"""Ann sits at the Playground; the other five are its other users. Kit is nobody the community knows."""

CHAT, GROUP, CHANNEL = "a:private-ann", "19:group@thread.v2", "19:methods@thread.tacv2"
"""Ann's private chat, the group chat, and a channel of the team."""


def _user(n: int, key: str, name: str) -> Json:
    first, last = name.split()
    mail = f"{key}@example.org"
    return {
        "id": f"29:{key}", "name": name, "givenName": first, "surname": last, "email": mail, "userPrincipleName": mail,
        "aadObjectId": f"aaaaaaaa-0000-4000-8000-{n:012}",
    }  # fmt: skip


PEOPLE = [_user(n, key, name) for n, (key, name) in enumerate(NAMES.items(), 1)]

PLAYGROUND: Json = {
    "version": "0.1.1",
    "tenantId": TENANT,
    "bot": {"id": f"28:{APP}", "name": "Interlude"},
    "currentUser": PEOPLE[0],
    "users": PEOPLE[1:],
    "personalChat": {"id": CHAT},
    "groupChat": {"id": GROUP, "name": "Steering group"},
    "team": {
        "id": "19:general@thread.tacv2",
        "name": "Steady Hearts",
        "aadGroupId": "22222222-2222-4222-8222-222222222222",
        "channels": [{"id": CHANNEL, "name": "Methods"}],
    },
}
"""The Playground's configuration file (JSON is YAML)."""

ROLE = {"team": "Steady Hearts", "kind": "patient_partner", "words": {"en": "You say what matters to patients."}}

CIRCLE: Json = {
    "community": {
        "name": "Heart and Lung Circle", "language": "en", "time_zone": "America/Toronto", "prompts_a_week": 7,
    },
    "doors": [{"platform": "teams", "workspace": TENANT}],
    "teams": [{"name": "Steady Hearts"}],
    "people": [
        {"name": "Ann Roy", "email": "ann@example.org", "roles": [ROLE]},
        {"name": "Bo Lind", "email": "bo@example.org", "roles": [ROLE]},
        {"name": "Cléo Roy", "email": "cleo@example.org", "language": "fr", "teams": PEOPLE[2]["aadObjectId"]},
        {"name": "Rosa Lind", "organiser": True, "consent": "yes", "teams": PEOPLE[3]["aadObjectId"]},
    ],
    "words": {"answers": ["Rosa Lind"], "patient_partners": ["Ann Roy"], "researchers": ["Bo Lind"]},
    "contacts": [{"name": "Rosa Lind", "how": "Mondays to Thursdays.", "person": "Rosa Lind"}],
    "help_lines": [
        {
            "region": "Canada", "checked_on": "2026-11-01", "en": "Canada: call or text 9-8-8, day and night.",
            "fr": "Canada : appelez ou textez le 9-8-8, jour et nuit.",
        },
    ],
}  # fmt: skip
"""Nobody but the organiser has said yes, and only two people's addresses are known beforehand."""


def agreed() -> list[Json]:
    """The same people, as if everybody had said yes before."""
    known = {person["name"]: person["aadObjectId"] for person in PEOPLE}
    return [{**told, "consent": "yes", "teams": known[told["name"]]} for told in CIRCLE["people"]]
