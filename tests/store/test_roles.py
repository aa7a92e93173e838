"""What each role of a PostgreSQL may do, and what it is refused; also with tables that were made after the grants."""

from pathlib import Path

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from ledger.documents.store import Documents
from ledger.store.db import open_store, writing
from ledger.store.errors import GrantMissing, SchemaMissing
from ledger.store.office import NEWEST, open_office
from ledger.store.roles import ROLES, prepare
from ledger.store.schema import B32, INT, table
from ledger.store.tables import create
from ledger.vault.vault import Vault
from tests.postgres import PASSWORD, Database, Server

THINGS = table("things", key=("thing",), thing=B32, number=INT)


@pytest.fixture
def database(postgres: Server) -> Database:
    """A database whose mirror has one table with one row, made by the indexer after the grants."""
    made = postgres.database()
    engine = open_store(made.indexer, "mirror")
    create(engine, [THINGS])
    with writing(engine) as connection:
        connection.execute(THINGS.insert().values(chain_id=1, thing=bytes(32), number=5))
    engine.dispose()
    return made


def run(url: str, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


WRITES = (
    "INSERT INTO mirror.things VALUES (1, '\\x01', 5)",
    "UPDATE mirror.things SET number = 6",
    "DELETE FROM mirror.things",
    "TRUNCATE mirror.things",
    "DROP TABLE mirror.things",
    "CREATE TABLE mirror.more (a int)",
    "CREATE INDEX ON mirror.things (number)",
)
OFFICE = (
    "SELECT * FROM office.documents",
    "SELECT * FROM office.vault_keys",
    "INSERT INTO office.filings VALUES (1, '\\x', '\\x', '\\x', '\\x', 1)",
    "DELETE FROM office.verify_runs",
    "CREATE TABLE office.more (a int)",
)


def test_the_indexer_writes_the_mirror_and_nothing_else(database: Database) -> None:
    for statement in WRITES[:4]:
        run(database.indexer, statement)
    for statement in (*OFFICE, "CREATE TABLE public.more (a int)", "CREATE SCHEMA more", "CREATE ROLE more"):
        with pytest.raises(InsufficientPrivilege):
            run(database.indexer, statement)


def test_the_api_reads_the_mirror_and_writes_the_office(database: Database, tmp_path: Path) -> None:
    assert run(database.api, "SELECT number FROM mirror.things") == [(5,)]
    office = open_office(database.api)
    root = Documents(office, Vault(office, tmp_path / "vault.key")).put({"name": "field"}, b"subject")
    assert Documents(office).missing([root]) == []
    assert run(database.api, "SELECT version_num FROM office.alembic_version") == [(NEWEST,)]
    office.dispose()
    for statement in (*WRITES, "CREATE TABLE public.more (a int)", "CREATE TEMPORARY TABLE more (a int)"):
        with pytest.raises(InsufficientPrivilege):
            run(database.api, statement)


def test_the_reader_sees_the_mirror_and_no_word_of_the_office(database: Database) -> None:
    assert run(database.reader, "SELECT number FROM mirror.things") == [(5,)]
    for statement in (*WRITES, *OFFICE, "CREATE TABLE public.more (a int)", "CREATE TEMPORARY TABLE more (a int)"):
        with pytest.raises(InsufficientPrivilege):
            run(database.reader, statement)


def test_tables_made_anew_keep_their_readers(database: Database) -> None:
    run(database.indexer, "DROP TABLE mirror.things")
    engine = open_store(database.indexer, "mirror")
    create(engine, [THINGS])
    engine.dispose()
    assert run(database.reader, "SELECT number FROM mirror.things") == []
    assert run(database.api, "SELECT number FROM mirror.things") == []


def test_a_role_that_only_reads_may_open_a_mirror_that_stands(database: Database) -> None:
    for url in (database.api, database.reader):
        engine = open_store(url, "mirror")
        create(engine, [THINGS])
        with pytest.raises(GrantMissing):
            create(engine, [THINGS, table("later", key=("a",), a=INT)])
        engine.dispose()


def test_a_role_without_the_schema_is_told_so(database: Database) -> None:
    for url in (database.indexer, database.reader):
        with pytest.raises(SchemaMissing, match="office"):
            open_office(url)


def test_an_unprepared_database_says_what_to_run(postgres: Server) -> None:
    postgres.sql("CREATE DATABASE unprepared TEMPLATE template0")
    with pytest.raises(SchemaMissing, match="ledger database prepare"):
        open_store(postgres.url("unprepared", "postgres"), "mirror")


def test_nobody_else_connects(database: Database, postgres: Server) -> None:
    postgres.sql("CREATE ROLE stranger LOGIN")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        run(postgres.url(database.name, "stranger"), "SELECT 1")


def test_an_owner_that_is_no_superuser_can_prepare(postgres: Server) -> None:
    postgres.sql("CREATE ROLE keeper LOGIN CREATEROLE")
    postgres.sql("CREATE DATABASE kept OWNER keeper TEMPLATE template0")
    for role in ROLES:  # another administrator made the roles; this one may hand them out
        postgres.sql(f"GRANT {role.name} TO keeper WITH ADMIN OPTION")
    prepare(postgres.url("kept", "keeper"), {}, keep=lambda _: None)
    engine = open_store(postgres.url("kept", "ledger_indexer"), "mirror")
    create(engine, [THINGS])
    engine.dispose()
    assert run(postgres.url("kept", "ledger_reader"), "SELECT * FROM mirror.things") == []


def test_a_role_that_may_not_prepare_is_told_so_and_nothing_changes(database: Database) -> None:
    with pytest.raises(GrantMissing):
        prepare(database.reader, {}, keep=lambda _: None)
    assert run(database.api, "SELECT number FROM mirror.things") == [(5,)]


def test_no_password_stands_in_the_servers_log(postgres: Server) -> None:
    assert "ALTER ROLE ledger_indexer PASSWORD 'SCRAM-SHA-256$" in postgres.log()
    assert PASSWORD not in postgres.log()
