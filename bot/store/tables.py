"""Every table. Each row of a community carries its id; what serves several communities (doors, lanes) does not.

Ids are random text made by `new_id`, so rows that belong together can be written with one statement each.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from bot.store.parts import community_column, id_column, metadata, new_id, ordered_id, person_column
from bot.store.types import Instant, Json
from bot.store.word_tables import (
    clarity,
    entry,
    entry_approval,
    entry_review,
    gap,
    gap_asker,
    glossary_edition,
    recent_words,
    rephrase,
    rephrase_asker,
    word_keeper,
)

__all__ = [
    "address", "answer", "change_request", "clarity", "community", "contact", "delivery", "entry", "entry_approval",
    "entry_review", "event", "gap", "gap_asker", "glossary_edition", "hand_over", "heard", "help_line", "installation",
    "invitation_code", "invited", "lane", "mark", "metadata", "new_id", "open_question", "ordered_id", "person",
    "reach", "recent_words", "rephrase", "rephrase_asker", "role", "schedule", "shared_place", "team", "word_keeper",
]  # fmt: skip

# -- who ---------------------------------------------------------------------------------------------------------

community = Table(
    "community",
    metadata,
    id_column(),
    Column("name", String(200), nullable=False, unique=True),
    Column("language", String(2), nullable=False, default="en"),
    Column("time_zone", String(64), nullable=False, default="UTC"),
    Column("rhythm", Json, nullable=False, default=dict),
    Column("quiet_weeks", Json, nullable=False, default=list, server_default="[]"),
    Column("prompts_a_week", Integer, nullable=False, default=1, server_default="1"),
    Column("made_at", Instant, nullable=False),
)

invitation_code = Table(
    "invitation_code",
    metadata,
    Column("digest", String(64), primary_key=True),
    community_column(),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
)

installation = Table(
    "installation",
    metadata,
    id_column(),
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
    id_column(),
    community_column(),
    Column("name", String(200), nullable=False),
    UniqueConstraint("community", "name"),
)

person = Table(
    "person",
    metadata,
    id_column(),
    community_column(),
    Column("name", String(200), nullable=False),
    Column("email", String(320), nullable=False, default=""),
    Column("language", String(2), nullable=False, default="en"),
    Column("time_zone", String(64), nullable=False),
    Column("zone_confirmed", Boolean, nullable=False, default=False),
    Column("region", String(10), nullable=False, default="", server_default=""),
    Column("hours", Json, nullable=False, default=dict, server_default="{}"),
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
    id_column(),
    community_column(),
    person_column(),
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
    id_column(),
    community_column(),
    person_column(),
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
    id_column(),
    community_column(),
    Column("position", Integer, nullable=False),
    Column("name", String(200), nullable=False),
    Column("how", String(400), nullable=False),
    person_column(nullable=True),
)

help_line = Table(
    "help_line",
    metadata,
    id_column(),
    community_column(),
    Column("position", Integer, nullable=False),
    Column("region", String(100), nullable=False),
    Column("words", Json, nullable=False),
    Column("checked_on", String(10), nullable=False),
)

# -- what happens --------------------------------------------------------------------------------------------------

event = Table(
    "event",
    metadata,
    id_column(),
    community_column(),
    Column("title", String(200), nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("time_zone", String(64), nullable=False),
    person_column("made_by"),
    Column("made_at", Instant, nullable=False),
    Column("heard", Text, nullable=False, default=""),
    Column("will_change", Text, nullable=False, default=""),
    Column("told_at", Instant),
    Column("agenda", Text, nullable=False, default="", server_default=""),
)

invited = Table(
    "invited",
    metadata,
    Column("event", ForeignKey("event.id", ondelete="CASCADE"), primary_key=True),
    Column("person", ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    community_column(),
    Column("state", String(10), nullable=False, default="asked"),
)

answer = Table(
    "answer",
    metadata,
    id_column(),
    community_column(),
    person_column(),
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
    id_column(),
    community_column(),
    person_column(),
    Column("contact", ForeignKey("contact.id", ondelete="SET NULL")),
    Column("asked_at", Instant, nullable=False),
    Column("taken_at", Instant),
)

change_request = Table(
    "change_request",
    metadata,
    id_column(),
    community_column(),
    person_column(),
    Column("role", ForeignKey("role.id", ondelete="CASCADE"), nullable=False),
    Column("words", Text, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("settled_at", Instant),
)

open_question = Table(
    "open_question",
    metadata,
    Column("person", ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    community_column(),
    Column("verb", String(60), nullable=False),
    Column("args", Json, nullable=False),
    Column("until", Instant, nullable=False),
)

# -- time and delivery ---------------------------------------------------------------------------------------------

OF_EVENT = text("event IS NOT NULL")

schedule = Table(
    "schedule",
    metadata,
    id_column(),
    community_column(),
    person_column(),
    Column("kind", String(20), nullable=False),
    Column("subject", String(120), nullable=False, default=""),
    Column("rule", String(200), nullable=False, default=""),
    Column("start_local", String(19), nullable=False),
    Column("last_local", String(19), nullable=False, default=""),
    Column("next_due", Instant),
    Column("event", ForeignKey("event.id", ondelete="CASCADE")),
    Column("offset_minutes", Integer),
    UniqueConstraint("person", "kind", "subject"),
    Index("ix_schedule_event", "event", sqlite_where=OF_EVENT, postgresql_where=OF_EVENT),
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

DONE = text("done_at IS NOT NULL")
TEXT_KEPT = text("done_at IS NOT NULL AND message IS NOT NULL")
"""Deliveries that have ended, and those of them whose text is still there."""

COUNTED = text("counted_at IS NOT NULL")
"""Deliveries that took a place in their person's week, at that moment of the community's time (bot/budget.py)."""

delivery = Table(
    "delivery",
    metadata,
    id_column(),
    Column("seq", BigInteger, nullable=False),
    Column("key", String(200), nullable=False, unique=True),
    Column("community", ForeignKey("community.id", ondelete="CASCADE")),
    person_column(nullable=True),
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
    Column("parent", String(20)),
    Column("counts", Boolean, nullable=False, default=False, server_default=false()),
    Column("counted_at", Instant),
    Column("first_tried_at", Instant),
    Column("asked_at", Instant),
    Index(
        "ix_delivery_live",
        "status",
        "lane",
        "priority",
        "not_before",
        "seq",
        sqlite_where=LIVE,
        postgresql_where=LIVE,
    ),
    Index(
        "ix_delivery_busy",
        "conversation",
        sqlite_where=text(TRIED),
        postgresql_where=text(TRIED),
    ),
    Index("ix_delivery_person", "person", "done_at"),
    Index("ix_delivery_done", "done_at", sqlite_where=DONE, postgresql_where=DONE),
    Index("ix_delivery_text", "done_at", sqlite_where=TEXT_KEPT, postgresql_where=TEXT_KEPT),
    Index("ix_delivery_counted", "person", "counted_at", sqlite_where=COUNTED, postgresql_where=COUNTED),
)

lane = Table(
    "lane",
    metadata,
    Column("key", String(430), primary_key=True),
    Column("tat", Instant),
    Column("paused_until", Instant),
    Column("window", Json, nullable=False, default=list, server_default="[]"),
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
