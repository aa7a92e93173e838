"""The page /v/ in a real Chromium: a file is proved or refused there, and no request leaves the page meanwhile.

`LEDGER_EVERY_BIT=1` (`scripts/torture flips`) turns every byte of a certificate and 5,000 bits; otherwise a sample.
"""

from __future__ import annotations

import base64
import copy
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

from ledger.assets.commands import NewAsset
from ledger.certificates.issue import Asked
from ledger.certificates.store import Certificates
from ledger.desks.opening import open_desk
from ledger.kit.ids import asset_id
from ledger.store.db import writing
from ledger.store.office import certificates as rows
from ledger.store.office import open_office
from tests.api.story import Copy
from tests.browser.conftest import chromium, serving
from tests.certificates.conftest import Field
from tests.certificates.office import Office, renumbered
from tests.county import County
from verifier.check import check

__all__ = ["chromium"]
pytestmark = [pytest.mark.node, pytest.mark.browser]
EVERY = bool(os.environ.get("LEDGER_EVERY_BIT"))

# Runs in the page: each altered file is judged by the page's own modules.
JUDGE = """async (files) => {
  const { check } = await import("/static/verifier/check.js");
  const trust = await import("/static/verifier/trust.js");
  const believed = trust.read(new TextEncoder().encode(document.getElementById("trust").textContent));
  return files.map((text) => {
    const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
    try {
      check(bytes, believed);
      return "proved";
    } catch (error) {
      return error.reason ?? String(error);
    }
  });
}"""


# Runs in the page: two files are dropped at once.
DROP_TWO = """() => {
  const held = new DataTransfer();
  for (const name of ["a.json", "b.json"]) held.items.add(new File(["{}"], name));
  const dropped = new DragEvent("drop", { dataTransfer: held, cancelable: true });
  document.getElementById("drop").dispatchEvent(dropped);
  return 1;
}"""


@pytest.fixture(scope="module")
def file(field: Field, office: Office) -> bytes:
    return office.issue(Asked("asset", field.asset))


@pytest.fixture(scope="module")
def kept(county: County, field: Field, tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """Mirror and office of the county, in files of their own."""
    return Copy(county, tmp_path_factory.mktemp("pages"))


@pytest.fixture(scope="module")
def desk(county: County, office: Office, kept: Copy) -> Iterator[str]:
    """The address of pages over them."""
    opened = open_desk(kept.mirror, kept.office, county.chain.deployment, trust=lambda: office.trust_file.decode())
    with serving(opened) as address:
        yield address
    opened.mirror.engine.dispose()
    opened.office.dispose()


@pytest.fixture
def page(chromium: Any, desk: str) -> Iterator[Any]:
    """The page, ready, in English."""
    page = chromium.new_page()
    page.goto(f"{desk}/v/?lang=en")
    page.wait_for_selector("body[data-ready=yes]")
    yield page
    page.close()


def test_a_file_is_proved_in_the_page_and_nothing_is_asked_of_the_network(
    chromium: Any, desk: str, file: bytes, office: Office, tmp_path: Path
) -> None:
    (tmp_path / "certificate.json").write_bytes(file)
    page, asked = chromium.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    # The browser asks for the page's icon when it likes.
    page.goto(f"{desk}/v/?lang=en", wait_until="networkidle")
    page.wait_for_selector("body[data-ready=yes]")
    before = len(asked)
    page.set_input_files("#certificate-file", tmp_path / "certificate.json")
    page.wait_for_selector("#result[data-state=proved]")
    assert check(file, office.trust)["number"] in page.inner_text("#result")
    assert page.inner_text("#fingerprint") == office.trust.fingerprint.hex()
    assert asked[before:] == []
    (tmp_path / "other.json").write_bytes(file.replace(b"a", b"b", 1))
    page.set_input_files("#certificate-file", tmp_path / "other.json")
    page.wait_for_selector("#result[data-state=refused]")
    assert "Refused" in page.inner_text("#result")
    assert asked[before:] == []
    page.close()


def test_what_is_no_certificate_is_refused_in_a_sentence(page: Any, file: bytes, tmp_path: Path) -> None:
    with (tmp_path / "large.json").open("wb") as large:
        large.truncate(100_000_000)
    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.7 " + bytes(range(256)))
    (tmp_path / "deep.json").write_bytes(b"[" * 200_000)
    (tmp_path / "short.json").write_bytes(file[:-1])
    for name, reason in (("large", "too_large"), ("paper", "not_text"), ("deep", "not_text"), ("short", "not_text")):
        [path] = tmp_path.glob(f"{name}.*")
        page.set_input_files("#certificate-file", path)
        page.wait_for_selector(f"#result[data-state=refused] p:has-text('{reason}')")


def test_bodies_may_be_demanded_among_the_sealers(page: Any, file: bytes, office: Office, tmp_path: Path) -> None:
    """One box for each kind of body in the trust file; ticking one checks the file again."""
    (tmp_path / "certificate.json").write_bytes(file)
    kinds = {one.kind for one in office.trust.organisations}
    assert page.eval_on_selector_all("#kinds input", "boxes => boxes.map((one) => one.value)") == sorted(kinds)
    page.set_input_files("#certificate-file", tmp_path / "certificate.json")
    page.wait_for_selector("#result[data-state=proved]")
    sealing = {one["kind"] for one in check(file, office.trust)["sealers"]}
    for kind in sorted(kinds):
        page.check(f"#kinds input[value={kind}]")
        page.wait_for_selector(f"#result[data-state={'proved' if kind in sealing else 'refused'}]")
        page.uncheck(f"#kinds input[value={kind}]")
        page.wait_for_selector("#result[data-state=proved]")
    # A kind that no sealer is of cannot be ticked in this network, so one is given to the page's own box.
    page.eval_on_selector("#kinds input", "box => { box.value = 'court'; }")
    page.locator("#kinds input").first.check()
    page.wait_for_selector("#result[data-state=refused] p:has-text('kind_missing')")
    page.set_input_files("#trust-file", tmp_path / "certificate.json")
    page.wait_for_selector("#kinds", state="hidden")


def test_a_result_is_never_that_of_another_file_or_of_another_trust_file(
    page: Any, file: bytes, office: Office, county: County, tmp_path: Path
) -> None:
    (tmp_path / "certificate.json").write_bytes(file)
    (tmp_path / "stranger.json").write_bytes(Office(county).trust_file)
    (tmp_path / "own.json").write_bytes(office.trust_file)
    (tmp_path / "copy.json").write_bytes(file)
    page.set_input_files("#certificate-file", tmp_path / "certificate.json")
    page.wait_for_selector("#result[data-state=proved] p:has-text('File: certificate.json')")
    page.set_input_files("#trust-file", tmp_path / "stranger.json")
    page.wait_for_selector("#result[data-state=refused] p:has-text('seal_outsider')")
    assert office.trust.fingerprint.hex() != page.inner_text("#fingerprint") != "-"
    page.set_input_files("#trust-file", tmp_path / "certificate.json")
    page.wait_for_selector("#result[data-state=refused] p:has-text('trust_form')")
    assert page.inner_text("#fingerprint") == "-"
    page.set_input_files("#certificate-file", tmp_path / "copy.json")
    page.wait_for_selector("#result[data-state=refused] p:has-text('trust_form')")
    page.set_input_files("#trust-file", tmp_path / "own.json")
    page.wait_for_selector("#result[data-state=proved] p:has-text('File: copy.json')")
    assert page.inner_text("#fingerprint") == office.trust.fingerprint.hex()
    assert page.evaluate(DROP_TWO) == 1
    page.wait_for_selector("#result[data-state=refused] p:has-text('one by one')")


def test_markup_in_a_field_or_a_trust_file_is_text(
    chromium: Any, county: County, field: Field, office: Office, kept: Copy, tmp_path: Path
) -> None:
    evil = "</div><script>document.title='evil'</script><img src=x onerror=\"document.title='evil'\">"
    (row,) = county.new_assets("field")
    root = county.documents.put({"name": evil}, row.key)
    county.register(field.village, [NewAsset(row.key, row.kind, row.area, row.quantity, root)])
    draft = copy.deepcopy(office.draft)
    draft["organisations"][0]["name"] = draft["network"] = evil
    believed = office.signed(draft, office.keys)
    file = office.issue(Asked("asset", asset_id(county.network.chain_id, row.key)))
    (tmp_path / "certificate.json").write_bytes(file)
    opened = open_desk(kept.mirror, kept.office, county.chain.deployment, trust=lambda: believed.decode())
    with serving(opened) as address:
        page = chromium.new_page()
        page.goto(f"{address}/v/?lang=en")
        page.wait_for_selector("body[data-ready=yes]")
        assert page.inner_text("#network") == evil
        page.set_input_files("#certificate-file", tmp_path / "certificate.json")
        page.wait_for_selector("#result[data-state=proved]")
        assert page.inner_text("#result").count(evil) == 3  # the network, a sealer, the field
        assert "evil" not in page.title()
        assert page.locator("#result img, #result script").count() == 0
        page.close()
    opened.mirror.engine.dispose()
    opened.office.dispose()


def test_altered_bytes_and_bits_are_refused_in_the_page(page: Any, file: bytes) -> None:
    dice, altered = random.Random(7), []
    for place in range(len(file)) if EVERY else dice.sample(range(len(file)), 60):
        altered.append(_with(file, place, file[place] ^ dice.randrange(1, 256)))
    for _ in range(5_000 if EVERY else 60):
        place = dice.randrange(8 * len(file))
        altered.append(_with(file, place // 8, file[place // 8] ^ 1 << place % 8))
    files = [one for each in altered for one in (each, renumbered(each)) if one != file]
    for start in range(0, len(files), 100):
        texts = [base64.b64encode(one).decode() for one in files[start : start + 100]]
        answers = page.evaluate(JUDGE, texts)
        assert all(answer.replace("_", "").isalpha() and answer != "proved" for answer in answers), answers


def test_a_number_is_looked_up_and_a_revoked_one_says_so(
    chromium: Any, desk: str, kept: Copy, county: County, field: Field, file: bytes, office: Office
) -> None:
    engine = open_office(kept.office)
    certificates = Certificates(engine, county.network.chain_id)
    number = certificates.keep(file, check(file, office.trust))
    page = chromium.new_page()

    def told(asked: str, lang: str = "en") -> str:
        page.goto(f"{desk}/v/{asked}?lang={lang}")
        return str(page.inner_text("main"))

    assert "No certificate of this number" in told("0000-0000-0000-0000-0000")
    assert "Nothing was recorded since" in told(number)
    assert "此后没有新的记录" in told(number.lower(), "zh")
    with writing(engine) as office_:
        later = dict(office_.execute(select(rows).where(rows.c.number == number)).mappings().one())
        later |= {"number": "1111-1111-1111-1111-1111", "block": later["block"] + 1, "head": bytes(32)}
        office_.execute(insert(rows).values(later))
    assert "superseded by 1111-1111-1111-1111-1111" in " ".join(told(number).split())
    certificates.revoke("1111-1111-1111-1111-1111", "a mistake")
    own = (bytes(32), b"\1" + field.asset + bytes(15))
    kept.sql("UPDATE dossiers SET head = ? WHERE subject = ?", *own)
    assert "Something was recorded since" in told(number)
    assert "其后有新的记录" in told(number, "zh")
    certificates.revoke(number, "issued for the wrong bank")
    assert "issued for the wrong bank" in told(number)
    page.close()
    engine.dispose()


def _with(file: bytes, place: int, value: int) -> bytes:
    return file[:place] + bytes([value]) + file[place + 1 :]
