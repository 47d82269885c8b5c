"""old texts and old deliveries are found without reading every delivery there is"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NAME, WHERE = "ix_delivery_done", sa.text("done_at IS NOT NULL")


def upgrade() -> None:
    op.create_index(NAME, "delivery", ["done_at"], sqlite_where=WHERE, postgresql_where=WHERE)


def downgrade() -> None:
    op.drop_index(NAME, table_name="delivery")
