"""One call of every function that a person may make, in a state in which the right officer's call passes."""

from collections.abc import Callable
from typing import Any

from contracts.test.cast import FAR, NEXT_VILLAGE, VILLAGE, new_party, new_posting, paper
from contracts.test.chain import address
from contracts.test.gate_cases_mortgages import MORTGAGES, Case
from contracts.test.words import DAY, MANDATE, YEAR, derived, whole
from contracts.test.world import World
from ledger.chain import network
from ledger.kit.numbers import AssetKind, Method, Outcome, PartyKind, RightKind, Role, Standing

CONTRACT, RECEIPT_ASSET = RightKind.CONTRACT, AssetKind.WAREHOUSE_RECEIPT
NEW = address("somebody new")


def _register(w: World) -> Case:
    return w.village, (w.village.id, [w.new_asset(1)])


def _amend(w: World) -> Case:
    return w.village, (w.village.id, w.register(1), 5, paper("amended"))


def _code(w: World) -> Case:
    return w.village, (w.village.id, w.register(1), w.key())


def _announce(w: World) -> Case:
    return w.village, (w.village.id, [w.register(1)], paper("notice"))


def _object(w: World) -> Case:
    asset = w.register(1)
    w.announce(asset)
    return w.centre, (w.centre.id, asset, w.next_household.id, 1, paper("objection"))


def _close_objection(w: World) -> Case:
    receiver, args = _object(w)
    w.assets.object(*args, by=receiver.officer(Role.RECEIVE))
    objection = derived(w.assets.address, whole(args[1]), 1)
    return w.bureau, (w.bureau.id, objection, int(Outcome.DISMISSED), paper("answer"))


def _confirm(w: World) -> Case:
    asset = w.register(RECEIPT_ASSET)
    w.announce(asset)
    return w.bureau, (w.bureau.id, [asset], [w.asset_head(asset)])


def _reassign(w: World) -> Case:
    return w.bureau, (w.bureau.id, w.register(1), w.next_village.id, NEXT_VILLAGE, paper("decision"))


def _redirect(w: World) -> Case:
    key = w.key()
    w.assets.code(w.village.id, w.register(1), key, by=w.village.officer(Role.REGISTER))
    return w.bureau, (w.bureau.id, w.register(1), key, paper("decision"))


def _retire(w: World) -> Case:
    return w.bureau, (w.bureau.id, w.register(1), paper("decision"))


def _register_party(w: World) -> Case:
    return w.bureau, (w.bureau.id, [new_party("cooperative of the case", PartyKind.COOPERATIVE, VILLAGE)])


def _renew_party(w: World) -> Case:
    return w.bureau, (w.bureau.id, w.cooperative.id, w.now() + YEAR, paper("identity"))


def _set_standing(w: World) -> Case:
    return w.bureau, (w.bureau.id, w.village.id, int(Standing.SUSPENDED), paper("standing"))


def _set_keeper(w: World) -> Case:
    return w.bureau, (w.bureau.id, w.village.id, w.centre.id, paper("keeper"))


def _post(w: World) -> Case:
    return w.village, (w.village.id, [new_posting(NEW, VILLAGE, w.now() + FAR, {Role.HOLD})])


def _renew_posting(w: World) -> Case:
    return w.village, (w.village.id, w.village.officer(Role.HOLD), w.now() + 2 * FAR)


def _recall(w: World) -> Case:
    return w.village, (w.village.id, [w.village.officer(Role.HOLD)])


def _suspend(w: World) -> Case:
    return w.village, (w.village.id, w.village.officer(Role.HOLD))


def _announce_handover(w: World) -> Case:
    party, args = _suspend(w)
    w.postings.suspend(*args, by=party.admin)
    return party, (*args, NEW)


def _veto_handover(w: World) -> Case:
    party, args = _announce_handover(w)
    w.postings.announceHandover(*args, by=party.admin)
    return party, args[:2]


def _hand_over(w: World) -> Case:
    party, args = _veto_handover(w)
    w.chain.travel(network.load("embedded").delays.handover)
    return party, args


def _change(w: World) -> Case:
    rows = [new_posting(NEW, VILLAGE, w.now() + FAR, {Role.HOLD})]
    return w.village, (w.village.id, [w.village.officer(Role.HOLD)], rows, paper("inventory"))


def _issue(w: World) -> Case:
    return w.village, (w.village.id, [w.new_right(w.asset(1), CONTRACT, w.household)], MANDATE, False)


def _record_existing(w: World) -> Case:
    row = {
        "parent": w.layer(RightKind.FACILITY, w.village, until=0), "kind": RightKind.LEASE, "serial": 1,
        "holder": w.enterprise.id, "numerator": 1, "denominator": 1, "until": w.now() + 5 * YEAR, "lacks": 0,
        "document": paper("old contract"),
    }  # fmt: skip
    return w.village, (w.village.id, [row], MANDATE)


def _reissue(w: World) -> Case:
    right = w.layer(RightKind.SEA_USE, until=w.now() + YEAR)
    w.chain.travel(YEAR + 1)
    w.rights.lapse(right, by=NEW)
    row = {"serial": 2, "holder": w.enterprise.id, "numerator": 1, "until": w.now() + YEAR, "document": paper("share")}
    return w.village, (w.village.id, right, [row], MANDATE)


def _extend(w: World) -> Case:
    return w.village, (w.layer(RightKind.SEA_USE), w.now() + 14 * YEAR, MANDATE)


def _value(w: World) -> Case:
    return w.valuer, (w.valuer.id, w.layer(CONTRACT), int(Method.MARKET), w.now(), 1, paper("report"))


def _order(w: World) -> dict[str, Any]:
    return {"kind": 1, "until": w.now() + 300 * DAY, "number": w.number(), "document": paper("order")}


def _lay(w: World) -> Case:
    return w.court, (w.court.id, w.layer(CONTRACT), _order(w))


def _lay_on_party(w: World) -> Case:
    return w.court, (w.court.id, w.household.id, _order(w))


def _renew_order(w: World) -> Case:
    return w.court, (w.order(w.layer(CONTRACT)), w.now() + 300 * DAY, paper("renewed"))


def _lift(w: World) -> Case:
    return w.court, (w.order(w.layer(CONTRACT)), paper("lifted"))


def _propose_transfer(w: World) -> Case:
    return w.household, (w.transfer(w.layer(CONTRACT), w.next_household),)


def _accept_transfer(w: World) -> Case:
    terms = w.transfer(w.layer(CONTRACT), w.next_household)
    w.propose_transfer(terms, w.household)
    return w.next_household, (terms, w.household.officer(Role.HOLD), w.head_of(terms["right"]), [])


def _withdraw_transfer(w: World) -> Case:
    return w.household, (w.propose_transfer(w.transfer(w.layer(CONTRACT), w.next_household), w.household),)


CASES: dict[str, Callable[[World], Case]] = {
    "Assets.register": _register, "Assets.amend": _amend, "Assets.code": _code, "Assets.announce": _announce,
    "Assets.object": _object, "Assets.closeObjection": _close_objection, "Assets.confirm": _confirm,
    "Assets.reassign": _reassign, "Assets.retire": _retire, "Assets.redirect": _redirect,
    "Parties.register": _register_party, "Parties.renew": _renew_party, "Parties.setStanding": _set_standing,
    "Parties.setKeeper": _set_keeper,
    "Postings.post": _post, "Postings.renew": _renew_posting, "Postings.recall": _recall,
    "Postings.suspend": _suspend, "Postings.announceHandover": _announce_handover,
    "Postings.vetoHandover": _veto_handover, "Postings.handOver": _hand_over, "Postings.change": _change,
    "Rights.issue": _issue, "Rights.recordExisting": _record_existing, "Rights.reissue": _reissue,
    "Rights.extend": _extend, "Rights.value": _value,
    "Orders.lay": _lay, "Orders.layOnParty": _lay_on_party, "Orders.renew": _renew_order, "Orders.lift": _lift,
    "Transfers.propose": _propose_transfer, "Transfers.accept": _accept_transfer,
    "Transfers.withdraw": _withdraw_transfer,
} | MORTGAGES  # fmt: skip
TWINS = {
    "village": "next_village", "bureau": "next_bureau", "centre": "next_centre", "bank": "next_bank",
    "next_bank": "bank", "court": "next_court", "household": "cooperative", "next_household": "cooperative",
    "valuer": "next_valuer",
}  # fmt: skip
"""Another organisation whose officers may hold the same role."""
