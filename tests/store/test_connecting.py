"""What is said, in both languages, when a database cannot be reached, does not let us in, or is not what we need."""

import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import Connection, text

from ledger.kit.errors import LedgerError
from ledger.kit.home import Home
from ledger.kit.locale import LANGS, has
from ledger.store import passfile, postgresql
from ledger.store.db import address, alone, mirror_url, open_store, reading, sqlite_url, writing
from ledger.store.errors import DatabaseDown, DatabaseOld, DatabaseRefused, DatabaseUnknown, GrantMissing
from ledger.store.office import open_office
from tests.postgres import PASSWORD, Database, Server, serve


@contextmanager
def told(code: str, *words: str) -> Iterator[None]:
    """The error has this code, a sentence in both languages, these words in it, and no password."""
    with pytest.raises(LedgerError) as caught:
        yield
    assert caught.value.code == code
    for lang in LANGS:
        assert has(f"errors.{code}", lang)
        said = caught.value.say(lang)
        assert PASSWORD not in said
        assert all(word in said for word in words)


@pytest.fixture(scope="module")
def database(postgres: Server) -> Database:
    return postgres.database()


def with_password(url: str, password: str) -> str:
    return url.replace("@", f":{password.replace(' ', '%20')}@", 1)


def test_a_plain_url_takes_our_driver() -> None:
    for scheme in ("postgresql", "postgres", "postgresql+psycopg"):
        assert address(f"{scheme}://role@host:5/db").drivername == "postgresql+psycopg"


@pytest.mark.parametrize(
    "url", ["mysql://root@host/db", "nonsense", "postgresql://h:port/db", "postgresql+pg8000://h/db"]
)
def test_another_url_is_refused_and_not_repeated(url: str) -> None:
    with told("DatabaseUnknown"):
        address(url)
    with pytest.raises(DatabaseUnknown) as caught:
        address(url)
    assert url not in str(caught.value)


def test_nobody_listens_there(tmp_path: Path) -> None:
    with told("DatabaseDown", "127.0.0.1:1/db"):
        open_store(f"postgresql://ledger_indexer:{PASSWORD}@127.0.0.1:1/db", "mirror")
    with told("DatabaseDown", str(tmp_path)):
        open_store(f"postgresql://ledger_indexer@/db?host={tmp_path}", "mirror")


def test_the_right_password_opens_and_a_wrong_one_or_none_is_refused(postgres: Server, database: Database) -> None:
    url = postgres.url(database.name, "ledger_indexer", tcp=True)
    open_store(with_password(url, PASSWORD), "mirror").dispose()
    for wrong in (with_password(url, "wrong"), url):
        with told("DatabaseRefused", database.name):
            open_store(wrong, "mirror")


def test_a_database_or_a_role_that_is_not_there_is_refused(postgres: Server, database: Database) -> None:
    for url in (postgres.url("nowhere", "ledger_indexer"), postgres.url(database.name, "nobody")):
        with pytest.raises(DatabaseRefused):
            open_store(url, "mirror")


def test_a_server_that_is_too_old_is_refused() -> None:
    for number in (150000, 150018, 180004):
        postgresql.refuse_old(number, "db")
    with pytest.raises(DatabaseOld, match=r"14\.5"):
        postgresql.refuse_old(140005, "db")


def test_the_homes_password_file_is_used_unless_a_password_comes_from_elsewhere(
    postgres: Server, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, home = postgres.url(database.name, "ledger_indexer", tcp=True), Home(tmp_path)
    monkeypatch.setenv("LEDGER_MIRROR", url)
    with pytest.raises(DatabaseRefused):
        open_store(mirror_url(home), "mirror")
    passfile.keep(tmp_path / "pgpass", postgresql.where(address(url)), {"ledger_indexer": PASSWORD})
    assert (tmp_path / "pgpass").stat().st_mode & 0o777 == 0o600
    open_store(mirror_url(home), "mirror").dispose()
    monkeypatch.setenv("PGPASSWORD", "wrong")
    with pytest.raises(DatabaseRefused):
        open_store(mirror_url(home), "mirror")


def test_a_password_file_keeps_the_lines_of_others(tmp_path: Path) -> None:
    path = tmp_path / "pgpass"
    path.write_text("other:5432:db:me:secret\nhost:5432:db:ledger_api:old\n")
    passfile.keep(path, ("host", "5432", "db"), {"ledger_api": "a:b\\c", "ledger_reader": "new"})
    assert path.read_text() == (
        "other:5432:db:me:secret\nhost:5432:db:ledger_api:a\\:b\\\\c\nhost:5432:db:ledger_reader:new\n"
    )


def test_a_new_file_opens_for_many_that_come_at_once(tmp_path: Path) -> None:
    """SQLite says that the file is locked, at once, to all but one that make it a file with a log."""

    def come(barrier: Barrier, url: str) -> int:
        barrier.wait()
        engine = open_store(url, "mirror")
        with writing(engine) as connection:
            connection.execute(text("CREATE TABLE IF NOT EXISTS some (number INTEGER)"))
            connection.execute(text("INSERT INTO some VALUES (1)"))
            found: int = connection.execute(text("SELECT count(*) FROM some")).scalar_one()
        engine.dispose()
        return found

    with ThreadPoolExecutor(8) as pool:
        for number in range(20):
            barrier, url = Barrier(8), sqlite_url(tmp_path / f"{number}.db")
            assert sorted(pool.map(come, [barrier] * 8, [url] * 8)) == list(range(1, 9))


def test_a_reading_transaction_cannot_write(database: Database) -> None:
    engine = open_store(database.api, "office")
    with pytest.raises(DatabaseDown, match="read-only"), reading(engine) as connection:
        connection.execute(text("DELETE FROM verify_runs"))
    engine.dispose()


def test_what_a_role_may_not_do_is_told_with_the_servers_words(database: Database) -> None:
    engine = open_store(database.api, "mirror")
    with pytest.raises(GrantMissing, match="permission denied"), writing(engine) as connection:
        connection.execute(text("CREATE TABLE more (a int)"))
    engine.dispose()


def lose(server: Server, how: signal.Signals, connection: Connection) -> None:
    connection.execute(text("DELETE FROM filings"))
    server.stop(how)
    connection.execute(text("DELETE FROM filings"))


def test_a_server_that_was_restarted_is_used_again() -> None:
    for server in serve():
        office = open_office(server.database().api)
        for how in (signal.SIGINT, signal.SIGQUIT):
            with pytest.raises(DatabaseDown), writing(office) as connection:
                lose(server, how, connection)
            with pytest.raises(DatabaseDown), reading(office):
                pass
            server.start()
            with writing(office) as connection:
                connection.execute(text("DELETE FROM filings"))
        office.dispose()


def test_who_waits_too_long_for_another_writer_is_told_that_it_is_busy(database: Database) -> None:
    engine = open_store(database.indexer, "mirror")
    with writing(engine) as first:
        alone(first, "mirror 1")
        with writing(engine) as second:
            alone(second, "mirror 2")
        with told("DatabaseBusy", database.name), writing(engine) as third:
            alone(third, "mirror 1", patience=50)
    with writing(engine) as fourth:
        alone(fourth, "mirror 1", patience=50)
    engine.dispose()
