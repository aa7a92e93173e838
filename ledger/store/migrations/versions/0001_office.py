"""The first tables of the office."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "documents",
        sa.Column("root", sa.LargeBinary(32), primary_key=True),
        sa.Column("subject", sa.LargeBinary, nullable=False, index=True),
        sa.Column("draft", sa.LargeBinary(32), nullable=False),
        sa.Column("private", sa.Integer, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("subject", "draft"),
    )
    op.create_table(
        "vault_keys",
        sa.Column("subject", sa.LargeBinary, primary_key=True),
        sa.Column("wrapped", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "vault_rows",
        sa.Column("subject", sa.LargeBinary, sa.ForeignKey("vault_keys.subject", ondelete="CASCADE"), primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "filings",
        sa.Column("chain_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("target", sa.LargeBinary(20), primary_key=True),
        sa.Column("call_hash", sa.LargeBinary(32), primary_key=True),
        sa.Column("calldata", sa.LargeBinary, nullable=False),
        sa.Column("maker", sa.LargeBinary(20), nullable=False),
        sa.Column("expiry", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "verify_runs",
        sa.Column("run", sa.Integer, primary_key=True),
        sa.Column("chain_id", sa.BigInteger, nullable=False, index=True),
        sa.Column("block", sa.BigInteger, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("rows", sa.BigInteger, nullable=False),
        sa.Column("events", sa.BigInteger, nullable=False),
        sa.Column("subjects", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "findings",
        sa.Column("run", sa.Integer, sa.ForeignKey("verify_runs.run", ondelete="CASCADE"), primary_key=True),
        sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("finding", sa.Text, nullable=False),
    )


def downgrade() -> None:
    """Remove them, and what people wrote with them."""
    for table in ("findings", "verify_runs", "filings", "vault_rows", "vault_keys", "documents"):
        op.drop_table(table)
