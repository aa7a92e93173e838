"""Changes of a mortgage in one line each: proposed by its lender, agreed to by the other side at the head it reads."""

from collections.abc import Mapping, Sequence
from typing import Any

from contracts.test.cast import Party, paper
from contracts.test.chain import CHAIN_ID, Pair
from contracts.test.invariants import decoded
from contracts.test.words import DAY
from contracts.test.world import World
from ledger.chain.decode import Value
from ledger.kit.keccak import keccak
from ledger.kit.numbers import ChangeKind, Role

Change = dict[str, Any]
AGREEING = {ChangeKind.RENEW: "renew", ChangeKind.ASSIGN: "assign", ChangeKind.RANK: "changeRank"}
KINDS = list(AGREEING)


def change(world: World, mortgage: bytes, kind: int, **fields: Any) -> Change:
    """Terms of any change, open for thirty days, under a number that was not used before."""
    return {
        "mortgage": mortgage, "kind": int(kind), "lender": bytes(16), "other": bytes(32), "capUntil": 0,
        "until": world.now() + 30 * DAY, "number": world.number(), "document": paper("change"),
    } | fields  # fmt: skip


def renewal(world: World, mortgage: bytes, cap: int = 0, **other: Any) -> Change:
    """Terms of a renewal; `cap` 0: the mortgage is not capped."""
    return change(world, mortgage, ChangeKind.RENEW, capUntil=cap, **other)


def assignment(world: World, mortgage: bytes, to: Party | None = None, **other: Any) -> Change:
    """Terms of an assignment, to the next bank unless another lender is given."""
    return change(world, mortgage, ChangeKind.ASSIGN, lender=(to or world.next_bank).id, **other)


def fall(world: World, mortgage: bytes, rising: bytes, **other: Any) -> Change:
    """Terms of a change of rank: the first mortgage lets the second go before it."""
    return change(world, mortgage, ChangeKind.RANK, other=rising, **other)


def of_kind(world: World, kind: int, first: bytes, second: bytes) -> Change:
    """A change of any kind of the first of two neighbours that are not capped."""
    if kind == ChangeKind.RENEW:
        return renewal(world, first)
    return assignment(world, first) if kind == ChangeKind.ASSIGN else fall(world, first, second)


def change_id(world: World, terms: Mapping[str, Any]) -> bytes:
    """A whole hash: what is derived from a mortgage is no mortgage."""
    words = (CHAIN_ID.to_bytes(32, "big"), world.mortgages.address.rjust(32, b"\0"), terms["mortgage"])
    return keccak(b"".join(words) + int(terms["number"]).to_bytes(32, "big"))


def propose(world: World, terms: Mapping[str, Any], lender: Party | None = None) -> bytes:
    """By the bank unless another lender is given; its id."""
    world.mortgages.proposeChange(terms, by=(lender or world.bank).officer(Role.LEND))
    return change_id(world, terms)


def agree(
    world: World,
    terms: Mapping[str, Any],
    *,
    lender: Party | None = None,
    holder: Party | None = None,
    by: Pair | None = None,
    proposer: bytes | None = None,
    head: bytes | None = None,
    ladder: Sequence[bytes] | None = None,
) -> Any:
    """The other side agrees to what the bank, or another lender, proposed: the new lender to an assignment, else the
    household or another holder. `ladder`: the two neighbours unless more are given."""
    kind = ChangeKind(terms["kind"])
    args = [terms, proposer or (lender or world.bank).officer(Role.LEND), head or world.head_of(terms["mortgage"])]
    if kind == ChangeKind.RANK:
        args.append([terms["mortgage"], terms["other"]] if ladder is None else list(ladder))
    return world.chain.send("Mortgages", AGREEING[kind], *args, by=by or _other_side(world, terms, holder))


def _other_side(world: World, terms: Mapping[str, Any], holder: Party | None) -> Pair:
    if terms["kind"] != ChangeKind.ASSIGN:
        return (holder or world.household).pair(Role.HOLD)
    return next(party for party in world.cast.values() if party.id == terms["lender"]).pair(Role.LEND)


def happen(world: World, terms: Mapping[str, Any], **other: Any) -> Any:
    """Proposed and agreed to."""
    propose(world, terms, other.get("lender"))
    return agree(world, terms, **other)


def by_rank(world: World, *mortgages: bytes) -> list[bytes]:
    """Live mortgages by rising place."""
    locks = world.chain.read_many("Rights", "lockOf", [(mortgage,) for mortgage in mortgages])
    places = dict(zip(mortgages, (lock["place"] for lock in locks), strict=True))
    assert 0 not in places.values(), "one of them is not live"
    return sorted(places, key=lambda mortgage: int(places[mortgage]))


def told(world: World, first: int, *names: str) -> list[dict[str, Value]]:
    """Arguments of the events of these names since a block; whoever acted is left out."""
    happened = [decoded(world, log) for log in world.chain.logs(first)]
    assert {name for name, _ in happened} >= set(names)
    return [
        {word: value for word, value in args.items() if word != "actor"} for name, args in happened if name in names
    ]
