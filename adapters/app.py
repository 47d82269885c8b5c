"""Everything put together: one place where the rooms get their neighbours. The processes differ only in what they
run."""

from __future__ import annotations

import socket
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot import content
from bot.buttons import Buttons
from bot.claims import Rules
from bot.files import Files
from bot.inbox import TOGETHER, Inbox
from bot.introductions import Introductions
from bot.lanes import Limit
from bot.moment import Moment
from bot.outbox import Outbox
from bot.pack import Pack
from bot.platform import Platform
from bot.settings import Settings
from bot.store.engine import Store, open_store

EMBEDDED = "embedded:"
"""How the names of single processes begin: at its start one may take over what its predecessor left in flight."""


def real_now() -> datetime:
    """The machine's clock, UTC."""
    return datetime.now(UTC)


def real_moment() -> Moment:
    return Moment.at(real_now())


@dataclass(slots=True, repr=False)
class App:
    """The rooms of one process. `platforms` is filled by the doors that are opened."""

    settings: Settings
    store: Store
    pack: Pack
    buttons: Buttons
    clock: Callable[[], Moment]
    platforms: dict[str, Platform]
    introductions: Introductions
    outbox: Outbox
    inbox: Inbox
    files: Files
    owner: str = field(default="")


def build(
    settings: Settings,
    *,
    clock: Callable[[], Moment] = real_moment,
    limits: Mapping[str, Limit] | None = None,
    owner: str = "",
    pack: Pack | None = None,
    together: int = TOGETHER,
    store: Store | None = None,
) -> App:
    """The rooms, connected. `limits`: each platform's rate limit for one workspace. `store`: instead of the settings'.

    Raises `bot.content.ContentError` for broken content and ValueError for a database address that cannot be used.
    """
    pack = pack or content.load(settings.content or content.SHIPPED)
    store = store or open_store(settings.database_url)
    buttons = Buttons(settings.secret)
    platforms: dict[str, Platform] = {}
    owner = owner or f"{EMBEDDED}{socket.gethostname()}:{uuid.uuid4().hex[:8]}"
    introductions = Introductions(store, platforms, clock)
    rules = Rules(pack, buttons, dict(limits or {}))
    outbox = Outbox(store, platforms, rules, clock, owner, settings.lease)
    inbox = Inbox(store, pack, buttons, platforms, clock, outbox.nudge, introductions, together)
    return App(
        settings, store, pack, buttons, clock, platforms, introductions, outbox, inbox, Files(store, pack), owner
    )
