"""Environment -> frozen settings, once, naming everything missing or wrong at the same time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

SHORTEST_SECRET = 32
SHORTEST_LEASE = 120
"""Seconds. One send may use half of its lease (`outbox`), and Slack's slowest, with two files, takes 50."""

DATABASE = "sqlite:///interlude.sqlite3"

INLINE, PROCRASTINATE = "inline", "procrastinate"
"""Who empties the outbox: each process that sends, or Procrastinate's workers (docs/operating.md)."""


class SettingsError(Exception):
    """What is missing or wrong, one sentence a setting."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """One Slack app in one or more workspaces. `secrets`: any of them may sign (rotation, or one app a workspace)."""

    bot_tokens: tuple[str, ...]
    secrets: tuple[str, ...]
    app_token: str = ""


@dataclass(frozen=True, slots=True)
class TeamsSettings:
    """One Teams bot (single tenant registration) and the tenants it may serve, the bot's own first."""

    app_id: str
    tenants: tuple[str, ...]
    password: str = ""
    certificate: Path | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the processes need to know. `lease` is how long a worker may hold a delivery."""

    database_url: str
    secret: str = field(repr=False)
    public_url: str = ""
    content: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8080
    lease: timedelta = timedelta(seconds=SHORTEST_LEASE)
    log_level: str = "INFO"
    runner: str = INLINE
    slack: SlackSettings | None = field(default=None, repr=False)
    teams: TeamsSettings | None = field(default=None, repr=False)


NAMES = {
    "INTERLUDE_SECRET": "32 or more random characters; they sign buttons and links",
    "INTERLUDE_DATABASE_URL": "sqlite:///path or postgresql://…; interlude.sqlite3 here when it is left out",
    "INTERLUDE_PUBLIC_URL": "the https address people's platforms reach this server at",
    "INTERLUDE_CONTENT": "a folder with your own content, instead of the one that is shipped",
    "INTERLUDE_HOST": "the address to listen on; 127.0.0.1 when it is left out",
    "INTERLUDE_PORT": "the port to listen on; PORT, or 8080, when it is left out",
    "INTERLUDE_LEASE_SECONDS": "how long a process may hold a message it is sending; 120 or more",
    "INTERLUDE_LOG_LEVEL": "DEBUG, INFO, WARNING or ERROR",
    "INTERLUDE_RUNNER": "inline, or procrastinate for several workers on PostgreSQL: docs/operating.md",
    "INTERLUDE_SLACK_BOT_TOKEN": "xoxb-…; several workspaces: several tokens with commas between",
    "INTERLUDE_SLACK_SIGNING_SECRET": "from the app's page; two with a comma between while you rotate it",
    "INTERLUDE_SLACK_APP_TOKEN": "xapp-…, for Socket Mode: no public address is needed then",
    "INTERLUDE_TEAMS_APP_ID": "the bot registration's app id",
    "INTERLUDE_TEAMS_TENANTS": "the tenant ids this bot may serve, its own first, commas between",
    "INTERLUDE_TEAMS_PASSWORD": "the registration's client secret",
    "INTERLUDE_TEAMS_CERTIFICATE": "or a PEM file with its key and certificate",
}
"""Every setting, with what it is: the help text and README's table are made from this."""


def from_environment(environ: Mapping[str, str], *, serving: bool = True) -> Settings:
    """The settings. `serving` processes need a secret and at least one door. Raises `SettingsError` with all
    mistakes."""
    reader = _Reader(environ)
    settings = Settings(
        database_url=environ.get("INTERLUDE_DATABASE_URL") or DATABASE,
        secret=reader.secret() if serving else environ.get("INTERLUDE_SECRET", ""),
        public_url=reader.https("INTERLUDE_PUBLIC_URL"),
        content=reader.folder("INTERLUDE_CONTENT"),
        host=environ.get("INTERLUDE_HOST") or "127.0.0.1",
        port=reader.number("INTERLUDE_PORT", reader.number("PORT", 8080, 0, 65_535), 0, 65_535),
        lease=timedelta(seconds=reader.number("INTERLUDE_LEASE_SECONDS", SHORTEST_LEASE, SHORTEST_LEASE, 3_600)),
        log_level=reader.one_of("INTERLUDE_LOG_LEVEL", ("INFO", "DEBUG", "WARNING", "ERROR")),
        runner=reader.one_of("INTERLUDE_RUNNER", (INLINE, PROCRASTINATE)),
        slack=reader.slack(),
        teams=reader.teams(),
    )
    reader.check_unknown()
    reader.check_database(settings.database_url)
    if settings.runner == PROCRASTINATE and settings.database_url.startswith("sqlite"):
        reader.mistakes.append("INTERLUDE_RUNNER=procrastinate needs PostgreSQL in INTERLUDE_DATABASE_URL.")
    if serving and not (settings.slack or settings.teams):
        reader.mistakes.append("No door is open: set INTERLUDE_SLACK_BOT_TOKEN or INTERLUDE_TEAMS_APP_ID.")
    if reader.mistakes:
        raise SettingsError(reader.mistakes)
    return settings


def is_https(address: str) -> bool:
    """Whether this is an https address that names a host."""
    try:
        parts = urlsplit(address)
        return parts.scheme == "https" and bool(parts.hostname)
    except ValueError:
        return False


@dataclass(slots=True)
class _Reader:
    environ: Mapping[str, str]
    mistakes: list[str] = field(default_factory=list)

    def several(self, name: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in self.environ.get(name, "").split(",") if part.strip())

    def secret(self) -> str:
        secret = self.environ.get("INTERLUDE_SECRET", "")
        if len(secret) < SHORTEST_SECRET:
            self.mistakes.append(
                f"INTERLUDE_SECRET needs {SHORTEST_SECRET} or more random characters; it has {len(secret)}."
            )
        return secret

    def https(self, name: str) -> str:
        address = self.environ.get(name, "").rstrip("/")
        if address and not is_https(address):
            self.mistakes.append(f"{name} must begin with https:// and name a host.")
        return address

    def folder(self, name: str) -> Path | None:
        named = self.environ.get(name, "")
        if named and not Path(named).is_dir():
            self.mistakes.append(f"{name} names a folder that is not there: {named}")
        return Path(named) if named else None

    def number(self, name: str, usual: int, least: int, most: int) -> int:
        typed = self.environ.get(name, "")
        if not typed:
            return usual
        if not (typed.isascii() and typed.isdigit() and len(typed) < 10) or not least <= int(typed) <= most:
            self.mistakes.append(f"{name} must be a whole number from {least} to {most}.")
            return usual
        return int(typed)

    def one_of(self, name: str, known: tuple[str, ...]) -> str:
        typed = self.environ.get(name) or known[0]
        if typed not in known:
            self.mistakes.append(f"{name} must be one of {', '.join(known)}.")
        return typed

    def slack(self) -> SlackSettings | None:
        tokens, secrets = self.several("INTERLUDE_SLACK_BOT_TOKEN"), self.several("INTERLUDE_SLACK_SIGNING_SECRET")
        app_token = self.environ.get("INTERLUDE_SLACK_APP_TOKEN", "").strip()
        if not tokens and not secrets and not app_token:
            return None
        if not tokens:
            self.mistakes.append("INTERLUDE_SLACK_BOT_TOKEN is missing.")
        if not secrets and not app_token:
            self.mistakes.append(
                "INTERLUDE_SLACK_SIGNING_SECRET is missing (or INTERLUDE_SLACK_APP_TOKEN, for Socket Mode)."
            )
        self.mistakes += [
            f"INTERLUDE_SLACK_BOT_TOKEN: {t[:5]}… is not a bot token (xoxb-…)."
            for t in tokens
            if not t.startswith("xoxb-")
        ]
        if app_token and not app_token.startswith("xapp-"):
            self.mistakes.append("INTERLUDE_SLACK_APP_TOKEN is not an app token (xapp-…).")
        return SlackSettings(tokens, secrets, app_token)

    def teams(self) -> TeamsSettings | None:
        names = (
            "INTERLUDE_TEAMS_APP_ID",
            "INTERLUDE_TEAMS_TENANTS",
            "INTERLUDE_TEAMS_PASSWORD",
            "INTERLUDE_TEAMS_CERTIFICATE",
        )
        told = {name: self.environ.get(name, "").strip() for name in names}
        if not any(told.values()):
            return None
        self.mistakes += [f"{name} is missing." for name in names[:2] if not told[name]]
        if not (told[names[2]] or told[names[3]]):
            self.mistakes.append("INTERLUDE_TEAMS_PASSWORD is missing (or INTERLUDE_TEAMS_CERTIFICATE).")
        certificate = Path(told[names[3]]) if told[names[3]] else None
        if certificate and not certificate.is_file():
            self.mistakes.append(f"INTERLUDE_TEAMS_CERTIFICATE names a file that is not there: {certificate}")
        return TeamsSettings(told[names[0]], self.several(names[1]), told[names[2]], certificate)

    def check_unknown(self) -> None:
        """A misspelt setting is a mistake, not a silence."""
        ours = (name for name in self.environ if name.startswith("INTERLUDE_"))
        known = {*NAMES, "INTERLUDE_CRASHES", "INTERLUDE_E2E_CACHE", "INTERLUDE_TEST_DATABASE_URL"}
        self.mistakes += [f"{name} is not a setting of Interlude." for name in sorted(ours) if name not in known]

    def check_database(self, url: str) -> None:
        if not url.startswith(("sqlite:///", "postgresql://", "postgres://", "postgresql+psycopg://")):
            self.mistakes.append("INTERLUDE_DATABASE_URL must begin with sqlite:/// or postgresql://.")
        file = Path(url.removeprefix("sqlite:///").partition("?")[0])
        if url.startswith("sqlite:///") and not file.parent.is_dir():
            self.mistakes.append(f"INTERLUDE_DATABASE_URL names a file in a folder that is not there: {file.parent}")
