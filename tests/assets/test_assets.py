"""Assets from registration through publicity and objection to confirmation, as the mirror shows them."""

import pytest

from ledger.assets import commands, queries
from ledger.kit.ids import AssetId, NaturalKey, asset_id
from ledger.kit.keccak import keccak
from ledger.kit.natural_key import by_unit_code
from ledger.kit.numbers import AssetKind, Outcome, Role, Status
from ledger.store import timeline
from tests.county import VILLAGE, Body, County, refused

pytestmark = pytest.mark.node


@pytest.fixture(scope="module")
def village(county: County) -> Body:
    return county.village()


def announced(county: County, village: Body) -> AssetId:
    [asset] = county.register(village, county.new_assets("field"))
    [call] = commands.announce(village.id, [asset], county.paper("notice"))
    county.one(village, Role.REGISTER, call)
    return asset


def objected(county: County, asset: AssetId) -> bytes:
    call = commands.raise_objection(county.bureau.id, asset, county.bank.id, 1, county.paper("objection"))
    county.one(county.bureau, Role.RECEIVE, call)
    return commands.objection_id(county.chain, asset, 1)


def seen(county: County, asset: AssetId) -> queries.Asset:
    with county.view() as view:
        found = queries.asset(view, asset)
    assert found is not None
    return found


def test_a_registered_asset_is_known_by_the_id_that_was_derived_before(county: County, village: Body) -> None:
    [row] = county.new_assets("pond", kind=AssetKind.POND, quantity=1_234)
    [asset] = county.register(village, [row])
    found = seen(county, asset)
    assert (found.collective, found.kind, found.area, found.quantity) == (village.id, AssetKind.POND, VILLAGE, 1_234)
    assert (found.document, found.natural_key, found.status) == (row.document, row.key, Status.REGISTERED)
    assert county.documents.get(found.document).values["/name"] == "pond"


def test_an_interrupted_import_signs_only_what_is_missing(county: County, village: Body) -> None:
    rows = county.new_assets(*(f"parcel {number}" for number in range(5)))
    county.register(village, rows[:3])
    missing = commands.missing(county.chain, rows)
    assert missing == rows[3:]
    county.register(village, missing)
    assert commands.missing(county.chain, rows) == []


def test_rows_go_by_the_hundred_and_none_is_empty(county: County, village: Body) -> None:
    [row] = county.new_assets("field")
    calls = commands.register(county.network.chain_id, village.id, [row] * 201)
    assert [len(call.args[1]) for call in calls] == [100, 100, 1]
    [empty] = county.new_assets("field", quantity=0)
    with refused("QuantityMissing"):
        commands.register(county.network.chain_id, village.id, [empty])


def coded(county: County, village: Body, asset: AssetId) -> NaturalKey:
    """Gives the asset a code."""
    key = by_unit_code(keccak(asset).hex()[:28].upper())
    county.one(village, Role.REGISTER, commands.code(village.id, asset, key))
    return key


def test_a_later_code_leads_to_the_asset(county: County, village: Body) -> None:
    [asset] = county.register(village, county.new_assets("field"))
    key = coded(county, village, asset)
    [row] = county.new_assets("again")
    again = commands.NewAsset(key, row.kind, row.area, row.quantity, row.document)
    with county.view() as view:
        [alias] = queries.codes(view, asset)
    assert alias == again.id(county.network.chain_id)
    assert seen(county, alias).asset == asset
    assert commands.missing(county.chain, [again]) == []
    assert commands.registered(county.chain, [alias]) == {alias: asset}


def test_a_squatted_code_leads_to_its_own_asset_again(county: County, village: Body) -> None:
    squatter, own = county.register(village, county.new_assets("squatter", "own"))
    key = coded(county, village, squatter)
    code, decision = asset_id(county.network.chain_id, key), county.paper("decision")
    county.two(county.bureau, Role.APPROVE, commands.redirect(county.bureau.id, own, key, decision))
    assert seen(county, code).asset == own
    with county.view() as view:
        assert (queries.codes(view, squatter), queries.codes(view, own)) == ([], [code])
        last = [timeline.about(view, asset)[-1] for asset in (squatter, own)]
    assert [(record.name, record["document"]) for record in last] == [
        ("CodeLost", decision),
        ("CodeReceived", decision),
    ]


def test_publicity_ends_by_time_and_confirmation_by_two_persons(county: County, village: Body) -> None:
    asset = announced(county, village)
    found = seen(county, asset)
    assert (found.status, found.publicity_over) == (Status.ANNOUNCED, False)
    county.pass_days(16)
    county.register(village, county.new_assets("makes a block"))
    assert seen(county, asset).publicity_over
    for call in commands.confirm(county.bureau.id, commands.heads(county.chain, [asset])):
        county.two(county.bureau, Role.CONFIRM, call)
    found = seen(county, asset)
    assert (found.status, found.confirmer, found.publicity_over) == (Status.CONFIRMED, county.bureau.id, False)


def test_an_open_objection_holds_back_and_an_upheld_one_sends_back(county: County, village: Body) -> None:
    asset = announced(county, village)
    objection = objected(county, asset)
    with county.view() as view:
        [found] = queries.objections_to(view, asset)
        assert found in queries.open_objections(view)
    assert (found.objection, found.asset, found.objector, found.closed) == (objection, asset, county.bank.id, None)
    county.pass_days(16)
    [confirm] = commands.confirm(county.bureau.id, commands.heads(county.chain, [asset]))
    with refused("ObjectionsOpen"):
        county.two(county.bureau, Role.CONFIRM, confirm)
    close = commands.close_objection(county.bureau.id, found.objection, Outcome.UPHELD, county.paper("decision"))
    county.one(county.bureau, Role.CONFIRM, close)
    with county.view() as view:
        [closed] = queries.objections_to(view, asset)
    assert (closed.outcome, closed.confirmer) == (Outcome.UPHELD, county.bureau.id)
    assert seen(county, asset).status == Status.REGISTERED
    assert seen(county, asset).deadline is None


def test_who_receives_does_not_object(county: County, village: Body) -> None:
    asset = announced(county, village)
    with refused("InterestedReceiver"):
        commands.raise_objection(county.bureau.id, asset, county.bureau.id, 2, bytes(32))


def test_amended_reassigned_retired(county: County, village: Body) -> None:
    [asset] = county.register(village, county.new_assets("field"))
    other, paper = county.village("other"), county.paper("correction")
    county.one(village, Role.REGISTER, commands.amend(village.id, asset, 5, paper))
    assert (seen(county, asset).quantity, seen(county, asset).document) == (5, paper)
    bureau = county.bureau
    reassign = commands.reassign(bureau.id, asset, other.id, VILLAGE, county.paper("decision"))
    county.two(bureau, Role.APPROVE, reassign)
    assert seen(county, asset).collective == other.id
    county.two(bureau, Role.APPROVE, commands.retire(bureau.id, asset, county.paper("decision")))
    assert seen(county, asset).status == Status.RETIRED


def test_search_goes_by_collective_kind_and_status_and_turns_pages(county: County) -> None:
    village = county.village()
    fields = sorted(county.register(village, county.new_assets("a", "b", "c")))
    county.register(village, county.new_assets("pond", kind=AssetKind.POND))
    asked = {"collective": village.id, "kinds": (AssetKind.CROPLAND,), "statuses": (Status.REGISTERED,)}
    with county.view() as view:
        first = queries.search(view, **asked, limit=2)  # type: ignore[arg-type]
        second = queries.search(view, **asked, past=first[-1].asset)  # type: ignore[arg-type]
        everywhere = queries.search(view, collective=village.id, area=VILLAGE)
    assert [one.asset for one in (*first, *second)] == fields
    assert len(everywhere) == 4
