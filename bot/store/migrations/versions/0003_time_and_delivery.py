"""time and delivery: regions, hours, quiet weeks, the contact budget, reminders, times around an event"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

import bot.store.types

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=Text()), "postgresql")


def upgrade() -> None:
    op.add_column("community", sa.Column("quiet_weeks", JSON, server_default="[]", nullable=False))
    op.add_column("community", sa.Column("prompts_a_week", sa.Integer(), server_default="1", nullable=False))

    op.add_column("person", sa.Column("region", sa.String(length=10), server_default="", nullable=False))
    op.add_column("person", sa.Column("hours", JSON, server_default="{}", nullable=False))

    with op.batch_alter_table("schedule", schema=None) as batch_op:
        batch_op.add_column(sa.Column("event", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("offset_minutes", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_schedule_event"), "event", ["event"], ["id"], ondelete="CASCADE")
    op.create_index(
        "ix_schedule_event",
        "schedule",
        ["event"],
        unique=False,
        sqlite_where=sa.text("event IS NOT NULL"),
        postgresql_where=sa.text("event IS NOT NULL"),
    )

    op.add_column("delivery", sa.Column("parent", sa.String(length=20), nullable=True))
    op.add_column("delivery", sa.Column("counts", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("delivery", sa.Column("counted_at", bot.store.types.Instant(), nullable=True))
    op.create_index(
        "ix_delivery_counted",
        "delivery",
        ["person", "counted_at"],
        unique=False,
        sqlite_where=sa.text("counted_at IS NOT NULL"),
        postgresql_where=sa.text("counted_at IS NOT NULL"),
    )

    op.add_column("lane", sa.Column("window", JSON, server_default="[]", nullable=False))
    with op.batch_alter_table("lane", schema=None) as batch_op:
        batch_op.alter_column("key", existing_type=sa.String(length=130), type_=sa.String(length=430))
    _index_live(["status", "lane", "priority", "not_before", "seq"])


def _index_live(columns: list[str]) -> None:
    live = sa.text("status IN ('pending', 'sending')")
    op.drop_index("ix_delivery_live", "delivery")
    op.create_index("ix_delivery_live", "delivery", columns, sqlite_where=live, postgresql_where=live)


def downgrade() -> None:
    _index_live(["status", "lane", "not_before"])
    # Conversations have lanes of their own from here on; the earlier version knows none, and their keys are longer.
    op.execute("DELETE FROM lane")
    with op.batch_alter_table("lane", schema=None) as batch_op:
        batch_op.alter_column("key", existing_type=sa.String(length=430), type_=sa.String(length=130))
    # Column by column: a batch would make the table anew, and dropping the old one deletes what refers to it.
    op.drop_column("lane", "window")

    op.drop_index("ix_delivery_counted", "delivery")
    op.drop_column("delivery", "counted_at")
    op.drop_column("delivery", "counts")
    op.drop_column("delivery", "parent")

    op.drop_index("ix_schedule_event", "schedule")
    with op.batch_alter_table("schedule", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_schedule_event"), type_="foreignkey")
        batch_op.drop_column("offset_minutes")
        batch_op.drop_column("event")

    op.drop_column("person", "hours")
    op.drop_column("person", "region")

    op.drop_column("community", "prompts_a_week")
    op.drop_column("community", "quiet_weeks")
