"""What a file holds is never taken for what the check says.

├── an offer that any holder can make is told, whatever its end, and every reason has its sentence
├── a line's end, a terminal's commands and direction marks in a field are shown as signs, in Python and the browser
└── so they are in a refusal's sentence
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from ledger.assets.commands import NewAsset
from ledger.certificates.issue import Asked
from ledger.kit.ids import asset_id
from ledger.kit.numbers import RightKind, Role
from ledger.transfers import commands as transfers
from tests.certificates.conftest import Field
from tests.certificates.judges import Judges
from tests.certificates.office import Office, forged
from tests.county import County
from verifier.check import check
from verifier.refusal import Reason, Refusal
from verifier.report import Report
from verifier.sections import HEADING, headed
from verifier.words import LANGS, keys, seen, sentence

pytestmark = pytest.mark.node

FAKE = "x\n没有有效的担保。\u2028\x1b[2J\u202e\u200b\ufeff\ue000\U000e0041"
SHOWN = "x[U+000A]没有有效的担保。[U+2028][U+001B][2J[U+202E][U+200B][U+FEFF][U+E000][U+E0041]"


def test_a_field_is_never_a_line_of_the_report(county: County, field: Field, office: Office, judges: Judges) -> None:
    (row,) = county.new_assets("field")
    root = county.documents.put({"note": FAKE, "a\rb": True}, row.key)
    county.register(field.village, [NewAsset(row.key, row.kind, row.area, row.quantity, root)])
    file = office.issue(Asked("asset", asset_id(county.network.chain_id, row.key)))
    assert isinstance(judges.judge(file, office.trust_file), dict)
    for lang in LANGS:
        lines = Report(check(file, office.trust), lang).lines()
        assert {"zh": f"    备注（/note）：{SHOWN}", "en": f"    note (/note): {SHOWN}"}[lang] in lines
        assert [line for line in lines if not line.isprintable()] == []


def test_a_refusal_shows_no_more(file: bytes, office: Office) -> None:
    altered = forged(file, lambda content: content["records"][0].update(event=FAKE))
    with pytest.raises(Refusal) as refused:
        check(altered, office.trust)
    for lang in LANGS:
        assert SHOWN in refused.value.say(lang)
        assert refused.value.say(lang).isprintable()


def test_names_and_rare_characters_stay_as_they_are() -> None:
    text = "𠮷𬎆䶮㛃 葛\U000e0100 阿依古丽·买买提 བཀྲ་ཤིས ئۇيغۇر e\u0301 ½ ①"
    assert seen(text) == text


def test_an_offer_that_ends_after_all_calendars_is_told_and_breaks_nothing(
    county: County, field: Field, office: Office, judges: Judges
) -> None:
    (asset,) = county.confirmed(field.village, "forever")
    right = county.layer(field.village, asset, RightKind.CONTRACT, field.holder)
    terms = replace(county.transfer_terms(right, field.village), until=2**40 - 1)
    county.one(field.holder, Role.HOLD, transfers.propose(terms))
    facts = judges.judge(office.issue(Asked("asset", asset)), office.trust_file)
    assert isinstance(facts, dict)
    for lang in LANGS:
        assert sentence("report.far", lang) in "\n".join(Report(facts, lang).lines())


def test_the_lines_of_a_report_stand_under_the_headings_of_their_matters(file: bytes, office: Office) -> None:
    for lang in LANGS:
        lines = Report(check(file, office.trust), lang).lines()
        told = list(headed(lines, lang))
        assert [line for line in told if line.key != HEADING] == lines
        headings = [line for line in told if line.key == HEADING]
        assert len(headings) == len(set(headings)) >= 6
        assert told[told.index(headings[3]) + 1].key == "burden"


def test_every_reason_has_its_sentence() -> None:
    assert {f"refusal.{reason.value}" for reason in Reason} == {key for key in keys("zh") if key.startswith("refusal.")}
