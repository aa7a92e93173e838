"""Every act is told by its own events, in order: a record that is lost together with its event is seen by nobody else.

an act
├── of a person, as gate_cases.py makes it ── the events of its row
├── in another form ───────────────────────── on an asset, on a party, let instead of moved, upheld
├── that anybody may do ───────────────────── what time has ended
└── of government ─────────────────────────── its one event
"""

from collections.abc import Callable
from typing import Any

import pytest

from contracts.test.cast import COUNTY, FAR, VILLAGE, new_party, new_posting, paper
from contracts.test.chain import address
from contracts.test.deployment import GOVERNMENT
from contracts.test.gate_cases import CASES
from contracts.test.invariants import decoded
from contracts.test.test_gates import TABLE, call, role_of
from contracts.test.words import DAY, YEAR, derived, whole
from contracts.test.world import World
from ledger.kit import catalogue
from ledger.kit.numbers import Capability, Outcome, PartyKind, RightKind, Role, Way

TOLD = {
    "Assets.amend": ["AssetAmended"], "Assets.announce": ["AssetAnnounced"],
    "Assets.closeObjection": ["ObjectionClosed"], "Assets.code": ["AssetCoded"], "Assets.confirm": ["AssetConfirmed"],
    "Assets.object": ["ObjectionRaised"], "Assets.reassign": ["AssetReassigned"],
    "Assets.redirect": ["CodeLost", "CodeReceived"], "Assets.register": ["AssetRegistered"],
    "Assets.retire": ["AssetRetired"],
    "Mortgages.accept": ["RightLocked", "MortgageAccepted"], "Mortgages.amend": ["MortgageAmended"],
    "Mortgages.assign": ["MortgageAssigned"], "Mortgages.changeRank": ["MortgageRankChanged", "RightPlacesSwapped"],
    "Mortgages.claimEnd": ["MortgageEndClaimed"], "Mortgages.consent": ["MortgageConsented", "CovenantLifted"],
    "Mortgages.denyEnd": ["MortgageEndDenied"], "Mortgages.discharge": ["MortgageDischarged", "RightUnlocked"],
    "Mortgages.dischargeByCourt": ["MortgageDischarged", "RightUnlocked"], "Mortgages.propose": ["MortgageProposed"],
    "Mortgages.proposeChange": ["MortgageChangeProposed"],
    "Mortgages.recordStatutoryNumber": ["StatutoryNumberRecorded"], "Mortgages.renew": ["MortgageRenewed"],
    "Mortgages.withdraw": ["MortgageWithdrawn"], "Mortgages.withdrawChange": ["MortgageChangeWithdrawn"],
    "Orders.lay": ["OrderLaid", "RightLocked"], "Orders.layOnParty": ["PartyOrderLaid", "PartyBarred"],
    "Orders.lift": ["OrderLifted", "RightUnlocked"], "Orders.renew": ["OrderRenewed"],
    "Parties.register": ["PartyRegistered"], "Parties.renew": ["PartyRenewed"], "Parties.setKeeper": ["KeeperSet"],
    "Parties.setStanding": ["StandingSet"],
    "Postings.announceHandover": ["HandoverAnnounced"],
    "Postings.change": ["PostingRecalled", "OfficerPosted", "OfficersChanged"],
    "Postings.handOver": ["OfficeHandedOver"], "Postings.post": ["OfficerPosted"],
    "Postings.recall": ["PostingRecalled"], "Postings.renew": ["PostingRenewed"],
    "Postings.suspend": ["PostingSuspendedByLoss"], "Postings.vetoHandover": ["HandoverVetoed"],
    "Rights.extend": ["RightExtended"], "Rights.issue": ["RightIssued"],
    "Rights.recordExisting": ["ExistingRightRecorded"], "Rights.reissue": ["RightIssued", "RightReissued"],
    "Rights.value": ["RightValued"],
    "Transfers.accept": ["RightMoved", "TransferAccepted"], "Transfers.propose": ["RightLocked", "TransferProposed"],
    "Transfers.withdraw": ["TransferWithdrawn", "RightUnlocked"],
}  # fmt: skip
ANYBODY = address("anybody")


def told(world: World, first: int) -> list[str]:
    """The names of all events from a block on, in order."""
    return [decoded(world, log)[0] for log in world.chain.logs(first)]


@pytest.mark.parametrize("name", CASES)
def test_each_act_is_told_by_its_own_events(world: World, name: str) -> None:
    """Invariant 23."""
    party, args = CASES[name](world)
    maker, checker = world.hire(party, role_of(name)), world.hire(party, role_of(name))
    pair, first = TABLE[name]["persons"] == "two", world.chain.height() + 1
    call(world, name, args, (maker, checker) if pair else checker)
    events = told(world, first)
    assert [event for event in events if event not in ("Filed", "FilingUsed")] == TOLD[name]
    assert (events.count("Filed"), events.count("FilingUsed")) == (pair, pair)


Act = Callable[[World], Callable[[], Any]]
"""What comes before, and then the act itself."""


def _lift(on: str) -> Act:
    def prepare(w: World) -> Callable[[], Any]:
        asset = w.asset(1)
        order = w.order_on(w.household) if on == "party" else w.order(whole(asset))
        return lambda: w.lift(order)

    return prepare


def _expire(on: str) -> Act:
    def prepare(w: World) -> Callable[[], Any]:
        thing = whole(w.asset(1)) if on == "asset" else w.layer(RightKind.CONTRACT)
        order = w.order_on(w.household) if on == "party" else w.order(thing)
        w.chain.travel(30 * DAY)
        return lambda: w.orders.expire(order, by=ANYBODY)

    return prepare


def _renew_on_party(w: World) -> Callable[[], Any]:
    args = (w.order_on(w.household), w.now() + 60 * DAY, paper("renewed"))
    return lambda: w.orders.renew(*args, by=w.court.pair(Role.ORDER))


def _lay_on_asset(w: World) -> Callable[[], Any]:
    asset = w.asset(1)
    return lambda: w.order(whole(asset))


def _uphold(w: World) -> Callable[[], Any]:
    asset = w.register(1)
    w.announce(asset)
    args = (w.centre.id, asset, w.next_household.id, 1, paper("objection"))
    w.assets.object(*args, by=w.centre.officer(Role.RECEIVE))
    close = (w.bureau.id, derived(w.assets.address, whole(asset), 1), int(Outcome.UPHELD), paper("answer"))
    return lambda: w.assets.closeObjection(*close, by=w.bureau.officer(Role.CONFIRM))


def _let(w: World) -> Callable[[], Any]:
    right = w.layer(RightKind.CONTRACT)
    more = {"kind": RightKind.MANAGEMENT, "termUntil": w.now() + YEAR}
    terms = w.transfer(right, w.cooperative, way=Way.LEASE, **more)
    w.propose_transfer(terms, w.household)
    return lambda: w.accept_transfer(terms, w.household, w.cooperative)


def _lapse(w: World) -> Callable[[], Any]:
    right = w.layer(RightKind.SEA_USE, until=w.now() + YEAR)
    w.chain.travel(YEAR)
    return lambda: w.rights.lapse(right, by=ANYBODY)


def _end_offer(w: World) -> Callable[[], Any]:
    terms = w.transfer(w.layer(RightKind.CONTRACT), w.next_household)
    w.propose_transfer(terms, w.household)
    w.chain.travel(30 * DAY)
    args = (terms, w.household.id, w.household.officer(Role.HOLD))
    return lambda: w.transfers.expire(*args, by=ANYBODY)


def _file(w: World) -> Callable[[], Any]:
    return lambda: w.postings.file(w.rights.address, paper("call"), by=w.village.officer(Role.HOLD))


def _governed(contract: str, function: str, *args: Any) -> Act:
    return lambda w: lambda: w.chain.send(contract, function, *args, by=GOVERNMENT)


def _admit_officer(w: World) -> Callable[[], Any]:
    row = new_posting(address("new administrator"), VILLAGE, w.now() + FAR, {Role.ADMIN})
    return lambda: w.postings.admit(w.village.id, row, by=GOVERNMENT)


OTHERS: dict[str, tuple[Act, list[str]]] = {
    "an order on an asset": (_lay_on_asset, ["Filed", "FilingUsed", "OrderLaid", "AssetBarred"]),
    "one lifted from an asset": (_lift("asset"), ["Filed", "FilingUsed", "OrderLifted", "AssetReleased"]),
    "one lifted from a party": (_lift("party"), ["Filed", "FilingUsed", "PartyOrderLifted", "PartyReleased"]),
    "one on a party renewed": (_renew_on_party, ["Filed", "FilingUsed", "PartyOrderRenewed"]),
    "an objection upheld": (_uphold, ["ObjectionClosed", "AssetReturned"]),
    "a right let": (_let, ["Filed", "RightGranted", "FilingUsed", "TransferAccepted"]),
    "an order on a right expired": (_expire("right"), ["OrderExpired", "RightUnlocked"]),
    "an order on an asset expired": (_expire("asset"), ["OrderExpired", "AssetReleased"]),
    "an order on a party expired": (_expire("party"), ["PartyOrderExpired", "PartyReleased"]),
    "a right lapsed": (_lapse, ["RightLapsed"]),
    "an offer expired": (_end_offer, ["TransferExpired", "RightUnlocked"]),
    "a call filed": (_file, ["Filed"]),
    "an administrator admitted": (_admit_officer, ["OfficerPosted"]),
    "a party admitted": (
        _governed("Parties", "admit", new_party("admitted", PartyKind.BANK, COUNTY)), ["PartyRegistered"],
    ),
    "a pause": (_governed("Postings", "pause", True), ["Paused"]),
    "a recode": (_governed("Postings", "recode", VILLAGE, VILLAGE + 100), ["DivisionRecoded"]),
    "a contract enrolled": (
        lambda w: lambda: w.enrolments.enrol(w.kinds.address, Capability.APPEND, by=GOVERNMENT), ["Enrolled"],
    ),
    "a contract closed": (
        lambda w: lambda: w.enrolments.close(w.mortgages.address, by=GOVERNMENT), ["EnrolmentClosed"],
    ),
    "a kind of asset set": (
        _governed("Kinds", "setAssetKind", 1, COUNTY, catalogue.asset_kind(1).row), ["AssetKindSet"],
    ),
    "a kind of right set": (
        _governed("Kinds", "setRightKind", 2, COUNTY, catalogue.right_kind(2).row, bytes(32)),
        ["RightKindSet", "RightKindRelated"],
    ),
    "a kind of party set": (_governed("Kinds", "setPartyKind", 1, (4, 2)), ["PartyKindSet"]),
    "a kind of order set": (_governed("Kinds", "setOrderKind", 1, (1, 15)), ["OrderKindSet"]),
}  # fmt: skip


@pytest.mark.parametrize("what", OTHERS)
def test_each_other_form_of_an_act_is_told_by_its_own_events(world: World, what: str) -> None:
    """Invariant 23."""
    prepare, events = OTHERS[what]
    act, first = prepare(world), world.chain.height() + 1
    act()
    assert told(world, first) == events
