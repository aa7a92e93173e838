"""The catalogues: every row loads, and what law asks of the kinds stands in them."""

from pathlib import Path

import pytest

from ledger.kit import catalogue
from ledger.kit.errors import LedgerError
from ledger.kit.jurisdiction import NATION, parse
from ledger.kit.kinds import RightKindRow
from ledger.kit.locale import LANGS
from ledger.kit.numbers import (
    EXCLUSIONS,
    FIRST_REGISTER,
    Act,
    AssetKind,
    End,
    Form,
    OrderKind,
    Paper,
    PartyKind,
    RightKind,
    Role,
    Shape,
)


def _bit(form: Form) -> int:
    return 1 << (form - 1)


def test_every_kind_has_the_nations_row() -> None:
    assert {row.number for row in catalogue.asset_kinds() if row.area == NATION} == set(AssetKind)
    assert {row.number for row in catalogue.right_kinds() if row.area == NATION} == set(RightKind)
    assert {row.number for row in catalogue.party_kinds()} == set(PartyKind)
    assert {row.number for row in catalogue.order_kinds()} == set(OrderKind)


def test_every_kind_has_a_label_in_both_languages() -> None:
    for numbers in (AssetKind, RightKind, PartyKind, OrderKind, Role, Paper):
        assert all(catalogue.label(member, lang) for member in numbers for lang in LANGS)


def test_every_asset_can_carry_a_right() -> None:
    carried = 0
    for row in catalogue.right_kinds():
        carried |= row.assets
    assert [kind.name for kind in AssetKind if not carried & 1 << kind] == []


@pytest.mark.parametrize("row", catalogue.right_kinds(), ids=lambda row: str(row.number.name))
def test_a_kind_of_right_is_consistent(row: RightKindRow) -> None:
    both = _bit(Form.MORTGAGE) | _bit(Form.PLEDGE)

    assert row.forms & both != both, "a pledge forbids what a mortgage allows"
    assert bool(row.forms) == bool(row.lenders)
    assert (row.shape == Shape.SUB) == bool(row.parents)
    assert (row.shape == Shape.REGISTER) == (row.number >= FIRST_REGISTER)
    assert not (row.contract_only and row.at_registration)
    assert (catalogue.statutory_register(row.number) is None) == (row.forms == 0)
    assert all(papers.required & papers.expected == 0 for papers in row.papers.values())


@pytest.mark.parametrize("row", [row for row in catalogue.right_kinds() if row.shape == Shape.SUB], ids=repr)
def test_a_sub_right_lies_where_a_parent_lies(row: RightKindRow) -> None:
    parents = [parent for parent in catalogue.right_kinds() if row.parents & 1 << parent.number]

    assert all(parent.assets & row.assets for parent in parents)
    assert all(parent.acts & 1 << (Act.SUB - 1) for parent in parents)


class TestLaw:
    """Sources stand in right_kinds.toml."""

    @pytest.mark.parametrize("kind", [RightKind.OWNERSHIP, RightKind.HOMESTEAD, RightKind.PUBLIC_FACILITY])
    def test_what_law_keeps_from_security_has_no_form(self, kind: RightKind) -> None:
        assert catalogue.right_kind(kind).forms == 0

    def test_land_is_never_sold(self) -> None:
        assert catalogue.right_kind(RightKind.OWNERSHIP).acts & 1 << (Act.TRANSFER - 1) == 0

    def test_contract_land_and_homesteads_never_end_by_date(self) -> None:
        ends = {catalogue.right_kind(kind).end for kind in (RightKind.CONTRACT, RightKind.FOREST, RightKind.HOMESTEAD)}
        assert ends == {End.EXTENDED}

    def test_a_management_right_secures_only_financial_institutions_and_with_the_households_consent(self) -> None:
        row = catalogue.right_kind(RightKind.MANAGEMENT)

        assert row.lenders == 1 << PartyKind.BANK
        missing = row.papers_for(Act.SECURITY).missing(1 << Paper.FILING)
        assert missing.required == 1 << Paper.HOUSEHOLD_CONSENT
        assert missing.expected & 1 << Paper.FILING == 0

    def test_contract_land_changes_hands_only_with_the_issuers_consent(self) -> None:
        row = catalogue.right_kind(RightKind.CONTRACT)
        assert row.papers_for(Act.TRANSFER).required == 1 << Paper.ISSUER_CONSENT

    def test_leases_run_twenty_years_at_most(self) -> None:
        assert catalogue.right_kind(RightKind.LEASE).max_years == 20

    def test_buildings_arise_at_registration_and_movables_do_not(self) -> None:
        assert catalogue.right_kind(RightKind.BUILDING).at_registration
        assert not catalogue.right_kind(RightKind.MOVABLE).at_registration


class TestRoles:
    def test_admin_stands_alone(self) -> None:
        assert EXCLUSIONS[Role.ADMIN] == sum(1 << role for role in Role if role != Role.ADMIN)

    def test_nobody_lends_on_what_he_values_or_holds(self) -> None:
        assert EXCLUSIONS[Role.LEND] & 1 << Role.VALUE
        assert EXCLUSIONS[Role.HOLD] & 1 << Role.LEND
        assert EXCLUSIONS[Role.HOLD] & 1 << Role.VALUE

    def test_no_kind_of_party_lends_and_values(self) -> None:
        both = 1 << Role.LEND | 1 << Role.VALUE
        assert [row for row in catalogue.party_kinds() if row.roles & both == both] == []

    def test_a_centre_can_keep_a_collective(self) -> None:
        rows = {row.number: row.roles for row in catalogue.party_kinds()}
        kept = rows[PartyKind.VILLAGE_COLLECTIVE] & ~(1 << Role.ADMIN)
        assert rows[PartyKind.CENTRE] & kept == kept


COUNTY = """
rows = [
  { code = "school", class = "non_operating", unit = "area", keys = [], confirmers = ["bureau"], days = 7 },
  { code = "school", area = "%s", days = 30 },
]
"""


def test_a_county_has_its_own_row(tmp_path: Path) -> None:
    (tmp_path / "asset_kinds.toml").write_text(COUNTY % "330110", "utf-8")

    assert catalogue.asset_kind(19, parse("330110005003"), tmp_path).days == 30
    assert catalogue.asset_kind(19, parse("330109"), tmp_path).days == 7


def test_a_township_has_none(tmp_path: Path) -> None:
    (tmp_path / "asset_kinds.toml").write_text(COUNTY % "330110005", "utf-8")

    with pytest.raises(LedgerError, match="neither the nation's nor"):
        catalogue.asset_kinds(tmp_path)
