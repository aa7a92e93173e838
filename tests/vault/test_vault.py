"""Personal data lies sealed, opens for its subject alone, and is gone when the key is."""

import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, update

from ledger.store.db import address, reading, writing
from ledger.store.office import open_office, vault_keys, vault_rows
from ledger.vault.errors import VaultBroken, VaultForgotten, VaultKeyMissing, VaultKeyOpen
from ledger.vault.vault import Vault
from tests.stores import Place

ANNE, BEN = b"a" * 16, b"b" * 16


@pytest.fixture
def office(place: Place) -> Iterator[Engine]:
    engine = open_office(place.office)
    yield engine
    engine.dispose()


@pytest.fixture
def files(place: Place, request: pytest.FixtureRequest) -> Callable[[], bytes]:
    """All that the database has in its files, the log of PostgreSQL aside."""

    def read() -> bytes:
        if place.kind == "postgresql":
            paths = list(request.getfixturevalue("postgres").files(place.office))
        else:
            file = Path(str(address(place.office).database))
            paths = list(file.parent.glob(f"{file.name}*"))
        return b"".join(path.read_bytes() for path in paths if path.is_file())

    return read


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    return tmp_path / "vault.key"


def test_fields_come_back_and_are_not_in_the_file(office: Engine, key_file: Path, files: Callable[[], bytes]) -> None:
    Vault(office, key_file).put([(ANNE, {"name": "王小芳", "phone": "13800000000"}), (BEN, {"name": "李强"})])
    Vault(office, key_file).put([(ANNE, {"phone": "13900000000"})])
    assert Vault(office, key_file).get(ANNE) == {"name": "王小芳", "phone": "13900000000"}
    written = files()
    assert "王小芳".encode() not in written
    assert b"13900000000" not in written


def test_the_master_key_is_for_its_owner_alone(office: Engine, key_file: Path) -> None:
    vault = Vault(office, key_file)
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert key_file.read_text().strip() not in repr(vault)
    key_file.chmod(0o640)
    with pytest.raises(VaultKeyOpen):
        Vault(office, key_file)


def test_a_lost_master_key_is_not_replaced_in_silence(office: Engine, key_file: Path) -> None:
    Vault(office, key_file).put([(ANNE, {"name": "王小芳"})])
    key_file.unlink()
    with pytest.raises(VaultKeyMissing):
        Vault(office, key_file)


def test_destroying_the_key_forgets_one_subject_and_no_other(office: Engine, key_file: Path) -> None:
    vault = Vault(office, key_file)
    vault.put([(ANNE, {"name": "王小芳"}), (BEN, {"name": "李强"})])
    with writing(office) as connection:
        letter = vault.seal(connection, ANNE, "letter", b"to be forgotten")
    vault.destroy(ANNE)
    with pytest.raises(VaultForgotten):
        vault.get(ANNE)
    with reading(office) as connection, pytest.raises(VaultForgotten):
        vault.open(connection, ANNE, "letter", letter)
    vault.put([(ANNE, {"name": "another"})])
    with reading(office) as connection, pytest.raises(VaultBroken):
        vault.open(connection, ANNE, "letter", letter)
    assert vault.get(BEN) == {"name": "李强"}


def test_a_value_that_was_altered_or_moved_does_not_open(office: Engine, key_file: Path) -> None:
    vault = Vault(office, key_file)
    vault.put([(ANNE, {"name": "王小芳", "phone": "1"})])
    with writing(office) as connection:
        sealed = connection.execute(select(vault_rows.c.sealed).where(vault_rows.c.name == "name")).scalar_one()
        connection.execute(update(vault_rows).where(vault_rows.c.name == "phone").values(sealed=sealed))
    with pytest.raises(VaultBroken):
        vault.get(ANNE)


def test_another_master_key_opens_nothing(office: Engine, key_file: Path) -> None:
    Vault(office, key_file).put([(ANNE, {"name": "王小芳"})])
    key_file.write_text("00" * 32)
    with pytest.raises(VaultBroken):
        Vault(office, key_file).get(ANNE)


def test_every_envelope_names_its_algorithm(office: Engine, key_file: Path) -> None:
    Vault(office, key_file).put([(ANNE, {"name": "王小芳"})])
    with reading(office) as connection:
        wrapped = connection.execute(select(vault_keys.c.wrapped)).scalar_one()
        sealed = connection.execute(select(vault_rows.c.sealed)).scalar_one()
    assert (wrapped[0], sealed[0]) == (1, 1)


def test_a_destroyed_key_is_in_no_file_any_more(office: Engine, key_file: Path, files: Callable[[], bytes]) -> None:
    vault = Vault(office, key_file)
    vault.put([(ANNE, {"name": "王小芳"})])
    with reading(office) as connection:
        wrapped = connection.execute(select(vault_keys.c.wrapped)).scalar_one()
    assert wrapped in files()
    vault.destroy(ANNE)
    assert wrapped not in files()
