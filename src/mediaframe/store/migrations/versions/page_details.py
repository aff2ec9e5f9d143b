"""What a page says beside its text, and since when a captured page says the same."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("articles", sa.Column("subtitle", sa.String(), nullable=True))
    op.add_column("articles", sa.Column("wire", sa.String(), nullable=True))
    op.add_column("articles", sa.Column("updated", sa.Date(), nullable=True))
    op.add_column("captures", sa.Column("taken", sa.DateTime(), nullable=True))
    op.execute("UPDATE captures SET taken = fetched WHERE digest IS NOT NULL")
