"""What forgers do to the parts of a file, each version numbered anew: refused by Python and the browser for one reason.

├── every part: exchanged for a value of another type, left out, given twice, put before its neighbour
├── a name that JavaScript or Python would take for another
└── a code that is none, or reads like another one
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from ledger.certificates.issue import Asked
from ledger.kit.ids import NaturalKey, asset_id
from ledger.kit.natural_key import by_own_number
from tests.certificates.conftest import Field
from tests.certificates.judges import Judges
from tests.certificates.office import Office, forged
from tests.certificates.sealed import by_clique, by_qbft
from tests.county import County
from tests.vectors.inputs import KEYS, KEYS_REFUSED
from verifier import certificate, encoding
from verifier.encoding import pack
from verifier.facts import Facts
from verifier.natural_key import natural_key
from verifier.report import Report

pytestmark = [pytest.mark.node, pytest.mark.slow]
Path = tuple[str | int, ...]
OTHERS: tuple[Any, ...] = (None, True, False, 0, 1, -1, 2**53 - 1, "", "0", "x", "AA", [], {}, [[]], ["asset"])
OWN = ("N2330110MF1234567A", 2024, "FORGED-1")


def paths(value: Any, at: Path = ()) -> Iterator[Path]:
    """Every part of a file: of lists the first, second and last place."""
    if at:
        yield at
    if isinstance(value, dict):
        for name in value:
            yield from paths(value[name], (*at, name))
    elif isinstance(value, list):
        for place in sorted({0, 1, len(value) - 1} & set(range(len(value)))):
            yield from paths(value[place], (*at, place))


def versions(content: dict[str, Any]) -> Iterator[tuple[Path, str, dict[str, Any]]]:
    """Where, what was done, and the parts."""
    for path in paths(content):
        above, last = path[:-1], path[-1]
        for other in OTHERS:
            changed, parent = _parent(content, above)
            if type(parent[last]) is not type(other) or parent[last] != other:
                parent[last] = copy.deepcopy(other)
                yield path, repr(other), changed
        changed, parent = _parent(content, above)
        del parent[last]
        yield path, "left out", changed
        changed, parent = _parent(content, above)
        if isinstance(last, int):
            parent.insert(last, copy.deepcopy(parent[last]))
            yield path, "twice", changed
            changed, parent = _parent(content, above)
            if last and parent[last - 1] != parent[last]:
                parent[last - 1 : last + 1] = reversed(parent[last - 1 : last + 1])
                yield path, "before its neighbour", changed
        else:
            parent[f"{last} "] = parent.pop(last)
            yield path, "renamed", changed


def _parent(content: dict[str, Any], above: Path) -> tuple[dict[str, Any], Any]:
    changed = copy.deepcopy(content)
    parent: Any = changed
    for step in above:
        parent = parent[step]
    return changed, parent


def judged(file: bytes, believed: bytes, judges: Judges) -> list[tuple[Path, str, Facts]]:
    """Those that were let through, by both alike."""
    through = []
    for path, what, content in versions(encoding.read(file)):
        if "number" in content and path != ("number",):
            content["number"] = certificate.number_of(content)
        found = judges.judge(encoding.write(content), believed)
        if isinstance(found, dict):
            through.append((path, what, found))
    return through


def test_no_part_can_be_exchanged(file: bytes, office: Office, judges: Judges) -> None:
    for path, what, facts in judged(file, office.trust_file, judges):
        # Documents may be left out, and a seal beyond the quorum: the report says so.
        if path[0] == "documents":
            assert what in ("left out", "[]")
            assert facts["not_enclosed"]
        else:
            assert (path[:2], what, len(facts["sealers"])) == (("block", "seals"), "left out", 2)


def test_no_part_of_a_told_code_can_be_exchanged(county: County, field: Field, office: Office, judges: Judges) -> None:
    own = asset_id(county.network.chain_id, by_own_number(*OWN))
    for path, what, facts in judged(office.issue(Asked("nothing", own, (3, *OWN))), office.trust_file, judges):
        if path[0] != "block":
            assert (path, what) == (("asked", "key"), "None")
        assert facts["asked"]["id"] == "0x" + own.hex()


@pytest.mark.parametrize("consensus", ["qbft", "clique"])
def test_no_part_of_other_seals_can_be_exchanged(
    county: County, office: Office, judges: Judges, consensus: str
) -> None:
    own = asset_id(county.network.chain_id, NaturalKey(natural_key(KEYS[0])))
    file = office.issue(Asked("nothing", own, KEYS[0]))
    sealed = by_qbft(file, office, 5) if consensus == "qbft" else by_clique(file, office, 4)
    through = judged(sealed.file, sealed.trust_file, judges)
    assert [path for path, *_ in through] == [("asked", "key")]


@pytest.mark.parametrize("name", ["__proto__", "constructor", "toString", "hasOwnProperty", "asked block", "number "])
def test_names_that_a_language_knows_are_nothing_here(file: bytes, office: Office, judges: Judges, name: str) -> None:
    for path, change in (
        ("a part more", lambda c: c.update({name: 1})),
        ("a part of another name", lambda c: c.update({name: c.pop("asked")})),
        ("a part of a part", lambda c: c["asked"].update({name: 1})),
        ("a kind", lambda c: c["asked"].update(kind=name)),
        ("a record's part", lambda c: c["records"][0].update({name: 1})),
        ("an event", lambda c: c["records"][0].update(event=name)),
        ("an event of a contract", lambda c: c["records"][0].update(event=f"Assets.{name}")),
        ("a document's part", lambda c: c["documents"][0].update({name: 1})),
    ):
        assert judges.judge(forged(file, change), office.trust_file) in ("form", "event_unknown"), path


def test_members_whose_names_run_together_are_others(file: bytes, office: Office, judges: Judges) -> None:
    names = " ".join(sorted(encoding.read(file)))
    assert judges.judge(encoding.write({names: 1}), office.trust_file) == "form"


@pytest.mark.parametrize("key", KEYS_REFUSED, ids=str)
def test_a_code_that_is_none_is_refused(office: Office, judges: Judges, key: tuple[Any, ...]) -> None:
    nothing = office.issue(Asked("nothing", bytes(16)))
    assert judges.judge(forged(nothing, lambda c: c["asked"].update(key=list(key))), office.trust_file) == "form"


@pytest.mark.parametrize(
    "key",
    [
        (1, "33O110103201JC00012F00010001"),  # a letter O for a nought
        (1, "330110103201JC00012F0001000I"),
        (1, "330110103201JC00012F000100011"),
        (2, "330110103201000001"),
        (True, "330110103201JC00012F00010001"),
        (3, "N2330110MF1234567O", 2017, "ZC-0001"),
        (3, "N2330110MF1234567X", 2017, "ZC-0001\u200b"),
        (3, "N2330110MF1234567X", 2017, "ZC-0001\u202e"),
        (3, "N2330110MF1234567X", 2017, "ZC\u16800001"),
        (3, "N2330110MF1234567X", 2017, "ß"),
        (3, "N2330110MF1234567X", True, "ZC-0001"),
        (3, "N2330110MF1234567X", 2017),
        (),
        ([], {}),
    ],
    ids=repr,
)
def test_a_code_that_reads_like_another_is_refused(office: Office, judges: Judges, key: tuple[Any, ...]) -> None:
    nothing = office.issue(Asked("nothing", bytes(16)))
    assert judges.judge(forged(nothing, lambda c: c["asked"].update(key=list(key))), office.trust_file) == "form"


@pytest.mark.parametrize("key", KEYS, ids=str)
def test_a_code_gives_the_same_id_in_all_languages(
    county: County, office: Office, judges: Judges, key: tuple[Any, ...]
) -> None:
    own = asset_id(county.network.chain_id, NaturalKey(natural_key(key)))
    facts = judges.judge(office.issue(Asked("nothing", own, key)), office.trust_file)
    assert isinstance(facts, dict)
    assert facts["asked"]["key"] == list(key)


def test_letters_of_other_scripts_are_shown_as_such(county: County, office: Office, judges: Judges) -> None:
    key = (3, "N2330110MF1234567X", 2017, "\u0410-集7")  # a Cyrillic A
    own = asset_id(county.network.chain_id, NaturalKey(natural_key(key)))
    facts = judges.judge(office.issue(Asked("nothing", own, key)), office.trust_file)
    assert isinstance(facts, dict)
    assert "N2330110MF1234567X / 2017 / \u0410[U+0410]-集7" in "\n".join(Report(facts, "zh").lines())


def test_a_kind_in_a_list_is_no_kind(file: bytes, office: Office, judges: Judges) -> None:
    assert judges.judge(forged(file, lambda c: c["asked"].update(kind=["asset"])), office.trust_file) == "form"


@pytest.mark.parametrize("pointer", ["name", "1", "/~2", "/a~", " /a"])
def test_a_field_stands_at_a_json_pointer(file: bytes, office: Office, judges: Judges, pointer: str) -> None:
    altered = forged(file, lambda c: c["documents"][0]["fields"].append([pointer, 1, pack(bytes(16))]))
    assert judges.judge(altered, office.trust_file) == "form"
