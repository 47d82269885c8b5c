"""The tables of words: who looks after them, a community's own entries, what is missing or not clear yet.

Who asked for a word is kept for one purpose, to tell them the answer, and deleted as soon as they were told.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from bot.store.parts import community_column, id_column, metadata, person_column
from bot.store.types import Instant, Json

word_keeper = Table(
    "word_keeper",
    metadata,
    Column("community", ForeignKey("community.id", ondelete="CASCADE"), primary_key=True),
    Column("person", ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("part", String(20), primary_key=True),
    Column("position", Integer, nullable=False, default=0),
)
"""`part`: "steward" answers unknown words; "patient_partner" and "researcher" approve and review entries. `position`:
the order they were named in."""

glossary_edition = Table(
    "glossary_edition",
    metadata,
    Column("community", ForeignKey("community.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, nullable=False, default=0),
    Column("mark", String(20), nullable=False),
)
"""Counts up with each change of a community's entries or reviews, so that a process knows when to read them again.
`mark` is new each time: a number alone comes twice when a transaction is undone."""

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
    Column("typed", String(120), nullable=False, default="", server_default=""),
    Column("about", String(120), nullable=False, default="", server_default=""),
    Column("answer", String(120), nullable=False, default="", server_default=""),
    Column("words", Text, nullable=False, default="", server_default=""),
    Column("settled_by", String(20), nullable=False, default="", server_default=""),
    UniqueConstraint("community", "word"),
)
"""Something that waits for words. `word` is folded, `typed` as it was first written. `about`: the slug of an entry that
somebody read and still did not understand; empty for a word nobody has explained. Once settled: `answer` is the slug
that answers it, `words` what was said instead, `settled_by` the id of who did it; all three are empty where nothing
could be explained."""

clarity = Table(
    "clarity",
    metadata,
    Column("community", ForeignKey("community.id", ondelete="CASCADE"), primary_key=True),
    Column("term", String(120), primary_key=True),
    Column("lang", String(2), primary_key=True),
    Column("clear", Integer, nullable=False, default=0),
    Column("unclear", Integer, nullable=False, default=0),
    Column("fingerprint", String(16), nullable=False, default="", server_default=""),
)
"""How often one wording was clear and not clear; `fingerprint` is the wording's, and another one starts again."""

gap_asker = Table(
    "gap_asker",
    metadata,
    Column("gap", ForeignKey("gap.id", ondelete="CASCADE"), primary_key=True),
    Column("person", ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    community_column(),
    Column("asked_at", Instant, nullable=False),
    Column("waited_at", Instant),
    Index("ix_gap_asker_person", "person"),
)
"""Who waits for an answer. `waited_at`: when they were told that there is none yet."""

entry = Table(
    "entry",
    metadata,
    id_column(),
    community_column(),
    Column("slug", String(120), nullable=False),
    Column("number", Integer, nullable=False),
    Column("body", Json, nullable=False),
    Column("lang", String(2), nullable=False),
    Column("state", String(10), nullable=False),
    Column("person", ForeignKey("person.id", ondelete="SET NULL")),
    Column("gap", ForeignKey("gap.id", ondelete="SET NULL")),
    Column("made_at", Instant, nullable=False),
    Column("decided_at", Instant),
    Column("decided_by", ForeignKey("person.id", ondelete="SET NULL")),
    UniqueConstraint("community", "slug", "number"),
)
"""One version of an entry; `body` is a term file as a table, `lang` the language written. `state`: draft (seen by its
writer alone), proposed, answered (a steward's answer: used at once, as a draft), approved, refused, replaced (by a
newer proposal) or undone. In each language the newest answered or approved one counts."""

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
    Column("beginning", Text, nullable=False, default="", server_default=""),
    Column("words", Text, nullable=False, default="", server_default=""),
    UniqueConstraint("community", "message"),
)
"""An author was asked to say a message another way. `message`: a digest of where it stands. `beginning`: how it begins,
so that people know it again. `words`: what the author said instead, for whoever asks next; empty when they would rather
not. Both are emptied after a month."""

rephrase_asker = Table(
    "rephrase_asker",
    metadata,
    Column("rephrase", ForeignKey("rephrase.id", ondelete="CASCADE"), primary_key=True),
    Column("person", ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    community_column(),
    Column("asked_at", Instant, nullable=False),
    Column("waited_at", Instant),
    Index("ix_rephrase_asker_person", "person"),
)
"""Who waits for it. `waited_at`: when they were told that there is no answer yet."""
