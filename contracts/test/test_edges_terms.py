"""More edges that mutants found: seconds of terms, rights that are no more, words of events in their places."""

from typing import Any

from contracts.test.cast import COUNTY, FAR, VILLAGE, new_party, new_posting, paper, party_id
from contracts.test.chain import address
from contracts.test.deployment import GOVERNMENT
from contracts.test.invariants import decoded
from contracts.test.words import DAY, MANDATE, YEAR, derived, refused, right_id
from contracts.test.world import World
from ledger.chain.codec import calldata
from ledger.kit import catalogue
from ledger.kit.keccak import keccak
from ledger.kit.numbers import End, PartyKind, RightKind, Role, Way

NOTHING = bytes(32)
ANYBODY = address("anybody")


def lapsed(world: World) -> bytes:
    """A sea-use right whose lapse is recorded."""
    right = world.layer(RightKind.SEA_USE, until=world.now() + YEAR)
    world.chain.travel(YEAR)
    world.rights.lapse(right, by=ANYBODY)
    return right


def reissue(world: World, right: bytes, *rows: dict[str, Any]) -> None:
    by = world.village.pair(Role.REGISTER)
    world.rights.reissue(world.village.id, right, list(rows), paper(f"mandate {world.number()}"), by=by)


def test_a_share_that_was_given_again_has_nothing_left_to_give(world: World) -> None:
    right = lapsed(world)
    row = {"serial": 2, "holder": world.enterprise.id, "numerator": 1, "until": world.now() + YEAR, "document": NOTHING}
    reissue(world, right, row)
    for rows in ((row | {"serial": 3},), ()):
        with refused("NotLapsed", right=right):
            reissue(world, right, *rows)


def test_a_recorded_lapse_stays_one_whatever_the_catalogue_says_later(world: World) -> None:
    right, kind = lapsed(world), catalogue.right_kind(RightKind.SEA_USE)
    row = (kind.row[0], int(End.CONTINUES), *kind.row[2:])
    world.kinds.setRightKind(int(RightKind.SEA_USE), COUNTY, row, kind.assets.to_bytes(32, "big"), by=GOVERNMENT)
    with refused("RightHasLapsed", right=right):
        world.rights.look(right, 0)


def test_a_right_that_nobody_issued_has_no_value(world: World) -> None:
    right = right_id(world.layer(RightKind.CONTRACT)[:16], RightKind.CONTRACT, 2)
    with refused("RightUnknown", right=right):
        args = (world.valuer.id, right, 1, world.now(), 5, paper("value"))
        world.rights.value(*args, by=world.valuer.officer(Role.VALUE))


def test_an_order_is_renewed_to_a_later_day_and_before_its_second(world: World) -> None:
    order, by = world.order(world.layer(RightKind.CONTRACT), days=30), world.court.pair(Role.ORDER)
    until = world.orders.orderOf(order)["until"]
    for day in (until, until - DAY):
        with refused("OrderTermInvalid", until=day, longest=until):
            world.orders.renew(order, day, paper(f"renewed {day}"), by=by)
    data = calldata(world.chain.entry("Orders", "renew"), (order, until + DAY, paper("late")))
    world.chain.travel(until - world.now() - 60)
    world.postings.file(world.orders.address, keccak(data), by=by[0])
    world.chain.at(until)
    with refused("OrderOver", until=until):
        world.chain.raw(world.orders.address, data, by[1])


def test_a_party_is_expired_at_its_second(world: World) -> None:
    until = world.now() + 30 * DAY
    row = new_party("expires", PartyKind.COOPERATIVE, VILLAGE) | {"until": until}
    world.parties.register(world.bureau.id, [row], by=world.bureau.officer(Role.REGISTER))
    world.chain.at(until)
    world.chain.mine()
    with refused("PartyExpired", until=until):
        world.parties.demandGood(party_id("expires", VILLAGE))


def test_an_office_begins_with_an_account_and_a_day_ahead(world: World) -> None:
    def row(officer: bytes, until: int) -> dict[str, Any]:
        return new_posting(officer, VILLAGE, until, {Role.HOLD})

    with refused("PostingExists"):
        rows = [row(bytes(20), world.now() + FAR)]
        world.postings.post(world.village.id, rows, by=world.village.admin)
    now = world.now() + 10
    world.chain.at(now)
    with refused("UntilInPast", until=now):
        world.postings.post(world.village.id, [row(address("late"), now)], by=world.village.admin)
    with refused("RolesNotAllowed", roles=1 << Role.HOLD, allowed=1 << Role.ADMIN):
        world.postings.admit(world.village.id, row(address("holder"), world.now() + FAR), by=GOVERNMENT)


def test_no_kind_of_right_has_the_number_nought(world: World) -> None:
    with refused("RightKindUnknown", kind=0):
        world.kinds.setRightKind(0, COUNTY, catalogue.right_kind(RightKind.CONTRACT).row, NOTHING, by=GOVERNMENT)


def test_a_further_term_is_judged_as_a_lease_not_as_a_listing(world: World) -> None:
    """Public facilities are let and never listed."""
    parent = world.layer(RightKind.PUBLIC_FACILITY)
    terms = world.transfer(parent, world.enterprise, way=Way.LEASE, kind=RightKind.LEASE, termUntil=world.now() + YEAR)
    world.propose_transfer(terms, world.village)
    world.accept_transfer(terms, world.village, world.enterprise)
    lease = right_id(parent[:16], RightKind.LEASE, terms["serial"])
    world.rights.extend(lease, world.now() + 2 * YEAR, MANDATE, by=world.village.pair(Role.HOLD))


def test_the_event_of_a_lifted_covenant_has_each_word_in_its_place(world: World) -> None:
    right = world.layer(RightKind.CONTRACT)
    mortgage = world.mortgage(right, world.household)
    act = derived(world.transfers.address, right, 77)
    by = world.bank.pair(Role.LEND)
    receipt = world.mortgages.consent(mortgage, act, paper("consent"), by=by)
    told = dict(decoded(world, log) for log in receipt["logs"])["CovenantLifted"]
    assert list(told.values()) == [right, mortgage, act, by[1]]


def test_the_event_of_an_offered_lease_has_each_word_in_its_place(world: World) -> None:
    right = world.layer(RightKind.CONTRACT)
    more = {"kind": RightKind.MANAGEMENT, "termUntil": world.now() + YEAR, "papers": 0xABC}
    terms = world.transfer(right, world.cooperative, way=Way.LEASE, **more)
    by = world.household.officer(Role.HOLD)
    receipt = world.transfers.propose(terms, by=by)
    told = dict(decoded(world, log) for log in receipt["logs"])["TransferProposed"]
    own = derived(world.transfers.address, right, terms["number"])
    rest = [terms[name] for name in ("way", "kind", "termUntil", "until", "papers", "mandate", "document")]
    assert list(told.values()) == [own, world.household.id, world.cooperative.id, *rest, by]
