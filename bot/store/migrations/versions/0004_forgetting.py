"""old texts and old deliveries are found without reading every delivery there is; when a delivery was first tried, and
first asked about"""

import sqlalchemy as sa
from alembic import op

import bot.store.types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

DONE, TEXT = sa.text("done_at IS NOT NULL"), sa.text("done_at IS NOT NULL AND message IS NOT NULL")


def upgrade() -> None:
    op.add_column("delivery", sa.Column("first_tried_at", bot.store.types.Instant(), nullable=True))
    op.add_column("delivery", sa.Column("asked_at", bot.store.types.Instant(), nullable=True))
    op.create_index("ix_delivery_done", "delivery", ["done_at"], sqlite_where=DONE, postgresql_where=DONE)
    op.create_index("ix_delivery_text", "delivery", ["done_at"], sqlite_where=TEXT, postgresql_where=TEXT)


def downgrade() -> None:
    op.drop_index("ix_delivery_text", table_name="delivery")
    op.drop_index("ix_delivery_done", table_name="delivery")
    op.drop_column("delivery", "asked_at")
    op.drop_column("delivery", "first_tried_at")
