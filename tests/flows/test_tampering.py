"""Somebody alters a row by hand: `verify` names it and nothing else, until `rebuild` mends it."""

from __future__ import annotations

import pytest

from tests.audit import damage
from tests.flows.conftest import Sample

pytestmark = pytest.mark.node

ALTERED = {"kind": "altered", "table": "assets", "column": "quantity"}


def test_the_cell_that_the_demo_altered_is_named_alone_and_stays_until_it_is_mended(sample: Sample) -> None:
    shell = sample.shell
    shell.run("rebuild")
    path = shell.home / "mirror.db"
    asset = bytes.fromhex(sample.asset[2:])
    [[before]] = damage.run(path, "SELECT quantity FROM assets WHERE asset = ?", asset)
    assert isinstance(before, int)
    damage.run(path, "UPDATE assets SET quantity = ? WHERE asset = ?", before * 10, asset)

    found = shell.json("verify", code=3)
    [finding] = found["findings"]
    assert ALTERED.items() <= finding.items()
    assert (finding["key"]["asset"], finding["before"], finding["after"]) == (sample.asset, before, before * 10)
    words = shell.run("verify", code=3).stdout
    assert "quantity" in words
    assert str(before * 10) in words

    # A second run, as after a restart, finds it again; rebuilding from the events mends it.
    assert shell.json("verify", code=3)["findings"] == found["findings"]
    digest = shell.json("rebuild")["digest"]
    assert shell.json("verify")["findings"] == []
    assert shell.json("resync")["digest"] == digest


def test_a_row_of_the_events_is_named_and_read_again_from_the_node(sample: Sample) -> None:
    shell = sample.shell
    shell.run("rebuild")
    damage.run(
        shell.home / "mirror.db", "UPDATE events SET data = ? WHERE block = (SELECT max(block) FROM events)", b""
    )
    found = shell.json("verify", code=3)["findings"]
    assert {finding["table"] for finding in found} == {"events"}
    assert shell.json("rebuild")["mended"] == len(found)
    shell.run("verify")


def test_a_row_that_is_gone_and_one_too_many_are_each_named_alone_and_mended(sample: Sample) -> None:
    shell, path = sample.shell, sample.shell.home / "mirror.db"
    shell.run("rebuild")
    newest = "block = (SELECT max(block) FROM events) AND log = 0"
    more = "INSERT INTO events SELECT chain_id, block, log + 900, tx, writer, topics, data FROM events WHERE " + newest
    for kind, table, statement in (
        ("missing", "assets", "DELETE FROM assets WHERE asset = x'" + sample.asset[2:] + "'"),
        ("missing", "events", "DELETE FROM events WHERE " + newest),
        ("missing", "blocks", "DELETE FROM blocks WHERE number = (SELECT max(number) FROM blocks) - 1"),
        ("altered", "blocks", "UPDATE blocks SET hash = parent WHERE number = (SELECT max(number) FROM blocks) - 1"),
        ("extra", "events", more),
    ):
        damage.run(path, statement)
        [finding] = shell.json("verify", code=3)["findings"]
        assert (finding["kind"], finding["table"]) == (kind, table), statement
        for lang in ("zh", "en"):
            said = shell.run("verify", code=3, lang=lang).stdout
            assert "{" not in said
            assert all(str(value) in said for value in finding["key"].values())
        shell.run("rebuild")
        shell.run("verify")


def test_a_rewound_mirror_comes_back_to_the_same_digest(sample: Sample) -> None:
    shell = sample.shell
    digest = shell.json("rebuild")["digest"]
    assert shell.json("rewind", "999999999")["block"] < 999_999_999
    assert shell.json("rewind", "40")["block"] == 40
    shell.run("chain", "status")
    assert shell.json("rebuild")["digest"] == digest
