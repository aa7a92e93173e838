"""A village to look at: one field with everything on it, one that an objection holds back, and the pages over both."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from api.app import create_app
from ledger.assets import commands as assets
from ledger.audit.verify import Verdict, verify
from ledger.desks.opening import Altered, open_desk
from ledger.indexer.opening import open_mirror
from ledger.kit import catalogue
from ledger.kit.ids import AssetId, RightId
from ledger.kit.numbers import Act, Method, OrderKind, PartyKind, RightKind, Role, Way
from ledger.mortgages import commands as mortgages
from ledger.orders import commands as orders
from ledger.orders.commands import NewOrder
from ledger.rights import commands as rights
from ledger.store.db import sqlite_url
from ledger.store.office import open_office
from ledger.store.source import Source
from tests.api.reader import Reader
from tests.county import DAY, YEAR, Body, County

_REQUIRED = catalogue.right_kind(RightKind.MANAGEMENT).papers_for(Act.SECURITY).required
FIELD, POND = "西湾洋田14号", "溪边<鱼塘>21号"
"""One name that a page must escape."""


@dataclass(frozen=True)
class Village:
    """What was played. ``field``: two ranks, of which the second is in the statutory register; two orders."""

    county: County
    body: Body
    cooperative: Body
    field: AssetId
    pond: AssetId
    right: RightId


def play(county: County) -> Village:
    """Play it; 55 more fields fill the list beyond one page."""
    body = county.village("禾塘村股份经济合作社（虚构）")
    field, other = county.confirmed(body, FIELD, "东洋旱地2号")
    county.register(body, county.new_assets(*(f"旱地{number}" for number in range(55))))
    layer = county.layer(body, field, RightKind.OWNERSHIP, body)
    cooperative = county.party("禾塘稻谷种植专业合作社", PartyKind.COOPERATIVE)
    right = _grant(county, layer, body, cooperative)
    county.layer(body, other, RightKind.CONTRACT, county.household(body, "林国强户"))
    bare = replace(county.mortgage_terms(right, county.bank), papers=_REQUIRED)
    county.one(cooperative, Role.HOLD, mortgages.propose(bare))
    county.accept_mortgage(bare.id(county.chain), county.bank, 1)
    second = county.mortgage(right, cooperative, county.next_bank, 2)
    proof = county.documents.put({"name": "不动产登记证明", "number": "闽(2026)0042号"}, second)
    call = mortgages.record_statutory_number(second, county.now() - DAY, proof)  # type: ignore[arg-type]
    county.two(county.next_bank, Role.LEND, call)
    report = county.paper("评估报告")
    value = rights.value(county.valuer.id, right, Method.INCOME, county.now() - DAY, 68_000_000, report)
    county.two(county.valuer, Role.VALUE, value)
    for _ in range(2):
        order = NewOrder(OrderKind.SEAL, county.now() + 90 * DAY, next(county.numbers), county.paper("民事裁定书"))
        county.two(county.court, Role.ORDER, orders.lay(county.court.id, right, order))
    return Village(county, body, cooperative, field, _objected(county, body), right)


def _grant(county: County, layer: RightId, body: Body, to: Body) -> RightId:
    terms = replace(
        county.transfer_terms(layer, to, Way.LEASE),
        kind=RightKind.MANAGEMENT,
        serial=1,
        numerator=1,
        denominator=1,
        term_until=county.now() + 8 * YEAR,
    )
    county.transfer(terms, body, to)
    return terms.granted


def _objected(county: County, body: Body) -> AssetId:
    [pond] = county.register(body, county.new_assets(POND))
    for call in assets.announce(body.id, [pond], county.paper("公示")):
        county.one(body, Role.REGISTER, call)
    raised = assets.raise_objection(county.bureau.id, pond, county.bank.id, 1, county.paper("异议书"))
    county.one(county.bureau, Role.RECEIVE, raised)
    return pond


@dataclass
class Copy:
    """Mirror and office in files of their own, so that a test may alter a cell."""

    county: County
    folder: Path

    def __post_init__(self) -> None:
        self.county.indexer.sync()
        here = Path(str(self.county.indexer.mirror.engine.url.database)).parent
        for name in ("mirror.db", "office.db"):
            with closing(sqlite3.connect(here / name)) as own, closing(sqlite3.connect(self.folder / name)) as copy:
                own.backup(copy)
        self.mirror, self.office = sqlite_url(self.folder / "mirror.db"), sqlite_url(self.folder / "office.db")

    def sql(self, statement: str, *values: bytes | int | str) -> None:
        """Alter the mirror by hand."""
        with closing(sqlite3.connect(self.folder / "mirror.db")) as connection, connection:
            connection.execute(statement, values)

    def verify(self, source: Source | None = None, since_last: bool = False) -> Verdict:
        """As ``ledger verify`` does, and keeps it. ``source``: another node than the county's."""
        source = source or self.county.indexer.source
        return verify(open_mirror(source, self.mirror), source, open_office(self.office), since_last=since_last)

    def pages(self, sample: bool = True, altered: Altered = lambda: None) -> Reader:
        """The application on these files."""
        deployment = self.county.chain.deployment
        return Reader(create_app(open_desk(self.mirror, self.office, deployment, sample=sample, altered=altered)))
