"""One chain, the sample's, mirrored into SQLite and into PostgreSQL: both hold the same, whatever is done with them.

├── read from the chain, rebuilt, rewound and read on: the same digest, table by table
├── copied from one to the other: the same digest, and verify finds nothing
├── verify and every command that reads say the same
├── a cell altered in PostgreSQL is named, and rebuild mends it
└── every page and every document of the interface is the same, read as the role that may only read the mirror
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest
from sqlalchemy import Table, insert, select

from api.app import create_app
from ledger.chain import deployment
from ledger.desks.opening import open_desk
from ledger.indexer.concepts import MIRRORS
from ledger.kit.home import Home
from ledger.store import base
from ledger.store.db import open_store, reading, writing
from ledger.store.digest import table_digest
from ledger.store.registry import collect
from ledger.store.tables import create
from tests.api.reader import Reader
from tests.flows.conftest import Sample
from tests.stores import KINDS, Place, Places

pytestmark = pytest.mark.node
CHAIN = 31337
TABLES: tuple[Table, ...] = (*base.TABLES, *collect(MIRRORS).tables.values())


@dataclass
class Both:
    """The sample's chain, and a mirror of it in each kind of database."""

    sample: Sample
    places: dict[str, Place]

    def run(self, kind: str, *words: str, code: int = 0) -> dict[str, object]:
        """A command of the shell on one of the mirrors; what it says differs in nothing that time does not differ."""
        place = self.places[kind]
        said = self.sample.shell.json(*words, code=code, LEDGER_MIRROR=place.mirror, LEDGER_OFFICE=place.office)
        return {name: value for name, value in said.items() if name not in ("at", "seconds", "timing")}

    def same(self, *words: str) -> dict[str, object]:
        """A command on each; the one answer of both."""
        sqlite, postgres = (self.run(kind, *words) for kind in KINDS)
        assert sqlite == postgres
        return sqlite

    def digests(self, kind: str) -> dict[str, str]:
        return digests(self.places[kind].mirror)


def digests(url: str) -> dict[str, str]:
    engine = open_store(url, "mirror")
    with reading(engine) as connection:
        found = {table.name: table_digest(connection, table, CHAIN).hex() for table in TABLES}
    engine.dispose()
    return found


def copy(source: str, target: str) -> None:
    """All rows from one database into an empty one."""
    one, other = (open_store(url, "mirror") for url in (source, target))
    create(other, TABLES)
    with reading(one) as old, writing(other) as new:
        for table in TABLES:
            rows = [dict(row) for row in old.execute(select(table)).mappings()]
            if rows:
                new.execute(insert(table), rows)
    one.dispose()
    other.dispose()


@pytest.fixture(scope="module")
def both(sample: Sample, places: Places, tmp_path_factory: pytest.TempPathFactory) -> Both:
    made = Both(sample, {kind: places(kind, tmp_path_factory.mktemp(kind)) for kind in KINDS})
    made.same("resync")
    return made


def test_both_hold_the_same_table_by_table(both: Both) -> None:
    whole = both.digests("sqlite")
    assert both.digests("postgresql") == whole
    assert len(set(whole.values())) == len(TABLES)
    both.same("rebuild")
    assert both.digests("sqlite") == both.digests("postgresql") == whole
    for kind in KINDS:
        both.run(kind, "rewind", "40")
    assert both.digests("sqlite") == both.digests("postgresql")
    both.same("chain", "status")
    assert both.digests("sqlite") == both.digests("postgresql") == whole


def test_verify_says_the_same_of_both(both: Both) -> None:
    assert both.same("verify")["ok"] is True


@pytest.mark.parametrize(("kind", "other"), [KINDS, KINDS[::-1]])
def test_a_mirror_copied_from_one_to_the_other_is_the_same(
    both: Both, places: Places, tmp_path_factory: pytest.TempPathFactory, kind: str, other: str
) -> None:
    target = places(other, tmp_path_factory.mktemp("copy"))
    copy(both.places[kind].mirror, target.mirror)
    assert digests(target.mirror) == both.digests(kind)
    copied = Both(both.sample, {other: target})
    assert copied.run(other, "verify")["ok"] is True
    copied.run(other, "rebuild")
    assert digests(target.mirror) == both.digests(kind)


def test_what_the_commands_read_is_the_same(both: Both) -> None:
    shown = both.same("asset", "show", both.sample.asset)
    assert shown
    both.same("asset", "history", both.sample.asset)
    both.same("documents")


def test_who_may_only_read_reads_and_verifies_with_an_office_of_his_own(
    both: Both, places: Places, tmp_path_factory: pytest.TempPathFactory
) -> None:
    own = places("sqlite", tmp_path_factory.mktemp("auditor"))
    place = both.places["postgresql"]
    auditor = Both(both.sample, {"postgresql": Place("postgresql", place.reader, own.office, place.reader)})
    for words in (("asset", "show", both.sample.asset), ("verify",)):
        assert auditor.run("postgresql", *words) == both.run("postgresql", *words)
    refused = auditor.run("postgresql", "rebuild", code=1)["error"]
    assert isinstance(refused, dict)
    assert refused["code"] == "GrantMissing"


def test_a_cell_altered_in_postgresql_is_named_and_mended(both: Both) -> None:
    whole, place = both.digests("postgresql"), both.places["postgresql"]
    with psycopg.connect(place.mirror) as connection:
        asset = bytes.fromhex(both.sample.asset[2:])
        connection.execute("UPDATE mirror.assets SET quantity = quantity * 10 WHERE asset = %s", (asset,))
    found = both.run("postgresql", "verify", code=3)["findings"]
    assert isinstance(found, list)
    [finding] = found
    assert (finding["kind"], finding["table"], finding["column"]) == ("altered", "assets", "quantity")
    both.run("postgresql", "rebuild")
    assert both.digests("postgresql") == whole


@pytest.fixture(scope="module")
def readers(both: Both) -> Iterator[list[Reader]]:
    """The pages on each mirror; the mirror in PostgreSQL opened with the role that only reads it."""
    home = Home(both.sample.shell.home)
    record = deployment.load(home.chain / "deployment.json")
    office = f"sqlite:///{home.office}"
    desks = [open_desk(both.places[kind].reader, office, record) for kind in KINDS]
    yield [Reader(create_app(desk)) for desk in desks]
    for desk in desks:
        desk.mirror.engine.dispose()
        desk.office.dispose()


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/assets",
        "/assets?status=confirmed&burden=mortgaged",
        "/assets?text=塘",
        "/assets/{asset}",
        "/api/v1/villages",
        "/api/v1/assets?limit=100",
        "/api/v1/assets/{asset}",
        "/api/v1/notices?party={party}",
        "/api/v1/verify/latest",
    ],
)
def test_every_page_is_the_same(both: Both, readers: list[Reader], address: str) -> None:
    asked = address.format(asset=both.sample.asset, party=_party(readers[0]))
    sqlite, postgres = (reader.get(asked) for reader in readers)
    assert sqlite.status_code == postgres.status_code == 200, sqlite.text
    assert sqlite.text == postgres.text


def _party(reader: Reader) -> str:
    found: str = reader.get("/api/v1/villages").json()["villages"][0]["party"]
    return found
