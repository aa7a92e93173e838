"""The page /v/ in a real Chromium: a file is proved or refused there, and no request leaves the page meanwhile.

`LEDGER_EVERY_BYTE=1` turns every byte of a certificate and 5,000 random bits (some minutes); otherwise a sample.
"""

from __future__ import annotations

import base64
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

from ledger.certificates.issue import Asked
from ledger.certificates.store import Certificates
from ledger.desks.opening import open_desk
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
EVERY = bool(os.environ.get("LEDGER_EVERY_BYTE"))

# Runs in the page: each altered file is judged by the page's own modules.
JUDGE = """async (files) => {
  const { check } = await import("/static/verifier/check.js");
  const trust = await import("/static/verifier/trust.js");
  const believed = trust.read(new TextEncoder().encode(document.getElementById("trust").textContent.trim()));
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


def test_a_file_is_proved_in_the_page_and_nothing_is_asked_of_the_network(
    chromium: Any, desk: str, file: bytes, office: Office, tmp_path: Path
) -> None:
    (tmp_path / "certificate.json").write_bytes(file)
    page, asked = chromium.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{desk}/v/?lang=en")
    page.wait_for_selector("body[data-ready=yes]")
    before = len(asked)
    page.set_input_files("#certificate-file", tmp_path / "certificate.json")
    page.wait_for_selector("#result[data-state=proved]")
    assert check(file, office.trust)["number"] in page.inner_text("#result")
    assert page.inner_text("#fingerprint") == office.trust.fingerprint.hex()
    assert len(asked) == before
    (tmp_path / "other.json").write_bytes(file.replace(b"a", b"b", 1))
    page.set_input_files("#certificate-file", tmp_path / "other.json")
    page.wait_for_selector("#result[data-state=refused]")
    assert "Refused" in page.inner_text("#result")
    assert len(asked) == before
    page.close()


def test_altered_bytes_and_bits_are_refused_in_the_page(chromium: Any, desk: str, file: bytes) -> None:
    dice, altered = random.Random(7), []
    for place in range(len(file)) if EVERY else dice.sample(range(len(file)), 60):
        altered.append(_with(file, place, file[place] ^ dice.randrange(1, 256)))
    for _ in range(5_000 if EVERY else 60):
        place = dice.randrange(8 * len(file))
        altered.append(_with(file, place // 8, file[place // 8] ^ 1 << place % 8))
    files = [one for each in altered for one in (each, renumbered(each)) if one != file]
    page = chromium.new_page()
    page.goto(f"{desk}/v/")
    page.wait_for_selector("body[data-ready=yes]")
    for start in range(0, len(files), 100):
        texts = [base64.b64encode(one).decode() for one in files[start : start + 100]]
        answers = page.evaluate(JUDGE, texts)
        assert all(answer.replace("_", "").isalpha() and answer != "proved" for answer in answers), answers
    page.close()


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
