"""Whether a scorer was too unsure for its codes to be counted."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column(
        "readings",
        sa.Column("abstained", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
