"""One deployment for the brownie suite: every contract, four parties, and officers among brownie's accounts."""

import json
from pathlib import Path

import brownie
import pytest
from brownie import Contract, accounts, chain, web3

ABI = Path(__file__).resolve().parents[2] / "contracts" / "abi"
DAY = 86_400
COUNTY, VILLAGE = 33_011_000_000_000, 33_011_000_500_300
ADMIN, REGISTER, HOLD, LEND, CONFIRM = 1 << 0, 1 << 1, 1 << 2, 1 << 3, 1 << 4
COLLECTIVE, COOPERATIVE, BANK, BUREAU = 1, 7, 9, 16
GREENHOUSE, FACILITY = 24, 14
PAPER = b"\x01" * 32


@pytest.fixture(scope="module")
def ledger():
    """The system, its catalogue cut down to greenhouses, and who acts in it."""
    return Ledger()


@pytest.fixture(autouse=True)
def isolation(fn_isolation):
    """Each test starts from the deployment."""


class Ledger:
    """Contracts as attributes; parties by name: their id, and the accounts of their two officers."""

    def __init__(self):
        self.government = accounts[0]
        self._deploy()
        self._catalogue()
        until = chain.time() + 3650 * DAY
        self.village = self._admit(COLLECTIVE, REGISTER | HOLD, until, *accounts[1:4])
        self.cooperative = self._admit(COOPERATIVE, HOLD, until, *accounts[4:7])
        self.bank = self._admit(BANK, LEND, until, *accounts[7:10])
        self.other_bank = self._admit(BANK, LEND, until, *accounts[10:13])
        self.bureau = self._admit(BUREAU, CONFIRM, until, *accounts[13:16])

    def pair(self, contract, name, args, officers):
        """An act of two persons: the first files the call, the second sends it."""
        maker, checker = officers
        call = getattr(contract, name)
        self.postings.file(contract, web3.keccak(hexstr=call.encode_input(*args)), {"from": maker})
        return call(*args, {"from": checker})

    def register(self, key):
        """A greenhouse on the register; its id."""
        row = (key, GREENHOUSE, VILLAGE, 66_667, PAPER)
        party, (clerk, _) = self.village
        self.assets.register(party, [row], {"from": clerk})
        return word(chain.id, key)[:16]

    def confirm(self, asset):
        """Through publicity to confirmation."""
        self.assets.announce(self.village[0], [asset], PAPER, {"from": self.village[1][0]})
        chain.sleep(7 * DAY + 1)
        head = self.head(asset)
        self.pair(self.assets, "confirm", (self.bureau[0], [asset], [head]), self.bureau[1])

    def issue(self, asset):
        """The whole right in the facility to the cooperative; its id."""
        row = (asset, FACILITY, self.cooperative[0], 1, 1, 0, PAPER)
        self.pair(self.rights, "issue", (self.village[0], [row], PAPER, False), self.village[1])
        return asset + FACILITY.to_bytes(2, "big") + (1).to_bytes(4, "big") + bytes(10)

    def propose(self, right, lender):
        """Terms that the cooperative proposed to a bank, and the mortgage's id."""
        self._number = getattr(self, "_number", 0) + 1
        until = chain.time() + 30 * DAY
        terms = (right, lender[0], 1, 0, True, 0, until, 0xFFF, self._number, PAPER, PAPER)
        self.mortgages.propose(terms, {"from": self.cooperative[1][0]})
        thing = web3.codec.encode(
            ["uint256", "address", "bytes32", "uint64"], [chain.id, self.mortgages.address, right, self._number]
        )
        return terms, right[:22] + web3.keccak(thing)[:10]

    def accept(self, terms, rank, lender, head=None):
        """The lender accepts at the rank and head that it expects."""
        proposer = self.cooperative[1][0]
        args = (terms, proposer, rank, self.head(terms[0][:16]) if head is None else head, [])
        return self.pair(self.mortgages, "accept", args, lender[1])

    def head(self, asset):
        """Head of an asset's dossier."""
        return bytes(self.dossiers.head(b"\x01" + asset + bytes(15)))

    def _deploy(self):
        me = {"from": self.government}
        artifact = json.loads((ABI / "AccessManager.json").read_text())
        creation = artifact["bytecode"] + web3.codec.encode(["address"], [self.government.address]).hex()
        placed = self.government.transfer(data=creation).contract_address
        self.manager = manager = Contract.from_abi("AccessManager", placed, artifact["abi"])
        names = "Enrolments Dossiers Kinds Parties Postings Assets Rights Orders Mortgages Transfers"
        code = {name: getattr(brownie, name) for name in names.split()}
        self.enrolments = code["Enrolments"].deploy(manager, me)
        self.dossiers = code["Dossiers"].deploy(self.enrolments, me)
        self.kinds = code["Kinds"].deploy(manager, DAY, me)
        postings = self.government.get_deployment_address(self.government.nonce + 1)
        self.parties = code["Parties"].deploy(manager, self.enrolments, postings, self.kinds, self.dossiers, me)
        self.postings = code["Postings"].deploy(
            manager, self.parties, self.kinds, self.dossiers, 3 * DAY, 7 * DAY, me
        )
        known = (self.enrolments, self.postings, self.parties, self.kinds)
        self.assets = code["Assets"].deploy(*known, self.dossiers, me)
        self.rights = code["Rights"].deploy(*known, self.assets, self.dossiers, me)
        self.orders = code["Orders"].deploy(*known[1:], self.assets, self.rights, self.dossiers, me)
        self.mortgages = code["Mortgages"].deploy(self.postings, self.parties, self.rights, self.dossiers, me)
        self.transfers = code["Transfers"].deploy(self.postings, self.rights, self.dossiers, me)
        for contract in (self.parties, self.postings, self.assets, self.rights):
            self.enrolments.enrol(contract, 1, me)
        for contract, capabilities in ((self.orders, 5), (self.mortgages, 5), (self.transfers, 7)):
            self.enrolments.enrol(contract, capabilities, me)

    def _catalogue(self):
        me, nation = {"from": self.government}, 10**14
        self.kinds.setAssetKind(GREENHOUSE, nation, (2, 1, 4, False, 7, 1 << BUREAU), me)
        row = (1, 3, 1, 0b1101, False, 0, 0, 1 << BANK, 0, 0, 0, 0)
        self.kinds.setRightKind(FACILITY, nation, row, (1 << GREENHOUSE).to_bytes(32, "big"), me)
        for kind, roles in (
            (COLLECTIVE, ADMIN | REGISTER | HOLD),
            (COOPERATIVE, ADMIN | HOLD),
            (BANK, ADMIN | LEND),
            (BUREAU, ADMIN | CONFIRM),
        ):
            self.kinds.setPartyKind(kind, (roles, 0), me)

    def _admit(self, kind, roles, until, admin, *officers):
        salt = web3.keccak(hexstr=admin.address)
        self.parties.admit((kind, VILLAGE, 0, False, salt, PAPER), {"from": self.government})
        party = word(chain.id, VILLAGE, salt)[:16]
        self.postings.admit(party, (admin, COUNTY, until, ADMIN, PAPER), {"from": self.government})
        rows = [(officer, COUNTY, until, roles, PAPER) for officer in officers]
        self.postings.post(party, rows, {"from": admin})
        return party, officers


def word(*parts):
    """keccak of whole words: numbers, and 32 bytes."""
    return bytes(web3.keccak(b"".join(p if isinstance(p, bytes) else p.to_bytes(32, "big") for p in map(_plain, parts))))


def _plain(part):
    return part if isinstance(part, int) else bytes(part)
