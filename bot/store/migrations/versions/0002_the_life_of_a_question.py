"""the life of a question: missing words, a community's own entries, reviews, messages said another way"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

import bot.store.types

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "glossary_edition",
        sa.Column("community", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["community"], ["community.id"], name=op.f("fk_glossary_edition_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community", name=op.f("pk_glossary_edition")),
    )
    op.create_table(
        "entry",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("community", sa.String(length=20), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "body",
            sa.JSON(none_as_null=True).with_variant(
                postgresql.JSONB(none_as_null=True, astext_type=Text()), "postgresql"
            ),
            nullable=False,
        ),
        sa.Column("lang", sa.String(length=2), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("person", sa.String(length=20), nullable=True),
        sa.Column("gap", sa.String(length=20), nullable=True),
        sa.Column("made_at", bot.store.types.Instant(), nullable=False),
        sa.Column("decided_at", bot.store.types.Instant(), nullable=True),
        sa.Column("decided_by", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name=op.f("fk_entry_community"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_entry_decided_by"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["gap"], ["gap.id"], name=op.f("fk_entry_gap"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_entry_person"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        sa.UniqueConstraint("community", "slug", "number", name=op.f("uq_entry_community_slug_number")),
    )
    op.create_table(
        "entry_review",
        sa.Column("community", sa.String(length=20), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("lang", sa.String(length=2), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("person", sa.String(length=20), nullable=False),
        sa.Column("fingerprint", sa.String(length=16), nullable=False),
        sa.Column("at", bot.store.types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community"], ["community.id"], name=op.f("fk_entry_review_community"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_entry_review_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("community", "slug", "lang", "part", name=op.f("pk_entry_review")),
    )
    op.create_table(
        "gap_asker",
        sa.Column("gap", sa.String(length=20), nullable=False),
        sa.Column("person", sa.String(length=20), nullable=False),
        sa.Column("community", sa.String(length=20), nullable=False),
        sa.Column("asked_at", bot.store.types.Instant(), nullable=False),
        sa.Column("waited_at", bot.store.types.Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community"], ["community.id"], name=op.f("fk_gap_asker_community"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["gap"], ["gap.id"], name=op.f("fk_gap_asker_gap"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_gap_asker_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("gap", "person", name=op.f("pk_gap_asker")),
    )
    op.create_table(
        "recent_words",
        sa.Column("person", sa.String(length=20), nullable=False),
        sa.Column("community", sa.String(length=20), nullable=False),
        sa.Column(
            "slugs",
            sa.JSON(none_as_null=True).with_variant(
                postgresql.JSONB(none_as_null=True, astext_type=Text()), "postgresql"
            ),
            nullable=False,
        ),
        sa.Column("at", bot.store.types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community"], ["community.id"], name=op.f("fk_recent_words_community"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_recent_words_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_recent_words")),
    )
    op.create_table(
        "rephrase",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("community", sa.String(length=20), nullable=False),
        sa.Column("message", sa.String(length=64), nullable=False),
        sa.Column("author", sa.String(length=20), nullable=False),
        sa.Column("asked_at", bot.store.types.Instant(), nullable=False),
        sa.Column("answered_at", bot.store.types.Instant(), nullable=True),
        sa.Column("beginning", sa.Text(), server_default="", nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["author"], ["person.id"], name=op.f("fk_rephrase_author"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["community"], ["community.id"], name=op.f("fk_rephrase_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rephrase")),
        sa.UniqueConstraint("community", "message", name=op.f("uq_rephrase_community_message")),
    )
    op.create_table(
        "word_keeper",
        sa.Column("community", sa.String(length=20), nullable=False),
        sa.Column("person", sa.String(length=20), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community"], ["community.id"], name=op.f("fk_word_keeper_community"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_word_keeper_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("community", "person", "part", name=op.f("pk_word_keeper")),
    )
    op.create_table(
        "entry_approval",
        sa.Column("entry", sa.String(length=20), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("community", sa.String(length=20), nullable=False),
        sa.Column("person", sa.String(length=20), nullable=False),
        sa.Column("at", bot.store.types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community"], ["community.id"], name=op.f("fk_entry_approval_community"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name=op.f("fk_entry_approval_entry"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_entry_approval_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("entry", "part", name=op.f("pk_entry_approval")),
    )
    op.create_table(
        "rephrase_asker",
        sa.Column("rephrase", sa.String(length=20), nullable=False),
        sa.Column("person", sa.String(length=20), nullable=False),
        sa.Column("community", sa.String(length=20), nullable=False),
        sa.Column("asked_at", bot.store.types.Instant(), nullable=False),
        sa.Column("waited_at", bot.store.types.Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community"], ["community.id"], name=op.f("fk_rephrase_asker_community"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_rephrase_asker_person"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["rephrase"], ["rephrase.id"], name=op.f("fk_rephrase_asker_rephrase"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("rephrase", "person", name=op.f("pk_rephrase_asker")),
    )
    with op.batch_alter_table("rephrase_asker", schema=None) as batch_op:
        batch_op.create_index("ix_rephrase_asker_person", ["person"], unique=False)

    with op.batch_alter_table("gap_asker", schema=None) as batch_op:
        batch_op.create_index("ix_gap_asker_person", ["person"], unique=False)

    with op.batch_alter_table("clarity", schema=None) as batch_op:
        batch_op.add_column(sa.Column("fingerprint", sa.String(length=16), server_default="", nullable=False))

    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.add_column(sa.Column("agenda", sa.Text(), server_default="", nullable=False))

    with op.batch_alter_table("gap", schema=None) as batch_op:
        batch_op.add_column(sa.Column("passed_on_at", bot.store.types.Instant(), nullable=True))
        batch_op.add_column(sa.Column("typed", sa.String(length=120), server_default="", nullable=False))
        batch_op.add_column(sa.Column("about", sa.String(length=120), server_default="", nullable=False))
        batch_op.add_column(sa.Column("answer", sa.String(length=120), server_default="", nullable=False))
        batch_op.add_column(sa.Column("words", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("settled_by", sa.String(length=20), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("gap", schema=None) as batch_op:
        for name in ("settled_by", "words", "answer", "about", "typed", "passed_on_at"):
            batch_op.drop_column(name)

    with op.batch_alter_table("clarity", schema=None) as batch_op:
        batch_op.drop_column("fingerprint")

    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_column("agenda")

    with op.batch_alter_table("rephrase_asker", schema=None) as batch_op:
        batch_op.drop_index("ix_rephrase_asker_person")

    with op.batch_alter_table("gap_asker", schema=None) as batch_op:
        batch_op.drop_index("ix_gap_asker_person")

    op.drop_table("rephrase_asker")
    op.drop_table("entry_approval")
    op.drop_table("word_keeper")
    op.drop_table("rephrase")
    op.drop_table("recent_words")
    op.drop_table("gap_asker")
    op.drop_table("entry_review")
    op.drop_table("entry")
    op.drop_table("glossary_edition")
