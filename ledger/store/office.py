"""The office: what people wrote and the chain does not hold. Migrated with Alembic, backed up, never in the digest.

Documents, the vault, calls that wait for their second person, what ``verify`` found.
"""

from pathlib import Path

from sqlalchemy import (
    BigInteger,
    Column,
    Engine,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    inspect,
    select,
    text,
)

from ledger.store.db import alone, open_store, reading, writing

MIGRATIONS = Path(__file__).resolve().parent / "migrations"
NEWEST = "0003"
"""The last migration: what the code expects of the database."""
OFFICE = "office"
"""What who looks for a row and writes it if there is none waits for (``db.alone``)."""

_META = MetaData()

documents = Table(
    "documents",
    _META,
    Column("root", LargeBinary(32), primary_key=True),
    Column("subject", LargeBinary, nullable=False, index=True),
    Column("draft", LargeBinary(32), nullable=False),
    Column("private", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    UniqueConstraint("subject", "draft"),
)
"""Record documents with their salts, by the root that stands on the chain. ``subject``: whose it is; ``draft``: a hash
of what was written, so that a draft sent again keeps its salts; ``private`` 1: content is sealed by the vault."""

vault_keys = Table(
    "vault_keys",
    _META,
    Column("subject", LargeBinary, primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
)
"""One data key a subject, wrapped by the master key."""

vault_rows = Table(
    "vault_rows",
    _META,
    Column("subject", LargeBinary, ForeignKey("vault_keys.subject", ondelete="CASCADE"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)
"""Personal data by subject and name of the field, each in an envelope."""

filings = Table(
    "filings",
    _META,
    Column("chain_id", BigInteger, primary_key=True, autoincrement=False),
    Column("target", LargeBinary(20), primary_key=True),
    Column("call_hash", LargeBinary(32), primary_key=True),
    Column("calldata", LargeBinary, nullable=False),
    Column("maker", LargeBinary(20), nullable=False),
    Column("expiry", BigInteger, nullable=False),
)
"""Calls that wait for their second person. ``expiry`` in UTC seconds of block time."""

verify_runs = Table(
    "verify_runs",
    _META,
    Column("run", Integer, primary_key=True),
    Column("chain_id", BigInteger, nullable=False, index=True),
    Column("block", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("rows", BigInteger, nullable=False),
    Column("events", BigInteger, nullable=False),
    Column("subjects", BigInteger, nullable=False),
    Column("hash", LargeBinary(32)),
    Column("since", BigInteger),
)
"""What was compared, up to which block and its hash, when (wall clock, UTC seconds). ``since``: the block after which
the run looked, NULL where it looked at everything."""

findings = Table(
    "findings",
    _META,
    Column("run", Integer, ForeignKey("verify_runs.run", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("finding", Text, nullable=False),
)
"""The differences of a run, in order, each as JSON."""

certificates = Table(
    "certificates",
    _META,
    Column("number", String(24), primary_key=True),
    Column("chain_id", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("thing", LargeBinary, nullable=False),
    Column("block", BigInteger, nullable=False),
    Column("head", LargeBinary(32), nullable=False),
    Column("issued", BigInteger, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("revoked", BigInteger),
    Column("reason", Text),
    Index("certificates_by_thing", "chain_id", "thing", "block"),
)
"""Certificates that were issued (wall clock, UTC seconds), as files. ``head``: of the dossier, as proved; a later one
of the same thing with another head supersedes. ``revoked``: when its issuer took it back, and why."""

TABLES: tuple[Table, ...] = (documents, vault_keys, vault_rows, filings, verify_runs, findings, certificates)


def open_office(url: str) -> Engine:
    """Open the office and bring its tables to the newest version."""
    engine = open_store(url, "office")
    if _version(engine) != NEWEST:
        _migrate(engine)
    return engine


def _version(engine: Engine) -> str | None:
    with reading(engine) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.execute(
            select(text("version_num")).select_from(text("alembic_version"))
        ).scalar()
        return found


def _migrate(engine: Engine) -> None:
    # Alembic costs a quarter of a second to import; most starts need none of it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with writing(engine) as connection:
        alone(connection, "office")  # whoever comes second finds it migrated
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
