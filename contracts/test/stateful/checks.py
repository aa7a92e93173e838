"""The numbered invariants of contracts/README.md, asked of the contracts when a run has ended.

What the logs alone can show is folded from them; what they cannot is compared with the model.
"""

from collections import Counter
from collections.abc import Callable
from typing import Any

from contracts.test import invariants
from contracts.test.stateful.book import NOBODY, Offer
from contracts.test.stateful.ended import Ended
from ledger.kit.numbers import Act, Capability, OrderState

RELEASING = {
    "discharge", "dischargeByCourt", "withdraw", "withdrawChange", "lift", "recall", "suspend", "vetoHandover",
}  # fmt: skip
UNGATED = {"lapse", "expire", "enrol", "close", "pause", "recode", "admit"}
"""Open to anybody, or government's."""


def heads(run: Ended) -> None:
    """Invariant 1."""
    subjects = sorted(run.heads.heads)
    found = run.world.chain.read_many("Dossiers", "head", [(subject,) for subject in subjects])
    assert found == [run.heads.heads[subject] for subject in subjects]


def power(run: Ended) -> None:
    """Invariant 3: the postings are those that the model has, and of one who was recalled nothing is left."""
    book = run.walk.stage.book
    officers = {args["officer"] for args in run.named("OfficerPosted")}
    officers |= {args["successor"] for args in run.named("OfficeHandedOver")}
    for officer in officers:
        found, row = run.world.postings.posting(officer), book.postings.get(officer)
        known = (row.party, row.area, row.until, row.roles, row.suspended) if row else (NOBODY, 0, 0, 0, False)
        assert tuple(found.values()) == known, officer.hex()


def two_persons(run: Ended) -> None:
    """Invariant 4: a filing is used once, by another than its maker, before it ends."""
    filed: dict[tuple[bytes, bytes, bytes], tuple[bytes, int]] = {}
    for log, (name, args) in zip(run.logs, run.happened, strict=True):
        key = (args.get("target"), args.get("call_hash"), args.get("party"))
        if name == "Filed":
            filed[key] = (args["actor"], args["expiry"])  # type: ignore[index, assignment]
        elif name == "FilingUsed":
            maker, expiry = filed.pop(key)  # type: ignore[arg-type]
            assert maker == args["maker"] != args["actor"]
            assert expiry > int(log["blockTimestamp"], 16)


def stops(run: Ended) -> None:
    """Invariant 5: while the system was paused nothing but releasing acts succeeded."""
    assert {name.partition(".")[2] for name in run.walk.under_pause} <= RELEASING | UNGATED


def used_once(run: Ended) -> None:
    """Invariant 6: no id is made twice."""
    makers = {
        "PartyRegistered": "party", "AssetRegistered": "asset", "AssetCoded": "code", "RightIssued": "right_id",
        "RightGranted": "right_id", "ExistingRightRecorded": "right_id", "ObjectionRaised": "objection",
        "OrderLaid": "order_id", "PartyOrderLaid": "order_id", "TransferProposed": "transfer",
        "MortgageProposed": "mortgage", "MortgageChangeProposed": "change",
    }  # fmt: skip
    made = Counter(args[makers[name]] for name, args in run.happened if name in makers)
    assert not [key for key, times in made.items() if times > 1]


def locks(run: Ended) -> None:
    """Invariant 7, and that every live lock of the model is one."""
    invariants.locks_are_counted(run.happened, run.stored)
    for right, row in run.walk.stage.book.rights.items():
        counted = (len(row.security()), len(row.covenants()), len(row.bars()))
        found = run.stored[right]
        assert (found["encumbrances"], found["covenants"], found["bars"]) == counted, right.hex()


def shares(run: Ended) -> None:
    """Invariant 8."""
    invariants.layers_are_whole(run.world, run.stored)


def parents(run: Ended) -> None:
    """Invariant 9."""
    invariants.sub_rights_keep_within_their_parents(run.world, run.happened, run.stored)


def lockers(run: Ended) -> None:
    """Invariant 10: a live lock is its locker's; of one that was released nothing is left."""
    places, live = run.world.chain.places, dict[Any, Any]()
    for row in run.walk.stage.book.rights.values():
        live |= row.locks
    for cause in {args["cause"] for args in run.named("RightLocked")}:
        found, lock = run.world.rights.lockOf(cause), live.get(cause)
        known = (places[lock.contract], lock.act, lock.covenant) if lock else (bytes(20), 0, 0)
        act = found["act"] if lock is None or lock.act == Act.SECURITY else lock.act
        assert (found["locker"], act, found["covenant"]) == known, cause.hex()


def offers(run: Ended) -> None:
    """Invariant 12: what is agreed to was offered by the holder of that moment, and is used up."""
    holder, moved, offered = dict[Any, Any](), dict[Any, Any](), dict[Any, Any]()
    for name, args in run.happened:
        if name in ("RightIssued", "RightGranted", "ExistingRightRecorded", "RightMoved"):
            holder[args["right_id"]] = args["holder"]
        if name == "RightMoved":
            moved[args["cause"]] = args["former"]
        elif name == "MortgageProposed":
            offered[args["mortgage"]] = args["grantor"]
        elif name == "TransferProposed":
            offered[args["transfer"]] = args["holder"]
        elif name == "MortgageAccepted":
            assert offered.pop(args["mortgage"]) == holder[args["right_id"]]
        elif name == "TransferAccepted":
            right = bytes(args["transfer"])[:22] + bytes(10)
            assert offered.pop(args["transfer"]) == moved.get(args["transfer"], holder[right])
        elif name in ("MortgageWithdrawn", "TransferWithdrawn", "TransferExpired"):
            del offered[args.get("mortgage") or args["transfer"]]
    assert {i for i, offer in _open(run) if offer.state == 1} == set(offered)


def _open(run: Ended) -> list[tuple[bytes, Offer]]:
    book = run.walk.stage.book
    return [*book.offers.items(), *book.transfers.items()]


def succession(run: Ended) -> None:
    """Invariant 15: no lock of a contract is younger than its closing."""
    closed = set[str]()
    places = {"0x" + place.hex(): name for name, place in run.world.chain.places.items()}
    for log, (name, args) in zip(run.logs, run.happened, strict=True):
        if name == "EnrolmentClosed":
            closed.add("0x" + bytes(args["writer"]).hex())
        begins = name in ("MortgageAccepted", "TransferProposed", "OrderLaid", "PartyOrderLaid")
        assert not (begins and log["address"] in closed), f"{name} by {places[log['address']]}"
    for name, mask in run.walk.stage.book.enrolled.items():
        assert run.world.enrolments.capabilities(run.world.chain.places[name]) == mask, name
        assert ("0x" + run.world.chain.places[name].hex() in closed) <= (not mask & Capability.LOCK)


def ranks(run: Ended) -> None:
    """Invariant 18."""
    invariants.ranks_are_the_order_of_places(run.world, run.happened)


def records(run: Ended) -> None:
    """Invariant 19: what follows acceptance is numbered without a gap, and nothing follows discharge."""
    numbered = ("MortgageAmended", "MortgageRenewed", "MortgageAssigned", "MortgageRankChanged", "MortgageDischarged")
    count, ended = Counter[Any](), set[Any]()
    for name, args in run.happened:
        if not name.startswith("Mortgage") or name in ("MortgageProposed", "MortgageWithdrawn"):
            continue
        assert args["mortgage"] not in ended, name
        if name in numbered:
            count[args["mortgage"]] += 1
            assert args["record_number" if "record_number" in args else "records"] == count[args["mortgage"]], name
        if name == "MortgageDischarged":
            ended.add(args["mortgage"])
    for id_, row in run.walk.stage.book.mortgages.items():
        found = run.world.chain.read(row.contract, "mortgage", id_)
        known = (row.lender, row.state, row.form, row.records, row.cap, row.claimed)
        assert tuple(found.values()) == known, f"{id_.hex()}: {list(found.values())}, the model has {known}"


def orders(run: Ended) -> None:
    """Invariant 20: an order bars one thing as long as it is live, and lives no longer than its kind may."""
    book, bars = run.walk.stage.book, Counter[tuple[str, bytes]]()
    for id_, row in book.orders.items():
        found = run.world.orders.orderOf(id_)
        assert (found["issuer"], found["until"], found["state"]) == (row.issuer, row.until, row.state), id_.hex()
        bars[row.on, row.thing[:16]] += row.state == OrderState.LIVE
        if row.on == "right":
            assert (run.world.rights.lockOf(id_)["locker"] != bytes(20)) == (row.state == OrderState.LIVE)
    for id_, party in book.parties.items():
        assert run.world.parties.party(id_)["bars"] == len(party.bars) == bars["party", id_], id_.hex()
    for id_, asset in book.assets.items():
        assert run.world.assets.asset(id_)["bars"] == len(asset.bars) == bars["asset", id_], id_.hex()


def stored(run: Ended) -> None:
    """Invariant 21: the contracts store what the rules make of all that was permitted, and nothing that was not."""
    book, world = run.walk.stage.book, run.world
    for id_, party in book.parties.items():
        found = world.parties.party(id_)
        known = (party.keeper, party.area, party.until, party.kind, party.standing)
        assert tuple(found[key] for key in ("keeper", "area", "until", "kind", "standing")) == known, id_.hex()
    for id_, asset in book.assets.items():
        found = world.assets.asset(id_)
        fields = ("collective", "area", "kind", "status", "deadline", "openObjections")
        row = (asset.collective, asset.area, asset.kind, asset.status, asset.deadline, len(asset.objections))
        assert tuple(found[key] for key in fields) == row, id_.hex()
    for id_, of_ in book.aliases.items():
        assert world.assets.resolve(id_) == of_, id_.hex()
    for id_, right in book.rights.items():
        found, expected = run.stored[id_], (right.holder, right.until, right.numerator, right.denominator)
        assert tuple(found[key] for key in ("holder", "until", "numerator", "denominator")) == expected, id_.hex()
        assert world.rights.parentOf(id_) == right.parent, id_.hex()
    made = run.named("RightIssued", "RightGranted", "ExistingRightRecorded")
    assert {args["right_id"] for args in made} == set(book.rights)
    assert {args["asset"] for args in run.named("AssetRegistered")} == set(book.assets)


def told(run: Ended) -> None:
    """Invariant 22: what is stored follows from the events alone."""
    book, live = run.walk.stage.book, set[Any]()
    until: dict[Any, Any] = {}
    for name, args in run.happened:
        if name in ("OrderLaid", "PartyOrderLaid", "OrderRenewed", "PartyOrderRenewed"):
            until[args["order_id"]] = args["until"]
        elif name in ("AssetBarred", "PartyBarred"):
            live.add(args["cause"])
        elif name in ("AssetReleased", "PartyReleased"):
            live.remove(args["cause"])
    assert until == {id_: row.until for id_, row in book.orders.items()}
    bars = [row.bars for row in book.assets.values()] + [row.bars for row in book.parties.values()]
    assert live == set[bytes]().union(*bars)
    for args in run.named("RightIssued", "RightGranted", "ExistingRightRecorded"):
        right = book.rights[args["right_id"]]  # type: ignore[index]
        numerator = right.numerator or args["numerator"]
        assert (args["numerator"], args["denominator"]) == (numerator, right.denominator), args
    burdens = Counter[Any]()
    for name, args in run.happened:
        if name == "RightLocked" and args["act"] == Act.SECURITY:
            burdens[args["right_id"]] += 1
        elif name == "MortgageAccepted":
            assert args["rank"] == burdens[args["right_id"]], args
        elif name == "MortgageDischarged":
            burdens[bytes(args["mortgage"])[:22] + bytes(10)] -= 1


Check = Callable[[Ended], None]
CHECKS: dict[int, Check] = {
    1: heads, 3: power, 4: two_persons, 5: stops, 6: used_once, 7: locks, 8: shares, 9: parents, 10: lockers,
    12: offers, 15: succession, 18: ranks, 19: records, 20: orders, 21: stored, 22: told,
}  # fmt: skip
"""Number in contracts/README.md -> what proves it; those missing are proved by the acts themselves, or statically."""
