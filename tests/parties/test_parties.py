"""Parties from registration to suspension and back, as the mirror shows them."""

from pathlib import Path

import pytest

from ledger.documents.store import Documents
from ledger.kit.keccak import keccak
from ledger.kit.numbers import OrderKind, PartyKind, Role, Standing
from ledger.orders import commands as orders
from ledger.parties import commands, queries
from ledger.parties.commands import NewParty
from ledger.store.db import sqlite_url
from ledger.store.office import open_office
from ledger.vault.vault import Vault
from tests.county import DAY, VILLAGE, County, refused

pytestmark = pytest.mark.node


def test_a_registered_party_is_known_by_the_id_that_was_derived_before(county: County) -> None:
    village = county.village()
    household = county.household(village, "Wang")
    with county.view() as view:
        found = queries.party(view, household.id)
    assert found is not None
    assert (found.kind, found.area, found.keeper, found.issuer) == (
        PartyKind.HOUSEHOLD,
        VILLAGE,
        village.id,
        village.id,
    )
    assert (found.standing, found.over, found.bars) == (Standing.GOOD, False, ())


def test_an_interrupted_registration_signs_only_what_is_missing(county: County) -> None:
    village = county.village()
    rows = [
        NewParty(PartyKind.HOUSEHOLD, VILLAGE, keccak(village.id + bytes([place])), county.paper("household"))
        for place in range(3)
    ]
    for call in commands.register(village.id, rows[:2]):
        county.one(village, Role.REGISTER, call)
    assert commands.missing(county.chain, rows) == rows[2:]
    for call in commands.register(village.id, commands.missing(county.chain, rows)):
        county.one(village, Role.REGISTER, call)
    assert commands.missing(county.chain, rows) == []


def test_a_draft_made_again_gives_the_same_party_and_the_same_document(county: County, tmp_path: Path) -> None:
    office = open_office(sqlite_url(tmp_path / "office.db"))
    vault = Vault(office, tmp_path / "vault.key")
    documents = Documents(office, vault)
    drafts = [
        commands.drafted(vault, documents, b"household 7", PartyKind.HOUSEHOLD, VILLAGE, {"name": "Wang"}, kept=True)
        for _ in range(2)
    ]
    assert drafts[0] == drafts[1]
    assert documents.get(drafts[0].document).values == {"/name": "Wang"}
    assert commands.salt(vault, b"household 8") != drafts[0].salt
    assert commands.missing(county.chain, drafts[:1]) == drafts[:1]


def test_registration_goes_by_the_hundred_and_not_by_nothing(county: County) -> None:
    row = NewParty(PartyKind.HOUSEHOLD, VILLAGE, bytes(32), bytes(32))
    assert [len(call.args[1]) for call in commands.register(county.bureau.id, [row] * 250)] == [100, 100, 50]
    with refused("EmptyBatch"):
        commands.register(county.bureau.id, [])


def test_standing_keeper_and_term_are_what_was_last_recorded(county: County) -> None:
    village, cooperative = county.village(), county.party("cooperative", PartyKind.COOPERATIVE)
    household = county.household(village)
    paper, bureau = county.paper("decision"), county.bureau
    county.two(bureau, Role.APPROVE, commands.set_standing(bureau.id, cooperative.id, Standing.SUSPENDED, paper))
    county.two(bureau, Role.APPROVE, commands.set_keeper(bureau.id, household.id, commands.NOBODY, paper))
    until = county.now() + 10 * DAY
    county.one(bureau, Role.REGISTER, commands.renew(bureau.id, cooperative.id, until, paper))
    with county.view() as view:
        suspended, alone = queries.party(view, cooperative.id), queries.party(view, household.id)
    assert suspended is not None
    assert alone is not None
    assert (suspended.standing, suspended.until, suspended.over) == (Standing.SUSPENDED, until, False)
    assert alone.keeper is None
    county.pass_days(11)
    with county.view() as view:
        over = queries.party(view, cooperative.id)
    assert over is not None
    assert over.over


def test_search_goes_by_kind_area_and_keeper_and_turns_pages(county: County) -> None:
    village = county.village()
    ids = sorted(county.household(village).id for _ in range(3))
    county.party("cooperative", PartyKind.COOPERATIVE)
    with county.view() as view:
        first = queries.search(view, kinds=(PartyKind.HOUSEHOLD,), area=VILLAGE, keeper=village.id, limit=2)
        second = queries.search(view, keeper=village.id, past=first[-1].party, limit=2)
    assert [one.party for one in (*first, *second)] == ids


def test_an_order_bars_a_party_until_it_is_lifted(county: County) -> None:
    party = county.party("cooperative", PartyKind.COOPERATIVE)
    order = orders.NewOrder(OrderKind.FREEZE, county.now() + DAY, 1, county.paper("order"))
    county.two(county.court, Role.ORDER, orders.lay_on_party(county.court.id, party.id, order))
    own = orders.order_id(county.chain, party.id, 1)
    with county.view() as view:
        assert queries.bars(view, party.id) == [own]
    county.two(county.court, Role.ORDER, orders.lift(own, county.paper("order")))
    with county.view() as view:
        assert queries.bars(view, party.id) == []
