"""Rights: layers are issued whole, once, on confirmed assets or as existing ones.

issue
├── numerators that do not sum to the denominator ─── SharesDoNotSum
├── a share of nothing, or of more than all ───────── ShareInvalid
├── the kind again, in another call or batch ──────── LayerExists
├── a kind that is no layer, or not for the asset ─── ShapeIs, KindNotOnAsset
├── a holder whose kind may not hold it, or nobody ── HolderKindRefused, PartyUnknown
├── by another collective; outside the area ───────── NotTheHolder, OutOfArea
├── an asset that is not confirmed
│   ├── as a new right ───────────────────────────── AssetNotConfirmed
│   └── as existing, with a mandate ───────────────── recorded; new acts wait for confirmation
├── without a mandate ─────────────────────────────── MandateMissing
├── a term missing, too long, over ────────────────── TermMissing, TermTooLong, TermInPast
├── on a barred asset ─────────────────────────────── Barred
└── else ──────────────────────────────────────────── serials from 1 in the order of the rows
"""

import pytest

from contracts.test.cast import paper
from contracts.test.words import DAY, YEAR, refused, right_id
from contracts.test.world import World
from ledger.kit.numbers import Act, AssetKind, RightKind, Role

CONTRACT, OWNERSHIP, FACILITY = RightKind.CONTRACT, RightKind.OWNERSHIP, RightKind.FACILITY


@pytest.fixture
def field(world: World) -> bytes:
    """A confirmed field."""
    return world.asset(AssetKind.CROPLAND)


@pytest.fixture
def shed(world: World) -> bytes:
    """A confirmed greenhouse, whose layer anybody may hold."""
    return world.asset(AssetKind.GREENHOUSE)


def test_a_layer_in_one_hand(world: World, field: bytes) -> None:
    row = world.new_right(field, CONTRACT, world.household)
    world.issue(row)
    assert world.rights.right(right_id(field, CONTRACT, 1)) == {
        "holder": world.household.id, "until": row["until"], "numerator": 1, "denominator": 1,
        "encumbrances": 0, "covenants": 0, "bars": 0,
    }  # fmt: skip


def test_a_layer_in_three_hands_sums_exactly(world: World, shed: bytes) -> None:
    """Invariant 8."""
    holders = (world.village, world.cooperative, world.enterprise)
    rows = [
        world.new_right(shed, FACILITY, holder, numerator=part, denominator=6)
        for holder, part in zip(holders, (3, 2, 1), strict=True)
    ]
    world.issue(*rows)
    rights = [world.rights.right(right_id(shed, FACILITY, serial)) for serial in (1, 2, 3)]
    assert [right["holder"] for right in rights] == [holder.id for holder in holders]
    assert [right["numerator"] for right in rights] == [3, 2, 1]


@pytest.mark.parametrize("parts", [(1, 1), (3, 4), (2**32 - 1, 7)], ids=["too little", "too much", "an overflow"])
def test_shares_that_do_not_sum_are_refused(world: World, shed: bytes, parts: tuple[int, int]) -> None:
    rows = [world.new_right(shed, FACILITY, world.village, numerator=part, denominator=6) for part in parts]
    code = "SharesDoNotSum" if max(parts) <= 6 else "ShareInvalid"
    with refused(code):
        world.issue(*rows)
    with refused("RightUnknown"):
        world.rights.check(right_id(shed, FACILITY, 1), Act.TRANSFER)


def test_shares_that_overflow_their_word_are_refused(world: World, shed: bytes) -> None:
    big = 2**32 - 1
    rows = [world.new_right(shed, FACILITY, world.village, numerator=part, denominator=big) for part in (big, big, 2)]
    with refused("SharesDoNotSum", sum=2 * big + 2):
        world.issue(*rows)


@pytest.mark.parametrize("share", [(0, 1), (2, 1), (0, 0), (1, 0)])
def test_a_share_is_a_part_of_the_whole(world: World, shed: bytes, share: tuple[int, int]) -> None:
    with refused("ShareInvalid", right=right_id(shed, FACILITY, 1)):
        numerator, denominator = share
        world.issue(world.new_right(shed, FACILITY, world.village, numerator=numerator, denominator=denominator))


def test_rows_of_one_layer_have_one_denominator(world: World, shed: bytes) -> None:
    rows = [
        world.new_right(shed, FACILITY, world.village, numerator=1, denominator=2),
        world.new_right(shed, FACILITY, world.village, numerator=2, denominator=4),
    ]
    with pytest.raises(Exception, match=r".") as caught:
        world.issue(*rows)
    assert caught.value.code in ("SharesDoNotSum", "ShareInvalid")  # type: ignore[attr-defined]


def test_a_layer_is_issued_once(world: World, field: bytes) -> None:
    row = world.new_right(field, CONTRACT, world.household)
    world.issue(row)
    with refused("LayerExists", asset=field, kind=CONTRACT):
        world.issue(row)
    with refused("LayerExists", asset=field, kind=CONTRACT):
        world.issue(row, existing=True)


def test_rows_of_one_layer_are_neighbours(world: World, field: bytes, shed: bytes) -> None:
    halves = [world.new_right(shed, FACILITY, world.village, numerator=1, denominator=2)] * 2
    other = world.new_right(field, CONTRACT, world.household)
    with refused("SharesDoNotSum", asset=shed):
        world.issue(halves[0], other, halves[1])
    whole = world.new_right(shed, FACILITY, world.village)
    with refused("LayerExists", asset=shed):
        world.issue(whole, other, whole)
    world.issue(*halves, other)


def test_layers_of_two_kinds_lie_on_one_asset(world: World, field: bytes) -> None:
    world.issue(world.new_right(field, OWNERSHIP, world.village), world.new_right(field, CONTRACT, world.household))
    assert world.rights.right(right_id(field, OWNERSHIP, 1))["holder"] == world.village.id


def test_a_sub_right_is_no_layer(world: World, field: bytes) -> None:
    for kind in (RightKind.MANAGEMENT, RightKind.LEASE):
        with refused("ShapeIs", kind=kind):
            world.issue(world.new_right(field, kind, world.cooperative))


def test_a_kind_lies_on_the_assets_that_the_catalogue_says(world: World, shed: bytes) -> None:
    with refused("KindNotOnAsset", kind=CONTRACT, asset=shed):
        world.issue(world.new_right(shed, CONTRACT, world.household))
    with refused("RightKindUnknown", kind=999):
        world.issue(world.new_right(shed, 999, world.household))


def test_a_holder_is_a_party_whose_kind_may_hold(world: World, field: bytes) -> None:
    right = right_id(field, CONTRACT, 1)
    with refused("HolderKindRefused", right=right, holder=world.cooperative.id, kind=world.cooperative.kind):
        world.issue(world.new_right(field, CONTRACT, world.cooperative))
    for nobody in (bytes(16), b"\x04" * 16):
        with refused("PartyUnknown", party=nobody):
            world.issue(world.new_right(field, CONTRACT, world.household) | {"holder": nobody})


def test_only_the_assets_collective_issues(world: World, field: bytes) -> None:
    rows = [world.new_right(field, CONTRACT, world.household)]
    with refused("NotTheHolder", right=right_id(field, CONTRACT, 1)):
        other = world.next_village
        world.rights.issue(other.id, rows, paper("mandate"), False, by=other.pair(Role.REGISTER))
    with refused("AssetUnknown"):
        world.issue(world.new_right(b"\x05" * 16, CONTRACT, world.household))
    with refused("EmptyBatch"):
        world.issue()


def test_a_new_right_waits_for_the_confirmation_of_its_asset(world: World) -> None:
    asset = world.register(AssetKind.CROPLAND)
    for status in (1, 2):
        with refused("AssetNotConfirmed", asset=asset, status=status):
            world.issue(world.new_right(asset, CONTRACT, world.household))
        if status == 1:
            world.announce(asset)


def test_nothing_is_issued_on_what_was_retired(world: World) -> None:
    asset = world.register(AssetKind.CROPLAND)
    world.assets.retire(world.bureau.id, asset, paper("decision"), by=world.bureau.pair(Role.APPROVE))
    for existing in (False, True):
        with refused("AssetNotConfirmed", asset=asset, status=4):
            world.issue(world.new_right(asset, CONTRACT, world.household), existing=existing)


def test_an_existing_right_is_recorded_before_confirmation_and_new_acts_wait(world: World) -> None:
    asset = world.register(AssetKind.CROPLAND)
    world.issue(world.new_right(asset, CONTRACT, world.household), existing=True)
    right = right_id(asset, CONTRACT, 1)
    assert world.rights.right(right)["holder"] == world.household.id
    for act in Act:
        with refused("AssetNotConfirmed", asset=asset):
            world.rights.check(right, act)
    with refused("AssetNotConfirmed", asset=asset):
        world.propose_mortgage(world.mortgage_terms(right), world.household)
    with refused("AssetNotConfirmed", asset=asset):
        world.propose_transfer(world.transfer(right, world.next_household), world.household)


@pytest.mark.parametrize("existing", [False, True])
def test_issuing_disposes_of_collective_property_and_needs_a_mandate(
    world: World, field: bytes, existing: bool
) -> None:
    with refused("MandateMissing", right=right_id(field, CONTRACT, 1)):
        world.issue(world.new_right(field, CONTRACT, world.household), existing=existing, mandate=bytes(32))


def test_a_kind_with_a_longest_term_needs_a_term(world: World, field: bytes) -> None:
    right = right_id(field, CONTRACT, 1)
    with refused("TermMissing", right=right):
        world.issue(world.new_right(field, CONTRACT, world.household, until=0))
    with refused("TermTooLong", right=right):
        world.issue(world.new_right(field, CONTRACT, world.household, until=world.now() + 51 * YEAR))
    with refused("TermInPast", right=right):
        world.issue(world.new_right(field, CONTRACT, world.household, until=world.now() - DAY))
    world.issue(world.new_right(field, CONTRACT, world.household, until=world.now() + 50 * YEAR))


def test_an_existing_term_may_be_over_where_the_kind_extends(world: World, field: bytes) -> None:
    over = world.now() - DAY
    world.issue(world.new_right(field, CONTRACT, world.household, until=over), existing=True)
    right = right_id(field, CONTRACT, 1)
    assert world.rights.right(right)["until"] == over
    world.rights.check(right, Act.TRANSFER)


def test_nothing_is_issued_on_a_barred_asset(world: World, field: bytes) -> None:
    order = world.order(field.ljust(32, b"\0"))
    with pytest.raises(Exception, match=r".") as caught:
        world.issue(world.new_right(field, CONTRACT, world.household))
    assert caught.value.code in ("Barred", "AssetIsBarred")  # type: ignore[attr-defined]
    world.lift(order)
    world.issue(world.new_right(field, CONTRACT, world.household))
