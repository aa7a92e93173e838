"""Orders: bars laid by who may lay them, for a term, one after the other.

lay, layOnParty
├── by a kind that may not lay this order ──── NotAnOrderIssuer
├── no term, over, longer than the statute ─── OrderTermInvalid
├── a number that was used ─────────────────── OrderExists
├── on what is not there ───────────────────── RightUnknown, AssetUnknown, PartyUnknown
├── when another order lies there already ──── queues: each bars on its own
└── on a right that is burdened or void ────── allowed
renew
├── by another issuer ──────────────────────── NotActingFor
├── after the date; longer than the statute ── OrderOver, OrderTermInvalid
└── else ───────────────────────────────────── days begin anew
lift    by the issuer alone; once; by a suspended issuer too
expire  by anybody; not before the date; once
"""

from typing import Any

import pytest

from contracts.test.cast import Party, paper
from contracts.test.chain import address
from contracts.test.words import DAY, derived, refused, right_id, whole
from contracts.test.world import World
from ledger.chain.errors import ContractError
from ledger.kit import catalogue
from ledger.kit.numbers import Act, OrderKind, OrderState, RightKind, Role, Standing

ANYBODY = address("anybody")
DAYS = {row.number: row.days for row in catalogue.order_kinds()}


@pytest.fixture
def right(world: World) -> bytes:
    return world.layer(RightKind.CONTRACT)


def row(world: World, kind: int, days: float = 10, **other: Any) -> dict[str, Any]:
    until = world.now() + int(days * DAY)
    return {"kind": kind, "until": until, "number": world.number(), "document": paper("order")} | other


def lay(world: World, issuer: Party, thing: bytes, order: dict[str, Any]) -> bytes:
    world.orders.lay(issuer.id, thing, order, by=issuer.pair(Role.ORDER))
    return derived(world.orders.address, thing, order["number"])


ISSUERS = {
    OrderKind.SEAL: {"court"},
    OrderKind.IMPOUND: {"court"},
    OrderKind.FREEZE: {"court", "regulator"},
    OrderKind.DISPUTE: {"bureau", "registry"},
}


@pytest.mark.parametrize("kind", OrderKind)
@pytest.mark.parametrize("who", ["court", "regulator", "bureau", "registry"])
def test_each_kind_has_its_issuers(world: World, right: bytes, kind: OrderKind, who: str) -> None:
    issuer = world.cast[who]
    if who in ISSUERS[kind]:
        order = lay(world, issuer, right, row(world, kind))
        assert world.orders.orderOf(order)["state"] == OrderState.LIVE
        assert world.rights.right(right)["bars"] == 1
    else:
        with refused("NotAnOrderIssuer", issuer=issuer.id, kind=issuer.kind):
            lay(world, issuer, right, row(world, kind))


@pytest.mark.parametrize("kind", OrderKind)
def test_no_order_outlasts_its_statute(world: World, right: bytes, kind: OrderKind) -> None:
    issuer = world.cast[min(ISSUERS[kind])]
    for days in (-1, 0, DAYS[kind] + 1):
        with refused("OrderTermInvalid"):
            lay(world, issuer, right, row(world, kind, days))
    with refused("OrderTermInvalid"):
        lay(world, issuer, right, row(world, kind, until=0))
    lay(world, issuer, right, row(world, kind, DAYS[kind]))


def test_an_unknown_kind_of_order_is_refused(world: World, right: bytes) -> None:
    with refused("OrderKindUnknown", kind=9):
        lay(world, world.court, right, row(world, 9))


def test_a_number_is_used_once_even_when_it_is_over(world: World, right: bytes) -> None:
    order = row(world, OrderKind.SEAL)
    laid = lay(world, world.court, right, order)
    for _ in range(2):
        with refused("OrderExists", id=laid):
            lay(world, world.court, right, order | {"until": order["until"] + world.number()})
        if world.orders.orderOf(laid)["state"] == OrderState.LIVE:
            world.lift(laid)


def test_an_order_lies_on_something(world: World) -> None:
    asset = world.asset(1)
    with refused("RightUnknown"):
        lay(world, world.court, right_id(asset, 2, 1), row(world, OrderKind.SEAL))
    with refused("AssetUnknown"):
        lay(world, world.court, whole(b"\x05" * 16), row(world, OrderKind.SEAL))
    with refused("PartyUnknown"):
        args = (world.court.id, b"\x05" * 16, row(world, OrderKind.FREEZE))
        world.orders.layOnParty(*args, by=world.court.pair(Role.ORDER))


def test_an_id_with_rubbish_behind_it_is_no_right(world: World, right: bytes) -> None:
    with refused("RightUnknown"):
        lay(world, world.court, right[:22] + b"\x01" * 10, row(world, OrderKind.SEAL))
    assert world.rights.right(right)["bars"] == 0


def test_an_id_with_rubbish_behind_it_is_no_asset(world: World, right: bytes) -> None:
    with pytest.raises(ContractError):
        lay(world, world.court, right[:16] + bytes(15) + b"\x01", row(world, OrderKind.SEAL))


def test_orders_queue(world: World, right: bytes) -> None:
    first = lay(world, world.court, right, row(world, OrderKind.SEAL))
    second = lay(world, world.next_court, right, row(world, OrderKind.FREEZE))
    assert world.rights.right(right)["bars"] == 2
    world.lift(first)
    with refused("Barred", thing=right, bars=1):
        world.rights.check(right, Act.TRANSFER)
    world.lift(second, world.next_court)
    world.rights.check(right, Act.TRANSFER)


def test_an_order_lies_on_an_asset_as_a_whole(world: World, right: bytes) -> None:
    order = lay(world, world.court, whole(right[:16]), row(world, OrderKind.SEAL))
    assert world.assets.asset(right[:16])["bars"] == 1
    with refused("Barred", thing=whole(right[:16]), bars=1):
        world.rights.check(right, Act.SECURITY)
    world.lift(order)
    world.rights.check(right, Act.SECURITY)


def test_an_order_on_a_party_bars_what_it_holds(world: World, right: bytes) -> None:
    other = world.layer(RightKind.CONTRACT, world.next_household)
    order = world.order_on(world.household)
    assert world.parties.party(world.household.id)["bars"] == 1
    with refused("Barred", thing=whole(world.household.id), bars=1):
        world.rights.check(right, Act.TRANSFER)
    world.rights.check(other, Act.TRANSFER)
    world.lift(order)
    world.rights.check(right, Act.TRANSFER)


def test_only_the_issuer_renews_and_lifts(world: World, right: bytes) -> None:
    order = lay(world, world.court, right, row(world, OrderKind.SEAL))
    for other in (world.next_court, world.registry, world.bureau):
        with pytest.raises(ContractError) as caught:
            world.lift(order, other)
        assert caught.value.code == "NotActingFor"
        args = (order, world.now() + world.number() * DAY, paper("order"))
        with pytest.raises(ContractError) as caught:
            world.orders.renew(*args, by=other.pair(Role.ORDER))
        assert caught.value.code == "NotActingFor"
    assert world.orders.orderOf(order)["state"] == OrderState.LIVE


def test_renewal_begins_the_days_anew(world: World, right: bytes) -> None:
    order = lay(world, world.court, right, row(world, OrderKind.SEAL, 1000))
    world.chain.travel(900 * DAY)
    by, longest = world.court.pair(Role.ORDER), world.now() + DAYS[OrderKind.SEAL] * DAY
    with refused("OrderTermInvalid"):
        world.orders.renew(order, longest + DAY, paper("order"), by=by)
    with refused("OrderTermInvalid"):
        world.orders.renew(order, world.now() - 1, paper("order"), by=by)
    world.orders.renew(order, longest, paper("order"), by=by)
    assert world.orders.orderOf(order)["until"] == longest


def test_an_order_that_is_over_is_not_renewed(world: World, right: bytes) -> None:
    order = lay(world, world.court, right, row(world, OrderKind.SEAL))
    until = world.orders.orderOf(order)["until"]
    world.chain.travel(10 * DAY + 1)
    with refused("OrderOver", id=order, until=until):
        world.orders.renew(order, world.now() + DAY, paper("order"), by=world.court.pair(Role.ORDER))


def test_anybody_writes_that_an_order_is_over_once(world: World, right: bytes) -> None:
    order = lay(world, world.court, right, row(world, OrderKind.SEAL))
    until = world.orders.orderOf(order)["until"]
    with refused("OrderRuns", id=order, until=until):
        world.orders.expire(order, by=ANYBODY)
    world.chain.travel(10 * DAY + 1)
    with refused("Barred", thing=right):  # counters know no time
        world.rights.check(right, Act.TRANSFER)
    world.orders.expire(order, by=ANYBODY)
    world.rights.check(right, Act.TRANSFER)
    with refused("OrderNotLive", id=order, state=OrderState.EXPIRED):
        world.orders.expire(order, by=ANYBODY)
    with refused("OrderNotLive", id=order):
        world.lift(order)


def test_what_was_lifted_is_neither_renewed_nor_lifted_again(world: World, right: bytes) -> None:
    order = lay(world, world.court, right, row(world, OrderKind.SEAL))
    world.lift(order)
    with refused("OrderNotLive", id=order, state=OrderState.LIFTED):
        world.lift(order)
    with refused("OrderNotLive", id=order):
        world.orders.renew(order, world.now() + DAY, paper("order"), by=world.court.pair(Role.ORDER))
    world.chain.travel(20 * DAY)
    with refused("OrderNotLive", id=order):
        world.orders.expire(order, by=ANYBODY)


def test_a_party_order_is_renewed_lifted_and_expired_like_another(world: World) -> None:
    order = world.order_on(world.household, days=10)
    by = world.court.pair(Role.ORDER)
    world.orders.renew(order, world.now() + 20 * DAY, paper("order"), by=by)
    world.chain.travel(20 * DAY + 1)
    world.orders.expire(order, by=ANYBODY)
    assert world.parties.party(world.household.id)["bars"] == 0
    world.lift(world.order_on(world.household))
    assert world.parties.party(world.household.id)["bars"] == 0


def test_an_issuer_that_was_suspended_can_still_lift(world: World, right: bytes) -> None:
    order = lay(world, world.court, right, row(world, OrderKind.SEAL))
    args = (world.bureau.id, world.court.id, int(Standing.SUSPENDED), paper("standing"))
    world.parties.setStanding(*args, by=world.bureau.pair(Role.APPROVE))
    with refused("PartyNotInGoodStanding", party=world.court.id):
        world.orders.renew(order, world.now() + 11 * DAY, paper("order"), by=world.court.pair(Role.ORDER))
    world.lift(order)


def test_an_order_that_nobody_laid_is_not_live(world: World, right: bytes) -> None:
    nothing = derived(world.orders.address, right, 9)
    with refused("OrderNotLive", id=nothing, state=0):
        world.orders.expire(nothing, by=ANYBODY)
    with pytest.raises(ContractError):
        world.lift(nothing)
