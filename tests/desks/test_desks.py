"""The desks: villages with their sums, search, one asset's story with its warnings, and what blocks an act."""

from dataclasses import replace

import pytest

from ledger.assets import commands as assets
from ledger.chain.signer import Signer
from ledger.desks import blocking as blocks
from ledger.desks import closing
from ledger.desks.blocking import On
from ledger.desks.names import Names
from ledger.desks.search import Filter, search
from ledger.desks.story import Story, story
from ledger.desks.villages import totals, villages
from ledger.kit.ids import AssetId, RightId
from ledger.kit.locale import LANGS, has
from ledger.kit.numbers import AssetKind, Covenant, Lack, OrderKind, PartyKind, RightKind, Role, Status, Way
from ledger.mortgages import commands as mortgages
from ledger.orders import commands as orders
from ledger.rights import commands as rights
from ledger.transfers import commands as transfers
from tests.county import DAY, MANDATE, YEAR, Body, County

pytestmark = pytest.mark.node


@pytest.fixture
def village(county: County) -> Body:
    return county.village()


@pytest.fixture
def household(county: County, village: Body) -> Body:
    return county.household(village)


@pytest.fixture(scope="module")
def cooperative(county: County) -> Body:
    return county.party("cooperative", PartyKind.COOPERATIVE)


@pytest.fixture
def asset(county: County, village: Body) -> AssetId:
    return county.confirmed(village, "south field")[0]


@pytest.fixture
def contract(county: County, village: Body, household: Body, asset: AssetId) -> RightId:
    return county.layer(village, asset, RightKind.CONTRACT, household)


def existing(
    county: County, household: Body, parent: RightId, holder: Body, days: int, *lacks: Lack, serial: int = 1
) -> RightId:
    until, paper = county.now() + days * DAY, county.paper("contract")
    row = rights.ExistingRight(parent, RightKind.MANAGEMENT, serial, holder.id, 1, 1, until, frozenset(lacks), paper)
    county.two(household, Role.HOLD, rights.record_existing(household.id, [row], MANDATE)[0])
    return row.id


def sealed(county: County, thing: bytes, days: int = 10) -> bytes:
    row = orders.NewOrder(OrderKind.SEAL, county.now() + days * DAY, next(county.numbers), county.paper("order"))
    county.two(county.court, Role.ORDER, orders.lay(county.court.id, thing, row))  # type: ignore[arg-type]
    return orders.order_id(county.chain, thing, row.number)


def told(county: County, asset: bytes) -> Story:
    with county.view() as view:
        found = story(view, Names(county.documents), asset)
    assert found is not None
    return found


def codes(county: County, asset: bytes) -> list[str]:
    return [one.code for one in told(county, asset).warnings]


def test_villages_show_sums_by_collective(county: County, village: Body, contract: RightId, household: Body) -> None:
    county.register(village, county.new_assets("machine", kind=AssetKind.MACHINERY, quantity=3))
    sub = existing(county, household, contract, village, 300)
    county.mortgage(sub, village, county.bank, 1)
    sealed(county, contract)
    with county.view() as view:
        [found] = [one for one in villages(view) if one.party == village.id]
        all_together = totals(view)
    assert (found.statuses, found.assets) == ({Status.CONFIRMED: 1, Status.REGISTERED: 1}, 2)
    assert (found.square, found.rights, found.mortgages, found.orders) == (66_667, 2, 1, 1)
    assert found.open_objections == 0
    assert all_together.assets >= 2
    assert all_together.mortgages >= 1


def test_an_open_objection_counts_for_its_village(county: County, village: Body) -> None:
    [asset] = county.register(village, county.new_assets("field"))
    county.one(village, Role.REGISTER, assets.announce(village.id, [asset], county.paper("notice"))[0])
    call = assets.raise_objection(county.bureau.id, asset, county.bank.id, 1, county.paper("objection"))
    county.one(county.bureau, Role.RECEIVE, call)
    with county.view() as view:
        [found] = [one for one in villages(view) if one.party == village.id]
    assert found.open_objections == 1


def test_search_finds_words_of_documents_ids_and_burdens(
    county: County, village: Body, household: Body, contract: RightId, asset: AssetId
) -> None:
    county.register(village, county.new_assets("north field", "east field"))
    sub = existing(county, household, contract, village, 300)
    county.mortgage(sub, village, county.bank, 1)
    names = Names(county.documents)

    def found(**asked: object) -> list[str]:
        with county.view() as view:
            hits = search(view, names, Filter(collective=village.id, **asked))  # type: ignore[arg-type]
        return sorted(str(hit.fields["/name"]) for hit in hits)

    assert found() == ["east field", "north field", "south field"]
    assert found(text="NORTH") == ["north field"]
    assert found(text="0x" + asset.hex()[:10]) == ["south field"]
    assert found(burden="mortgaged") == found(statuses=(Status.CONFIRMED,)) == ["south field"]
    assert found(burden="ordered") == []
    sealed(county, asset)
    assert found(burden="ordered") == ["south field"]
    assert found(burden="free") == ["east field", "north field"]
    assert found(holder=household.id) == ["south field"]
    with county.view() as view:
        page = search(view, names, Filter(collective=village.id, text="field"), limit=2)
        rest = search(view, names, Filter(collective=village.id, text="field"), past=page[-1].asset.asset, limit=2)
    assert (len(page), len(rest)) == (2, 1)


def test_a_story_tells_everything_in_order_with_who_signed(
    county: County, village: Body, household: Body, cooperative: Body, contract: RightId, asset: AssetId
) -> None:
    term, terms = county.now() + YEAR, county.transfer_terms(contract, cooperative, Way.LEASE)
    terms = replace(terms, kind=RightKind.MANAGEMENT, serial=1, numerator=1, denominator=1, term_until=term)
    county.transfer(terms, village, cooperative)
    found = told(county, asset)
    steps = [(step.record.name, step.signer) for step in found.timeline]
    assert steps[:4] == [
        ("AssetRegistered", village.id),
        ("AssetAnnounced", village.id),
        ("AssetConfirmed", county.bureau.id),
        ("RightIssued", village.id),
    ]
    # What one act writes stands in one block; the order within is the contracts'.
    assert set(steps[4:6]) == {("TransferProposed", village.id), ("RightLocked", village.id)}
    assert set(steps[6:]) == {("TransferAccepted", cooperative.id), ("RightGranted", cooperative.id)}
    assert found.fields["/name"] == "south field"
    assert {village.id, household.id, cooperative.id, county.bureau.id} <= set(found.parties)
    assert found.dossier is not None
    assert (found.dossier.head, found.dossier.records, found.dossier.broken) == (county.head(asset), 8, False)
    [layer] = found.layers
    assert [sub.holder for sub in layer.rights[0].subs] == [cooperative.id]
    assert (found.bars, found.warnings) == ([], [])
    with county.view() as view:
        assert story(view, Names(county.documents), bytes(16)) is None


def test_contracts_that_overlap_and_lack_papers_are_warned_of(
    county: County, village: Body, household: Body, cooperative: Body, contract: RightId, asset: AssetId
) -> None:
    existing(county, household, contract, cooperative, 300, Lack.NO_FILING)
    existing(county, household, contract, cooperative, 30, serial=2)
    found = told(county, asset)
    assert [one.code for one in found.warnings] == ["LeasedTwice", "ExistingLacks"]
    assert found.warnings[0].fields == {"share": "2"}
    assert found.warnings[1].fields == {"lacks": (Lack.NO_FILING,)}
    county.pass_days(31)
    assert codes(county, asset) == ["ExistingLacks", "TermOver"]


def test_what_weakens_security_is_warned_of(
    county: County, village: Body, household: Body, cooperative: Body, contract: RightId, asset: AssetId
) -> None:
    sub = existing(county, household, contract, cooperative, 30)
    terms = replace(county.mortgage_terms(sub, county.bank), covenant=Covenant.AGREED, papers=1)
    county.one(cooperative, Role.HOLD, mortgages.propose(terms))
    county.accept_mortgage(terms.id(county.chain), county.bank, 1)
    assert codes(county, asset) == ["NotRegistered", "CovenantAgreed", "PapersExpected"]
    county.pass_days(31)
    assert codes(county, asset) == ["TermOver", "MortgageVoid"]
    with county.view() as view:
        [over] = [one for one in closing.due(view, county.chain) if one.thing == sub]
    assert over.lapse
    county.anybody(over.call())
    assert codes(county, asset) == ["MortgageVoid"]


def test_an_offer_without_its_papers_is_warned_of(
    county: County, village: Body, cooperative: Body, contract: RightId, asset: AssetId
) -> None:
    terms = county.transfer_terms(contract, cooperative, Way.LEASE)
    term = county.now() + YEAR
    grant = replace(terms, kind=RightKind.MANAGEMENT, serial=1, numerator=1, denominator=1, term_until=term, papers=0)
    county.one(village, Role.HOLD, transfers.propose(grant))
    [warning] = told(county, asset).warnings
    assert (warning.code, warning.thing) == ("PapersOfTransfer", grant.id(county.chain))


def test_every_warning_has_its_sentence() -> None:
    known = ["PublicityOver", "TermOver", "UseContinues", "TermExtended", "LeasedTwice", "ExistingLacks"]
    known += ["MortgageVoid", "SecurityPending", "NotRegistered", "ContractOnly", "CovenantAgreed", "PapersExpected"]
    known += ["PapersOfTransfer", "OfferOver", "OrderOver", "EndClaimed", "ChangeOpen", "DebtorUntold", "PartAssigned"]
    assert [code for code in known for lang in LANGS if not has(f"warnings.{code}", lang)] == []


def test_what_blocks_a_right_is_named_with_what_is_over(
    county: County, village: Body, household: Body, cooperative: Body, contract: RightId, asset: AssetId
) -> None:
    row = replace(
        county.transfer_terms(contract, cooperative, Way.LEASE, days=5),
        kind=RightKind.MANAGEMENT,
        serial=1,
        numerator=1,
        denominator=1,
        term_until=county.now() + YEAR,
    )
    county.one(village, Role.HOLD, transfers.propose(row))
    on_right, on_asset = sealed(county, contract), sealed(county, asset, days=100)
    freeze = orders.NewOrder(OrderKind.FREEZE, county.now() + 100 * DAY, 1, county.paper("order"))
    county.two(county.court, Role.ORDER, orders.lay_on_party(county.court.id, household.id, freeze))
    on_holder = orders.order_id(county.chain, household.id, 1)
    county.pass_days(11)
    with county.view() as view:
        found: dict[bytes, blocks.Bar] = {bar.cause: bar for bar in blocks.blocking(view, contract)}
        whole = [bar.cause for bar in blocks.blocking(view, asset)]
        ended = [one for one in closing.due(view, county.chain) if not one.lapse]
        assert contract not in [one.thing for one in closing.due(view, county.chain)]
    offer = row.id(county.chain)
    assert [
        (found[one].on, found[one].is_order, found[one].over) for one in (offer, on_right, on_asset, on_holder)
    ] == [
        (On.RIGHT, False, True),
        (On.RIGHT, True, True),
        (On.ASSET, True, False),
        (On.PARTY, True, False),
    ]
    assert whole == [on_asset]
    done = closing.close(ended, county.sender(Signer.random()))
    assert (done.expired, done.refused) == (len(ended), ())
    again = closing.close(ended[:1], county.sender(Signer.random()))
    assert [(thing, error.code) for thing, error in again.refused] == [(ended[0].thing, "OrderNotLive")]
    with county.view() as view:
        left = {bar.cause for bar in blocks.blocking(view, contract)}
        assert [one for one in closing.due(view, county.chain) if not one.lapse] == []
        assert blocks.blocking(view, RightId(bytes(16) + b"\0\1" + bytes(14))) == []
    assert left == {on_asset, on_holder}
    assert "OrderOver" not in codes(county, asset)
