"""`ledger vault forget`: a person is gone from this machine, and everything that was proved stays proved.

├── whom it means is asked with name and id; a part of a name is not enough, and without a yes nothing is destroyed
├── files of certificates on this machine lose what was sealed, their papers go; both can be made again
├── chain, mirror and certificates verify as before
└── after a restored backup --again forgets once more
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pytest
from click.testing import CliRunner, Result

from ledger.assets.commands import NewAsset
from ledger.chain import clock, network
from ledger.chain.node import Node
from ledger.cli.command import Settings
from ledger.cli.main import root
from ledger.documents.store import Documents
from ledger.kit.ids import asset_id
from ledger.store.db import sqlite_url
from ledger.store.office import open_office
from ledger.vault.vault import Vault
from tests.cast import YEAR
from tests.certificates.reading import have_fonts
from tests.county import County

pytestmark = pytest.mark.node
NAME = "周某某"


@dataclass
class Place:
    """A home in which one asset's document names a person of a household."""

    home: Path
    asset: str
    person: str
    other: str

    def run(self, *words: str, code: int = 0, typed: str = "") -> Result:
        given = {"LEDGER_HOME": str(self.home), "LEDGER_NETWORK": "embedded"}
        done = CliRunner().invoke(root, [*words], obj=Settings("zh"), env=given, input=typed)
        assert done.exit_code == code, done.output
        return done

    def json(self, *words: str, code: int = 0) -> Any:
        return orjson.loads(self.run(*words, "--json", code=code).stdout)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    profile = network.load("embedded")
    node = Node(tmp_path / "chain", profile, port=0)
    node.start(genesis_time=clock.wall() - 20 * YEAR)
    with node.rpc() as rpc:
        county = County(node, rpc, profile, tmp_path)
        village = county.village()
        person, other = county.household(village, "周家户"), county.household(village, "周家")
        office = open_office(sqlite_url(tmp_path / "office.db"))
        private = Documents(office, Vault(office, tmp_path / "vault.key"))
        (row,) = county.new_assets("orchard")
        named = private.put({"name": NAME, "telephone": "13800000000"}, person.id)
        county.register(village, [NewAsset(row.key, row.kind, row.area, row.quantity, named)])
        county.chain.deployment.save(tmp_path / "chain" / "deployment.json")
        office.dispose()
        asset = "0x" + asset_id(profile.chain_id, row.key).hex()
        yield Place(tmp_path, asset, "0x" + person.id.hex(), "0x" + other.id.hex())
    node.stop()


def test_whom_it_means_is_asked_and_nothing_is_destroyed_without_a_yes(place: Place) -> None:
    asked = place.run("vault", "forget", "周家户", code=1, typed="n\n").output
    assert f"“周家户”（{place.person}）" in asked
    assert "没有销毁" in asked
    assert not (place.home / "forgotten").exists()
    assert place.json("vault", "forget", "家户", "--yes", code=1)["error"]["code"] == "PartyNotFound"
    assert place.json("vault", "forget", "周家", "--yes")["forgotten"] == [place.other]
    assert place.json("vault", "forget", "", "--yes", code=1)["error"]["code"] == "PartyNotFound"
    place.run("vault", "forget", "--yes", code=2)
    place.run("vault", "forget", "周家户", "--again", code=2)


def test_a_person_is_gone_and_what_was_proved_stays_proved(place: Place) -> None:
    have_fonts()
    number = place.json("cert", "issue", place.asset)["number"]
    file, paper = (place.home / "certificates" / f"{number}.{end}" for end in ("json", "pdf"))
    place.run("cert", "paper", number)
    shutil.copy(file, place.home / "given.json")
    backup = place.home / "backup.db"
    with closing(sqlite3.connect(place.home / "office.db")) as office, closing(sqlite3.connect(backup)) as copy:
        office.backup(copy)
    assert NAME in file.read_text("utf-8")

    told = place.json("vault", "forget", place.person, "--yes")
    assert told == {"forgotten": [place.person], "changed": [str(file), str(paper)]}
    assert NAME not in file.read_text("utf-8")
    assert not paper.exists()
    for content in (path.read_bytes() for path in place.home.glob("office.db*")):
        assert NAME.encode() not in content
    for each in (file, place.home / "given.json"):
        assert place.json("cert", "verify", str(each))["number"] == number
    assert place.json("cert", "show", number, "--out", str(place.home / "again.json"))["state"] == "current"
    assert (place.home / "again.json").read_bytes() == file.read_bytes()
    assert place.json("verify")["ok"]
    place.run("cert", "paper", number)

    for path in place.home.glob("office.db*"):
        path.unlink()
    shutil.copy(backup, place.home / "office.db")
    place.run("cert", "show", number, "--out", str(file))
    assert NAME in file.read_text("utf-8")
    assert place.json("vault", "forget", "--again", "--yes")["changed"] == [str(file), str(paper)]
    place.run("cert", "show", number, "--out", str(file))
    assert NAME not in file.read_text("utf-8")


def test_what_was_issued_about_an_asset_is_listed(place: Place) -> None:
    assert place.json("cert", "list", place.asset) == {"certificates": []}
    number = place.json("cert", "issue", place.asset)["number"]
    place.run("cert", "revoke", number, "--reason", "开错了")
    (found,) = place.json("cert", "list", place.asset)["certificates"]
    assert (found["number"], found["state"], found["reason"]) == (number, "revoked", "开错了")
    assert "已于" in place.run("cert", "list", place.asset).stdout
