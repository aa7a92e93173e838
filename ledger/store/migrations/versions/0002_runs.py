"""A run of ``verify`` knows the hash of its last block, and from which block on it looked."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Runs before this one were complete; without a hash none of them can be continued."""
    op.add_column("verify_runs", sa.Column("hash", sa.LargeBinary(32)))
    op.add_column("verify_runs", sa.Column("since", sa.BigInteger))


def downgrade() -> None:
    """Remove them."""
    for column in ("since", "hash"):
        op.drop_column("verify_runs", column)
