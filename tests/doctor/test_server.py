"""A real PostgreSQL under the ledger: refused, too old, not prepared, granted too little and too much."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace

import pytest

from ledger.doctor.checks import mirror, office, server
from ledger.doctor.checks.contracts import pause
from ledger.doctor.examine import outcomes
from ledger.doctor.outcome import State
from ledger.doctor.patient import Patient
from ledger.documents.store import Documents
from ledger.indexer.opening import open_indexer
from ledger.store.office import open_office
from ledger.store.roles import prepare
from tests.doctor.clinic import Clinic, blind, fine, says
from tests.postgres import PASSWORD, Database, Server

pytestmark = pytest.mark.node


@pytest.fixture(scope="module")
def database(clinic: Clinic, postgres: Server) -> Database:
    """The clinic's chain in a database of its own."""
    made, county = postgres.database(), clinic.county
    indexer = open_indexer(county.chain, county.network, made.indexer)
    indexer.start()
    indexer.sync()
    indexer.mirror.engine.dispose()
    return made


@pytest.fixture
def one(clinic: Clinic, database: Database) -> Patient:
    return replace(clinic.patient(clinic.home), mirror_url=database.indexer, office_url=database.api)


@contextmanager
def older(postgres: Server) -> Iterator[int]:
    """A port behind which the server says that it is of version 14."""
    with closing(socket.create_server(("127.0.0.1", 0))) as door:
        stop = threading.Event()
        threads: list[threading.Thread] = []

        def pass_on(source: socket.socket, target: socket.socket) -> None:
            with source, target:
                while data := source.recv(65_536):
                    at = data.find(b"server_version\0")
                    target.sendall(data if at < 0 else data[: at + 15] + b"14" + data[at + 17 :])

        def let_in() -> None:
            while not stop.is_set():
                try:
                    client, _ = door.accept()
                except OSError:
                    return
                real = socket.create_connection(("127.0.0.1", postgres.port))
                for pair in ((client, real), (real.dup(), client.dup())):
                    threads.append(threading.Thread(target=pass_on, args=pair))
                    threads[-1].start()

        keeper = threading.Thread(target=let_in)
        keeper.start()
        yield door.getsockname()[1]
        stop.set()
        door.shutdown(socket.SHUT_RDWR)
        keeper.join()
        for thread in threads:
            thread.join()


def test_a_ledger_on_postgresql_is_well(one: Patient) -> None:
    for check in (server.server, mirror.mirror, mirror.schema, mirror.position, mirror.lag, mirror.dossiers, pause):
        assert fine(one, check), check.name
    for check in (office.office, office.migration, office.contents):
        assert fine(one, check), check.name


def test_a_reader_alone_sees_the_mirror_and_is_well(one: Patient, database: Database) -> None:
    assert fine(replace(one, mirror_url=database.reader, made={}), mirror.dossiers)


def test_on_files_there_is_nothing_to_look_at(clinic: Clinic) -> None:
    assert fine(clinic.patient(clinic.home), server.server)


def test_server_refused(one: Patient, database: Database, postgres: Server) -> None:
    wrong = postgres.url(database.name, "ledger_indexer", tcp=True).replace("@", ":wrong@")
    found = says(replace(one, mirror_url=wrong, made={}), server.server, "refused")
    place = f"postgresql://OWNER@127.0.0.1:{postgres.port}/{database.name}"
    assert found.command == f"ledger database prepare {place} --new-passwords"
    assert "wrong" not in found.says("en")
    assert blind(replace(one, mirror_url=wrong, made={}), mirror.dossiers) == "DatabaseRefused"


def test_server_old(one: Patient, database: Database, postgres: Server) -> None:
    with older(postgres) as port:
        url = f"postgresql://ledger_indexer:{PASSWORD}@127.0.0.1:{port}/{database.name}"
        found = says(replace(one, mirror_url=url, made={}), server.server, "old")
    assert "14." in found.says("zh")
    assert "15" in found.says("zh")


def test_server_unprepared(one: Patient, postgres: Server) -> None:
    postgres.sql("CREATE DATABASE bare TEMPLATE template0")
    found = says(replace(one, mirror_url=postgres.url("bare", "ledger_indexer"), made={}), server.server, "unprepared")
    place = f"postgresql://OWNER@/bare?host={postgres.folder}&port={postgres.port}"
    assert found.command == f"ledger database prepare '{place}'"
    assert "mirror" in found.says("en")


@pytest.mark.parametrize(
    ("lost", "said"),
    [
        ("UPDATE ON mirror.rights FROM ledger_indexer", "ledger_indexer: UPDATE mirror.rights"),
        ("DELETE ON office.filings FROM ledger_api", "ledger_api: DELETE office.filings"),
        ("SELECT ON mirror.events FROM ledger_api", "ledger_api: SELECT mirror.events"),
    ],
)
def test_server_lacks(one: Patient, database: Database, postgres: Server, lost: str, said: str) -> None:
    open_office(database.api).dispose()
    postgres.sql(f"REVOKE {lost}", database.name)
    asked = one if "indexer" in lost else replace(one, mirror_url=database.api)
    found = outcomes(asked, server.server)
    asked.close()
    assert {each.case for each in found} == {"lacks"}
    assert said in found[0].says("zh")
    assert found[0].command.startswith("ledger database prepare 'postgresql://OWNER@/")
    prepare(database.owner, {}, keep=lambda _: None)
    assert fine(replace(asked, made={}), server.server), "what was typed mends it"


@pytest.mark.parametrize(
    ("grant", "role", "undo"),
    [
        ("GRANT UPDATE ON mirror.assets TO ledger_reader", "ledger_reader", ""),
        ("GRANT USAGE ON SCHEMA office TO ledger_reader; GRANT SELECT ON office.vault_rows TO ledger_reader", "", ""),
        ("GRANT ledger_indexer TO ledger_api", "ledger_api", "REVOKE ledger_indexer FROM ledger_api"),
    ],
)
def test_server_wide(one: Patient, database: Database, postgres: Server, grant: str, role: str, undo: str) -> None:
    for statement in grant.split("; "):
        postgres.sql(statement, database.name)
    found = says(one, server.server, "wide", State.WARNING)
    assert role in found.says("en")
    *_, statement, _ = found.command.split('"')
    postgres.sql(undo or statement, database.name)
    postgres.sql("REVOKE USAGE ON SCHEMA office FROM ledger_reader", database.name)
    assert fine(replace(one, made={}), server.server)


def test_server_mighty(one: Patient, database: Database, postgres: Server) -> None:
    found = says(replace(one, mirror_url=database.owner, made={}), server.server, "mighty", State.WARNING)
    assert "postgres" in found.says("en")
    postgres.sql("ALTER ROLE ledger_reader CREATEDB")
    found = says(one, server.server, "mighty", State.WARNING)
    *_, statement, _ = found.command.split('"')
    postgres.sql(statement)
    assert fine(replace(one, made={}), server.server)


def test_contents_altered_there(one: Patient, database: Database, postgres: Server) -> None:
    store = open_office(database.api)
    root = Documents(store).put({"name": "field"}, b"somebody")
    store.dispose()
    altered = "UPDATE office.documents SET content = replace(convert_from(content, 'UTF8'), 'field', '%s')::bytea"
    postgres.sql(altered % "fjord", database.name)
    found = says(one, office.contents, "altered_there")
    place = f"postgresql://ledger_api@/{database.name}?host={postgres.folder}&port={postgres.port}"
    assert found.command == f"pg_restore --clean --if-exists --dbname='{place}' BACKUP/office.dump"
    assert root.hex() in found.says("zh")
    postgres.sql("DELETE FROM office.documents", database.name)
    assert fine(replace(one, made={}), office.contents)
