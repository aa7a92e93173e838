"""Edges that mutants found: the second, the empty, the one row behind."""

from contracts.test.cast import COUNTY, new_posting, paper
from contracts.test.chain import address
from contracts.test.deployment import GOVERNMENT
from contracts.test.invariants import decoded
from contracts.test.words import MANDATE, YEAR, refused
from contracts.test.world import World
from ledger.chain.codec import calldata
from ledger.kit import catalogue
from ledger.kit.keccak import keccak
from ledger.kit.numbers import AssetKind, Capability, RightKind, Role

NOTHING = bytes(32)


def test_an_existing_layer_needs_its_mandate_though_the_collective_holds_it(world: World) -> None:
    asset = world.register(AssetKind.CROPLAND)
    with refused("MandateMissing"):
        row = world.new_right(asset, RightKind.OWNERSHIP, world.village)
        world.issue(row, existing=True, mandate=NOTHING)


def test_a_collective_takes_what_is_its_own_without_a_mandate(world: World) -> None:
    asset = world.asset(AssetKind.CROPLAND)
    world.issue(world.new_right(asset, RightKind.OWNERSHIP, world.village), mandate=NOTHING)


def test_each_row_is_of_its_own_kind(world: World) -> None:
    land, machine = world.new_asset(AssetKind.CROPLAND), world.new_asset(AssetKind.MACHINERY, area=COUNTY)
    machine["area"] = world.village.area + 1
    with refused("AreaNotOfCollective"):
        by = world.village.officer(Role.REGISTER)
        world.assets.register(world.village.id, [land, machine], by=by)


def test_a_barred_asset_is_not_retired(world: World) -> None:
    asset = world.register(AssetKind.CROPLAND)
    world.order(asset.ljust(32, b"\0"))
    with refused("AssetIsBarred"):
        world.assets.retire(world.bureau.id, asset, paper("retired"), by=world.bureau.pair(Role.APPROVE))


def test_an_order_names_a_right_and_nothing_behind_it(world: World) -> None:
    right = world.layer(RightKind.CONTRACT)
    with refused("RightUnknown"):
        world.order(right[:31] + b"\x01")


def test_a_bar_is_no_act(world: World) -> None:
    assert world.rights.lockOf(world.order(world.layer(RightKind.CONTRACT)))["act"] == 0


def test_a_right_is_not_extended_to_the_day_it_has(world: World) -> None:
    right = world.layer(RightKind.SEA_USE)
    until = world.rights.right(right)["until"]
    with refused("TermRuns"):
        world.rights.extend(right, until, MANDATE, by=world.village.pair(Role.HOLD))
    assert world.rights.look(right, 0)["until"] == until


def test_a_consent_that_nobody_asked_for_proves_nothing(world: World) -> None:
    right = world.layer(RightKind.CONTRACT)
    terms = world.transfer(right, world.next_household)
    world.propose_transfer(terms, world.household)
    with refused("ConsentsDoNotProve"):
        world.accept_transfer(terms, world.household, world.next_household, consents=[right])


def test_a_row_of_a_catalogue_says_what_it_is(world: World) -> None:
    asset, right = catalogue.asset_kind(AssetKind.CROPLAND).row, catalogue.right_kind(RightKind.CONTRACT).row
    with refused("AssetKindUnknown"):
        world.kinds.setAssetKind(1, COUNTY, (0, *asset[1:]), by=GOVERNMENT)
    with refused("RightKindUnknown"):
        world.kinds.setRightKind(2, COUNTY, (0, *right[1:]), NOTHING, by=GOVERNMENT)


def test_nobody_is_admitted_nowhere(world: World) -> None:
    with refused("JurisdictionInvalid", area=0):
        row = new_posting(address("nowhere"), 0, world.now() + YEAR, {Role.ADMIN})
        world.postings.admit(world.village.id, row, by=GOVERNMENT)


def test_an_office_is_not_handed_to_nobody(world: World) -> None:
    officer = world.village.officer(Role.HOLD)
    world.postings.suspend(world.village.id, officer, by=world.village.admin)
    with refused("PostingExists"):
        world.postings.announceHandover(world.village.id, officer, bytes(20), by=world.village.admin)


def test_closing_says_what_is_missing(world: World) -> None:
    with refused("NotEnrolled", capability=Capability.LOCK):
        world.enrolments.close(world.assets.address, by=GOVERNMENT)


def test_a_household_extends_what_it_let_without_a_mandate(world: World) -> None:
    right = world.sub(RightKind.MANAGEMENT)
    until = world.rights.right(right)["until"] + YEAR
    world.rights.extend(right, until, NOTHING, by=world.household.pair(Role.HOLD))
    assert world.rights.right(right)["until"] == until


def test_the_event_of_an_existing_right_has_each_word_in_its_place(world: World) -> None:
    parent = world.layer(RightKind.CONTRACT)
    row = {
        "parent": parent, "kind": RightKind.MANAGEMENT, "serial": 7, "holder": world.enterprise.id, "numerator": 2,
        "denominator": 3, "until": world.now() + YEAR, "lacks": 2, "document": paper("old"),
    }  # fmt: skip
    by = world.household.pair(Role.HOLD)
    receipt = world.rights.recordExisting(world.household.id, [row], MANDATE, by=by)
    told = dict(decoded(world, log) for log in receipt["logs"])["ExistingRightRecorded"]
    names = ("parent", "holder", "numerator", "denominator", "until", "lacks", "document")
    assert {name: told[name] for name in names} == {name: row[name] for name in names}
    assert told["mandate"] == MANDATE


def test_the_event_of_a_kind_of_right_has_each_word_in_its_place(world: World) -> None:
    row = (1, 2, 3, 4, True, 6, 7, 8, 9, 10, 11, 12)
    receipt = world.kinds.setRightKind(2, COUNTY, row, NOTHING, by=GOVERNMENT)
    told = dict(decoded(world, log) for log in receipt["logs"])
    set_, related = told["RightKindSet"], told["RightKindRelated"]
    assert list(set_.values())[2:-1] == [1, 2, 3, 4, True, 6, 7, 8]
    assert list(related.values())[3:-1] == [9, 10, 11, 12]


def test_a_right_ends_at_its_second(world: World) -> None:
    right = world.layer(RightKind.SEA_USE)
    terms = world.transfer(right, world.enterprise)
    until = world.rights.right(right)["until"]
    world.chain.at(until)
    with refused("RightHasLapsed"):
        world.propose_transfer(terms | {"until": until + YEAR}, world.cooperative)


def test_a_valuation_of_this_second_is_no_forecast(world: World) -> None:
    right, now = world.layer(RightKind.CONTRACT), world.now() + 10
    world.chain.at(now)
    args = (world.valuer.id, right, 1, now, 5, paper("value"))
    world.rights.value(*args, by=world.valuer.officer(Role.VALUE))


def test_publicity_is_over_at_its_second(world: World) -> None:
    asset = world.register(AssetKind.CROPLAND)
    deadline = world.announce(asset)
    maker, checker = world.bureau.pair(Role.CONFIRM)
    call = world.chain.entry("Assets", "confirm")
    data = calldata(call, (world.bureau.id, [asset], [world.asset_head(asset)]))
    world.chain.travel(deadline - world.now() - 60)
    world.postings.file(world.assets.address, keccak(data), by=maker)
    world.chain.at(deadline)
    world.chain.raw(world.assets.address, data, checker)


def test_a_barred_asset_is_not_moved(world: World) -> None:
    asset = world.register(AssetKind.CROPLAND)
    world.order(asset.ljust(32, b"\0"))
    args = (world.bureau.id, asset, world.next_village.id, world.next_village.area, paper("moved"))
    with refused("AssetIsBarred"):
        world.assets.reassign(*args, by=world.bureau.pair(Role.APPROVE))


def test_a_lapsed_sub_right_is_not_reissued(world: World) -> None:
    right = world.sub(RightKind.MANAGEMENT)
    world.chain.travel(world.rights.right(right)["until"] - world.now() + 1)
    world.rights.lapse(right, by=address("anybody"))
    row = {"serial": 9, "holder": world.enterprise.id, "numerator": 1, "until": world.now() + YEAR, "document": NOTHING}
    with refused("ShapeIs"):
        world.rights.reissue(world.village.id, right, [row], MANDATE, by=world.village.pair(Role.REGISTER))


def test_a_handover_serves_once(world: World) -> None:
    officer, heir, by = world.village.officer(Role.HOLD), address("heir"), world.village.admin
    row = {"officer": officer, "area": COUNTY, "until": world.now() + YEAR, "roles": 4, "document": NOTHING}
    world.postings.suspend(world.village.id, officer, by=by)
    world.postings.announceHandover(world.village.id, officer, heir, by=by)
    world.chain.travel(4 * 86_400)
    world.postings.handOver(world.village.id, officer, by=by)
    world.postings.post(world.village.id, [row], by=by)
    world.postings.suspend(world.village.id, officer, by=by)
    world.postings.recall(world.village.id, [heir], by=by)
    with refused("HandoverMissing"):
        world.postings.handOver(world.village.id, officer, by=by)
