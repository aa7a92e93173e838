"""What `ledger up` leaves: the story's outcome, as every command shows it."""

from __future__ import annotations

import re

import pytest

from ledger.kit.home import Home
from ledger.sample.record import load
from ledger.sample.world import generate
from tests.flows.conftest import Sample

pytestmark = pytest.mark.node

STORY = [
    "founded",
    "offices",
    "households",
    *["imported"] * 3,
    "announced",
    "objection",
    "confirmed",
    "layers",
    "contracts",
    "objection_closed",
    "granted",
    *["mortgaged"] * 2,
    "stale",
    "valued",
    "moved",
    "barred",
    "refused",
    "freed",
    "renewed",
    "rank_changed",
    "assigned",
    "discharged",
    "lapsed",
    "claimed",
    "waiting",
]


def test_every_step_is_told_in_order_and_time_never_runs_ahead(sample: Sample) -> None:
    played = load(Home(sample.shell.home))
    assert played is not None
    assert [step for _, step, _ in played.story] == STORY
    times = [time for time, _, _ in played.story]
    assert times == sorted(times)
    assert 110 * 86_400 < times[-1] - times[0] < 120 * 86_400
    status = sample.shell.json("chain", "status")
    assert status["mirrored"] == status["block"]


def test_the_field_has_moved_and_the_bank_that_took_the_claim_over_is_first(sample: Sample) -> None:
    found = sample.shell.json("asset", "show", sample.asset)
    assert found["status"] == "confirmed"
    assert found["document"]["invented"] is True
    [sub] = [sub for right in found["rights"] for sub in right["subs"]]
    assert "农机" in sub["holder"]
    [mortgage] = [row for row in found["mortgages"] if row["rank"]]
    assert (mortgage["rank"], mortgage["state"]) == (1, "effective")
    assert [(one["number"], one["kind"]) for one in mortgage["records"]] == [(1, "renew"), (2, "rank"), (3, "assign")]
    assert (mortgage["lender"], mortgage["first_lender"]) == ("闽屿银行海云支行（虚构）", "海云农村商业银行（虚构）")
    assert mortgage["claimed"]
    assert found["bars"] == 0


def test_its_history_is_told_in_words(sample: Sample) -> None:
    records = sample.shell.json("asset", "history", sample.asset)["records"]
    for lang, first in (("zh", "资产已登记"), ("en", "The asset is registered")):
        told = sample.shell.run("asset", "history", sample.asset, lang=lang).stdout.splitlines()
        heads = [line for line in told[1:] if not line.startswith(" ")]
        assert len(heads) == len(records)
        assert first in heads[0]
        assert not [line for line, row in zip(heads, records, strict=True) if row["event"].partition(".")[2] in line]


def test_its_history_names_everybody_and_says_for_whom_and_on_what_mandate(sample: Sample) -> None:
    told = sample.shell.run("asset", "history", sample.asset, lang="zh").stdout
    assert "22.11 亩（14,740.00 平方米）" in told
    assert "由海云农村商业银行（虚构）的岗位人员签署（账户 0x" in told
    assert "依据 成员代表大会决议（流转）" in told
    assert "价值 680,000.00 元" in told
    records = sample.shell.json("asset", "history", sample.asset)["records"]
    assert {row["signer"] for row in records}.isdisjoint({None})
    assert len(re.findall("0x", told)) == len(records)


def test_its_state_at_an_earlier_block_is_told_in_words(sample: Sample) -> None:
    records = sample.shell.json("asset", "history", sample.asset)["records"]
    sealed = next(row["block"] for row in records if row["event"] == "Orders.OrderLaid")
    told = sample.shell.run("asset", "history", sample.asset, "--as-of", str(sealed), lang="zh").stdout
    assert "查封：针对整项资产" in told
    assert "作出机关：海云县人民法院（虚构）" in told
    assert "权利人：禾塘农机服务专业合作社（虚构）" in told
    for block in (records[0]["block"] - 1, 1_000_000):
        refused = sample.shell.json("asset", "history", sample.asset, "--as-of", str(block), code=1)["error"]
        assert refused["code"] == "StateUntold"


def test_its_history_ends_with_the_discharge(sample: Sample) -> None:
    names = [row["event"] for row in sample.shell.json("asset", "history", sample.asset)["records"]]
    assert names[0] == "Assets.AssetRegistered"
    assert "Mortgages.MortgageDischarged" in names
    assert names.index("Orders.OrderLaid") < names.index("Orders.OrderLifted")


def test_the_first_bank_was_told_of_the_move_and_the_seal(sample: Sample) -> None:
    events = [row["event"] for row in sample.shell.json("notices", "--party", "海云农村商业银行")["notices"]]
    assert {"RightMoved", "OrderLaid", "OrderLifted", "RightValued"} <= set(events)


def test_every_document_that_the_chain_names_is_here(sample: Sample) -> None:
    assert sample.shell.json("documents") == {"missing": []}


def test_nobody_who_lives_there_stands_in_clear_in_a_file(sample: Sample) -> None:
    files = [path for path in sample.shell.home.iterdir() if path.name.startswith(("office.db", "mirror.db"))]
    content = b"".join(path.read_bytes() for path in files)
    members = [member for home in generate().households for member in home.members]
    assert not [one for one in members if one.identity_number.encode() in content]


def test_what_ran_out_is_recorded_by_anybody(sample: Sample) -> None:
    assert sample.shell.json("expire") == {"expired": 0, "lapsed": 4, "refused": []}
    assert sample.shell.json("expire") == {"expired": 0, "lapsed": 0, "refused": []}
