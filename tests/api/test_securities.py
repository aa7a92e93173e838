"""What became of a mortgage, on the page and in JSON: ranks as they are now, records, proposals, a claim unanswered."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import unescape

import pytest

from ledger.kit import catalogue
from ledger.kit.ids import AssetId, RightId, to_text
from ledger.kit.locale import Lang, say
from ledger.kit.numbers import ChangeKind, PartyKind, RightKind, Role, Way
from ledger.mortgages import commands
from tests.api.reader import Reader
from tests.api.story import Copy
from tests.changes import agreed, claims, proposed
from tests.county import YEAR, Body, County

pytestmark = pytest.mark.node


@dataclass(frozen=True)
class Changed:
    """The first lender's mortgage was renewed, stepped back and went to the second, who proposes another renewal; the
    holder says that its debt has ended."""

    asset: AssetId
    moved: bytes
    other: bytes
    pages: Reader


@pytest.fixture(scope="module")
def changed(county: County, tmp_path_factory: pytest.TempPathFactory) -> Changed:
    body = county.village("下洋村股份经济合作社（虚构）")
    [field] = county.confirmed(body, "下洋田3号")
    layer = county.layer(body, field, RightKind.OWNERSHIP, body)
    holder = county.party("下洋水稻专业合作社", PartyKind.COOPERATIVE)
    terms = replace(
        county.transfer_terms(layer, holder, Way.LEASE),
        kind=RightKind.MANAGEMENT,
        serial=1,
        numerator=1,
        denominator=1,
        term_until=county.now() + 8 * YEAR,
    )
    county.transfer(terms, body, holder)
    own = _capped(county, terms.granted, holder)
    other = county.mortgage(terms.granted, holder, county.next_bank, 2)
    later = county.now() + 2 * YEAR
    agreed(county, proposed(county, county.bank, own, ChangeKind.RENEW, cap_until=later), holder)
    agreed(county, proposed(county, county.bank, own, ChangeKind.RANK), holder)
    agreed(county, proposed(county, county.bank, own, ChangeKind.ASSIGN, to=county.next_bank), county.next_bank)
    proposed(county, county.next_bank, own, ChangeKind.RENEW, cap_until=later + YEAR)
    claims(county, holder, own)
    return Changed(field, own, other, Copy(county, tmp_path_factory.mktemp("changed")).pages())


def _capped(county: County, right: RightId, holder: Body) -> bytes:
    terms = replace(county.mortgage_terms(right, county.bank), cap_until=county.now() + YEAR, debtor_is_grantor=False)
    county.one(holder, Role.HOLD, commands.propose(terms))
    county.accept_mortgage(terms.id(county.chain), county.bank, 1)
    return terms.id(county.chain)


def text(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def test_the_ladder_stands_in_the_order_of_today(changed: Changed) -> None:
    found = changed.pages.get(f"/api/v1/assets/{to_text(changed.asset)}").json()["mortgages"]
    assert [(one["mortgage"], one["rank"], one["accepted_rank"]) for one in found] == [
        (to_text(changed.other), 1, 2),
        (to_text(changed.moved), 2, 1),
    ]


def test_records_proposals_and_claim_are_in_the_answer(changed: Changed) -> None:
    found = changed.pages.get(f"/api/v1/assets/{to_text(changed.asset)}").json()
    other, own = found["mortgages"]
    assert [(one["number"], one["kind"]) for one in own["records"]] == [(1, "renew"), (2, "rank"), (3, "assign")]
    renewed, stepped, assigned = own["records"]
    assert renewed["cap_until"] == own["cap_until"]
    assert stepped["other"] == to_text(changed.other)
    assert (assigned["former"], assigned["lender"]) == (own["first_lender"], own["lender"])
    assert own["lender"] == other["lender"] != own["first_lender"]
    assert [(one["kind"], one["state"], one["open"]) for one in own["proposals"]] == [
        *[(kind, "agreed", False) for kind in ("renew", "rank", "assign")],
        ("renew", "proposed", True),
    ]
    assert own["claimed"].endswith("Z")
    assert (other["claimed"], other["records"], other["proposals"]) == (None, [], [])
    told = [one["code"] for one in found["warnings"] if one["thing"] == own["mortgage"]]
    assert {"EndClaimed", "DebtorUntold", "ChangeOpen"} <= set(told)


@pytest.mark.parametrize(
    ("lang", "sentences"),
    [
        (
            "zh",
            (
                "第 1 号记录：续期，最高额期间至",
                "第 2 号记录：让 {bank} 升到前一顺位",
                "第 3 号记录：由 {bank} 转让给 {bank}",
                "原担保权人： {bank}",
                "主张债务已消灭，尚待答复",
                "担保权人尚未答复",
                "担保权人提议续期",
                "同意：续期，最高额期间至",
                "（新担保权人）",
                "（顺位升前的担保权人）",
                "此后约定的变更",
            ),
        ),
        (
            "en",
            (
                "Record 1: renewed, maximum claim until",
                "Record 2: {bank} let go first",
                "Record 3: assigned by {bank} to {bank}",
                "before: {bank}",
                "The holder says that the debt has ended",
                "is asked to agree: renewal",
                "Change of rank: {bank} goes before {bank}",
                "(new lender)",
            ),
        ),
    ],
)
def test_the_page_tells_it_in_words(changed: Changed, lang: Lang, sentences: tuple[str, ...]) -> None:
    bank = say("web.unnamed", lang, kind=catalogue.label(PartyKind.BANK, lang))
    page = text(changed.pages.get(f"/assets/{to_text(changed.asset)}?lang={lang}").text)
    wanted = [sentence.format(bank=bank).replace(" ", "") for sentence in sentences]
    assert [one for one in wanted if one.lower() not in page.replace(" ", "").lower()] == []
    assert page.index("0x") > page.index("技术细节" if lang == "zh" else "Technical details")


def test_who_lent_then_is_told_in_the_notices_of_then(changed: Changed, county: County) -> None:
    found = changed.pages.get("/api/v1/notices", params={"party": to_text(county.bank.id), "limit": 200}).json()
    own = [one for one in found["notices"] if one["asset"] == to_text(changed.asset)]
    assert (own[0]["event"], own[0]["why"]) == ("MortgageAssigned", "former_lender")
