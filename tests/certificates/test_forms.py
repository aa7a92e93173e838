"""Files of another form, touched documents, and false claims: refused by Python and by the browser for one reason.

├── documents: altered, exchanged, of another record, fields out of order
├── form: truncated, too large, nested too deep, other numbers and texts, parts that do not belong
├── a claim that nothing is registered, for something that is
└── random bits, as they are and with the number put right
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

import pytest

from ledger.certificates.issue import Asked
from tests.certificates.conftest import Field
from tests.certificates.judges import Judges
from tests.certificates.office import Office, forged, renumbered
from tests.county import County
from verifier import encoding
from verifier.encoding import pack, unpack

pytestmark = pytest.mark.node
Change = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda d: d[0]["fields"][0].__setitem__(1, "another value"), "document"),
        (lambda d: d[0]["fields"][0].__setitem__(0, "/another"), "document"),
        (lambda d: d[0]["fields"][0].__setitem__(2, pack(bytes(16))), "document"),
        (lambda d: d[0]["fields"].pop(), "document"),
        (lambda d: d[0]["fields"].reverse(), "document"),
        (lambda d: d[0]["closed"].append(pack(bytes(32))), "document"),
        (lambda d: d.reverse(), "form"),
        (lambda d: d.append(d[0]), "form"),
        (lambda d: d[0].update(root=pack(bytes(32))), "document"),
        (lambda d: d[0]["fields"][0].__setitem__(1, ["a list"]), "form"),
    ],
)
def test_documents_that_were_touched_are_refused(
    file: bytes, office: Office, judges: Judges, change: Callable[[list[Any]], object], reason: str
) -> None:
    assert judges.judge(forged(file, lambda c: change(c["documents"])), office.trust_file) == reason


def test_a_document_that_nothing_names_is_refused(county: County, file: bytes, office: Office, judges: Judges) -> None:
    own = county.documents.get(county.paper("stray"))
    row = {"root": pack(own.root), "fields": [[f.pointer, f.value, pack(f.salt)] for f in own.fields], "closed": []}
    stray = forged(file, lambda c: c.update(documents=sorted([*c["documents"], row], key=lambda d: unpack(d["root"]))))
    assert judges.judge(stray, office.trust_file) == "document_stray"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda text: text[:-1], "not_text"),
        (lambda text: text[: len(text) // 2], "not_text"),
        (lambda text: b"", "not_text"),
        (lambda text: b"\xef\xbb\xbf" + text, "not_text"),
        (lambda text: text + b"\n", "not_canonical"),
        (lambda text: text.replace(b'"certificate":1', b'"certificate":1.0'), "not_canonical"),
        (lambda text: text.replace(b'"certificate":1', b'"certificate":1e0'), "not_canonical"),
        (lambda text: text.replace(b'"certificate":1', b'"certificate":1.5'), "not_text"),
        (lambda text: text.replace(b'"certificate":1', b'"certificate":9007199254740993'), "not_text"),
        (lambda text: text.replace(b'"certificate":1', b'"certificate":NaN'), "not_text"),
        (lambda text: text.replace(b'"certificate":1', b'"certificate":1,"certificate":1'), "not_canonical"),
        (lambda text: text.replace(b'"certificate":1', b'"certificate":2'), "version"),
        (lambda text: text.replace(b'"kind":"asset"', b'"kind":"right"'), "number"),
        (lambda text: text.replace(b'"asset"', b'"\\u0061sset"'), "not_canonical"),
        (lambda text: text.replace(b'"asset"', b'"\\ud800"'), "not_text"),
        (lambda text: b"[" * 200_000 + b"]" * 200_000, "not_text"),
        (lambda text: b"[[[[[[[[[]]]]]]]]]", "not_text"),
        (lambda text: b"7", "form"),
        (lambda text: b"{}", "form"),
        (lambda text: b" " * 1_000_001, "too_large"),
    ],
)
def test_a_file_of_another_form_is_refused(
    file: bytes, office: Office, judges: Judges, change: Callable[[bytes], bytes], reason: str
) -> None:
    assert judges.judge(change(file), office.trust_file) == reason


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda c: c.update(certificate=2), "version"),
        (lambda c: c.update(more=1), "form"),
        (lambda c: c["asked"].update(kind="party"), "form"),
        (lambda c: c["asked"].update(kind="right"), "form"),
        (lambda c: c["asked"].update(key=[1, "350921001001GB00099F00010001"]), "asked"),
        (lambda c: c["asked"].update(key=[9, "X"]), "form"),
        (lambda c: c["block"].update(header="%%%"), "form"),
        (lambda c: c["block"].update(header=c["block"]["header"][:-2]), "form header"),
        (lambda c: c["block"].update(header=pack(b"\xc0")), "header"),
        (lambda c: c["block"].update(header=pack(b"\xc1" * 100_000)), "header"),
    ],
)
def test_parts_that_do_not_belong_are_refused(
    file: bytes, office: Office, judges: Judges, change: Change, reason: str
) -> None:
    assert judges.judge(forged(file, change), office.trust_file) in reason.split()


def test_nothing_cannot_be_claimed_of_what_is_registered(
    file: bytes, field: Field, office: Office, judges: Judges
) -> None:
    claimed = forged(file, lambda c: c.update(asked={**c["asked"], "kind": "nothing"}, records=[], documents=[]))
    assert judges.judge(claimed, office.trust_file) == "head"
    nothing = office.issue(Asked("nothing", bytes(16)))
    moved = forged(nothing, lambda c: c["asked"].update(id=pack(field.asset)))
    assert judges.judge(moved, office.trust_file) in {"head", "node_missing"}


def test_random_bits_are_refused_by_both_for_one_reason(file: bytes, office: Office, judges: Judges) -> None:
    dice = random.Random(5)
    for _ in range(150):
        place = dice.randrange(8 * len(file))
        altered = bytearray(file)
        altered[place // 8] ^= 1 << place % 8
        for version in (bytes(altered), renumbered(bytes(altered))):
            if version != file:
                assert isinstance(judges.judge(version, office.trust_file), str), place


def test_the_file_is_small_enough_to_send_by_any_way(file: bytes) -> None:
    bare = {**json.loads(file), "documents": []}
    assert len(encoding.write(bare)) <= 16_000
