"""What the model of the stateful runs remembers: written from docs/rules.md, in its words, not from the contracts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from contracts.test.stateful.kinds import COLLECTIVES, contains, right_kind, valid
from ledger.kit.kinds import RightKindRow
from ledger.kit.numbers import Act, Covenant, End, Form, Standing, Status

NOBODY = bytes(16)


@dataclass
class Party:
    kind: int
    area: int
    until: int
    keeper: bytes = NOBODY
    standing: int = Standing.GOOD
    bars: set[bytes] = field(default_factory=set)


@dataclass
class Posting:
    party: bytes
    area: int
    until: int
    roles: int
    suspended: bool = False


@dataclass
class Asset:
    collective: bytes
    area: int
    kind: int
    status: int
    deadline: int = 0
    objections: set[bytes] = field(default_factory=set)
    bars: set[bytes] = field(default_factory=set)


@dataclass
class Lock:
    """`contract` set it."""

    contract: str
    act: int
    covenant: int
    place: int


@dataclass
class Right:
    """`locks` by cause. Nobody holds a right whose lapse is recorded; a reissued one has the numerator 0."""

    asset: bytes
    kind: int
    holder: bytes
    until: int
    numerator: int
    denominator: int
    parent: bytes = bytes(32)
    endless: bool = False
    """Recorded without an end date although one is missing: the one sub-right that may outlast its parent."""
    locks: dict[bytes, Lock] = field(default_factory=dict)

    def security(self) -> list[bytes]:
        """Live burdens by rising place: the position is the rank."""
        burdens = [cause for cause, lock in self.locks.items() if lock.act == Act.SECURITY]
        return sorted(burdens, key=lambda cause: self.locks[cause].place)

    def covenants(self) -> list[bytes]:
        """Causes of the live registered covenants, rising."""
        return sorted(cause for cause in self.security() if self.locks[cause].covenant == Covenant.REGISTERED)

    def bars(self) -> list[bytes]:
        return [cause for cause, lock in self.locks.items() if lock.act != Act.SECURITY]


@dataclass
class Order:
    """A bar on a right, on an asset as a whole or on a party; `thing` is its id."""

    thing: bytes
    issuer: bytes
    until: int
    kind: int
    on: str
    state: int = 1


@dataclass
class Offer:
    """Who made it to whom; binds nobody else. `terms` are what both sides see."""

    contract: str
    terms: dict[str, Any]
    holder: bytes
    proposer: bytes
    lender: bytes = NOBODY
    state: int = 1


@dataclass
class Mortgage:
    contract: str
    right: bytes
    lender: bytes
    state: int
    form: int
    cap: int
    records: int = 0
    claimed: bool = False

    @property
    def live(self) -> bool:
        return self.state in (2, 3)


@dataclass
class Book:
    """Everything. Ids that were used stay used: nothing is ever taken out but power and locks."""

    now: int = 0
    paused: bool = False
    parties: dict[bytes, Party] = field(default_factory=dict)
    postings: dict[bytes, Posting] = field(default_factory=dict)
    handovers: dict[bytes, tuple[bytes, int]] = field(default_factory=dict)
    filings: dict[tuple[bytes, str, bytes], tuple[bytes, int]] = field(default_factory=dict)
    successors: dict[int, int] = field(default_factory=dict)
    assets: dict[bytes, Asset] = field(default_factory=dict)
    aliases: dict[bytes, bytes] = field(default_factory=dict)
    codes: dict[bytes, bytes] = field(default_factory=dict)
    """Alias -> the natural key that it was made of."""
    objections: dict[bytes, tuple[bytes, bool]] = field(default_factory=dict)
    rights: dict[bytes, Right] = field(default_factory=dict)
    lifted: dict[bytes, bytes] = field(default_factory=dict)
    orders: dict[bytes, Order] = field(default_factory=dict)
    transfers: dict[bytes, Offer] = field(default_factory=dict)
    offers: dict[bytes, Offer] = field(default_factory=dict)
    mortgages: dict[bytes, Mortgage] = field(default_factory=dict)
    changes: dict[bytes, Offer] = field(default_factory=dict)
    enrolled: dict[str, int] = field(default_factory=dict)
    """Contract -> what it may do; closing takes *lock* away."""
    places: int = 0

    # the three gates (§2)

    def active(self, officer: bytes) -> set[str]:
        """Why an officer has no power at all."""
        row = self.postings.get(officer)
        if row is None:
            return {"NoPosting"}
        wrong = {"PostingSuspended"} if row.suspended else set[str]()
        return wrong | ({"PostingExpired"} if row.until <= self.now else set())

    def gates(self, officer: bytes, role: int, party: bytes, areas: Iterable[int], releasing: bool = False) -> set[str]:
        """What, for whom, where: everything that refuses."""
        if wrong := self.active(officer):
            return wrong
        row, areas = self.postings[officer], list(areas)
        if not row.roles >> role & 1:
            wrong.add("RoleMissing")
        if party not in self.parties:
            return wrong | {"PartyUnknown"}
        if party != row.party and self.parties[party].keeper != row.party:
            wrong.add("NotActingFor")
        if not releasing:
            wrong |= {"SystemPaused"} if self.paused else set()
            wrong |= self.standing(party) | self.standing(row.party)
        if not areas:
            wrong.add("EmptyBatch")
        if any(not contains(self.current(row.area), self.current(area)) for area in areas):
            wrong |= {"OutOfArea"} if all(valid(area) for area in areas) else {"OutOfArea", "JurisdictionInvalid"}
        return wrong

    def standing(self, party: bytes) -> set[str]:
        row = self.parties[party]
        wrong = {"PartyNotInGoodStanding"} if row.standing != Standing.GOOD else set[str]()
        return wrong | ({"PartyExpired"} if row.until and row.until <= self.now else set())

    def current(self, area: int) -> int:
        return self.successors.get(area, area)

    def may(self, contract: str, capability: int) -> bool:
        return bool(self.enrolled.get(contract, 0) & capability)

    # rights (§5, §6)

    def collective(self, party: bytes) -> bool:
        return party in self.parties and self.parties[party].kind in COLLECTIVES

    def dead(self, right: bytes) -> set[str]:
        """Why a right does not live, if it does not."""
        row = self.rights.get(right)
        if row is None:
            return {"RightUnknown"}
        over = row.until and row.until <= self.now and right_kind(row.kind).end == End.LAPSES
        return {"RightHasLapsed"} if over or row.holder == NOBODY else set()

    def barred(self, right: bytes, act: int, except_for: bytes = b"") -> set[str]:
        """The lock table and what else keeps a new act from a live right; covenants apart."""
        if wrong := self.dead(right):
            return wrong
        row = self.rights[right]
        if act != Act.SECURITY and not right_kind(row.kind).acts >> (act - 1) & 1:
            wrong.add("ActRefusedByKind")
        if set(row.bars()) - {except_for} or self.parties[row.holder].bars:
            wrong.add("Barred")
        return wrong | self.closed(row.asset)

    def closed(self, asset: bytes) -> set[str]:
        """Why new acts on an asset wait."""
        row = self.assets[asset]
        wrong = {"Barred"} if row.bars else set[str]()
        return wrong | ({"AssetNotConfirmed"} if row.status != Status.CONFIRMED else set())

    def unproved(self, right: bytes, act: int, cause: bytes, consents: list[bytes]) -> set[str]:
        """Whether the consents are all live covenants of the right, rising, each lifted for this cause."""
        row = self.rights[right]
        covers = act != Act.SECURITY or right_kind(row.kind).forms >> (Form.PLEDGE - 1) & 1
        needed = row.covenants() if covers else []
        if needed and not consents:
            return {"CovenantStands"}
        lifted = all(self.lifted.get(each) == cause for each in consents)
        return set() if consents == needed and lifted else {"ConsentsDoNotProve"}

    def term(self, until: int, years: int) -> set[str]:
        if not until:
            return {"TermMissing"} if years else set()
        if until <= self.now:
            return {"TermInPast"}
        return {"TermTooLong"} if years and until > self.now + years * 366 * 86_400 else set()

    def holder_kind(self, holder: bytes, kind: RightKindRow) -> set[str]:
        if holder not in self.parties:
            return {"PartyUnknown"}
        allowed = not kind.holders or kind.holders >> self.parties[holder].kind & 1
        return set() if allowed else {"HolderKindRefused"}
