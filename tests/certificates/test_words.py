"""What a file holds is never taken for what the check says.

├── a line's end, a terminal's commands and direction marks in a field are shown as signs, in Python and the browser
└── so they are in a refusal's sentence
"""

from __future__ import annotations

import pytest

from ledger.assets.commands import NewAsset
from ledger.certificates.issue import Asked
from ledger.kit.ids import asset_id
from tests.certificates.conftest import Field
from tests.certificates.judges import Judges
from tests.certificates.office import Office, forged
from tests.county import County
from verifier.check import check
from verifier.refusal import Refusal
from verifier.report import Report
from verifier.words import LANGS, seen

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
