"""`ledger mortgage` on the sample: the bank proposes, the cooperative's two officers agree; a claim and its answer."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.flows.conftest import Sample, Shell

pytestmark = pytest.mark.node
HOLDER = "禾塘农机服务专业合作社（虚构）"


@pytest.fixture
def paper(tmp_path: Path) -> str:
    """What a bank or a holder has on paper."""
    path = tmp_path / "paper.json"
    path.write_bytes(orjson.dumps({"name": "续期协议（虚构）", "number": "2026-17"}))
    return str(path)


def first(sample: Sample) -> dict[str, Any]:
    """The live mortgage of the story's field."""
    [found] = [row for row in sample.shell.json("mortgage", "list", sample.asset)["mortgages"] if row["rank"]]
    return dict(found)


def code(shell: Shell, *words: str) -> str:
    """Why it is refused."""
    found: str = shell.json("mortgage", *words, code=1)["error"]["code"]
    return found


def approved(shell: Shell, filed: str) -> None:
    """The second person reads what the first filed, and sends it."""
    [waiting] = [row for row in shell.json("approve", "list")["waiting"] if row["call"] == filed]
    assert waiting["says"]
    shell.json("approve", "send", filed)


def test_a_renewal_goes_through_both_sides_hands(sample: Sample, paper: str) -> None:
    shell, own = sample.shell, first(sample)
    words = ("propose-change", "renew", own["id"], "--cap-until", "2035-01-31", "--document", paper)
    block = shell.json("chain", "status")["block"]
    dry = shell.json("mortgage", *words, "--dry-run")
    assert (dry["act"], dry["key"], dry["dry_run"]) == ("Mortgages.proposeChange", "bank_c.lend.1", True)
    assert shell.json("chain", "status")["block"] == block
    made = shell.json("mortgage", *words)
    assert made["proposal"] == dry["proposal"]
    [offer] = [one for one in first(sample)["proposals"] if one["open"]]
    assert (offer["id"], offer["kind"], offer["agrees"]) == (made["proposal"], "renew", offer["agrees"])
    for lang, said in (("zh", "续期，最高额期间至 2035-01-31"), ("en", "renewal, maximum claim until 2035-01-31")):
        assert said in shell.run("mortgage", "list", sample.asset, lang=lang).stdout
        assert said in shell.run("asset", "show", sample.asset, lang=lang).stdout

    assert shell.json("mortgage", "agree", own["id"], "--dry-run")["key"] == "coop_farm.hold.1"
    filed = shell.json("mortgage", "agree", made["proposal"])
    assert filed["act"] == "Mortgages.renew"
    assert len(first(sample)["records"]) == len(own["records"]), "until the second person signs"
    told = shell.run("approve", "list").stdout
    assert "Agree to a renewal" in told
    assert "kind: renewal" in told
    assert code(shell, "agree", made["proposal"]) == "SameOfficer"
    approved(shell, filed["filed"])
    record = first(sample)["records"][-1]
    assert (record["kind"], record["number"]) == ("renew", len(own["records"]) + 1)
    assert code(shell, "agree", made["proposal"]) == "OfferNotOpen"


def test_a_proposal_is_taken_back(sample: Sample, paper: str) -> None:
    shell, own = sample.shell, first(sample)
    words = ("propose-change", "assign", own["id"], "--document", paper)
    made = shell.json("mortgage", *words, "--to", "海云农村商业银行")
    assert made["key"] == "bank_c.lend.1"
    taken = shell.json("mortgage", "withdraw-change", made["proposal"])
    assert taken["act"] == "Mortgages.withdrawChange"
    assert not [one for one in first(sample)["proposals"] if one["open"]]
    assert code(shell, "agree", own["id"]) == "ChangeUnknown"


def test_the_claim_of_the_story_is_denied_and_made_again(sample: Sample, paper: str) -> None:
    shell, own = sample.shell, first(sample)
    assert own["claimed"]
    assert "!" in shell.run("asset", "show", sample.asset).stdout
    assert code(shell, "claim-end", own["id"], "--document", paper) == "EndClaimed"
    shell.json("mortgage", "deny-end", own["id"], "--document", paper)
    assert first(sample)["claimed"] is None
    assert code(shell, "deny-end", own["id"], "--document", paper) == "EndNotClaimed"
    sealed = ("--document", paper, "--sealed")
    assert code(shell, "claim-end", own["id"], *sealed, HOLDER.removesuffix("（虚构）")) == "PartyNotFound"
    claimed = shell.json("mortgage", "claim-end", own["id"], *sealed, HOLDER)
    with closing(sqlite3.connect(shell.home / "office.db")) as office:
        last = "SELECT subject FROM documents WHERE private = 1 ORDER BY rowid DESC LIMIT 1"
        sealed_for = "0x" + office.execute(last).fetchone()[0].hex()
    told = shell.json("asset", "history", sample.asset)["records"][-1]
    assert sealed_for == told["args"]["grantor"] == told["signer"]
    assert claimed["key"] == "coop_farm.hold.1"
    assert first(sample)["claimed"]
    told = shell.json("notices", "--party", "闽屿银行海云支行")["notices"]
    assert told[0]["event"] == "MortgageEndClaimed"


def test_number_and_amendment_are_the_lenders_and_two_discharge(sample: Sample, paper: str) -> None:
    shell, own = sample.shell, first(sample)["id"]
    assert code(shell, "record-number", own, "--date", "2099-01-01", "--document", paper) == "RegisteredInFuture"
    shell.json("mortgage", "record-number", own, "--date", "2026-01-05", "--document", paper)
    amended = shell.json("mortgage", "amend", own, "--cap-until", "2030-01-31", "--document", paper)
    approved(shell, amended["filed"])
    assert first(sample)["records"][-1]["kind"] == "amend"
    assert code(shell, "amend", own, "--cap-until", "2031-01-31", "--document", paper) == "CapExtended"
    lender = shell.json("mortgage", "discharge", own, "--document", paper, "--dry-run")
    court = shell.json("mortgage", "discharge", own, "--document", paper, "--dry-run", "--court", "人民法院")
    assert (lender["key"], court["key"]) == ("bank_c.lend.1", "court.order.1")
    assert court["act"] == "Mortgages.dischargeByCourt"


def test_what_is_meant_wrongly_is_said(sample: Sample, paper: str, tmp_path: Path) -> None:
    shell, own = sample.shell, first(sample)["id"]
    assert code(shell, "deny-end", "0x" + "07" * 32, "--document", paper) == "MortgageUnknown"
    assert code(shell, "propose-change", "rank", own, "--document", paper) == "NobodyBehind"
    shell.run("mortgage", "propose-change", "renew", own, "--to", "bank", "--document", paper, code=2)
    text = tmp_path / "text.json"
    text.write_text("no fields")
    assert code(shell, "deny-end", own, "--document", str(text)) == "DocumentUnreadable"
    assert code(shell, "deny-end", own, "--document", paper, "--key", "bank_a.lend.1") == "NotActingFor"


def test_a_further_security_is_offered_and_accepted_at_the_rank_that_is_read(sample: Sample, paper: str) -> None:
    shell = sample.shell
    [right] = [sub["id"] for row in shell.json("asset", "show", sample.asset)["rights"] for sub in row["subs"]]
    words = ["offer", right, "--to", "东澳村镇银行", "--form", "financing", "--document", paper]
    assert code(shell, *words) == "PapersMissing"
    words += ["--paper", "household_consent"]
    assert code(shell, *words, "--form", "pledge") == "FormNotAllowed"
    dry = shell.json("mortgage", *words, "--dry-run")
    taken = shell.json("mortgage", *words)
    assert (taken["mortgage"], taken["key"]) == (dry["mortgage"], "coop_farm.hold.1")
    shell.json("mortgage", "withdraw-offer", taken["mortgage"])
    assert code(shell, "accept", taken["mortgage"]) == "OfferNotOpen"

    own = shell.json("mortgage", *words, "--cap-until", "2030-06-30")["mortgage"]
    assert code(shell, "accept", own, "--rank", "1") == "RankDiffers"
    filed = shell.json("mortgage", "accept", own, "--rank", "2")
    assert (filed["key"], filed["rank"]) == ("bank_b.lend.1", 2)
    approved(shell, filed["filed"])
    found = {row["id"]: row for row in shell.json("mortgage", "list", sample.asset)["mortgages"]}
    assert (found[own]["rank"], found[own]["state"]) == (2, "effective")
    assert code(shell, "consent", own, "--cause", own, "--document", paper) == "NoCovenant"
    approved(shell, shell.json("mortgage", "discharge", own, "--document", paper)["filed"])
    assert [row["rank"] for row in shell.json("mortgage", "list", sample.asset)["mortgages"] if row["rank"]] == [1]


def test_after_all_of_it_the_mirror_is_what_the_chain_says(sample: Sample) -> None:
    sample.shell.run("rebuild")
    assert sample.shell.json("verify")["findings"] == []
