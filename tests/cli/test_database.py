"""`ledger database prepare`: run once, run again, passwords that only their file holds."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner, Result

from ledger.cli.command import Settings
from ledger.cli.main import root
from ledger.kit.home import Home
from ledger.store.db import mirror_url, office_url, open_store
from ledger.store.errors import DatabaseRefused
from ledger.store.filings import Filing, Filings
from ledger.store.office import open_office
from tests.postgres import PASSWORD, Server, serve


def run(home: Path, *words: str, **environment: str) -> Result:
    return CliRunner().invoke(root, list(words), obj=Settings("en"), env={"LEDGER_HOME": str(home), **environment})


def opens(home: Path, urls: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Mirror and office open with what the command said, and nothing else."""
    monkeypatch.setenv("LEDGER_MIRROR", urls["ledger_indexer"])
    monkeypatch.setenv("LEDGER_OFFICE", urls["ledger_api"])
    open_store(mirror_url(Home(home)), "mirror").dispose()
    open_office(office_url(Home(home))).dispose()


def test_a_database_is_prepared_once_and_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server: Server
    for server in serve():
        server.sql("DROP DATABASE ledger_template")
        for role in ("ledger_indexer", "ledger_api", "ledger_reader"):
            server.sql(f"DROP ROLE {role}")
        server.sql("CREATE DATABASE county TEMPLATE template0")
        url, words = server.url("county", "postgres", tcp=True), ("database", "prepare")
        said = run(tmp_path, *words, url, "--json", PGPASSWORD=PASSWORD)
        assert said.exit_code == 0, said.output
        answer = orjson.loads(said.stdout)
        assert answer["roles"] == {"ledger_indexer": True, "ledger_api": True, "ledger_reader": True}
        kept = Path(answer["passwords"]).read_text()
        secrets = [line.rpartition(":")[2] for line in kept.splitlines()]
        assert len(set(secrets)) == 3
        assert not any(secret in said.output or secret in server.log() for secret in secrets)
        opens(tmp_path, answer["urls"], monkeypatch)

        again = run(tmp_path, *words, url, "--json", PGPASSWORD=PASSWORD)
        assert orjson.loads(again.stdout)["roles"] == dict.fromkeys(answer["roles"], False)
        assert Path(answer["passwords"]).read_text() == kept
        opens(tmp_path, answer["urls"], monkeypatch)

        named = run(tmp_path, *words, url, PGPASSWORD=PASSWORD, LEDGER_INDEXER_PASSWORD="chosen by the operator")
        assert named.exit_code == 0, named.output
        assert "chosen" not in named.output + Path(answer["passwords"]).read_text() + server.log()
        with pytest.raises(DatabaseRefused):
            opens(tmp_path, answer["urls"], monkeypatch)
        renewed = run(tmp_path, *words, url, "--new-passwords", PGPASSWORD=PASSWORD)
        assert renewed.exit_code == 0, renewed.output
        assert not any(secret in Path(answer["passwords"]).read_text() for secret in secrets)
        opens(tmp_path, answer["urls"], monkeypatch)


def test_no_password_is_taken_from_the_command_line(tmp_path: Path) -> None:
    said = run(tmp_path, "database", "prepare", "postgresql://postgres:secret@127.0.0.1:1/db")
    assert said.exit_code == 1
    assert "secret" not in said.output
    assert "PGPASSWORD" in said.stderr


def test_a_file_needs_no_preparing(tmp_path: Path) -> None:
    said = run(tmp_path, "database", "prepare", f"sqlite:///{tmp_path / 'mirror.db'}")
    assert said.exit_code == 1
    assert "SQLite" in said.stderr


def test_an_office_is_taken_once_and_never_from_a_file_that_is_not_there(tmp_path: Path) -> None:
    old, new = tmp_path / "old.db", f"sqlite:///{tmp_path / 'new.db'}"
    wrong = run(tmp_path, "database", "take-office", f"sqlite:///{old}", LEDGER_OFFICE=new)
    assert wrong.exit_code == 1
    assert not old.exists()
    engine = open_office(f"sqlite:///{old}")
    Filings(engine, 1).put(Filing(b"t" * 20, b"a call", b"m" * 20, 100))
    engine.dispose()
    taken = run(tmp_path, "database", "take-office", f"sqlite:///{old}", "--json", LEDGER_OFFICE=new)
    assert orjson.loads(taken.stdout) == {"rows": 1}
    again = run(tmp_path, "database", "take-office", f"sqlite:///{old}", LEDGER_OFFICE=new)
    assert again.exit_code == 1
    assert "already" in again.stderr


def test_a_sample_whose_databases_lie_elsewhere_is_not_forgotten(tmp_path: Path) -> None:
    home, elsewhere = Home(tmp_path / "home").ready(), f"sqlite:///{tmp_path / 'office.db'}"
    open_office(elsewhere).dispose()
    home.vault_key.write_text("the office's key")
    (home.root / "playing").touch()
    said = run(home.root, "up", "--fresh", "--port", "0", LEDGER_OFFICE=elsewhere)
    assert said.exit_code == 1
    assert "Nothing was deleted" in said.stderr
    assert home.vault_key.exists()
