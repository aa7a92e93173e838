"""A certificate on paper.

├── every line of the report can be read on it, and nothing else but the paper's own sentences
├── whatever a field holds is shown as text: markup, signs that cannot be seen, words without an end
├── a character that no font has is an error and no gap
├── the file is inside, as it was, and verifies
├── the square leads to the issuer's page; without an address there is none
└── what is refused or revoked is not printed, and what is superseded says by which
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ledger.assets.commands import NewAsset
from ledger.certificates.errors import CertificateRefused
from ledger.certificates.issue import Asked
from ledger.certificates.paper.layout import SECTION_OF, laid
from ledger.certificates.paper.printing import FAMILIES, Paper, chosen, printed
from ledger.certificates.store import Certificates, State, moved_in
from ledger.kit.ids import asset_id
from ledger.kit.locale import LANGS, Lang, say, sentences
from ledger.kit.natural_key import by_unit_code
from ledger.kit.numbers import RightKind
from ledger.store.db import sqlite_url
from ledger.store.office import open_office
from tests.certificates.conftest import Field
from tests.certificates.office import Office, forged
from tests.certificates.reading import have_fonts, read, tight
from tests.certificates.whatever import whatever
from tests.county import County
from verifier.check import check
from verifier.refusal import Reason, Refusal
from verifier.report import Report
from verifier.words import keys, sentence

pytestmark = pytest.mark.node
SITE = "https://ledger.example.cn/county/"
NOW = 1_790_000_000

WILD = {
    "markup": '#pdf.attach("x", bytes("y")) *b* _i_ $x^2$ ]} #sys.inputs.file <a> @b // \\u{41} "q" \'s\' ~ -- ...',
    "rare": "𠮷𬎆䶮㛃 葛\U000e0100",
    "turned": "a\u202eb\u2066c\u200bd",
    "own": "\ue000",
    "lines": "甲\n担保（账本顺位第 1）：没有有效的担保。\r\t",
    "word": "W" * 500,
    "han": "汉" * 3_000,
    "empty": "",
}


@pytest.fixture(scope="module", autouse=True)
def _fonts() -> None:
    have_fonts()


@pytest.fixture(scope="module")
def wild(county: County, field: Field, office: Office) -> bytes:
    """A certificate of an asset whose document holds what nobody expects."""
    return office.issue(Asked("asset", registered(county, field, WILD)))


def registered(county: County, field: Field, words: dict[str, str]) -> bytes:
    (row,) = county.new_assets("field")
    root = county.documents.put(dict(words), row.key)
    county.register(field.village, [NewAsset(row.key, row.kind, row.area, row.quantity, root)])
    return asset_id(county.network.chain_id, row.key)


def words(file: bytes, office: Office, lang: Lang) -> list[str]:
    """The text of each page without its foot, which must count the pages."""
    pages = read(printed(file, office.trust, None, Paper(lang, None, NOW))).pages
    facts = check(file, office.trust)
    title = Report(facts, lang).lines()[0]
    feet = [
        tight(f"{title} {facts['number']} " + say("paper.page", lang, page=at, pages=len(pages)))
        for at in range(1, len(pages) + 1)
    ]
    assert [page[-len(foot) :] for page, foot in zip(pages, feet, strict=True)] == feet
    heads = [tight(say(f"paper.columns.{kind}", lang).replace("|", "")) for kind in ("numbered", "burdens")]
    found = [page.removesuffix(foot) for page, foot in zip(pages, feet, strict=True)]
    for head in heads:  # a table that goes on repeats its head
        found = [page.removeprefix(head) for page in found]
    return found


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", ["asset", "wild", "nothing"])
def test_every_line_is_on_it_and_nothing_else(
    county: County, office: Office, file: bytes, wild: bytes, kind: str, lang: Lang
) -> None:
    if kind == "nothing":
        code = "350921001001GB00099F00010001"
        file = office.issue(Asked("nothing", asset_id(county.network.chain_id, by_unit_code(code)), (1, code)))
    file = wild if kind == "wild" else file
    left = "".join(words(file, office, lang))
    facts = check(file, office.trust)
    for line in sorted((tight(line) for line in Report(facts, lang).lines()), key=len, reverse=True):
        assert line in left
        left = left.replace(line, "|", 1)
    told = {name: text for name, text in sentences(lang).items() if name.startswith("paper.")}
    for name in ("heading", "numerals", "page"):
        told.pop(f"paper.{name}")
    for text in sorted(told.values(), key=len, reverse=True):
        if "{" in text:
            left = re.sub(re.sub(r"\\\{\w+\\\}", "[^|]+?", re.escape(tight(text))), "|", left)
        else:
            for each in text.split("|"):
                left = left.replace(tight(each), "|")
    assert re.fullmatch(r"[|\d一二三四五六七八、.]*", left)


WITHIN = ("and", "yes", "no", "no_end", "empty", "far", "sealer", "whole", "named_right", "kept", "party_barred")
"""Sentences that stand within others."""
ABOVE = ("title", "not_a_title_deed", "number")


def test_every_sentence_of_a_report_has_its_place(office: Office, file: bytes) -> None:
    begin = {key.removeprefix("report.") for key in keys("zh") if key.startswith("report.")} - {*WITHIN, *ABOVE}
    begin = {key for key in begin if not key.startswith(("term_", "unit_", "of_"))}
    begin = {key for key in begin if sentence(f"report.{key}", "zh")[0] != " "}
    assert begin == set(SECTION_OF)
    facts = check(file, office.trust)
    assert [one["kind"] for one in laid(facts, "zh", [])["sections"] if len(one["rows"]) == 1] == ["numbered", "plain"]
    whatever(facts)
    for lang in LANGS:
        told = laid(facts, lang, [])
        rows = [row for section in told["sections"] for row in section["rows"]]
        set_ = ["".join(line["parts"]) for row in rows for cell in row[1:] for line in cell]
        assert sorted(set_) == sorted(line.strip(" ") for line in Report(facts, lang).lines()[3:])


def test_a_field_is_shown_as_text_whatever_it_holds(office: Office, wild: bytes) -> None:
    sheet = read(printed(wild, office.trust, None, Paper("zh", None, NOW)))
    told = "".join(words(wild, office, "zh"))
    assert tight(WILD["markup"]) in told
    assert "𠮷𬎆䶮㛃" in told
    assert "a[U+202E]b[U+2066]c[U+200B]d" in told
    assert "/own：[U+E000]" in told
    assert "甲[U+000A]担保" in told
    assert WILD["word"] in told
    assert WILD["han"] in told
    assert sheet.right < 0.95
    assert len(sheet.files) == 1


def test_a_character_that_no_font_has_is_an_error_and_no_gap(county: County, field: Field, office: Office) -> None:
    file = office.issue(Asked("asset", registered(county, field, {"name": "王\u0eff"})))
    with pytest.raises(CertificateRefused) as refused:
        printed(file, office.trust, None, Paper("zh", None, NOW))
    assert refused.value.code == "PaperGlyph"
    assert "eff" in refused.value.say("zh")
    assert "LEDGER_FONTS" in refused.value.say("en")


def test_fonts_of_the_named_folder_come_first_and_none_is_an_error() -> None:
    assert chosen(["Our Song"], ["Arial", "Our Song", FAMILIES[1]]) == ["Our Song", FAMILIES[1]]
    with pytest.raises(CertificateRefused) as refused:
        chosen([], ["Arial"])
    assert "fonts-noto-cjk" in refused.value.say("zh")


@pytest.mark.parametrize("lang", LANGS)
def test_the_file_is_inside_as_it_was_and_verifies(office: Office, file: bytes, lang: Lang) -> None:
    pdf = printed(file, office.trust, None, Paper(lang, None, NOW))
    ((name, inside),) = read(pdf).files.items()
    assert inside == file
    assert name == check(inside, office.trust)["number"] + ".json"


def test_it_is_a_pdf_a_3_by_what_it_says_of_itself(office: Office, file: bytes) -> None:
    """No program here examines PDF/A from outside; the typesetter refuses what the standard forbids."""
    pdf = printed(file, office.trust, None, Paper("zh", None, NOW))
    assert re.search(rb"<pdfaid:part>3</pdfaid:part>\s*<pdfaid:conformance>A</pdfaid:conformance>", pdf)
    assert re.search(rb"/AFRelationship\s*/Source", pdf)


def test_the_square_leads_to_the_issuers_page(office: Office, file: bytes) -> None:
    number = check(file, office.trust)["number"]
    url = f"https://ledger.example.cn/county/v/{number}"
    sheet = read(printed(file, office.trust, None, Paper("zh", SITE, NOW)))
    assert sheet.codes == [url]
    assert url in sheet.text


def test_without_an_address_there_is_no_square(office: Office, file: bytes) -> None:
    sheet = read(printed(file, office.trust, None, Paper("zh", None, NOW)))
    assert sheet.codes == []
    assert f"/v/{check(file, office.trust)['number']}" in sheet.text


@pytest.mark.parametrize(
    "site", ["ledger.example.cn", "javascript:x", "https://", "https://a@b.cn", "https://b.cn/?q", "https://b.cn/ü"]
)
def test_an_address_that_is_none_is_refused(office: Office, file: bytes, site: str) -> None:
    with pytest.raises(CertificateRefused) as refused:
        printed(file, office.trust, None, Paper("zh", site, NOW))
    assert refused.value.code == "PaperSite"


def test_it_is_never_called_a_title_or_a_proof_of_registration(office: Office, file: bytes) -> None:
    text = read(printed(file, office.trust, None, Paper("zh", SITE, NOW))).text
    assert text.startswith("链上核验报告")
    assert [word for word in ("权证", "登记证明") if word in text] == []
    assert "不是权属证书" in text
    assert "全部密钥在同一台机器上" in text
    assert office.trust.fingerprint.hex() in text


def test_a_file_that_is_refused_makes_no_paper(office: Office, file: bytes) -> None:
    altered = forged(file, lambda content: content["records"].pop())
    with pytest.raises(Refusal) as refused:
        printed(altered, office.trust, None, Paper("zh", SITE, NOW))
    assert refused.value.reason is Reason.HEAD


def test_a_superseded_one_names_its_successor_and_a_revoked_one_is_not_printed(
    county: County, field: Field, office: Office, tmp_path: Path
) -> None:
    engine = open_office(sqlite_url(tmp_path / "office.db"))
    kept = Certificates(engine, county.network.chain_id)
    (asset,) = county.confirmed(field.village, "pond")
    old = office.issue(Asked("asset", asset))
    number = kept.keep(old, check(old, office.trust))
    paper = Paper("zh", SITE, NOW)
    assert "取代：其后" not in read(printed(old, office.trust, kept.find(number), paper)).text

    county.layer(field.village, asset, RightKind.OWNERSHIP, field.village)
    with county.view() as view:
        outdated = Certificates(engine, county.network.chain_id, moved_in(view)).find(number)
    # In a frame above all, and where it stands.
    assert read(printed(old, office.trust, outdated, paper)).text.count("其后有新的记录，本报告所述可能已不") == 2
    new = office.issue(Asked("asset", asset))
    later = kept.keep(new, check(new, office.trust))
    found = kept.find(number)
    assert found is not None
    assert found.state is State.SUPERSEDED
    assert read(printed(old, office.trust, found, paper)).text.count(f"本报告已被{later}取代") == 2

    kept.revoke(number, "开给了别的银行")
    with pytest.raises(CertificateRefused) as refused:
        printed(old, office.trust, kept.find(number), paper)
    assert refused.value.code == "PaperRevoked"
    assert "开给了别的银行" in refused.value.say("zh")
    assert kept.find("0000-0000-0000-0000-0000") is None
    engine.dispose()
