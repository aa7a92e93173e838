"""How a report is written: what a clerk reads, and the same in Python and the browser.

├── every sentence, quantity, amount and time is the same from both
├── times are Beijing's: what was registered on a day bears that day
├── quantities in the unit of the kind, money in yuan; documents say what they belong to, known fields their names
├── a right or mortgage that was asked for is named first, also when it has ended
└── the trail and the state at an earlier block, in words, from the file alone
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ledger.certificates.issue import Asked
from ledger.cli.acting import stamp
from ledger.kit.ids import RecordId
from ledger.kit.numbers import AssetKind, Role
from ledger.mortgages import commands as mortgages
from tests.certificates.conftest import Field
from tests.certificates.judges import Judges
from tests.certificates.office import Office
from tests.certificates.whatever import NOW, whatever
from tests.county import County
from verifier import history
from verifier.__main__ import main as stranger
from verifier.check import check, prove
from verifier.facts import Facts
from verifier.fold import pinned
from verifier.refusal import Reason, Refusal
from verifier.report import Report
from verifier.values import Values
from verifier.words import LANGS, keys, sentence

pytestmark = pytest.mark.node

LARGEST = 2**56 - 1


@pytest.fixture
def facts(file: bytes, office: Office) -> Facts:
    return check(file, office.trust)


def same(judges: Judges, facts: Facts) -> dict[str, list[str]]:
    """The lines, which are the browser's, too."""
    told = {lang: [str(line) for line in Report(facts, lang).lines()] for lang in LANGS}
    assert judges.told(facts) == told
    return told


def test_every_sentence_is_the_same_from_both(judges: Judges, facts: Facts) -> None:
    whatever(facts)
    told = same(judges, facts)
    for lang in LANGS:
        assert not [line for line in told[lang] if "{" in line or "[U+" in line]
        used = {line.key for line in Report(facts, lang).lines()}
        lines = {key.removeprefix("report.") for key in keys(lang) if key.startswith("report.")}
        ends = {key for key in lines if sentence(f"report.{key}", lang).rstrip()[-1:] in "。." and key[:5] != "limit"}
        elsewhere = {"nothing", "nothing_code", "asked_right", "asked_mortgage", "no_rights", "no_burdens", "no_orders"}
        assert ends - used <= elsewhere | {"collective_only"}


@pytest.mark.parametrize("kind", [None, *AssetKind])
def test_quantities_are_the_same_from_both(judges: Judges, facts: Facts, kind: AssetKind | None) -> None:
    for quantity in (0, 1, 333, 334, 66_667, 99_999_999, LARGEST):
        facts["asset"] |= {"kind": 999 if kind is None else kind, "quantity": str(quantity)}
        same(judges, facts)


def test_fields_and_times_are_the_same_from_both(judges: Judges, facts: Facts) -> None:
    root = next(iter(facts["documents"]))
    for number in (0, 5, -5, 123_456_789, 2**53 - 1, 1 - 2**53):
        names = ("/amount_fen", "/rent_fen_per_year", "/rate_ppm", "/number", "/other_fen", "/other")
        facts["documents"][root]["fields"] = dict.fromkeys(names, number)
        same(judges, facts)
    odd = {"/name": None, "/invented": False, "/__proto__": "x", "/constructor": "{value}", "/note": "{name}", "/1": 1}
    facts["documents"][root]["fields"] = odd
    told = same(judges, facts)
    assert "    /constructor：{value}" in told["zh"]
    assert "    名称（/name）：—" in told["zh"]
    for until in (1, NOW, 253_402_271_999, 253_402_272_000, 2**40 - 1):
        facts["rights"][0]["until"] = until
        same(judges, facts)


def test_a_right_until_the_end_of_time_is_told() -> None:
    assert [Values(lang).time(2**40 - 1) for lang in LANGS] == ["9999 年以后", "after the year 9999"]


def test_what_was_registered_on_a_day_bears_that_day(facts: Facts) -> None:
    import datetime

    facts["burdens"][0] |= {"registered_at": stamp(datetime.datetime(2026, 5, 3)), "contract_only": False}
    facts["burdens"][0]["register"] = {"effect": "constitutive", "zh": "不动产登记", "en": "real estate registration"}
    assert any("登记日期 2026-05-03，" in line for line in Report(facts, "zh").lines())
    assert any("registered 2026-05-03," in line for line in Report(facts, "en").lines())


def test_units_are_those_of_the_catalogue() -> None:
    assert set(pinned()["units"]) == {str(kind.value) for kind in AssetKind}
    values = Values("zh")
    assert values.quantity(AssetKind.CROPLAND, 333_333) == "5.00 亩（3,333.33 平方米）"
    assert values.quantity(AssetKind.RECEIVABLE, 123_456) == "1,234.56 元"
    assert values.quantity(AssetKind.RAFT, 1_200) == "1,200 件"
    assert Values("en").money(-5) == "-0.05 yuan"


def test_documents_say_what_they_belong_to(field: Field, facts: Facts) -> None:
    told = Report(facts, "zh").lines()
    of = [line[: line.index("0x")] for line in told if line.key == "document"]
    right = "土地承包经营权（第1号）"
    assert of == [
        f"附件（{name}）" for name in ("资产登记", right, f"{right}上顺位第 1 的担保", f"{right}上顺位第 2 的担保")
    ]
    assert sum("名称（/name）" in line for line in told) == 4


def test_what_was_asked_for_is_named_also_when_it_has_ended(
    county: County, field: Field, office: Office, judges: Judges
) -> None:
    ended = RecordId(county.mortgage(field.right, field.holder, county.bank, 3))
    county.two(county.bank, Role.LEND, mortgages.discharge(ended, county.paper("paid")))
    told = {}
    for asked in (Asked("mortgage", ended), Asked("mortgage", field.first), Asked("right", field.right)):
        facts = judges.judge(office.issue(asked), office.trust_file)
        assert isinstance(facts, dict)
        lines = Report(facts, "zh").lines()
        told[asked.id] = next(line for line in lines if line.key.startswith("asked_"))
        assert f"    标识：0x{asked.id.hex()}" in lines
    assert [*told.values()] == [
        "应查询：担保，已注销。",
        "应查询：担保，有效。",
        "应查询：土地承包经营权（第1号），期限内。",
    ]


def test_the_trail_is_told_from_the_file_alone(
    field: Field, file: bytes, office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, content in (("trust.json", office.trust_file), ("file.json", file)):
        (tmp_path / name).write_bytes(content)
    words = ["check", str(tmp_path / "file.json"), "--trust", str(tmp_path / "trust.json")]
    assert stranger([*words, "--history"]) == 0
    told = capsys.readouterr().out
    assert "数量 1.00 亩（666.67 平方米）" in told
    assert f"权利人 0x{field.holder.id.hex()}" in told
    assert f"担保权人 0x{office.county.bank.id.hex()}，融资担保" in told
    assert "依据 0x" in told
    assert "由账户 0x" in told
    assert stranger([*words, "--history", "--lang", "en"]) == 0
    assert "signed by the account 0x" in capsys.readouterr().out
    _, records = prove(file, office.trust)
    before = next(one.block for one in records if one.event == "Mortgages.MortgageAccepted") - 1
    assert stranger([*words, "--as-of", str(before)]) == 0
    told = capsys.readouterr().out
    assert "没有有效的担保。" in told
    assert f"    权利人：0x{field.holder.id.hex()}\n" in told
    assert stranger([*words, "--as-of", str(before), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["burdens"] == []


def test_a_block_that_the_file_does_not_reach_is_refused(file: bytes, office: Office) -> None:
    facts, records = prove(file, office.trust)
    assert history.as_of(records, facts["block"], facts["block"])["records"] == facts["records"]
    for block in (records[0].block - 1, facts["block"] + 1):
        with pytest.raises(Refusal) as refused:
            history.as_of(records, block, facts["block"])
        assert refused.value.reason is Reason.AS_OF
        assert str(facts["block"]) in refused.value.say("zh")


def test_every_record_has_words_in_both_languages(file: bytes, office: Office) -> None:
    _, records = prove(file, office.trust)
    for lang in LANGS:
        told = history.lines(records, lang)
        assert not [line for line in told if "{" in line]
        assert sum(not line.startswith(" ") for line in told) == len(records) + 1
