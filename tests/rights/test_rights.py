"""Rights: layers, shares, sub-rights, terms and their ends, values, as the mirror shows them."""

from fractions import Fraction

import pytest

from ledger.kit.ids import RightId, right_id
from ledger.kit.numbers import AssetKind, Lack, Method, PartyKind, RightKind, Role
from ledger.rights import commands, queries
from ledger.rights.commands import ExistingRight, NewRight, Share
from ledger.rights.queries import Term
from tests.county import DAY, MANDATE, YEAR, Body, County, refused

pytestmark = pytest.mark.node

_TWO = (("cooperative", PartyKind.COOPERATIVE), ("enterprise", PartyKind.ENTERPRISE))


@pytest.fixture(scope="module")
def village(county: County) -> Body:
    return county.village()


def seen(county: County, right: RightId) -> queries.Right:
    with county.view() as view:
        found = queries.right(view, right)
    assert found is not None
    return found


def existing(county: County, parent: RightId, holder: Body, serial: int, until: int, *lacks: Lack) -> ExistingRight:
    return ExistingRight(
        parent, RightKind.MANAGEMENT, serial, holder.id, 1, 1, until, frozenset(lacks), county.paper("contract")
    )


def test_a_layer_is_issued_whole_in_exact_shares(county: County, village: Body) -> None:
    [asset] = county.confirmed(village, "workshop", kind=AssetKind.WORKSHOP)
    two = [county.party(name, kind) for name, kind in _TWO]
    rows = [
        NewRight(asset, RightKind.BUILDING, holder.id, part, 3, county.paper("share"))
        for holder, part in zip(two, (1, 2), strict=True)
    ]
    assert commands.missing(county.chain, rows) == rows
    [call] = commands.issue(village.id, rows, MANDATE)
    county.two(village, Role.REGISTER, call)
    with county.view() as view:
        [layer] = queries.layers(view, asset)
        held = queries.held_by(view, two[1].id)
    assert [(one.holder, one.share, one.serial) for one in layer.rights] == [
        (two[0].id, Fraction(1, 3), 1),
        (two[1].id, Fraction(2, 3), 2),
    ]
    assert [one.right_id for one in held] == [right_id(asset, RightKind.BUILDING, 2)]
    assert all(one.term is Term.RUNS and one.live and not one.locks for one in layer.rights)
    assert commands.missing(county.chain, rows) == []


def test_shares_that_do_not_sum_and_strangers_without_mandate_are_refused_early(county: County, village: Body) -> None:
    [asset] = county.register(village, county.new_assets("field"))
    with refused("SharesDoNotSum"):
        commands.issue(village.id, [NewRight(asset, 1, village.id, 1, 2, bytes(32))])
    with refused("MandateMissing"):
        commands.issue(village.id, [NewRight(asset, 1, county.bank.id, 1, 1, bytes(32))])


def test_a_layer_never_spreads_over_two_calls(village: Body) -> None:
    assets = [bytes([number]) * 16 for number in range(1, 4)]
    rows = [NewRight(asset, 7, village.id, 1, 60, bytes(32)) for asset in assets for _ in range(60)]  # type: ignore[arg-type]
    assert [len(call.args[1]) for call in commands.issue(village.id, rows, MANDATE)] == [60, 60, 60]


def test_existing_contracts_show_what_they_lack_and_that_they_overlap(county: County, village: Body) -> None:
    [asset] = county.confirmed(village, "field")
    household, cooperative = county.household(village), county.party(*_TWO[0])
    parent = county.layer(village, asset, RightKind.CONTRACT, household)
    until = county.now() + YEAR
    rows = [
        existing(county, parent, cooperative, 1, until, Lack.NO_FILING, Lack.RENT_OVERDUE),
        existing(county, parent, cooperative, 2, until),
    ]
    [call] = commands.record_existing(household.id, rows, MANDATE)
    county.two(household, Role.HOLD, call)
    found = seen(county, parent)
    assert found.let_out == 2
    assert [(sub.right_id, sub.existing, sub.lacks) for sub in found.subs] == [
        (rows[0].id, True, frozenset({Lack.NO_FILING, Lack.RENT_OVERDUE})),
        (rows[1].id, True, frozenset()),
    ]
    assert seen(county, rows[0].id).parent == parent


def test_a_contract_without_end_must_say_so(county: County) -> None:
    row = existing(county, RightId(bytes(32)), county.bank, 1, 0)
    with refused("LackMissing"):
        commands.record_existing(county.bank.id, [row])


def test_a_term_runs_is_over_by_date_and_is_recorded_as_lapsed(county: County, village: Body) -> None:
    [asset] = county.confirmed(village, "field")
    household = county.household(village)
    parent = county.layer(village, asset, RightKind.CONTRACT, household)
    row = existing(county, parent, county.party(*_TWO[0]), 1, county.now() + 20 * DAY)
    county.two(household, Role.HOLD, commands.record_existing(household.id, [row])[0])
    extended = county.now() + 30 * DAY
    county.two(household, Role.HOLD, commands.extend(row.id, extended))
    assert (seen(county, row.id).term, seen(county, row.id).until) == (Term.RUNS, extended)
    county.pass_days(31)
    assert (seen(county, row.id).term, seen(county, row.id).live) == (Term.OVER, False)
    county.anybody(commands.lapse(row.id))
    assert (seen(county, row.id).term, seen(county, row.id).holder) == (Term.LAPSED, row.holder)
    assert seen(county, parent).let_out == 0


def test_contract_land_is_extended_by_law_when_its_term_ends(county: County, village: Body) -> None:
    [asset] = county.confirmed(village, "field")
    household = county.household(village)
    row = NewRight(asset, RightKind.CONTRACT, household.id, 1, 1, county.paper("contract"), county.now() + 30 * DAY)
    county.two(village, Role.REGISTER, commands.issue(village.id, [row], MANDATE)[0])
    county.pass_days(31)
    found = seen(county, right_id(asset, RightKind.CONTRACT, 1))
    assert (found.term, found.live) == (Term.EXTENDED, True)


def test_the_share_of_a_lapsed_right_goes_to_others(county: County, village: Body) -> None:
    [asset] = county.confirmed(village, "pond", kind=AssetKind.SEA_AREA)
    right = NewRight(asset, RightKind.SEA_USE, village.id, 1, 2, county.paper("sea use"), county.now() + 20 * DAY)
    other = NewRight(asset, RightKind.SEA_USE, village.id, 1, 2, county.paper("sea use"), county.now() + YEAR)
    county.two(village, Role.REGISTER, commands.issue(village.id, [right, other], MANDATE)[0])
    county.pass_days(21)
    lapsed = right_id(asset, RightKind.SEA_USE, 1)
    county.anybody(commands.lapse(lapsed))
    share = Share(3, county.party(*_TWO[0]).id, 1, county.now() + YEAR, county.paper("sea use"))
    county.two(village, Role.REGISTER, commands.reissue(village.id, lapsed, [share], MANDATE))
    with county.view() as view:
        [layer] = queries.layers(view, asset)
    assert [(one.serial, one.term) for one in layer.rights] == [
        (1, Term.REISSUED),
        (2, Term.RUNS),
        (3, Term.RUNS),
    ]
    assert sum(one.share for one in layer.rights if one.live) == 1


def test_values_are_a_history_and_the_newest_comes_first(county: County, village: Body) -> None:
    [asset] = county.confirmed(village, "field")
    right = county.layer(village, asset, RightKind.CONTRACT, county.household(village))
    for fen in (100_000, 120_000):
        call = commands.value(county.valuer.id, right, Method.INCOME, county.now() - DAY, fen, county.paper("report"))
        county.one(county.valuer, Role.VALUE, call)
    with county.view() as view:
        assert [one.fen for one in queries.valuations_of(view, asset)] == [120_000, 100_000]
