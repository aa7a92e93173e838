"""The invented villages: as many as they should be, the same every time, fit for import, and nobody's."""

import hashlib
from collections import Counter
from pathlib import Path

import pytest

from ledger.intake.columns import Field
from ledger.intake.dry_run import INVENTED, dry_run
from ledger.intake.rows import AssetRow, Settings, Status
from ledger.kit.catalogue import asset_kinds, right_kind
from ledger.kit.codes import resident_id, uscc
from ledger.kit.divisions import Divisions
from ledger.kit.jurisdiction import contains
from ledger.kit.numbers import AssetKind, Lack, PartyKind, RightKind, Shape
from ledger.sample.invent import NOWHERE
from ledger.sample.model import World
from ledger.sample.places import COUNTY, ROWS, VILLAGES, divisions
from ledger.sample.world import generate, write_workbooks


@pytest.fixture(scope="module")
def world() -> World:
    return generate()


@pytest.fixture(scope="module")
def imported(world: World, tmp_path_factory: pytest.TempPathFactory) -> list[AssetRow]:
    rows: list[AssetRow] = []
    for place, path in enumerate(write_workbooks(world, tmp_path_factory.mktemp("registers"))):
        report = dry_run(path, Settings(divisions(), area=VILLAGES[place].area))
        assert report.counts[Status.IMPORTABLE] == len(report.rows), report.to_dict("en")["rows"]
        assert report.invented
        rows += report.importable()
    return rows


def test_three_villages(world: World) -> None:
    assert (len(world.villages), len(world.households), len(world.assets), len(world.contracts)) == (3, 400, 200, 60)
    kinds = Counter(party.kind for party in world.parties.values())
    assert (kinds[PartyKind.BANK], kinds[PartyKind.VILLAGE_COLLECTIVE], kinds[PartyKind.COOPERATIVE]) == (3, 3, 6)
    for one in ("CENTRE", "BUREAU", "COURT", "FINANCE_DEPARTMENT", "REGULATOR", "VALUER", "REGISTRY"):
        assert kinds[PartyKind[one]] == 1


def test_every_kind_of_the_catalogue_is_among_the_assets(world: World) -> None:
    assert {asset.kind for asset in world.assets} == {AssetKind(row.number) for row in asset_kinds()}


def test_the_same_seed_gives_the_same_world_and_the_same_bytes(world: World, tmp_path: Path) -> None:
    assert generate() == world
    assert generate(7) != world
    digests = [
        [hashlib.sha256(path.read_bytes()).hexdigest() for path in write_workbooks(world, tmp_path / run)]
        for run in ("one", "two")
    ]
    assert digests[0] == digests[1]


def test_the_workbooks_hold_the_assets_and_nothing_is_lost_on_the_way(world: World, imported: list[AssetRow]) -> None:
    assert [row.natural for row in imported] == [asset.natural for asset in world.assets]
    assert [row.kind for row in imported] == [asset.kind for asset in world.assets]
    assert all(
        contains(VILLAGES[asset.village].area, row.jurisdiction)
        for asset, row in zip(world.assets, imported, strict=True)
    )


class TestNobodyIsMeant:
    """No number belongs to anybody, and everything that leaves the generator says that it is invented."""

    def test_no_division_of_the_county_is_the_one_in_the_numbers(self) -> None:
        real = Divisions.load()
        assert not [code for code in real.rows if code.startswith(NOWHERE)]

    def test_identity_numbers_are_well_formed_and_of_no_division(self, world: World) -> None:
        numbers = [member.identity_number for home in world.households for member in home.members]
        assert all(resident_id.is_valid(number) and number.startswith(NOWHERE) for number in numbers)
        assert len(set(numbers)) == len(numbers)

    def test_credit_codes_are_well_formed_and_of_no_division(self, world: World) -> None:
        codes = [party.credit_code for party in world.parties.values()]
        assert all(uscc.is_valid(code) and code[2:8] == NOWHERE for code in codes)
        assert len(set(codes)) == len(codes)

    def test_no_place_of_the_county_has_a_code_or_name_of_theirs(self) -> None:
        real = Divisions.load()
        for code, name in ROWS:
            assert code not in real.rows
            assert not [known for known in real.rows.values() if name.removesuffix("委会")[:2] in known]

    def test_names_and_documents_say_so(self, world: World, imported: list[AssetRow]) -> None:
        assert all("虚构" in party.name for party in world.parties.values())
        assert all("虚构" in home.party.name for home in world.households)
        assert all(home.document()["invented"] is True for home in world.households)
        assert all(contract.document()["invented"] is True for contract in world.contracts)
        assert all(row.document()["invented"] is True and row.note == INVENTED for row in imported)
        assert all(asset.cells[Field.NOTE] == INVENTED for asset in world.assets)


class TestRightsFit:
    """What the sample grants is what the catalogue allows."""

    def test_layers(self, world: World) -> None:
        for asset in world.assets:
            if asset.right is None:
                continue
            row = right_kind(asset.right, COUNTY)
            assert row.shape is Shape.LAYER
            assert row.assets >> asset.kind & 1, (asset.kind, asset.right)
            assert not row.holders or row.holders >> world.party(asset.holder).kind & 1
            assert not row.max_years or (asset.term or 0) <= row.max_years * 365

    def test_contracts(self, world: World) -> None:
        assets = {asset.natural: asset for asset in world.assets}
        for contract in world.contracts:
            asset, row = assets[contract.asset], right_kind(contract.kind, COUNTY)
            assert row.shape is Shape.SUB
            assert asset.right is not None
            assert row.assets >> asset.kind & 1
            assert row.parents >> asset.right & 1
            assert contract.grantor == asset.holder != contract.holder
            assert world.party(contract.holder)
            assert asset.term is None or (contract.until or 0) < asset.term
            assert not row.max_years or (contract.until or 0) - contract.start <= row.max_years * 365

    def test_some_have_run_out_within_the_samples_days(self, world: World) -> None:
        over = [contract for contract in world.contracts if contract.has_run_out]
        assert len(over) == 15
        assert all(-120 < (contract.until or 0) < 0 for contract in over)

    def test_a_contract_without_an_end_date_says_so(self, world: World) -> None:
        for contract in world.contracts:
            assert (contract.until is None) == (Lack.NO_END_DATE in contract.lacks)
            assert contract.until is not None or contract.kind is RightKind.LEASE

    def test_one_contract_an_asset_and_land_is_left_for_new_ones(self, world: World) -> None:
        taken = [contract.asset for contract in world.contracts]
        assert len(set(taken)) == len(taken)
        free = [one for one in world.assets if one.natural not in taken and one.right is RightKind.CONTRACT]
        assert len(free) >= 3
