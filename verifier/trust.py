"""The trust file: the one thing that a check believes. Network, sealers by block range, contracts and their events.

It is canonical JSON, signed by the organisations that it names. Its fingerprint is compared by another way (a call, a
letter); a later one is believed when more than half of the organisations of the earlier one have signed it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from verifier import encoding, parts
from verifier.encoding import unpack
from verifier.hashing import keccak, signer
from verifier.refusal import Reason, Refusal

VERSION = 1
CONSENSUS = ("qbft", "clique", "witness")
_DOMAIN = b"ledger.trust.1"


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who seals or signs. ``kind``: of party, as its code (``bank``)."""

    name: str
    kind: str
    account: bytes


@dataclass(frozen=True, slots=True)
class Sealers:
    """The accounts that seal from block ``first`` on, rising. ``quorum`` counts for witnesses."""

    first: int
    members: tuple[bytes, ...]
    quorum: int

    def changed(self, members: tuple[bytes, ...]) -> Self:
        """The set after a vote."""
        return replace(self, members=members)


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract of the ledger. ``layout``: place of the mappings that are proved. ``first``: its first block."""

    name: str
    address: bytes
    code_hash: bytes
    first: int
    layout: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Event:
    """An event: its signature hash, and name and type of each argument."""

    name: str
    topic: bytes
    arguments: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Trust:
    """A trust file that was read. Times in UTC seconds, ``day``: seconds of a day of publicity."""

    network: str
    chain_id: int
    genesis: bytes
    consensus: str
    epoch: int
    day: int
    one_machine: bool
    since: int
    until: int
    organisations: tuple[Organisation, ...]
    sealers: tuple[Sealers, ...]
    contracts: tuple[Contract, ...]
    events: Mapping[str, Event]
    fingerprint: bytes
    signed: tuple[bytes, ...]
    """The organisations' accounts that signed."""

    def sealers_at(self, block: int) -> Sealers:
        """The set pinned for a block. Refusal BEFORE_SEALERS."""
        known = [one for one in self.sealers if one.first <= block]
        if not known:
            raise Refusal(Reason.BEFORE_SEALERS, number=block)
        return known[-1]

    def contract(self, name: str) -> Contract:
        """The contract of the kernel with this name."""
        return next(one for one in self.contracts if one.name == name)

    def writer(self, address: bytes) -> Contract:
        """The contract at an address. Refusal WRITER_UNKNOWN: the trust file is older, or the record is a rogue's."""
        for one in self.contracts:
            if one.address == address:
                return one
        raise Refusal(Reason.WRITER_UNKNOWN, writer="0x" + address.hex())

    def organisation(self, account: bytes) -> Organisation | None:
        """Whose account it is."""
        return next((one for one in self.organisations if one.account == account), None)


def body(value: Mapping[str, Any]) -> bytes:
    """What the organisations sign and the fingerprint is taken of: the file without its signatures."""
    return encoding.write({name: part for name, part in value.items() if name != "signatures"})


def fingerprint(value: Mapping[str, Any]) -> bytes:
    """What is told by another way: keccak256 of the file without its signatures."""
    return bytes(keccak(body(value)))


def digest(content: bytes) -> bytes:
    """The hash that an organisation signs."""
    return bytes(keccak(_DOMAIN + content))


def read(text: bytes) -> Trust:
    """Read and check a trust file on its own: form and signatures. Refusal: TRUST_FORM, TRUST_SIGNATURE.

    Anybody can make a file that holds on its own; whose it is says its fingerprint, or the file that it renews.
    """
    try:
        return _trust(encoding.read(text))
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise Refusal(Reason.TRUST_FORM) from error
    except Refusal as error:
        raise error if error.reason is Reason.TRUST_SIGNATURE else Refusal(Reason.TRUST_FORM) from error


def demand_fingerprint(trust: Trust, shown: str) -> None:
    """Refusal TRUST_FINGERPRINT unless the file is the one whose fingerprint was told."""
    if shown.replace(" ", "").lower().removeprefix("0x") != trust.fingerprint.hex():
        raise Refusal(Reason.TRUST_FINGERPRINT)


def demand_renewed(old: Trust, new: Trust) -> None:
    """Refusal TRUST_NOT_RENEWED unless more than half of the old file's organisations signed the new one, which is of
    the same chain and begins later: an earlier file, whose keys may since be lost, renews nothing."""
    known = {one.account for one in old.organisations}
    same = (old.chain_id, old.genesis) == (new.chain_id, new.genesis)
    later = new.since > old.since or new.fingerprint == old.fingerprint
    if not same or not later or 2 * len(known & set(new.signed)) <= len(known):
        raise Refusal(Reason.TRUST_NOT_RENEWED)


def demand_current(trust: Trust, now: int) -> None:
    """Refusal TRUST_EARLY before its time, TRUST_EXPIRED after it."""
    if now < trust.since:
        raise Refusal(Reason.TRUST_EARLY)
    if now > trust.until:
        raise Refusal(Reason.TRUST_EXPIRED)


def _trust(value: Any) -> Trust:
    if set(parts.named(value)) != _KEYS or parts.whole(value["trust"]) != VERSION:
        raise ValueError("keys")
    if value["consensus"] not in CONSENSUS:
        raise ValueError("consensus")
    organisations = tuple(
        Organisation(parts.text(one["name"]), parts.text(one["kind"]), unpack(one["account"], 20))
        for one in parts.rows(value["organisations"])
    )
    sealers = tuple(_sealers(one) for one in parts.rows(value["sealers"]))
    contracts = tuple(_contract(one) for one in parts.rows(value["contracts"]))
    events = [_event(name, arguments) for name, arguments in parts.named(value["events"]).items()]
    found = Trust(
        network=parts.text(value["network"]),
        chain_id=parts.whole(value["chain"]["id"]),
        genesis=unpack(value["chain"]["genesis"], 32),
        consensus=value["consensus"],
        epoch=parts.whole(value["epoch"], 1),
        day=parts.whole(value["day"], 1),
        one_machine=parts.flag(value["one_machine"]),
        since=parts.whole(value["since"]),
        until=parts.whole(value["until"]),
        organisations=organisations,
        sealers=sealers,
        contracts=contracts,
        events={one.name: one for one in events},
        fingerprint=fingerprint(value),
        signed=_signed(body(value), value["signatures"], organisations),
    )
    _demand_sound(found)
    return found


_KEYS = {
    "trust", "network", "chain", "consensus", "epoch", "day", "one_machine", "since", "until",
    "organisations", "sealers", "contracts", "events", "signatures",
}  # fmt: skip


def _demand_sound(trust: Trust) -> None:
    """What the checks lean on: each account and contract once, sets rising, quorums that mean something."""
    accounts = [one.account for one in trust.organisations]
    places = [one.address for one in trust.contracts]
    names = {one.name for one in trust.contracts}
    starts = [one.first for one in trust.sealers]
    wrong = (
        not accounts
        or len(set(accounts)) != len(accounts)
        or len(set(places)) != len(places)
        or not {"Dossiers", "Parties", "Assets"} <= names
        or not starts
        or starts != sorted(set(starts))
        or trust.since >= trust.until
    )
    for one in trust.sealers:
        rising = one.members == tuple(sorted(set(one.members)))
        wrong = wrong or not rising or not one.members or not len(one.members) < 2 * one.quorum <= 2 * len(one.members)
    if wrong or any(name.partition(".")[0] not in names for name in trust.events):
        raise ValueError("unsound")


def _signed(content: bytes, signatures: Any, organisations: tuple[Organisation, ...]) -> tuple[bytes, ...]:
    if not isinstance(signatures, list):
        raise Refusal(Reason.TRUST_SIGNATURE)
    found = []
    for one in signatures:
        try:
            found.append(signer(digest(content), unpack(one, 65)))
        except Refusal as error:
            raise Refusal(Reason.TRUST_SIGNATURE) from error
    if sorted(found) != sorted(one.account for one in organisations):
        raise Refusal(Reason.TRUST_SIGNATURE)
    return tuple(found)


def _sealers(row: Any) -> Sealers:
    accounts = tuple(unpack(one, 20) for one in parts.rows(row["accounts"]))
    return Sealers(parts.whole(row["from"]), accounts, parts.whole(row["quorum"]))


def _contract(row: Any) -> Contract:
    layout = {name: parts.whole(place) for name, place in parts.named(row["layout"]).items()}
    address, code = unpack(row["address"], 20), unpack(row["code_hash"], 32)
    return Contract(parts.text(row["name"]), address, code, parts.whole(row["from"]), layout)


def _event(name: str, arguments: Any) -> Event:
    pairs = tuple((parts.text(each[0]), parts.text(each[1])) for each in parts.rows(arguments))
    signature = f"{name.partition('.')[2]}({','.join(kind for _, kind in pairs)})"
    return Event(name, bytes(keccak(signature.encode())), pairs)
