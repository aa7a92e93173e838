"""What the tests say: a county in which things can be registered, confirmed, held, burdened and moved in one line."""

from collections.abc import Mapping
from itertools import count
from typing import Any

from contracts.test.cast import COUNTY, FAR, VILLAGE, Party, new_party, new_posting, paper, party_id
from contracts.test.chain import Chain, Contract, address
from contracts.test.stock import ASSET_FOR, ASSET_UNDER, PARENT_FOR, right_row
from contracts.test.words import DAY, MANDATE, YEAR, asset_id, derived, right_id, whole
from ledger.kit import catalogue
from ledger.kit.ids import kind_of, subject, subject_of_right
from ledger.kit.keccak import keccak
from ledger.kit.numbers import Act, Form, PartyKind, RightKind, Role, SubjectKind, Way


class World:
    """The contracts as attributes, the cast by name, and steps that several tests need."""

    def __init__(self, chain: Chain, cast: Mapping[str, Party]) -> None:
        self.chain = chain
        self.cast = cast
        self._counter = count(1)
        self.manager, self.enrolments, self.dossiers, self.kinds, self.parties, self.postings = (
            Contract(chain, name)
            for name in ("AccessManager", "Enrolments", "Dossiers", "Kinds", "Parties", "Postings")
        )
        self.assets, self.rights, self.orders, self.mortgages, self.transfers = (
            Contract(chain, name) for name in ("Assets", "Rights", "Orders", "Mortgages", "Transfers")
        )

    def __getattr__(self, name: str) -> Party:
        return self.cast[name]

    # time and small things

    def now(self) -> int:
        return self.chain.now()

    def number(self) -> int:
        """A number that was not used before."""
        return next(self._counter)

    def key(self) -> bytes:
        """A natural key that was not used before."""
        return keccak(b"natural key %d" % self.number())

    def kept_household(self, keeper: Party | None = None) -> Party:
        """A household that has no key: its collective acts for it."""
        keeper, name = keeper or self.village, f"kept household {self.number()}"
        row = new_party(name, PartyKind.HOUSEHOLD, keeper.area, kept=True)
        self.parties.register(keeper.id, [row], by=keeper.officer(Role.REGISTER))
        return Party(name, party_id(name, keeper.area), PartyKind.HOUSEHOLD, keeper.area)

    def hire(self, party: Party, role: Role, area: int = COUNTY, seconds: int = FAR) -> bytes:
        """A new officer of a party with one role."""
        officer = address(f"hired {self.number()}")
        row = new_posting(officer, area, self.now() + seconds, {role})
        self.postings.post(party.id, [row], by=party.admin)
        return officer

    # heads

    def asset_head(self, asset: bytes) -> bytes:
        return bytes(self.dossiers.head(subject(SubjectKind.ASSET, asset)))

    def head_of(self, thing: bytes) -> bytes:
        """The head of the dossier in which records about a right or a derived id are."""
        return bytes(self.dossiers.head(subject_of_right(thing)))

    # assets

    def new_asset(self, kind: int, **other: Any) -> dict[str, Any]:
        row = {"naturalKey": self.key(), "kind": kind, "area": VILLAGE, "quantity": 66_667, "document": paper("asset")}
        return row | other

    def register(self, kind: int, collective: Party | None = None, **other: Any) -> bytes:
        """An asset on the register; its id."""
        collective = collective or self.village
        row = self.new_asset(kind, **{"area": collective.area} | other)
        self.assets.register(collective.id, [row], by=collective.officer(Role.REGISTER))
        return asset_id(row["naturalKey"])

    def announce(self, asset: bytes, collective: Party | None = None) -> int:
        """Publicity begins; its deadline."""
        collective = collective or self.village
        self.assets.announce(collective.id, [asset], paper("notice"), by=collective.officer(Role.REGISTER))
        return int(self.assets.asset(asset)["deadline"])

    def confirm(self, *assets: bytes, by: Party | None = None) -> None:
        body = by or self.bureau
        heads = [self.asset_head(asset) for asset in assets]
        self.assets.confirm(body.id, list(assets), heads, by=body.pair(Role.CONFIRM))

    def asset(self, kind: int, collective: Party | None = None, **other: Any) -> bytes:
        """A confirmed asset."""
        asset = self.register(kind, collective, **other)
        deadline = self.announce(asset, collective)
        self.chain.travel(max(0, deadline - self.now()) + 1)
        self.confirm(asset)
        return asset

    # rights

    @staticmethod
    def shape(kind: int) -> int:
        """Layer, sub-right or register; the shape of a kind is the same everywhere."""
        return catalogue.right_kind(kind).shape

    def issue(self, *rows: Mapping[str, Any], existing: bool = False, mandate: bytes = MANDATE) -> None:
        self.rights.issue(self.village.id, list(rows), mandate, existing, by=self.village.pair(Role.REGISTER))

    def new_right(self, asset: bytes, kind: int, holder: Party, **other: Any) -> dict[str, Any]:
        return right_row(asset, kind, holder.id, self.now()) | other

    def layer(self, kind: int, holder: Party | None = None, asset: bytes | None = None, **other: Any) -> bytes:
        """A whole layer in one hand, on an asset of its own unless one is given."""
        holder = holder or self._holder(kind)
        asset = asset or self.asset(ASSET_FOR[kind])
        self.issue(self.new_right(asset, kind, holder, **other))
        return right_id(asset, kind, 1)

    def sub(self, kind: int, holder: Party | None = None, parent: bytes | None = None, years: int = 3) -> bytes:
        """A sub-right granted by the parent's holder."""
        grantor = self.household_of(kind)
        parent = parent or self.layer(PARENT_FOR[kind], grantor, self.asset(ASSET_UNDER[kind]))
        to = holder or (self.enterprise if grantor is self.cooperative else self.cooperative)
        terms = self.transfer(parent, to, way=Way.LEASE, kind=kind, termUntil=self.now() + years * YEAR)
        self.propose_transfer(terms, grantor)
        self.accept_transfer(terms, grantor, to)
        return right_id(parent[:16], kind, terms["serial"])

    def right(self, kind: int, holder: Party | None = None) -> bytes:
        """A live right of any kind."""
        return self.sub(kind, holder) if kind in PARENT_FOR else self.layer(kind, holder)

    def household_of(self, kind: int) -> Party:
        """Who grants sub-rights of this kind in the tests."""
        return self._holder(PARENT_FOR[kind])

    def _holder(self, kind: int) -> Party:
        if kind in (RightKind.CONTRACT, RightKind.HOMESTEAD, RightKind.MEMBER_SHARES):
            return self.household
        if kind in (RightKind.OWNERSHIP, RightKind.PUBLIC_FACILITY):
            return self.village
        return self.cooperative

    # transfers

    def transfer(self, right: bytes, to: Party, *, way: int = Way.ASSIGN, **other: Any) -> dict[str, Any]:
        """Terms of a move, or of a grant when `kind` is given."""
        grants = way in (Way.LEASE, Way.SHARE_IN)
        number = self.number()
        terms: dict[str, Any] = {
            "right": right, "way": way, "to": to.id, "kind": 0, "serial": number if grants else 0,
            "numerator": int(grants), "denominator": int(grants), "termUntil": 0, "until": self.now() + 30 * DAY,
            "papers": 0xFFF, "number": number, "mandate": MANDATE, "document": paper("transfer"),
        }  # fmt: skip
        return terms | other

    def propose_transfer(self, terms: Mapping[str, Any], holder: Party) -> bytes:
        self.transfers.propose(terms, by=holder.officer(Role.HOLD))
        return self.id_of("Transfers", terms)

    def accept_transfer(
        self, terms: Mapping[str, Any], holder: Party, to: Party, *, consents: list[bytes] | None = None
    ) -> Any:
        head = self.head_of(terms["right"])
        proposer, acceptors = holder.officer(Role.HOLD), to.pair(Role.HOLD)
        return self.transfers.accept(terms, proposer, head, consents or [], by=acceptors)

    def move(self, right: bytes, holder: Party, to: Party, consents: list[bytes] | None = None) -> bytes:
        terms = self.transfer(right, to)
        transfer = self.propose_transfer(terms, holder)
        self.accept_transfer(terms, holder, to, consents=consents)
        return transfer

    # mortgages

    def mortgage_terms(self, right: bytes, lender: Party | None = None, **other: Any) -> dict[str, Any]:
        forms = catalogue.right_kind(kind_of(right)).forms
        form = next((f for f in Form if forms >> (f - 1) & 1), Form.MORTGAGE)
        terms: dict[str, Any] = {
            "right": right, "lender": (lender or self.bank).id, "form": form,
            "covenant": 2 if form == Form.PLEDGE else 0, "debtorIsGrantor": True, "capUntil": 0,
            "until": self.now() + 30 * DAY, "papers": 0xFFF, "number": self.number(), "mandate": MANDATE,
            "document": paper("loan"),
        }  # fmt: skip
        return terms | other

    def propose_mortgage(self, terms: Mapping[str, Any], holder: Party) -> bytes:
        self.mortgages.propose(terms, by=holder.officer(Role.HOLD))
        return self.id_of("Mortgages", terms)

    def accept_mortgage(
        self, terms: Mapping[str, Any], holder: Party, lender: Party, rank: int, *, consents: list[bytes] | None = None
    ) -> Any:
        head = self.head_of(terms["right"])
        proposer, acceptors = holder.officer(Role.HOLD), lender.pair(Role.LEND)
        return self.mortgages.accept(terms, proposer, rank, head, consents or [], by=acceptors)

    def mortgage(self, right: bytes, holder: Party, lender: Party | None = None, **other: Any) -> bytes:
        """Proposed and accepted at the next rank."""
        lender = lender or self.bank
        consents = other.pop("consents", None)
        terms = self.mortgage_terms(right, lender, **other)
        mortgage = self.propose_mortgage(terms, holder)
        rank = self.rights.right(right)["encumbrances"] + 1
        self.accept_mortgage(terms, holder, lender, rank, consents=consents)
        return mortgage

    def id_of(self, contract: str, terms: Mapping[str, Any]) -> bytes:
        return derived(self.chain.places[contract], terms["right"], terms["number"])

    # orders

    def order(self, thing: bytes, *, kind: int = 1, days: int = 30, court: Party | None = None) -> bytes:
        """A bar on a right, or on an asset as a whole; its id."""
        court, number = court or self.court, self.number()
        row = {"kind": kind, "until": self.now() + days * DAY, "number": number, "document": paper("order")}
        self.orders.lay(court.id, thing, row, by=court.pair(Role.ORDER))
        return derived(self.orders.address, thing, number)

    def order_on(self, party: Party, *, kind: int = 3, days: int = 30) -> bytes:
        number = self.number()
        row = {"kind": kind, "until": self.now() + days * DAY, "number": number, "document": paper("order")}
        self.orders.layOnParty(self.court.id, party.id, row, by=self.court.pair(Role.ORDER))
        return derived(self.orders.address, whole(party.id), number)

    def lift(self, order: bytes, court: Party | None = None) -> None:
        self.orders.lift(order, paper("order"), by=(court or self.court).pair(Role.ORDER))

    def open(self, right: bytes, act: Act) -> None:
        """Reverts unless the lock table opens the act."""
        self.rights.check(right, act)
