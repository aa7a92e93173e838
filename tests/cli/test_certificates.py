"""`ledger cert` and `ledger trust` on a home of their own: issued, looked up, revoked, checked by a stranger."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import orjson
import pytest
from click.testing import CliRunner

from ledger.chain import clock, network
from ledger.chain.node import Node
from ledger.cli.command import Settings
from ledger.cli.main import root
from tests.cast import YEAR
from tests.certificates.reading import have_fonts, read
from tests.county import County
from verifier.__main__ import main as stranger

pytestmark = pytest.mark.node


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home with a county on its chain and one confirmed field."""
    folder, profile = tmp_path_factory.mktemp("home"), network.load("embedded")
    node = Node(folder / "chain", profile, port=0)
    node.start(genesis_time=clock.wall() - 20 * YEAR)
    with node.rpc() as rpc:
        county = County(node, rpc, profile, folder)
        (asset,) = county.confirmed(county.village(), "field")
        county.chain.deployment.save(folder / "chain" / "deployment.json")
        (folder / "asset").write_text("0x" + asset.hex())
        yield folder
    node.stop()


def run(home: Path, *words: str, code: int = 0, **environment: str) -> Any:
    given = {"LEDGER_HOME": str(home), "LEDGER_NETWORK": "embedded", **environment}
    done = CliRunner().invoke(root, [*words, "--json"], obj=Settings("en"), env=given)
    assert done.exit_code == code, done.output
    return orjson.loads(done.stdout)


def test_an_asset_is_certified_and_a_stranger_checks_the_file(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asset, file = (home / "asset").read_text(), home / "certificate.json"
    issued = run(home, "cert", "issue", asset, "--out", str(file))
    assert run(home, "cert", "verify", str(file))["asset"]["id"] == asset
    assert run(home, "cert", "show", issued["number"])["state"] == "current"
    trust = str(home / "chain" / "trust.json")
    assert stranger(["check", str(file), "--trust", trust, "--lang", "en", "--demand", "bank"]) == 0
    assert issued["number"] in capsys.readouterr().out
    assert stranger(["check", str(file), "--trust", trust, "--lang", "en", "--demand", "court"]) == 1
    assert "kind_missing" in capsys.readouterr().out
    assert stranger(["check", str(file), "--trust", trust, "--history"]) == 0
    assert "\n1. " in capsys.readouterr().out
    assert stranger(["check", str(home / "nothing"), "--trust", trust]) == 2
    shown = run(home, "trust", "show")
    assert stranger(["trust", trust, "--fingerprint", shown["fingerprint"]]) == 0
    assert stranger(["trust", trust, "--fingerprint", "00" * 32]) == 1


def test_an_altered_file_is_refused_with_exit_3(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "certificate.json"
    run(home, "cert", "issue", (home / "asset").read_text(), "--out", str(file))
    file.write_bytes(file.read_bytes().replace(b'"block":', b'"blocc":', 1))
    assert run(home, "cert", "verify", str(file), code=3)["refused"] in ("form", "not_canonical", "number")


def test_what_is_not_registered_is_certified_as_nothing(home: Path, tmp_path: Path) -> None:
    for asked in ("0x" + "00" * 16, "350921001001GB00099F00010001", "3509211000010000001", "N2350999MA8885223R/2020/7"):
        file = tmp_path / "nothing.json"
        run(home, "cert", "issue", asked, "--out", str(file))
        assert run(home, "cert", "verify", str(file))["asked"]["kind"] == "nothing"
    assert run(home, "cert", "issue", "0x12", code=1)["error"]["code"] == "IdMalformed"
    assert run(home, "cert", "issue", "0x" + "11" * 32, code=1)["error"]["code"] == "CertificateUnknown"
    assert run(home, "cert", "issue", "N2350999MA8885223R/x/7", code=1)["error"]["code"] == "KeyYear"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("350921001001GB00099F0001000", "UnitCodeLength"),
        ("35O921001001GB00099F00010001", "CertificateAsked"),
        ("350921001001GB00099F000I0001", "UnitCodeCharacters"),
        ("350921100001000000", "ParcelCodeLength"),
        ("N2350999MA8885223R/2020/", "KeyNumber"),
        ("N2350999MA8885223R/20/7", "KeyYear"),
        ("N2350999MA8885223/2020/7", "UsccLength"),
        ("N2350999MA8885224R/2020/7", "UsccChecksum"),
        ("溪边鱼塘", "CertificateAsked"),
        ("a/b", "CertificateAsked"),
        ("", "CertificateAsked"),
        ("0x" + "0" * 31, "IdMalformed"),
    ],
)
def test_a_code_that_was_mistyped_is_not_certified_as_nothing(home: Path, asked: str, code: str) -> None:
    assert run(home, "cert", "issue", asked, code=1)["error"]["code"] == code


@pytest.mark.parametrize(
    "asked",
    [
        "350921-001001-GB00099-F00010001",
        " 350921 001001 gb00099 f00010001 ",
        "３５０９２１００１００１GB00099F00010001",
    ],
)
def test_a_code_is_taken_as_people_write_it(home: Path, tmp_path: Path, asked: str) -> None:
    file = tmp_path / "nothing.json"
    assert run(home, "cert", "issue", asked, "--out", str(file))["kind"] == "nothing"
    assert run(home, "cert", "verify", str(file))["asked"]["key"] == [1, "350921001001GB00099F00010001"]


def test_an_id_is_taken_as_people_write_it(home: Path, tmp_path: Path) -> None:
    asset, file = (home / "asset").read_text(), str(tmp_path / "asset.json")
    for asked in (asset.upper(), asset[2:], f" {asset} "):
        assert run(home, "cert", "issue", asked, "--out", file)["kind"] == "asset"


def test_a_partys_id_is_no_assets(home: Path) -> None:
    with closing(sqlite3.connect(home / "mirror.db")) as mirror:
        [[party]] = mirror.execute("SELECT collective FROM assets LIMIT 1")
    refused = run(home, "cert", "issue", "0x" + party.hex(), code=1)["error"]
    assert refused["code"] == "CertificateParty"
    assert "cert batch --party" in refused["says"]


def test_one_asset_that_cannot_be_certified_keeps_back_no_other(home: Path, tmp_path: Path) -> None:
    asset = bytes.fromhex((home / "asset").read_text()[2:])
    with closing(sqlite3.connect(home / "mirror.db", isolation_level=None)) as mirror:
        [[collective]] = mirror.execute("SELECT collective FROM assets WHERE asset = ?", [asset])
        mirror.execute("UPDATE dossiers SET broken = 1 WHERE subject = ?", [b"\1" + asset + bytes(15)])
        batch = ["cert", "batch", "--party", "0x" + collective.hex(), "--out", str(tmp_path)]
        found = run(home, *batch, code=1)
        assert [row["code"] for row in found["refused"]] == ["CertificateBroken"]
        assert found["certificates"] == []
        mirror.execute("UPDATE dossiers SET broken = 0 WHERE subject = ?", [b"\1" + asset + bytes(15)])
    assert run(home, *batch)["refused"] == []
    assert run(home, "cert", "batch", "--area", "330110", "--out", str(tmp_path / "none"))["certificates"]
    assert run(home, "cert", "batch", "--area", "110101", "--out", str(tmp_path / "none"))["certificates"] == []
    run(home, "cert", "batch", "--area", "", "--out", str(tmp_path), code=2)
    run(home, "cert", "batch", "--area", "330110", "--party", "x", "--out", str(tmp_path), code=2)


def test_what_was_nothing_is_superseded_by_what_was_registered_since(home: Path) -> None:
    """Whatever it was asked for, a certificate holds the whole dossier of one asset."""
    asset = (home / "asset").read_text()
    earlier = run(home, "cert", "issue", "0x" + "04" * 16)["number"]
    later = run(home, "cert", "issue", asset)["number"]
    assert run(home, "cert", "show", earlier)["state"] == "current"
    with closing(sqlite3.connect(home / "office.db", isolation_level=None)) as office:
        kept = "UPDATE certificates SET thing = ?, block = 1 WHERE number = ?"
        office.execute(kept, [bytes.fromhex(asset[2:]) + bytes(16), earlier])
    shown = run(home, "cert", "show", earlier)
    assert (shown["state"], shown["superseded_by"]) == ("superseded", later)


def test_a_file_too_large_and_a_demand_of_nobody_are_refused(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "large.json"
    with file.open("wb") as large:
        large.truncate(100_000_000)
    assert run(home, "cert", "verify", str(file), code=3)["refused"] == "too_large"
    run(home, "cert", "issue", (home / "asset").read_text(), "--out", str(file))
    assert run(home, "cert", "verify", str(file), "--demand", "银行、农业农村局")["number"]
    assert run(home, "cert", "verify", str(file), "--demand", "人民法院", code=3)["refused"] == "kind_missing"
    run(home, "cert", "verify", str(file), "--demand", ",", code=2)
    assert run(home, "cert", "verify", str(file), "--trust", str(file), code=3)["refused"] == "trust_form"


def test_a_village_is_certified_at_once_and_the_list_says_that_it_is_not_proved(home: Path, tmp_path: Path) -> None:
    found = run(home, "cert", "batch", "--area", "330110005003", "--out", str(tmp_path))
    assert not found["complete"]
    assert [row["asset"] for row in found["certificates"]] == [(home / "asset").read_text()]
    for row in found["certificates"]:
        assert run(home, "cert", "verify", row["file"])["number"] == row["number"]


def test_a_certificate_is_revoked_with_a_reason(home: Path) -> None:
    number = run(home, "cert", "issue", "0x" + "01" * 16, "--out", str(home / "revoked.json"))["number"]
    assert run(home, "cert", "revoke", number, "--reason", "wrong bank")["state"] == "revoked"
    assert run(home, "cert", "show", number)["reason"] == "wrong bank"
    assert run(home, "cert", "show", "0000", code=1)["error"]["code"] == "CertificateNumber"


def test_a_certificate_is_printed_by_its_number_or_from_its_file(home: Path, tmp_path: Path) -> None:
    have_fonts()
    file, out = tmp_path / "certificate.json", tmp_path / "certificate.pdf"
    number = run(home, "cert", "issue", (home / "asset").read_text(), "--out", str(file))["number"]
    printed = run(home, "cert", "paper", number.lower(), "--out", str(out), LEDGER_SITE="http://127.0.0.1:8000/")
    assert printed == {"number": number, "file": str(out)}
    sheet = read(out.read_bytes())
    assert sheet.files == {f"{number}.json": file.read_bytes()}
    assert sheet.codes == [f"http://127.0.0.1:8000/v/{number}"]
    assert run(home, "cert", "paper", str(file))["file"].endswith(f"{number}.pdf")
    assert run(home, "cert", "paper", number, "--site", "nowhere", code=1)["error"]["code"] == "PaperSite"
    assert run(home, "cert", "paper", "0000-0000-0000-0000-0000", code=1)["error"]["code"] == "CertificateNumber"
    assert run(home, "cert", "paper", str(tmp_path / "none.json"), code=1)["error"]["code"] == "FileRefused"
    run(home, "cert", "paper", str(file), "--public", code=2)


def test_our_address_is_not_put_on_what_was_issued_elsewhere(home: Path, tmp_path: Path) -> None:
    have_fonts()
    file, out = tmp_path / "elsewhere.json", tmp_path / "elsewhere.pdf"
    number = run(home, "cert", "issue", "0x" + "02" * 16, "--out", str(file))["number"]
    with closing(sqlite3.connect(home / "office.db", isolation_level=None)) as office:
        office.execute("DELETE FROM certificates WHERE number = ?", [number])
    run(home, "cert", "paper", str(file), "--out", str(out), LEDGER_SITE="http://127.0.0.1:8000")
    assert read(out.read_bytes()).codes == []
    run(home, "cert", "paper", str(file), "--out", str(out), "--site", "https://there.example.cn")
    assert read(out.read_bytes()).codes == [f"https://there.example.cn/v/{number}"]


def test_what_is_revoked_or_altered_is_not_printed(home: Path, tmp_path: Path) -> None:
    file, out = tmp_path / "revoked.json", tmp_path / "revoked.pdf"
    number = run(home, "cert", "issue", "0x" + "03" * 16, "--out", str(file))["number"]
    run(home, "cert", "revoke", number, "--reason", "wrong bank")
    for thing in (number, str(file)):
        assert run(home, "cert", "paper", thing, "--out", str(out), code=1)["error"]["code"] == "PaperRevoked"
    file.write_bytes(file.read_bytes().replace(b'"kind":"nothing"', b'"kind":"asset"'))
    assert run(home, "cert", "paper", str(file), "--out", str(out), code=3)["refused"] == "number"
    assert not out.exists()


def test_a_trust_file_is_drafted_signed_by_all_and_renewed(home: Path, tmp_path: Path) -> None:
    draft, listed = tmp_path / "trust.json", tmp_path / "organisations.toml"
    known = run(home, "trust", "show")["organisations"]
    names = {one["kind"]: one["account"] for one in known}
    rows = "".join(f'[[organisations]]\nname = "{k}"\nkind = "{k}"\naccount = "{a}"\n' for k, a in names.items())
    sealers = f"[[sealers]]\nfrom = 0\naccounts = {orjson.dumps(list(names.values())).decode()}\nquorum = 2\n"
    listed.write_text(f"since = 2000-01-01T00:00:00Z\nuntil = 2100-01-01T00:00:00Z\n{rows}{sealers}")
    run(home, "trust", "draft", str(listed), "--out", str(draft))
    assert run(home, "trust", "install", str(draft), code=1)["error"]["code"] == "TrustRefused"
    for kind in names:
        signed = run(home, "trust", "sign", str(draft), "--key", f"witness.{kind}")
    assert signed["missing"] == []
    assert run(home, "trust", "install", str(draft))["fingerprint"] == run(home, "trust", "show")["fingerprint"]
    listed.write_text("since = 1")
    assert (
        run(home, "trust", "draft", str(listed), "--out", str(draft), code=1)["error"]["code"] == "TrustListMalformed"
    )
