"""The stage on which the sample is played: a new chain behind the wall clock, the officers' demo keys, the office."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count

from ledger.chain import clock
from ledger.chain.client import Call, Chain
from ledger.chain.errors import ContractError
from ledger.chain.keystore import DemoKeystores
from ledger.chain.mined import Receipt
from ledger.chain.network import Network
from ledger.chain.rpc import Rpc
from ledger.chain.sender import Sender
from ledger.documents.fields import Scalar
from ledger.documents.store import Documents
from ledger.kit.ids import AssetId, NaturalKey, PartyId, asset_id, party_id, subject_of_right
from ledger.kit.keccak import keccak
from ledger.kit.numbers import PartyKind, Role
from ledger.sample.model import Party, World
from ledger.store.filings import Filing, Filings

DAY = 86_400
YEAR = 365 * DAY
PAPERS = 0xFFF
"""Every paper at hand."""

BUNDLES: dict[PartyKind, dict[str, frozenset[Role]]] = {
    PartyKind.BUREAU: {
        "register": frozenset({Role.REGISTER}),
        "decide": frozenset({Role.CONFIRM, Role.RECEIVE, Role.APPROVE, Role.ORDER}),
    },
    PartyKind.REGISTRY: {"confirm": frozenset({Role.CONFIRM, Role.ORDER})},
    PartyKind.FINANCE_DEPARTMENT: {"approve": frozenset({Role.APPROVE})},
    PartyKind.REGULATOR: {"approve": frozenset({Role.APPROVE, Role.ORDER})},
    PartyKind.COURT: {"order": frozenset({Role.ORDER})},
    PartyKind.BANK: {"lend": frozenset({Role.LEND})},
    PartyKind.VALUER: {"value": frozenset({Role.VALUE})},
    PartyKind.CENTRE: {"clerk": frozenset({Role.REGISTER, Role.HOLD}), "receive": frozenset({Role.RECEIVE})},
    PartyKind.VILLAGE_COLLECTIVE: {"clerk": frozenset({Role.REGISTER, Role.HOLD})},
    PartyKind.COOPERATIVE: {"hold": frozenset({Role.HOLD})},
}
"""Two officers for each bundle of roles; their keys are named `<party>.<bundle>.1` and `.2`."""

Tell = Callable[[str, dict[str, object]], None]
"""Takes the key of a sentence (``cli.play...``) and its fields."""


@dataclass
class Stage:
    """Who acts, and when. `started`: the genesis; `today`: the wall clock when the play began. UTC seconds."""

    rpc: Rpc
    network: Network
    keys: DemoKeystores
    documents: Documents
    private: Documents
    """Of households: sealed in the vault."""
    filings: Filings
    world: World
    tell: Tell
    started: int
    today: int
    chain: Chain = field(init=False)
    numbers: count[int] = field(default_factory=lambda: count(1))
    story: list[tuple[int, str, dict[str, object]]] = field(default_factory=list)
    _senders: dict[str, Sender] = field(default_factory=dict)

    def say(self, step: str, **fields: object) -> None:
        """One step of the story, in words and in the record."""
        self.story.append((self.now(), step, fields))
        self.tell(f"cli.play.{step}", fields)

    def now(self) -> int:
        """The time that the next block would bear."""
        return clock.now(self.rpc)

    def until_day(self, day: float) -> None:
        """Let time pass until so many days after the genesis; back never."""
        ahead = self.started + int(day * DAY) - self.now()
        if ahead > 0:
            clock.advance(self.rpc, ahead)

    # who

    def party(self, code: str) -> Party:
        """A party of the sample by its code."""
        return self.world.party(code)

    def id(self, code: str) -> PartyId:
        """Its id on this chain."""
        party = self.party(code)
        return party_id(self.network.chain_id, party.area, party.salt)

    def asset(self, key: NaturalKey) -> AssetId:
        """An asset's id on this chain."""
        return asset_id(self.network.chain_id, key)

    def sender(self, key: str) -> Sender:
        """Whoever has this key; made at first use."""
        if key not in self._senders:
            self._senders[key] = Sender(self.chain, self.network, self.keys.provide(key))
        return self._senders[key]

    def pair(self, code: str, role: Role) -> tuple[Sender, Sender]:
        """The two officers of a party that have a role; of a household its keeper's."""
        party = self.party(code)
        owner = self.party(party.keeper) if party.kind is PartyKind.HOUSEHOLD and party.keeper else party
        bundle = next(name for name, roles in BUNDLES[owner.kind].items() if role in roles)
        return self.sender(f"{owner.code}.{bundle}.1"), self.sender(f"{owner.code}.{bundle}.2")

    # acting

    def paper(self, name: str, about: bytes, **fields: Scalar) -> bytes:
        """A document in the office, before anything that names it is signed; its root."""
        return self.documents.put({"name": name, "number": next(self.numbers), **fields, "invented": True}, about)

    def one(self, code: str, role: Role, calls: Sequence[Call]) -> list[Receipt]:
        """The first officer sends, the calls one after another."""
        return [self.pair(code, role)[0].send(call) for call in calls]

    def two(self, code: str, role: Role, calls: Sequence[Call]) -> list[Receipt]:
        """The first officer files, the second sends; calls of one step do not build on each other."""
        maker, checker = self.pair(code, role)
        for _ in maker.send_all([self.filing(call) for call in calls]):
            pass
        return list(checker.send_all(calls))

    def filing(self, call: Call) -> Call:
        """What the first of two persons sends."""
        return Call("Postings", "file", (self.chain.target(call), keccak(self.chain.encode(call))))

    def leave_waiting(self, code: str, role: Role, call: Call) -> None:
        """The first officer files; the office keeps the call for the second."""
        maker, _ = self.pair(code, role)
        expiry = self.now() + self.network.delays.filing
        self.filings.put(Filing(self.chain.target(call), self.chain.encode(call), maker.address, expiry))
        maker.file(call)

    def refused(self, code: str, act: Callable[[], object]) -> ContractError:
        """The contracts refuse with this error, as the story wants it. AssertionError if they do not."""
        try:
            act()
        except ContractError as error:
            if error.code != code:
                raise
            return error
        raise AssertionError(f"{code} was expected")

    def head(self, thing: bytes) -> bytes:
        """The head of an asset's dossier: what a verifier states when it acts."""
        return self.chain.head(subject_of_right(thing))
