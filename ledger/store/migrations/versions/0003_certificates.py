"""The certificates that were issued."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """One row a certificate; which one supersedes another follows from thing and block."""
    op.create_table(
        "certificates",
        sa.Column("number", sa.String(24), primary_key=True),
        sa.Column("chain_id", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("thing", sa.LargeBinary, nullable=False),
        sa.Column("block", sa.BigInteger, nullable=False),
        sa.Column("head", sa.LargeBinary(32), nullable=False),
        sa.Column("issued", sa.BigInteger, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("revoked", sa.BigInteger),
        sa.Column("reason", sa.Text),
    )
    op.create_index("certificates_by_thing", "certificates", ["chain_id", "thing", "block"])


def downgrade() -> None:
    """Remove them."""
    op.drop_table("certificates")
