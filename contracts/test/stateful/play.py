"""A call of the stateful runs: drawn at random, judged by the model, sent to the contracts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from random import Random
from typing import Any

from contracts.test.cast import Party as Actor
from contracts.test.cast import paper
from contracts.test.deployment import GOVERNMENT
from contracts.test.stateful.book import Book
from contracts.test.world import World
from ledger.chain.codec import calldata
from ledger.kit.ids import subject, subject_of_right
from ledger.kit.keccak import keccak
from ledger.kit.numbers import Role, SubjectKind

Verdict = tuple[set[str], Callable[[], None]]
"""Every rule that the call breaks, by the names of the errors; and what becomes of the book when it breaks none."""


@dataclass
class Call:
    """`maker` files it first, if an act of two persons is meant."""

    contract: str
    function: str
    args: list[Any]
    sender: bytes
    maker: bytes | None = None


@dataclass
class Stage:
    """The book, the contracts, the dice."""

    book: Book
    world: World
    dice: Random
    actors: dict[bytes, Actor] = field(default_factory=dict)

    # dice

    def pick(self, rows: Iterable[Any]) -> Any:
        """One of them, None when there is none."""
        rows = list(rows)
        return self.dice.choice(rows) if rows else None

    def chance(self, share: float) -> bool:
        return self.dice.random() < share

    def number(self) -> int:
        """Of one who files: mostly fresh, now and then one that may have been used."""
        return self.dice.randrange(4) if self.chance(0.1) else self.dice.randrange(2**63)

    def salt(self) -> bytes:
        return keccak(self.dice.randbytes(16))

    def document(self) -> bytes:
        return paper(str(self.dice.randrange(10**9)))

    def soon(self, days: float) -> int:
        """A moment ahead: mostly up to so many days, now and then the very next seconds."""
        if self.chance(0.05):
            return self.book.now + self.dice.randrange(6)
        return self.book.now + 10 + self.dice.randrange(int(days * 86_400))

    # people

    def officers(self, role: Role, party: bytes) -> list[bytes]:
        """Who may act for a party now, by the book: its own or its keeper's."""
        book = self.book
        keeper = book.parties[party].keeper if party in book.parties else party
        return [
            officer
            for officer, row in book.postings.items()
            if row.party in (party, keeper) and row.roles >> role & 1 and not book.active(officer)
        ]

    def call(self, contract: str, function: str, role: Role, party: bytes, *args: Any) -> Any:
        """An act of one person who may."""
        sender = self.pick(self.officers(role, party))
        return sender and Call(contract, function, list(args), sender)

    def pair(self, contract: str, function: str, role: Role, party: bytes, *args: Any, not_by: bytes = b"") -> Any:
        """An act of two who may."""
        people = [officer for officer in self.officers(role, party) if officer != not_by]
        if len(people) < 2:
            return None
        maker, sender = self.dice.sample(people, 2)
        return Call(contract, function, list(args), sender, maker)

    def govern(self, contract: str, function: str, *args: Any) -> Call:
        return Call(contract, function, list(args), GOVERNMENT)

    # the chain, as anybody reads it

    def head(self, thing: bytes) -> bytes:
        """Of the dossier of an asset or of what is filed under a right."""
        whose = subject(SubjectKind.ASSET, thing) if len(thing) == 16 else subject_of_right(thing)
        return bytes(self.world.chain.read("Dossiers", "head", whose))

    def moved(self, thing: bytes, head: bytes) -> set[str]:
        return set() if self.head(thing) == head else {"DossierMoved"}


@dataclass
class Judged:
    """A call with its bytes, as the rule of its function sees it."""

    stage: Stage
    call: Call
    used: tuple[bytes, str, bytes] = (b"", "", b"")
    """The filing that a call of two persons takes."""

    @property
    def book(self) -> Book:
        return self.stage.book

    @cached_property
    def data(self) -> bytes:
        return calldata(self.stage.world.chain.entry(self.call.contract, self.call.function), self.call.args)

    def filed(self, party: bytes) -> tuple[bytes, str, bytes]:
        """Under what an officer of a party files the call."""
        return (party, self.call.contract, keccak(self.data))

    def gates(self, role: Role, party: bytes, areas: Iterable[int], releasing: bool = False) -> set[str]:
        return self.book.gates(self.call.sender, role, party, areas, releasing)

    def pair(self, role: Role, party: bytes, areas: Iterable[int], releasing: bool = False) -> set[str]:
        """Two persons, and both pass the gates now."""
        areas = list(areas)
        wrong = self.gates(role, party, areas, releasing)
        self.used = self._filing(party)
        filing = self.book.filings.get(self.used)
        if filing is None:
            return wrong | {"FilingMissing"}
        maker, expiry = filing
        if expiry <= self.book.now:
            wrong.add("FilingExpired")
        if maker == self.call.sender:
            wrong.add("SameOfficer")
        return wrong | self.book.gates(maker, role, party, areas, releasing)

    def _filing(self, party: bytes) -> tuple[bytes, str, bytes]:
        """That of the sender's side while it stands, else that of the other of party and keeper."""
        book = self.book
        if self.call.sender not in book.postings or party not in book.parties:
            return self.filed(party)
        own, keeper = book.postings[self.call.sender].party, book.parties[party].keeper
        found, other = self.filed(own), self.filed(keeper if own == party else party)
        stands = book.filings.get(found, (b"", 0))[1] > book.now
        return other if not stands and other in book.filings else found

    def same_officer(self, proposer: bytes) -> set[str]:
        """Neither of the two proposed what they accept."""
        maker = self.book.filings.get(self.used, (b"", 0))[0]
        return {"SameOfficer"} if proposer in (maker, self.call.sender) else set()

    def government(self) -> set[str]:
        return set() if self.call.sender == GOVERNMENT else {"AccessManagedUnauthorized"}


Rule = Callable[..., Verdict]
Draw = Callable[[Stage], Any]
"""A call, or nothing when there is none to make."""
RULES: dict[str, Rule] = {}
DRAWS: list[tuple[Draw, int]] = []
PAIRS: set[str] = set()


def rule(name: str, *, pair: bool = False) -> Callable[[Rule], Rule]:
    """What the rules say of a function: `Contract.function`."""

    def keep(given: Rule) -> Rule:
        RULES[name] = given
        if pair:
            PAIRS.add(name)
        return given

    return keep


def draw(weight: int = 2) -> Callable[[Draw], Draw]:
    """How a likely call of a function is drawn, and how often."""

    def keep(given: Draw) -> Draw:
        DRAWS.append((given, weight))
        return given

    return keep


def nothing() -> None:
    """A call that changes nothing that the book knows."""
