"""The tables of words: who looks after them, a community's own entries, what is missing or not clear yet.

Who asked for a word is kept for one purpose, to tell them the answer, and deleted as soon as they were told.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from bot.store.parts import community_column, id_column, metadata, person_column
from bot.store.types import Instant, Json

word_keeper = Table(
    "word_keeper",
    metadata,
    Column("community", ForeignKey("community.id", ondelete="CASCADE"), primary_key=True),
    Column("person", ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("part", String(20), primary_key=True),
)
"""`part`: "steward" answers unknown words; "patient_partner" and "researcher" approve and review entries."""

glossary_edition = Table(
    "glossary_edition",
    metadata,
    Column("community", ForeignKey("community.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, nullable=False, default=0),
)
"""Counts up with each change of a community's entries or reviews, so that a process knows when to read them again."""

gap = Table(
    "gap",
    metadata,
    id_column(),
    community_column(),
    Column("word", String(120), nullable=False),
    Column("lang", String(2), nullable=False),
    Column("times", Integer, nullable=False, default=1),
    Column("first_at", Instant, nullable=False),
    Column("last_at", Instant, nullable=False),
    Column("settled_at", Instant),
    Column("passed_on_at", Instant),
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

gap_asker = Table(
    "gap_asker",
    metadata,
    Column("gap", ForeignKey("gap.id", ondelete="CASCADE"), primary_key=True),
    Column("person", ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    community_column(),
    Column("asked_at", Instant, nullable=False),
)

entry = Table(
    "entry",
    metadata,
    id_column(),
    community_column(),
    Column("slug", String(120), nullable=False),
    Column("number", Integer, nullable=False),
    Column("body", Json, nullable=False),
    Column("state", String(10), nullable=False),
    Column("person", ForeignKey("person.id", ondelete="SET NULL")),
    Column("gap", ForeignKey("gap.id", ondelete="SET NULL")),
    Column("made_at", Instant, nullable=False),
    Column("decided_at", Instant),
    UniqueConstraint("community", "slug", "number"),
)
"""One version of an entry; `body` is a term file as a table. `state`: proposed, answered (a steward's answer: used at
once, as a draft), approved, refused, replaced (by a newer proposal) or undone. The newest answered or approved one
counts."""

entry_approval = Table(
    "entry_approval",
    metadata,
    Column("entry", ForeignKey("entry.id", ondelete="CASCADE"), primary_key=True),
    Column("part", String(20), primary_key=True),
    community_column(),
    person_column(),
    Column("at", Instant, nullable=False),
)

entry_review = Table(
    "entry_review",
    metadata,
    Column("community", ForeignKey("community.id", ondelete="CASCADE"), primary_key=True),
    Column("slug", String(120), primary_key=True),
    Column("lang", String(2), primary_key=True),
    Column("part", String(20), primary_key=True),
    person_column(),
    Column("fingerprint", String(16), nullable=False),
    Column("at", Instant, nullable=False),
)
"""A reviewer found this wording fine; it counts as long as the wording's fingerprint is the same."""

recent_words = Table(
    "recent_words",
    metadata,
    Column("person", ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    community_column(),
    Column("slugs", Json, nullable=False),
    Column("at", Instant, nullable=False),
)
"""The words a person was told last, the last one first, for "and the other one?"; forgotten after an hour."""

rephrase = Table(
    "rephrase",
    metadata,
    id_column(),
    community_column(),
    Column("message", String(64), nullable=False),
    person_column("author"),
    Column("asked_at", Instant, nullable=False),
    Column("answered_at", Instant),
    UniqueConstraint("community", "message"),
)
"""An author was asked to say a message another way. `message`: a digest of where it stands, never its text."""

rephrase_asker = Table(
    "rephrase_asker",
    metadata,
    Column("rephrase", ForeignKey("rephrase.id", ondelete="CASCADE"), primary_key=True),
    Column("person", ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    community_column(),
    Index("ix_rephrase_asker_person", "person"),
)
