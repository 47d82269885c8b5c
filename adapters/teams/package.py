"""The app package an administrator uploads: a manifest and two icons in a .zip."""

from __future__ import annotations

import json
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from PIL import Image, ImageDraw

from adapters.teams.parse import EXPLAIN

PLACEHOLDER = "00000000-0000-4000-8000-000000000000"
"""Stands in while there is no app id; Teams will not take a package with it."""

VERSION = "1.25"
"""The first manifest version that knows shared and private channels (facts/teams.md, section 5)."""

SCHEMA = f"https://developer.microsoft.com/json-schemas/teams/v{VERSION}/MicrosoftTeams.schema.json"
COLOR, WHITE, CLEAR = (23, 92, 105, 255), (255, 255, 255, 255), (255, 255, 255, 0)
LARGE, SMALL = 192, 32
"""Pixels of the two icons (Microsoft: app icons)."""


@dataclass(frozen=True, slots=True)
class PackageWords:
    """Everything an administrator or a member reads about the app. Lengths are the manifest's.

    `name` 30 characters, `full_name` 100, `short` 80, `description` 4000, `developer` 32, `action` 32, `action_hint`
    128; `commands` at most 12 pairs of a title (128) and a description (4000). `website`, `privacy` and `terms` are
    https addresses; without them the public address stands there.
    """

    name: str
    full_name: str
    short: str
    description: str
    developer: str
    action: str
    action_hint: str
    commands: tuple[tuple[str, str], ...] = ()
    website: str = ""
    privacy: str = ""
    terms: str = ""


def manifest(public_url: str, app_id: str, words: PackageWords, *, version: str = "1.0.0") -> dict[str, Any]:
    """The manifest. `public_url` is https; an empty `app_id` becomes the placeholder."""
    one = app_id or PLACEHOLDER
    return {
        "$schema": SCHEMA,
        "manifestVersion": VERSION,
        "version": version,
        "id": one,
        "developer": _developer(public_url, words),
        "name": {"short": words.name, "full": words.full_name},
        "description": {"short": words.short, "full": words.description},
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": "#{:02X}{:02X}{:02X}".format(*COLOR[:3]),
        "bots": [_bot(one, words)],
        "composeExtensions": [{"botId": one, "commands": [_action(words)]}],
        "defaultGroupCapability": {"team": "bot", "groupchat": "bot", "meetings": "bot"},
        "permissions": ["identity", "messageTeamMembers"],
        "validDomains": [urlsplit(public_url).hostname or ""],
        "supportsChannelFeatures": "tier1",
    }


def write_package(path: Path, described: dict[str, Any]) -> None:
    """Write the .zip: the same bytes for the same manifest."""
    files = {
        "manifest.json": json.dumps(described, indent=2, ensure_ascii=False).encode(),
        "color.png": _png(_color()),
        "outline.png": _png(_outline()),
    }
    with ZipFile(path, "w", ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(ZipInfo(name), data, ZIP_DEFLATED)


def _developer(public_url: str, words: PackageWords) -> dict[str, str]:
    return {
        "name": words.developer,
        "websiteUrl": words.website or public_url,
        "privacyUrl": words.privacy or public_url,
        "termsOfUseUrl": words.terms or public_url,
    }


def _bot(app_id: str, words: PackageWords) -> dict[str, Any]:
    scopes = ["personal", "team", "groupChat"]
    bot = {"botId": app_id, "scopes": scopes, "supportsFiles": False, "isNotificationOnly": False}
    commands = [{"title": title, "description": said} for title, said in words.commands]
    return bot | ({"commandLists": [{"scopes": scopes, "commands": commands}]} if commands else {})


def _action(words: PackageWords) -> dict[str, Any]:
    """The message action: "..." on any message, then this."""
    return {
        "id": EXPLAIN,
        "type": "action",
        "title": words.action,
        "description": words.action_hint,
        "context": ["message"],
        "fetchTask": True,
    }


def _color() -> Image.Image:
    drawn = Image.new("RGBA", (LARGE, LARGE), COLOR)
    _bubbles(drawn, LARGE)
    return drawn


def _outline() -> Image.Image:
    """White on nothing, as Teams asks; drawn large first so that the edges are smooth."""
    drawn = Image.new("RGBA", (LARGE, LARGE), CLEAR)
    _bubbles(drawn, LARGE)
    return drawn.resize((SMALL, SMALL), Image.Resampling.LANCZOS)


def _bubbles(drawn: Image.Image, side: int) -> None:
    """Two speech bubbles and the pause between them."""
    pen, unit = ImageDraw.Draw(drawn), side / 24
    pen.rounded_rectangle((3 * unit, 5 * unit, 10 * unit, 15 * unit), 2 * unit, fill=WHITE)
    pen.polygon([(4 * unit, 14 * unit), (8 * unit, 14 * unit), (4 * unit, 19 * unit)], fill=WHITE)
    pen.rounded_rectangle((14 * unit, 5 * unit, 21 * unit, 15 * unit), 2 * unit, outline=WHITE, width=round(unit))
    pen.polygon([(16 * unit, 14.5 * unit), (20 * unit, 14.5 * unit), (20 * unit, 19 * unit)], fill=WHITE)


def _png(drawn: Image.Image) -> bytes:
    kept = BytesIO()
    drawn.save(kept, "PNG", optimize=True)
    return kept.getvalue()
