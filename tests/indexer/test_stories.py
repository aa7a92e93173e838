"""The concepts' rules under a whole story: the mirror proves itself, and made anew it is the same."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from ledger.audit.verify import verify
from ledger.kit.numbers import PartyKind, RightKind, Way
from ledger.rights.mirror import rights
from ledger.store.db import reading, writing
from ledger.store.digest import mirror_digest
from ledger.store.office import open_office
from tests.county import YEAR, County

pytestmark = pytest.mark.node


def digest(county: County) -> bytes:
    mirror = county.indexer.mirror
    with reading(mirror.engine) as connection:
        return mirror_digest(connection, mirror.tables, mirror.chain_id)


def test_a_story_verifies_names_what_was_altered_and_rebuilds(county: County) -> None:
    village, cooperative = county.village(), county.party("cooperative", PartyKind.COOPERATIVE)
    [asset] = county.confirmed(village, "field")
    parent = county.layer(village, asset, RightKind.CONTRACT, county.household(village))
    terms = county.transfer_terms(parent, cooperative, Way.LEASE)
    term = county.now() + YEAR
    terms = replace(terms, kind=RightKind.MANAGEMENT, serial=1, numerator=1, denominator=1, term_until=term)
    county.transfer(terms, village, cooperative)
    county.mortgage(terms.granted, cooperative, county.bank, 1)
    county.indexer.sync()
    mirror, source, office = county.indexer.mirror, county.indexer.source, open_office("sqlite://")
    whole = digest(county)
    assert verify(mirror, source, office).ok

    with writing(mirror.engine) as connection:
        connection.execute(update(rights).where(rights.c.right_id == parent).values(numerator=2))
    [finding] = verify(mirror, source, office).findings
    assert (finding.table, finding.column) == ("rights", "numerator")
    assert digest(county) != whole

    county.indexer.rebuild()
    assert digest(county) == whole
    assert verify(mirror, source, office).ok
