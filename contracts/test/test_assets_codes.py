"""Assets: codes that come later.

code
├── by its collective ─────────────────────────── the code's id becomes an alias that points to the asset
├── a code that is taken, by an asset or an alias  AssetExists
└── of an alias ───────────────────────────────── AssetUnknown: it is no asset of its own
redirect
├── by the bureau, of whose area both assets are ─ the alias points to the other asset; both dossiers say so
├── a code that is none, or an asset's own ─────── CodeNotGiven
└── to where it points already ─────────────────── AssetExists
"""

from contracts.test.cast import NEXT_VILLAGE, VILLAGE, paper
from contracts.test.invariants import decoded
from contracts.test.words import asset_id, refused
from contracts.test.world import World
from ledger.kit.numbers import AssetKind, RightKind, Role

POND = AssetKind.POND


def test_a_later_code_points_to_the_asset_and_is_taken(world: World) -> None:
    asset, key, by = world.asset(POND), world.key(), world.village.officer(Role.REGISTER)
    world.assets.code(world.village.id, asset, key, by=by)
    alias = asset_id(key)
    assert world.assets.resolve(alias) == asset
    assert world.assets.resolve(asset) == asset
    with refused("AssetUnknown", asset=alias):
        world.assets.asset(alias)
    with refused("AssetExists", asset=alias):
        world.register(POND, naturalKey=key)
    with refused("AssetExists", asset=alias):
        world.assets.code(world.village.id, asset, key, by=by)


def test_an_alias_is_no_asset_of_its_own(world: World) -> None:
    asset, key, by = world.asset(POND), world.key(), world.village.officer(Role.REGISTER)
    world.assets.code(world.village.id, asset, key, by=by)
    alias = asset_id(key)
    with refused("AssetUnknown", asset=alias):
        world.assets.announce(world.village.id, [alias], paper("notice"), by=by)
    with refused("AssetUnknown", asset=alias):
        world.issue(world.new_right(alias, RightKind.OWNERSHIP, world.village))
    with refused("AssetUnknown", asset=alias):
        world.assets.code(world.village.id, alias, world.key(), by=by)


def test_a_code_is_given_by_the_assets_collective_and_is_no_other_asset(world: World) -> None:
    asset, key = world.register(POND), world.key()
    other = world.register(POND, naturalKey=key)
    with refused("AssetOfAnother", asset=asset):
        by = world.next_village.officer(Role.REGISTER)
        world.assets.code(world.next_village.id, asset, world.key(), by=by)
    with refused("AssetExists", asset=other):
        world.assets.code(world.village.id, asset, key, by=world.village.officer(Role.REGISTER))


def squatted(world: World) -> tuple[bytes, bytes, bytes]:
    """Key of a code that a village gave to its own asset, that asset, and the next village's, which it belongs to."""
    squatter, key = world.register(POND), world.key()
    world.assets.code(world.village.id, squatter, key, by=world.village.officer(Role.REGISTER))
    return key, squatter, world.register(POND, world.next_village)


def test_the_bureau_points_a_squatted_code_at_its_own_asset(world: World) -> None:
    key, squatter, own = squatted(world)
    code, heads = asset_id(key), [world.asset_head(squatter), world.asset_head(own)]
    by = world.bureau.pair(Role.APPROVE)
    receipt = world.assets.redirect(world.bureau.id, own, key, paper("decision"), by=by)
    assert world.assets.resolve(code) == own
    told = [decoded(world, log) for log in receipt["logs"]]
    assert [(name, args["asset"], args["code"]) for name, args in told if "code" in args] == [
        ("CodeLost", squatter, code), ("CodeReceived", own, code),
    ]  # fmt: skip
    assert all(old != new for old, new in zip(heads, map(world.asset_head, (squatter, own)), strict=True))
    with refused("AssetExists", asset=code):
        world.assets.code(world.village.id, squatter, key, by=world.village.officer(Role.REGISTER))
    with refused("AssetExists", asset=code):
        world.register(POND, naturalKey=key)
    world.assets.redirect(world.bureau.id, squatter, key, paper("appeal"), by=by)
    assert world.assets.resolve(code) == squatter


def test_a_code_is_pointed_elsewhere_by_the_bureau_of_both_assets_alone(world: World) -> None:
    key, squatter, own = squatted(world)
    with refused("NotAnAuthority", authority=world.finance.id):
        by = world.finance.pair(Role.APPROVE)
        world.assets.redirect(world.finance.id, own, key, paper("decision"), by=by)
    for area in (VILLAGE, NEXT_VILLAGE):
        maker, checker = (world.hire(world.bureau, Role.APPROVE, area) for _ in range(2))
        with refused("OutOfArea"):
            world.assets.redirect(world.bureau.id, own, key, paper(f"decision {area}"), by=(maker, checker))
    assert world.assets.resolve(asset_id(key)) == squatter


def test_only_a_given_code_is_pointed_and_only_at_another_asset(world: World) -> None:
    key, squatter, own = squatted(world)
    by, registered = world.bureau.pair(Role.APPROVE), world.key()
    world.register(POND, naturalKey=registered)
    for wrong in (world.key(), registered):
        with refused("CodeNotGiven", asset=asset_id(wrong)):
            world.assets.redirect(world.bureau.id, own, wrong, paper("decision"), by=by)
    with refused("AssetExists", asset=asset_id(key)):
        world.assets.redirect(world.bureau.id, squatter, key, paper("decision"), by=by)
    for unknown in (b"\x05" * 16, asset_id(key)):
        with refused("AssetUnknown", asset=unknown):
            world.assets.redirect(world.bureau.id, unknown, key, paper("decision"), by=by)
