"""A realm to play stories in: a whole deployment on a real network, its offices posted, its mirror and documents there.

Everything is done through the concepts' commands. How time passes and who pays for gas is the network's: see `county`
for the embedded node and `cluster/shire` for four validators.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from ledger.assets import commands as assets
from ledger.assets.commands import NewAsset
from ledger.chain import clock
from ledger.chain.client import Call, Chain
from ledger.chain.deploy import Foundation, Founder, deploy
from ledger.chain.deployment import Deployment
from ledger.chain.government import scheduled
from ledger.chain.mined import Receipt
from ledger.chain.network import Network
from ledger.chain.rpc import Rpc
from ledger.chain.sender import Sender
from ledger.chain.signer import Signer
from ledger.documents.store import Documents
from ledger.indexer.opening import open_indexer
from ledger.kit.ids import AssetId, RightId, right_id, subject_of_right
from ledger.kit.jurisdiction import Jurisdiction
from ledger.kit.keccak import keccak
from ledger.kit.natural_key import by_own_number
from ledger.kit.numbers import AssetKind, Form, PartyKind, RightKind, Role, Way
from ledger.mortgages import commands as mortgages
from ledger.mortgages import queries as mortgage_queries
from ledger.parties import commands as parties
from ledger.parties.commands import NewParty
from ledger.postings import commands as postings
from ledger.postings.commands import NewPosting
from ledger.rights import commands as rights
from ledger.rights.commands import NewRight
from ledger.store.db import sqlite_url
from ledger.store.office import open_office
from ledger.store.view import View, viewing
from ledger.transfers import commands as transfers
from tests.cast import COUNTY, DAY, FAR, FOUNDERS, MANDATE, PAPERS, VILLAGE, YEAR, Body


class Realm:
    """Everything a story needs, on whatever network. Founders are attributes: ``county.bank``."""

    bureau: Body
    court: Body
    bank: Body
    next_bank: Body
    valuer: Body
    centre: Body

    def __init__(self, rpc: Rpc, network: Network, folder: Path) -> None:
        self.rpc, self.network = rpc, network
        self.numbers = count(1)
        self.until = clock.now(rpc) + FAR
        self.governor, self.guardian = self.signer(), self.signer()
        admins = {name: self.signer() for name in FOUNDERS}
        founders = {name: self._founder(name, kind, admins[name]) for name, (kind, _) in FOUNDERS.items()}
        foundation = Foundation(self.governor.address, self.guardian.address, list(founders.values()))
        self.chain = Chain(rpc, self.deploy(foundation))
        for name in FOUNDERS:
            setattr(self, name, Body(name, founders[name].party(network.chain_id), admin=self.sender(admins[name])))
        self.post_founders()
        self.documents = Documents(open_office(sqlite_url(folder / "office.db")))
        self.indexer = open_indexer(self.chain, network, sqlite_url(folder / "mirror.db"))
        self.indexer.start()

    def deploy(self, foundation: Foundation) -> Deployment:
        return deploy(self.rpc, self.network, foundation)

    def post_founders(self) -> None:
        for name, (_, bundles) in FOUNDERS.items():
            self.post(getattr(self, name), *bundles)

    # acting

    def signer(self) -> Signer:
        return Signer.random()

    def sender(self, signer: Signer) -> Sender:
        return Sender(self.chain, self.network, signer)

    def one(self, body: Body, role: Role, call: Call) -> Receipt:
        """The first officer of the role sends."""
        return body.officers[role][0].send(call)

    def two(self, body: Body, role: Role, call: Call) -> Receipt:
        """One officer files, the other sends."""
        maker, checker = body.officers[role]
        maker.file(call)
        return checker.send(call)

    def anybody(self, call: Call) -> Receipt:
        return self.sender(self.signer()).send(call)

    def now(self) -> int:
        return clock.now(self.rpc)

    @property
    def day(self) -> int:
        """Seconds of a day of publicity here."""
        return self.network.delays.publicity_day

    def pass_days(self, days: float) -> None:
        clock.advance(self.rpc, int(days * DAY))

    def pass_until(self, moment: int) -> None:
        clock.advance(self.rpc, max(0, moment - self.now()) + 1)

    def pass_government(self) -> None:
        """What the governor scheduled may be sent."""
        self.pass_days(1.1)

    @contextmanager
    def view(self) -> Iterator[View]:
        """The mirror as it stands now."""
        self.indexer.sync()
        with viewing(self.indexer.mirror) as view:
            yield view

    def paper(self, name: str, whose: bytes = b"") -> bytes:
        """A document in the office; its root."""
        return self.documents.put({"name": name, "number": next(self.numbers)}, whose)

    def head(self, thing: bytes) -> bytes:
        return self.chain.head(subject_of_right(thing))

    # parties

    def post(self, body: Body, *bundles: set[Role], area: Jurisdiction = COUNTY) -> None:
        """Two officers for each bundle of roles."""
        assert body.admin is not None
        rows = []
        for roles in bundles:
            pair = self.signer(), self.signer()
            rows += [NewPosting(one.address, area, self.until, frozenset(roles), bytes(32)) for one in pair]
            body.officers |= dict.fromkeys(roles, (self.sender(pair[0]), self.sender(pair[1])))
        for call in postings.post(body.id, rows):
            body.admin.send(call)

    def party(self, name: str, kind: PartyKind, area: Jurisdiction = VILLAGE, keeper: Body | None = None) -> Body:
        """A party vouched for by the bureau, or by the keeper that acts for it; without keeper it has officers."""
        salt = keccak(f"{name} {next(self.numbers)}".encode())
        row = NewParty(kind, area, salt, self.paper(name, salt), kept=keeper is not None)
        issuer = keeper or self.bureau
        for call in parties.register(issuer.id, [row]):
            self.one(issuer, Role.REGISTER, call)
        body = Body(name, row.id(self.network.chain_id))
        if keeper is not None:
            body.officers = keeper.officers
            return body
        admin = self.signer()
        roles = {Role.HOLD} if kind not in _REGISTERING else {Role.REGISTER, Role.HOLD}
        posting = NewPosting(admin.address, COUNTY, self.until, frozenset({Role.ADMIN}), bytes(32))
        call = postings.admit(body.id, posting)
        self.govern([call])
        body.admin = self.sender(admin)
        self.post(body, roles)
        return body

    def village(self, name: str = "village") -> Body:
        return self.party(name, PartyKind.VILLAGE_COLLECTIVE)

    def household(self, village: Body, name: str = "household") -> Body:
        """A household without a key: its collective acts for it."""
        return self.party(name, PartyKind.HOUSEHOLD, keeper=village)

    # assets and rights

    def new_assets(self, *names: str, kind: int = AssetKind.CROPLAND, quantity: int = 66_667) -> list[NewAsset]:
        """Rows of a register, documents kept."""
        rows = []
        for name in names:
            key = by_own_number("N2330110MF1234567A", 2024, f"A{next(self.numbers)}")
            rows.append(NewAsset(key, kind, VILLAGE, quantity, self.paper(name, key)))
        return rows

    def register(self, village: Body, rows: Sequence[NewAsset]) -> list[AssetId]:
        for call in assets.register(self.network.chain_id, village.id, rows):
            self.one(village, Role.REGISTER, call)
        return [row.id(self.network.chain_id) for row in rows]

    def confirmed(self, village: Body, *names: str, kind: int = AssetKind.CROPLAND) -> list[AssetId]:
        """Assets through publicity."""
        ids = self.register(village, self.new_assets(*names, kind=kind))
        for call in assets.announce(village.id, ids, self.paper("notice")):
            self.one(village, Role.REGISTER, call)
        self.pass_days(16)
        for call in assets.confirm(self.bureau.id, assets.heads(self.chain, ids)):
            self.two(self.bureau, Role.CONFIRM, call)
        return ids

    def layer(self, village: Body, asset: AssetId, kind: RightKind, holder: Body, years: int = 30) -> RightId:
        """A whole layer in one hand."""
        row = NewRight(asset, kind, holder.id, 1, 1, self.paper("contract"), self.now() + years * YEAR)
        for call in rights.issue(village.id, [row], MANDATE):
            self.two(village, Role.REGISTER, call)
        return right_id(asset, kind, 1)

    def transfer_terms(self, right: RightId, to: Body, way: Way = Way.ASSIGN, days: int = 30) -> transfers.Terms:
        document, until = self.paper("transfer"), self.now() + days * DAY
        return transfers.Terms(right, way, to.id, until, next(self.numbers), document, papers=PAPERS, mandate=MANDATE)

    def transfer(self, terms: transfers.Terms, holder: Body, to: Body) -> None:
        """Proposed and accepted."""
        self.one(holder, Role.HOLD, transfers.propose(terms))
        proposer = holder.officers[Role.HOLD][0].address
        self.two(to, Role.HOLD, transfers.accept(terms, proposer, self.head(terms.right)))

    def mortgage_terms(self, right: RightId, lender: Body, form: Form = Form.FINANCING) -> mortgages.Terms:
        document, until = self.paper("loan"), self.now() + 30 * DAY
        number = next(self.numbers)
        return mortgages.Terms(right, lender.id, form, until, number, document, papers=PAPERS, mandate=MANDATE)

    def accept_mortgage(self, mortgage: bytes, lender: Body, rank: int) -> None:
        """As the lender does it: the terms come from the chain."""
        with self.view() as view:
            offer = mortgage_queries.mortgage(view, mortgage)
        assert offer is not None
        terms = mortgages.Terms.proposed_in(self.chain, offer.tx)
        self.two(lender, Role.LEND, mortgages.accept(terms, offer.proposer, rank, self.head(offer.right_id)))

    def mortgage(self, right: RightId, holder: Body, lender: Body, rank: int, form: Form = Form.FINANCING) -> bytes:
        """Proposed and accepted; its id."""
        terms = self.mortgage_terms(right, lender, form)
        self.one(holder, Role.HOLD, mortgages.propose(terms))
        self.accept_mortgage(terms.id(self.chain), lender, rank)
        return terms.id(self.chain)

    def govern(self, calls: Sequence[Call]) -> None:
        """Scheduled by the governor, sent after the delay."""
        governor = self.sender(self.governor)
        for call in calls:
            governor.send(scheduled(self.chain, call))
        self.pass_government()
        for call in calls:
            governor.send(call)

    def _founder(self, name: str, kind: PartyKind, admin: Signer) -> Founder:
        salt = keccak(name.encode())
        return Founder(kind, COUNTY, salt, bytes(32), admin.address, COUNTY, self.until, bytes(32))


_REGISTERING = (PartyKind.VILLAGE_COLLECTIVE, PartyKind.COMMITTEE)
