"""Every table. Each row of a community carries its id; what serves several communities (doors, lanes) does not.

Ids are random text made by `new_id`, so rows that belong together can be written with one statement each.
"""

from __future__ import annotations

import secrets

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.store.types import Instant, Json

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def new_id() -> str:
    """A random id of 20 characters (80 bits)."""
    return secrets.token_hex(10)


def _id() -> Column[str]:
    return Column("id", String(20), primary_key=True, default=new_id)


def _community() -> Column[str]:
    return Column("community", ForeignKey("community.id", ondelete="CASCADE"), nullable=False)


def _person(name: str = "person", *, nullable: bool = False) -> Column[str]:
    return Column(name, ForeignKey("person.id", ondelete="CASCADE"), nullable=nullable)


# -- who ---------------------------------------------------------------------------------------------------------

community = Table(
    "community",
    metadata,
    _id(),
    Column("name", String(200), nullable=False, unique=True),
    Column("language", String(2), nullable=False, default="en"),
    Column("time_zone", String(64), nullable=False, default="UTC"),
    Column("rhythm", Json, nullable=False, default=dict),
    Column("made_at", Instant, nullable=False),
)

invitation_code = Table(
    "invitation_code",
    metadata,
    Column("digest", String(64), primary_key=True),
    _community(),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
)

installation = Table(
    "installation",
    metadata,
    _id(),
    Column("platform", String(20), nullable=False),
    Column("workspace", String(100), nullable=False),
    Column("service", String(300), nullable=False, default=""),
    UniqueConstraint("platform", "workspace"),
)

reach = Table(
    "reach",
    metadata,
    Column("community", ForeignKey("community.id", ondelete="CASCADE"), primary_key=True),
    Column("installation", ForeignKey("installation.id", ondelete="CASCADE"), primary_key=True),
)

shared_place = Table(
    "shared_place",
    metadata,
    Column("platform", String(20), primary_key=True),
    Column("workspace", String(100), primary_key=True),
    Column("place", String(300), primary_key=True),
    Column("service", String(300), nullable=False, default=""),
)

team = Table(
    "team",
    metadata,
    _id(),
    _community(),
    Column("name", String(200), nullable=False),
    UniqueConstraint("community", "name"),
)

person = Table(
    "person",
    metadata,
    _id(),
    _community(),
    Column("name", String(200), nullable=False),
    Column("email", String(320), nullable=False, default=""),
    Column("language", String(2), nullable=False, default="en"),
    Column("time_zone", String(64), nullable=False),
    Column("zone_confirmed", Boolean, nullable=False, default=False),
    Column("organiser", Boolean, nullable=False, default=False),
    Column("consent", String(10), nullable=False, default="unasked"),
    Column("consent_at", Instant),
    Column("paused_until", Instant),
    Column("left_at", Instant),
    Column("made_at", Instant, nullable=False),
    Index("ix_person_community_email", "community", "email"),
    UniqueConstraint("community", "name"),
)

address = Table(
    "address",
    metadata,
    _id(),
    _community(),
    _person(),
    Column("platform", String(20), nullable=False),
    Column("workspace", String(100), nullable=False),
    Column("user", String(200), nullable=False),
    Column("place", String(300), nullable=False, default=""),
    Column("service", String(300), nullable=False, default=""),
    Column("used_at", Instant),
    Column("gone_at", Instant),
    UniqueConstraint("community", "platform", "workspace", "user"),
    Index("ix_address_platform_workspace_user", "platform", "workspace", "user"),
    Index("ix_address_person", "person"),
)

role = Table(
    "role",
    metadata,
    _id(),
    _community(),
    _person(),
    Column("team", ForeignKey("team.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(30), nullable=False),
    Column("co_lead", Boolean, nullable=False, default=False),
    Column("words", Json, nullable=False, default=dict),
    Column("confirmed_at", Instant),
    UniqueConstraint("person", "team", "kind"),
    Index("ix_role_team", "team"),
)

contact = Table(
    "contact",
    metadata,
    _id(),
    _community(),
    Column("position", Integer, nullable=False),
    Column("name", String(200), nullable=False),
    Column("how", String(400), nullable=False),
    _person(nullable=True),
)

help_line = Table(
    "help_line",
    metadata,
    _id(),
    _community(),
    Column("position", Integer, nullable=False),
    Column("region", String(100), nullable=False),
    Column("words", Json, nullable=False),
    Column("checked_on", String(10), nullable=False),
)

# -- what happens --------------------------------------------------------------------------------------------------

event = Table(
    "event",
    metadata,
    _id(),
    _community(),
    Column("title", String(200), nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("time_zone", String(64), nullable=False),
    _person("made_by"),
    Column("made_at", Instant, nullable=False),
    Column("heard", Text, nullable=False, default=""),
    Column("will_change", Text, nullable=False, default=""),
    Column("told_at", Instant),
)

invited = Table(
    "invited",
    metadata,
    Column("event", ForeignKey("event.id", ondelete="CASCADE"), primary_key=True),
    Column("person", ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    _community(),
    Column("state", String(10), nullable=False, default="asked"),
)

answer = Table(
    "answer",
    metadata,
    _id(),
    _community(),
    _person(),
    Column("about", String(20), nullable=False),
    Column("subject", String(120), nullable=False),
    Column("question", String(60), nullable=False),
    Column("value", String(30), nullable=False, default=""),
    Column("words", Text, nullable=False, default=""),
    Column("readers", Json, nullable=False, default=list),
    Column("answered_at", Instant, nullable=False),
    UniqueConstraint("person", "about", "subject", "question"),
    Index("ix_answer_community_about_subject", "community", "about", "subject"),
)

hand_over = Table(
    "hand_over",
    metadata,
    _id(),
    _community(),
    _person(),
    Column("contact", ForeignKey("contact.id", ondelete="SET NULL")),
    Column("asked_at", Instant, nullable=False),
    Column("taken_at", Instant),
)

change_request = Table(
    "change_request",
    metadata,
    _id(),
    _community(),
    _person(),
    Column("role", ForeignKey("role.id", ondelete="CASCADE"), nullable=False),
    Column("words", Text, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("settled_at", Instant),
)

gap = Table(
    "gap",
    metadata,
    _id(),
    _community(),
    Column("word", String(120), nullable=False),
    Column("lang", String(2), nullable=False),
    Column("times", Integer, nullable=False, default=1),
    Column("first_at", Instant, nullable=False),
    Column("last_at", Instant, nullable=False),
    Column("settled_at", Instant),
    UniqueConstraint("community", "word"),
)

clarity = Table(
    "clarity",
    metadata,
    Column("community", ForeignKey("community.id", ondelete="CASCADE"), primary_key=True),
    Column("term", String(120), primary_key=True),
    Column("lang", String(2), primary_key=True),
    Column("clear", Integer, nullable=False, default=0),
    Column("unclear", Integer, nullable=False, default=0),
)

open_question = Table(
    "open_question",
    metadata,
    Column("person", ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    _community(),
    Column("verb", String(60), nullable=False),
    Column("args", Json, nullable=False),
    Column("until", Instant, nullable=False),
)

# -- time and delivery ---------------------------------------------------------------------------------------------

schedule = Table(
    "schedule",
    metadata,
    _id(),
    _community(),
    _person(),
    Column("kind", String(20), nullable=False),
    Column("subject", String(120), nullable=False, default=""),
    Column("rule", String(200), nullable=False, default=""),
    Column("start_local", String(19), nullable=False),
    Column("last_local", String(19), nullable=False, default=""),
    Column("next_due", Instant),
    UniqueConstraint("person", "kind", "subject"),
    Index(
        "ix_schedule_next_due",
        "next_due",
        sqlite_where=text("next_due IS NOT NULL"),
        postgresql_where=text("next_due IS NOT NULL"),
    ),
)

LIVE = text("status IN ('pending', 'sending')")
"""Stands in each statement that looks for such rows, in these very words: only then SQLite takes the small index of
them, and does not read every delivery there ever was."""

TRIED = "attempts > 0 AND status IN ('pending', 'sending')"

delivery = Table(
    "delivery",
    metadata,
    _id(),
    Column("seq", BigInteger, nullable=False),
    Column("key", String(200), nullable=False, unique=True),
    Column("community", ForeignKey("community.id", ondelete="CASCADE")),
    _person(nullable=True),
    Column("kind", String(20), nullable=False),
    Column("prompt", Json, nullable=True),
    Column("lane", String(130), nullable=False),
    Column("conversation", String(430), nullable=False),
    Column("address", Json, nullable=False),
    Column("message", Json, nullable=True),
    Column("replaces", Json, nullable=True),
    Column("otherwise", Json, nullable=True),
    Column("status", String(10), nullable=False, default="pending"),
    Column("priority", Integer, nullable=False, default=5),
    Column("not_before", Instant, nullable=False),
    Column("expires", Instant),
    Column("owner", String(80), nullable=False, default=""),
    Column("lease_until", Instant),
    Column("tried_at", Instant),
    Column("attempts", Integer, nullable=False, default=0),
    Column("receipt", Json, nullable=True),
    Column("reason", String(300), nullable=False, default=""),
    Column("made_at", Instant, nullable=False),
    Column("done_at", Instant),
    Index("ix_delivery_live", "status", "lane", "not_before", sqlite_where=LIVE, postgresql_where=LIVE),
    Index(
        "ix_delivery_busy",
        "conversation",
        sqlite_where=text(TRIED),
        postgresql_where=text(TRIED),
    ),
    Index("ix_delivery_person", "person", "done_at"),
)

lane = Table(
    "lane",
    metadata,
    Column("key", String(130), primary_key=True),
    Column("tat", Instant),
    Column("paused_until", Instant),
)

heard = Table(
    "heard",
    metadata,
    Column("platform", String(20), primary_key=True),
    Column("workspace", String(100), primary_key=True),
    Column("event_id", String(200), primary_key=True),
    Column("heard_at", Instant, nullable=False),
    Index("ix_heard_heard_at", "heard_at"),
)

mark = Table(
    "mark",
    metadata,
    Column("key", String(60), primary_key=True),
    Column("value", Text, nullable=False),
)
