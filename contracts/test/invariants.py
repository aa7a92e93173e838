"""What must hold after anything whatever happened: counted from raw logs, compared with what the contracts store.

The numbers are those of contracts/README.md.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from contracts.test.heads import Log, events
from contracts.test.world import World
from ledger.chain.decode import Value, reader
from ledger.kit.ids import asset_of, kind_of
from ledger.kit.numbers import Act, Covenant, Lack, Shape

Event = tuple[str, dict[str, Value]]


def check(world: World, logs: Sequence[Log]) -> None:
    """AssertionError when one of the invariants is broken."""
    happened = [decoded(world, log) for log in logs]
    rights = sorted({bytes(args["right_id"]) for _, args in happened if "right_id" in args})
    rights = [right for right in rights if kind_of(right)]  # an order on a whole asset names it in a right's place
    stored = dict(zip(rights, world.chain.read_many("Rights", "right", [(right,) for right in rights]), strict=True))
    locks_are_counted(happened, stored)
    ranks_are_the_order_of_places(world, happened)
    layers_are_whole(world, stored)
    sub_rights_keep_within_their_parents(world, happened, stored)


def decoded(world: World, log: Log) -> Event:
    """Name and arguments of one log."""
    topics = [bytes.fromhex(topic[2:]) for topic in log["topics"]]
    entry = events()[world.chain.names[log["address"]], topics[0]]
    return entry.name, reader(entry)(b"".join(topics[1:]) + bytes.fromhex(log["data"][2:]))


def locks_are_counted(happened: Sequence[Event], stored: dict[bytes, Any]) -> None:
    """Invariant 7: encumbrances, covenants and bars of a right are the number of its live locks."""
    live: dict[Value, dict[Value, tuple[Value, Value]]] = defaultdict(dict)
    for name, args in happened:
        if name == "RightLocked":
            live[args["right_id"]][args["cause"]] = (args["act"], args["covenant"])
        elif name == "RightUnlocked" or name == "RightMoved":
            del live[args["right_id"]][args["cause"]]
        elif name == "RightGranted":
            del live[args["parent"]][args["cause"]]
    for right, row in stored.items():
        locks = list(live[right].values())
        counted = (
            sum(act == Act.SECURITY for act, _ in locks),
            sum((act, covenant) == (Act.SECURITY, Covenant.REGISTERED) for act, covenant in locks),
            sum(act != Act.SECURITY for act, _ in locks),
        )
        assert counted == (row["encumbrances"], row["covenants"], row["bars"]), right.hex()


def ranks_are_the_order_of_places(world: World, happened: Sequence[Event]) -> None:
    """Invariant 18: a burden ranks behind all that live, and only a change of rank swaps two neighbours."""
    ranks: dict[Value, list[Value]] = defaultdict(list)
    places: dict[Value, Value] = {}
    for name, args in happened:
        if name == "RightLocked" and args["act"] == Act.SECURITY:
            ranks[args["right_id"]].append(args["cause"])
            places[args["cause"]] = args["place"]
        elif name == "RightUnlocked" and args["cause"] in places:
            ranks[args["right_id"]].remove(args["cause"])
            del places[args["cause"]]
        elif name == "RightPlacesSwapped":
            ladder, fallen, risen = ranks[args["right_id"]], args["fallen"], args["risen"]
            at = ladder.index(fallen)
            assert ladder[at : at + 2] == [fallen, risen], "no neighbours, or the other one falls"
            ladder[at : at + 2] = [risen, fallen]
            assert (places[risen], places[fallen]) == (args["fallen_place"], args["risen_place"])
            places |= {risen: args["risen_place"], fallen: args["fallen_place"]}
    stored = world.chain.read_many("Rights", "lockOf", [(cause,) for cause in places])
    assert [lock["place"] for lock in stored] == list(places.values())
    for right, ladder in ranks.items():
        found = [places[cause] for cause in ladder]
        assert all(int(before) < int(behind) for before, behind in pairwise(found)), right


def layers_are_whole(world: World, stored: dict[bytes, Any]) -> None:
    """Invariant 8: the numerators of a layer sum to its denominator, lapsed shares included."""
    layers: dict[tuple[bytes, int], list[Any]] = defaultdict(list)
    for right, row in stored.items():
        if world.shape(kind_of(right)) == Shape.LAYER and row["denominator"]:
            layers[asset_of(right), kind_of(right)].append(row)
    for layer, rows in layers.items():
        assert {row["denominator"] for row in rows} == {sum(row["numerator"] for row in rows)}, layer


def sub_rights_keep_within_their_parents(world: World, happened: Sequence[Event], stored: dict[bytes, Any]) -> None:
    """Invariant 9: a sub-right has a parent and ends no later, but for one that was recorded as lacking its end; a
    layer has none."""
    recorded = [args for name, args in happened if name == "ExistingRightRecorded"]
    endless = {args["right_id"] for args in recorded if int(args["lacks"]) >> Lack.NO_END_DATE & 1}
    parents = world.chain.read_many("Rights", "parentOf", [(right,) for right in stored])
    for (right, row), parent in zip(stored.items(), parents, strict=True):
        if not row["denominator"]:
            continue
        assert (world.shape(kind_of(right)) == Shape.SUB) == (parent != bytes(32)), right.hex()
        if parent != bytes(32) and not (row["until"] == 0 and right in endless):
            above = world.rights.right(parent)["until"]
            assert above == 0 or 0 < row["until"] <= above, right.hex()
