"""The contracts under brownie: one deployment, one right from registration to a discharged mortgage, refusals by name.

    deployment ──────── what each contract may do to the others
    registration ────── the id follows from the key; the same key again: AssetExists
    the whole way ───── registered, announced, confirmed, issued, mortgaged, discharged
    refusals ────────── one person alone, a stale rank, a stale head, a stranger, who does not govern
"""

import brownie
import pytest
from brownie import accounts, web3

from conftest import FACILITY, GREENHOUSE, PAPER, VILLAGE, word

KEY = b"\x42" * 32


@pytest.fixture
def right(ledger):
    """A right in a confirmed greenhouse."""
    asset = ledger.register(KEY)
    ledger.confirm(asset)
    return ledger.issue(asset)


def test_each_contract_may_do_what_it_needs(ledger):
    kernel = (ledger.parties, ledger.postings, ledger.assets, ledger.rights)
    assert [ledger.enrolments.capabilities(contract) for contract in kernel] == [1] * 4
    acting = (ledger.orders, ledger.mortgages, ledger.transfers)
    assert [ledger.enrolments.capabilities(contract) for contract in acting] == [5, 5, 7]
    assert ledger.enrolments.capabilities(ledger.kinds) == 0


def test_an_assets_id_follows_from_its_key(ledger):
    asset = ledger.register(KEY)
    assert asset == word(31337, KEY)[:16]
    row = ledger.assets.asset(asset)
    assert (row["area"], row["kind"], row["status"]) == (VILLAGE, GREENHOUSE, 1)


def test_a_key_is_registered_once(ledger):
    ledger.register(KEY)
    with brownie.reverts(revert_pattern="AssetExists: .*"):
        ledger.register(KEY)


def test_every_record_moves_the_head(ledger):
    asset = ledger.register(KEY)
    first = ledger.head(asset)
    ledger.confirm(asset)
    assert bytes(32) != first != ledger.head(asset)


def test_a_right_from_registration_to_a_discharged_mortgage(ledger, right):
    assert ledger.rights.right(right)["holder"] == "0x" + ledger.cooperative[0].hex()
    terms, mortgage = ledger.propose(right, ledger.bank)
    accepted = ledger.accept(terms, 1, ledger.bank)
    assert accepted.events["MortgageAccepted"]["rank"] == 1
    assert ledger.rights.right(right)["encumbrances"] == 1
    ledger.pair(ledger.mortgages, "discharge", (mortgage, PAPER), ledger.bank[1])
    assert ledger.rights.right(right)["encumbrances"] == 0
    assert ledger.mortgages.mortgage(mortgage)["state"] == 4


def test_one_person_is_not_two(ledger):
    asset = ledger.register(KEY)
    row = (asset, FACILITY, ledger.cooperative[0], 1, 1, 0, PAPER)
    officer = ledger.village[1][0]
    with brownie.reverts(revert_pattern="SameOfficer: .*"):
        ledger.pair(ledger.rights, "issue", (ledger.village[0], [row], PAPER, True), (officer, officer))


def test_a_stale_rank_is_refused(ledger, right):
    offers = [ledger.propose(right, bank)[0] for bank in (ledger.bank, ledger.other_bank)]
    ledger.accept(offers[0], 1, ledger.bank)
    with brownie.reverts(revert_pattern="RankDiffers: .*, 2"):
        ledger.accept(offers[1], 1, ledger.other_bank)
    ledger.accept(offers[1], 2, ledger.other_bank)
    assert ledger.rights.right(right)["encumbrances"] == 2


def test_a_stale_head_is_refused(ledger, right):
    terms, _ = ledger.propose(right, ledger.bank)
    seen = ledger.head(right[:16])
    ledger.propose(right, ledger.other_bank)
    with brownie.reverts(revert_pattern="DossierMoved: .*"):
        ledger.accept(terms, 1, ledger.bank, head=seen)


def test_a_stranger_discharges_nothing(ledger, right):
    terms, mortgage = ledger.propose(right, ledger.bank)
    ledger.accept(terms, 1, ledger.bank)
    with brownie.reverts(revert_pattern="NotActingFor: .*"):
        ledger.pair(ledger.mortgages, "discharge", (mortgage, PAPER), ledger.other_bank[1])
    assert ledger.rights.right(right)["encumbrances"] == 1


def test_who_does_not_govern_stops_nothing(ledger):
    with brownie.reverts(revert_pattern="AccessManagedUnauthorized: .*"):
        ledger.postings.pause(True, {"from": accounts[19]})
    ledger.postings.pause(True, {"from": ledger.government})
    with brownie.reverts(revert_pattern="SystemPaused.*"):
        ledger.register(web3.keccak(text="another"))
