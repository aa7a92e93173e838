"""Somebody alters a row by hand: `verify` names it and nothing else, until `rebuild` mends it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.audit import damage
from tests.audit.lying import lying
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


def test_a_run_since_the_last_one_says_from_where_on_and_what_it_did_not_look_at(sample: Sample) -> None:
    shell = sample.shell
    shell.run("rebuild")
    whole = shell.json("verify")
    assert whole["since"] is None
    found = shell.json("verify", "--since-last")
    assert (found["ok"], found["since"], found["subjects"]) == (True, whole["block"], 0)
    words = shell.run("verify", "--since-last").stdout
    assert f"after block {whole['block']}" in words
    assert "Not looked at" in words


def test_a_node_that_hides_a_log_is_named_and_nobody_is_told_to_rebuild_from_it(sample: Sample) -> None:
    def hide(method: str, params: list[Any], result: Any) -> Any:
        return result[1:] if method == "eth_getLogs" else result

    shell = sample.shell
    shell.run("rebuild")
    with lying(sample.node.url, hide) as url:
        [*findings] = shell.json("verify", code=3, LEDGER_RPC=url)["findings"]
        assert {finding["kind"] for finding in findings} == {"hidden"}
        said = shell.run("verify", code=3, LEDGER_RPC=url).stdout
        assert "(hidden)" in said
        assert "Do not rebuild from it" in said
        assert "ledger rebuild" not in said
        assert "请勿据此重建" in shell.run("verify", code=3, lang="zh", LEDGER_RPC=url).stdout
    shell.run("verify")
