"""Commands that print or write something for somebody else: manifests, packages, mistakes in content."""

from __future__ import annotations

import json
import os
from pathlib import Path

from adapters.commands.problem import Problem, said_plainly, say, settings
from bot import content, readable
from bot.pack import Pack
from bot.settings import NAMES, is_https

MEASURES = {
    "en": "Flesch-Kincaid grade, lower is easier; 8 at most",
    "fr": "Kandel-Moles ease, higher is easier; 60 at least",
}
COMMANDS = ("explain", "plain", "words", "role", "talk", "pause", "stop")


def check(folder: Path | None) -> int:
    """Load the content and say how much there is; every mistake at once when there are any."""
    with said_plainly():
        pack = content.load(folder or settings().content or content.SHIPPED)
    french = sum("fr" in term.words for term in pack.terms.values())
    waiting = sum(term.draft for term in pack.terms.values())
    say(f"{len(pack.terms)} terms, {french} of them in French; {waiting} wait for a review.")
    say(f"{len(pack.phrases)} phrases in both languages.")
    return 0


def read(folder: Path | None) -> int:
    """The readability report: how hard the texts of each language are, and which are the hardest."""
    with said_plainly():
        pack = content.load(folder or settings().content or content.SHIPPED)
        for lang, measure in MEASURES.items():
            found = readable.summary(pack, lang)
            say(f"{lang}: {found.measured} texts of {readable.LONG_ENOUGH} words or more; {measure}")
            say(f"  {found.median:5.1f}  the median")
            for hard, key in found.hardest:
                say(f"  {hard:5.1f}  {key}")
    return 0


def slack_manifest() -> int:
    from adapters.slack.manifest import WORDS, manifest

    pack, public_url = _ready()
    words = {key: pack.text(f"manifest.{key}", "en") for key in WORDS}
    socket_mode = bool(os.environ.get("INTERLUDE_SLACK_APP_TOKEN"))
    say(json.dumps(manifest("" if socket_mode else public_url, words), indent=2, ensure_ascii=False))
    return 0


def teams_package(out: Path) -> int:
    from adapters.teams.package import PLACEHOLDER, PackageWords, manifest, write_package

    pack, public_url = _ready()
    app_id = os.environ.get("INTERLUDE_TEAMS_APP_ID", "") or PLACEHOLDER
    told = {
        key: pack.text(f"manifest.teams_{key}", "en")
        for key in ("name", "full_name", "short", "description", "developer", "action", "action_hint")
    }
    lines = tuple(
        (pack.text(f"manifest.say_{name}", "en"), pack.text(f"manifest.about_{name}", "en")) for name in COMMANDS
    )
    with said_plainly():
        write_package(out, manifest(public_url, app_id, PackageWords(**told, commands=lines)))
    say(str(out))
    if app_id == PLACEHOLDER:
        say("It carries a placeholder app id. Set INTERLUDE_TEAMS_APP_ID and run this again before you upload it.")
    return 0


def _ready() -> tuple[Pack, str]:
    """The content and the public address. Only INTERLUDE_PUBLIC_URL is needed, so only it is asked for."""
    public_url = os.environ.get("INTERLUDE_PUBLIC_URL", "").rstrip("/")
    if not is_https(public_url):
        raise Problem("INTERLUDE_PUBLIC_URL is needed: the https address this server is reached at.")
    with said_plainly():
        return content.load(Path(os.environ.get("INTERLUDE_CONTENT") or content.SHIPPED)), public_url


def list_settings() -> int:
    for name, what in NAMES.items():
        say(f"{name}: {what}.")
    return 0
