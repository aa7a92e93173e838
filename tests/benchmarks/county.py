"""What happens in a made county, transaction by transaction, in the proportions of a register in use.

Every lot of assets goes the way that the contracts demand: households are registered, assets registered, announced,
confirmed by two persons, contracted rights issued; afterwards some are leased, moved, valued, mortgaged (most of which
are discharged), amended, sealed and released. The logs of a transaction stand as the contracts would emit them.
"""

import heapq
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from random import Random

from ledger.kit.ids import AssetId, PartyId, RightId, record_id, right_id
from ledger.kit.keccak import keccak, word
from ledger.kit.numbers import AssetKind, Form, MortgageState, OrderKind, PartyKind, RightKind, Way
from tests.benchmarks.words import Encoder, Log

LOT = 20
"""Assets that are registered, announced and confirmed together."""
AREA = 33_010_910_000_000
FAR = 4_000_000_000
_OFFICES = {
    "bureau": PartyKind.BUREAU,
    "bank": PartyKind.BANK,
    "bank two": PartyKind.BANK,
    "bank three": PartyKind.BANK,
    "court": PartyKind.COURT,
    "valuer": PartyKind.VALUER,
}
Step = Callable[[], list[Log]]
Transaction = list[Log]


class County:
    """An endless story. ``now`` is set by whoever makes the blocks: the number and the time of the block to fill."""

    def __init__(self, encoder: Encoder, chain_id: int, addresses: dict[str, bytes], seed: int = 1) -> None:
        self.block, self.time = 1, 0
        self._log = encoder.log
        self._chain, self._at = chain_id, addresses
        self._random, self._numbers, self._order = Random(seed), count(1), count()
        self._due: list[tuple[int, int, Step]] = []
        self._offices = {
            name: self._party() for name in ("bureau", "bank", "bank two", "bank three", "court", "valuer")
        }
        self._villages: list[PartyId] = []
        self._maker, self._checker = self._random.randbytes(20), self._random.randbytes(20)

    def founding(self) -> Iterator[Transaction]:
        """The first block: what is enrolled, who is there."""
        enrolled = [at for name, at in self._at.items() if name not in ("AccessManager", "Dossiers")]
        yield [self._log("Enrolments.Enrolled", at, 7, self._maker) for at in enrolled]
        for name, party in self._offices.items():
            kind = _OFFICES[name]
            officer = self._random.randbytes(20)
            yield [
                self._registered(party, bytes(16), kind, bytes(16)),
                self._log("Postings.OfficerPosted", officer, party, AREA, FAR, 1 << 4, self._hash(), self._maker),
            ]

    def transactions(self) -> Iterator[Transaction]:
        """What comes next, for ever: what is due, else a new lot."""
        while True:
            if self._due and self._due[0][0] <= self.block:
                yield heapq.heappop(self._due)[2]()
            else:
                yield from self._lot()

    def _lot(self) -> Iterator[Transaction]:
        if not self._villages or self._random.random() < 0.02:
            self._villages.append(self._party())
            bureau = self._offices["bureau"]
            yield [self._registered(self._villages[-1], bureau, PartyKind.VILLAGE_COLLECTIVE, bytes(16))]
        village = self._random.choice(self._villages)
        homes = [self._party() for _ in range(LOT * 7 // 10)]
        yield [self._registered(home, village, PartyKind.HOUSEHOLD, village) for home in homes]
        keys = [self._hash() for _ in range(LOT)]
        assets = [AssetId(keccak(word(self._chain) + key)[:16]) for key in keys]
        kind, area, size = AssetKind.CROPLAND, AREA + 1000, self._random.randrange
        yield [
            self._log("Assets.AssetRegistered", *place, key, kind, area, size(1, 10**7), self._hash(), self._checker)
            for *place, key in ((asset, village, key) for asset, key in zip(assets, keys, strict=True))
        ]
        self._later(1, 3, lambda: self._announced(assets, homes))

    def _announced(self, assets: list[AssetId], homes: list[PartyId]) -> Transaction:
        self._pair("Assets", 1, 4, lambda used: self._confirmed(used, assets, homes))
        notice = self._hash()
        return [self._log("Assets.AssetAnnounced", a, self.time + 15, notice, self._maker) for a in assets]

    def _confirmed(self, used: Log, assets: list[AssetId], homes: list[PartyId]) -> Transaction:
        bureau = self._offices["bureau"]
        self._pair("Rights", 1, 4, lambda used: self._issued(used, assets, homes))
        for asset in assets:
            if self._random.random() < 0.05:
                self._later(1, 100, partial(self._amended, asset))
        confirmed = [self._log("Assets.AssetConfirmed", asset, bureau, self._checker) for asset in assets]
        return [used, *confirmed]

    def _issued(self, used: Log, assets: list[AssetId], homes: list[PartyId]) -> Transaction:
        logs, mandate = [used], self._hash()
        for at, asset in enumerate(assets):
            right, holder = right_id(asset, RightKind.CONTRACT, 1), homes[at % len(homes)]
            issued = (right, holder, 1, 1, FAR, 0, mandate, self._hash(), self._checker)
            logs.append(self._log("Rights.RightIssued", *issued))
            self._business(right, holder, homes[(at + 1) % len(homes)])
        return logs

    def _business(self, right: RightId, holder: PartyId, other: PartyId) -> None:
        """What comes of a right; acts on one right follow each other, as a bar would demand."""
        chance = self._random.random()
        if chance < 0.12:
            self._later(1, 60, lambda: self._offered(right, holder, other, Way.LEASE))
        elif chance < 0.16:
            self._later(1, 60, lambda: self._offered(right, holder, other, Way.ASSIGN))
        elif chance < 0.32:
            self._later(1, 60, lambda: self._valued(right, holder))
        elif chance < 0.34:
            self._pair("Orders", 1, 60, lambda used: self._laid(used, right))

    def _offered(self, right: RightId, holder: PartyId, to: PartyId, way: Way) -> Transaction:
        transfer = self._record("Transfers", right)
        self._pair("Transfers", 1, 30, lambda used: self._taken(used, transfer, right, holder, to, way))
        terms = (way, RightKind.MANAGEMENT if way == Way.LEASE else 0, FAR, self.time + 10**6, 3)
        return [
            self._locked(right, transfer, 3 if way == Way.LEASE else 1),
            self._log(
                "Transfers.TransferProposed", transfer, holder, to, *terms, self._hash(), self._hash(), self._checker
            ),
        ]

    def _taken(self, used: Log, transfer: bytes, right: RightId, holder: PartyId, to: PartyId, way: Way) -> Transaction:
        if way == Way.LEASE:
            granted = right_id(AssetId(right[:16]), RightKind.MANAGEMENT, 1)
            moved = self._log("Rights.RightGranted", granted, right, to, 1, 1, FAR - 1, transfer, self._checker)
        else:
            moved = self._log("Rights.RightMoved", right, to, holder, transfer, self._checker)
        accepted = self._log("Transfers.TransferAccepted", transfer, to, self._checker)
        return [moved, used, accepted]

    def _valued(self, right: RightId, holder: PartyId) -> Transaction:
        self._later(1, 5, lambda: self._proposed(right, holder))
        value = (1, self.time, self._random.randrange(10**6, 10**9), self._hash())
        return [self._log("Rights.RightValued", right, self._offices["valuer"], *value, self._checker)]

    def _proposed(self, right: RightId, holder: PartyId) -> Transaction:
        mortgage = self._record("Mortgages", right)
        bank = self._offices[self._random.choice(("bank", "bank two", "bank three"))]
        self._pair("Mortgages", 1, 10, lambda used: self._accepted(used, mortgage, right, bank))
        terms = (Form.FINANCING, 0, 1, 0, self.time + 10**6, 3, self._hash(), self._hash())
        return [self._log("Mortgages.MortgageProposed", mortgage, holder, bank, *terms, self._maker)]

    def _accepted(self, used: Log, mortgage: bytes, right: RightId, bank: PartyId) -> Transaction:
        if self._random.random() < 0.15:
            self._pair("Mortgages", 1, 20, lambda used: self._changed(used, mortgage))
        if self._random.random() < 0.6:
            self._pair("Mortgages", 30, 60, lambda used: self._discharged(used, mortgage, right, bank))
        state = MortgageState.EFFECTIVE
        accepted = self._log("Mortgages.MortgageAccepted", mortgage, right, bank, state, 1, self._checker)
        return [self._locked(right, mortgage, 2), used, accepted]

    def _changed(self, used: Log, mortgage: bytes) -> Transaction:
        amended = self._log("Mortgages.MortgageAmended", mortgage, 1, 0, self._hash(), self._checker)
        return [used, amended]

    def _discharged(self, used: Log, mortgage: bytes, right: RightId, bank: PartyId) -> Transaction:
        ended = self._log("Mortgages.MortgageDischarged", mortgage, bank, 2, self._hash(), self._checker)
        return [used, ended, self._unlocked(right, mortgage)]

    def _laid(self, used: Log, right: RightId) -> Transaction:
        order, court = self._record("Orders", right), self._offices["court"]
        if self._random.random() < 0.7:
            self._pair("Orders", 5, 60, lambda used: self._lifted(used, order, right))
        terms = (OrderKind.SEAL, FAR, self._hash(), self._checker)
        laid = self._log("Orders.OrderLaid", order, right, court, *terms)
        return [used, laid, self._locked(right, order, 0)]

    def _lifted(self, used: Log, order: bytes, right: RightId) -> Transaction:
        lifted = self._log("Orders.OrderLifted", order, self._hash(), self._checker)
        return [used, lifted, self._unlocked(right, order)]

    def _amended(self, asset: AssetId) -> Transaction:
        size = self._random.randrange(1, 10**7)
        return [self._log("Assets.AssetAmended", asset, size, self._hash(), self._checker)]

    def _registered(self, party: PartyId, issuer: bytes, kind: PartyKind, keeper: bytes) -> Log:
        return self._log("Parties.PartyRegistered", party, issuer, kind, AREA, 0, keeper, self._hash(), self._maker)

    def _locked(self, right: RightId, cause: bytes, act: int) -> Log:
        return self._log("Rights.RightLocked", right, cause, act, 0, 1, self._checker)

    def _unlocked(self, right: RightId, cause: bytes) -> Log:
        return self._log("Rights.RightUnlocked", right, cause, self._checker)

    def _pair(self, target: str, low: int, high: int, step: Callable[[Log], Transaction]) -> None:
        """Two persons: the first files, the second acts in a later block and uses the filing."""
        filing = self._at[target], self._hash(), self._offices["bureau"]

        def filed() -> Transaction:
            self._later(1, 2, lambda: step(self._log("Postings.FilingUsed", *filing, self._maker, self._checker)))
            return [self._log("Postings.Filed", *filing, self.time + 10**6, self._maker)]

        self._later(low, high, filed)

    def _later(self, low: int, high: int, step: Step) -> None:
        heapq.heappush(self._due, (self.block + self._random.randint(low, high), next(self._order), step))

    def _record(self, contract: str, right: RightId) -> bytes:
        return record_id(self._chain, self._at[contract], right, next(self._numbers))

    def _party(self) -> PartyId:
        return PartyId(self._random.randbytes(16))

    def _hash(self) -> bytes:
        return self._random.randbytes(32)
