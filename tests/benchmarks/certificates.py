"""Certificates beside 50,000 assets: size, issue, check in Python and in the browser's code; proofs against `trie`.

The asset, its records and its proofs are real; the others are slots of random content set straight into the node's
state, because only the depth of the tries matters here.
"""

import base64
import secrets
import time
from collections.abc import Callable
from pathlib import Path
from shutil import which

from rlp import decode
from trie.hexary import HexaryTrie

from ledger.certificates.issue import Asked, Issuer
from ledger.certificates.sealing import scheme
from ledger.chain import clock, network
from ledger.chain.client import Chain
from ledger.chain.node import Node
from ledger.chain.rpc import Request, Rpc
from ledger.desks.opening import open_desk
from ledger.kit.numbers import Method, RightKind, Role
from ledger.rights import commands as rights
from ledger.store import timeline
from ledger.store.view import View
from tests.api.story import Copy
from tests.benchmarks.figures import Figure, Say, at_least, at_most, plain
from tests.browser.conftest import opened, serving
from tests.certificates.judges import NOW, Judges
from tests.certificates.office import Office
from tests.conftest import ROOT
from tests.county import YEAR, County
from verifier import encoding, header
from verifier.check import check
from verifier.encoding import unpack
from verifier.hashing import keccak
from verifier.trie import Pool

RECORDS = 20
_TIMES = 25
_BATCH = 2_000
_CHECKED = """async (text) => {
  const { check } = await import("/static/verifier/check.js");
  const trust = await import("/static/verifier/trust.js");
  const believed = trust.read(new TextEncoder().encode(document.getElementById("trust").textContent.trim()));
  const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0)), started = performance.now();
  check(bytes, believed);
  return performance.now() - started;
}"""


class Timed(Rpc):
    """Counts what the node's answers take."""

    waited = 0.0

    def settle(self, requests: list[Request]) -> list[object]:  # type: ignore[override]
        """As ever, and timed."""
        started = time.perf_counter()
        try:
            return super().settle(requests)
        finally:
            self.waited += time.perf_counter() - started


def measure(folder: Path, others: int, say: Say) -> list[Figure]:
    """``others``: how many slots lie beside those that are proved."""
    profile = network.load("embedded")
    node = Node(folder / "chain", profile, port=0)
    node.start(genesis_time=clock.wall() - 20 * YEAR)
    try:
        with node.rpc() as rpc:
            county = County(node, rpc, profile, folder)
            (folder / "page").mkdir()
            say(f"an asset with {RECORDS} records, {others:,} slots beside it")
            asset = _asset(county)
            _fill(county, others)
            return _figures(county, Asked("asset", asset), others, folder)
    finally:
        node.stop()


def _figures(county: County, asked: Asked, others: int, folder: Path) -> list[Figure]:
    office = Office(county)
    waiting = Timed(county.rpc.url)
    issuer = Issuer(
        Chain(waiting, county.chain.deployment), county.indexer.mirror, office.trust, scheme(office.trust, office.keys)
    )
    with county.view() as view:
        issued = [_issue(issuer, waiting, view, asked, county) for _ in range(_TIMES)]
    file = issued[-1][0]
    content = encoding.read(file)
    assert len(content["records"]) == RECORDS
    bare = len(encoding.write(content | {"documents": []}))
    checked = [_timed(lambda: check(file, office.trust, now=lambda: NOW)) for _ in range(_TIMES)]
    beside = f"{RECORDS} records beside {others:,} assets"
    return [
        at_most(f"certificate without documents, {beside}, bytes", [float(bare)], 16_000),
        at_most(f"issue, {beside}, ms beyond the node's answers", [own for _, own in issued], 50),
        at_most(f"check in Python, {beside}, ms", checked, 5),
        at_most(
            f"check by the page /v/ in Chromium, {beside}, ms", _page(file, office, Copy(county, folder / "page")), 200
        ),
        plain(f"check by the same code in Node, {beside}, ms", _in_node(file, office)),
        at_least("proofs of a certificate: times as fast as trie.get_from_proof", _proofs(content), 1),
    ]


def _issue(issuer: Issuer, rpc: Timed, view: View, asked: Asked, county: County) -> tuple[bytes, float]:
    before, started = rpc.waited, time.perf_counter()
    file = issuer.issue(view, asked, county.documents.get)
    return file, 1_000 * (time.perf_counter() - started - (rpc.waited - before))


def _page(file: bytes, office: Office, own: Copy) -> list[float]:
    """The first check of a page that was just loaded, each time: what a reader waits for."""
    desk = open_desk(own.mirror, own.office, own.county.chain.deployment, trust=office.trust_file.decode)
    text, found = base64.b64encode(file).decode(), []
    with serving(desk) as address, opened() as browser:
        for _ in range(_TIMES):
            page = browser.new_page()
            page.goto(f"{address}/v/")
            page.wait_for_selector("body[data-ready=yes]")
            found.append(page.evaluate(_CHECKED, text))
            page.close()
    return found


def _in_node(file: bytes, office: Office) -> list[float]:
    node = which("node", path=f"{ROOT / 'node_modules' / '.bin'}:/usr/local/bin:/usr/bin:{ROOT / '.venv' / 'bin'}")
    assert node is not None, "scripts/setup brings Node"
    judges = Judges(Path(node))
    judges.browser(file, office.trust_file)  # warm
    found = [_timed(lambda: judges.browser(file, office.trust_file)) for _ in range(_TIMES)]
    judges.close()
    return found


def _proofs(content: dict[str, object]) -> list[float]:
    """The account of Dossiers, looked up by both from the same nodes."""
    nodes = [unpack(one) for one in content["nodes"]]  # type: ignore[attr-defined]
    root = header.read(unpack(content["block"]["header"])).state_root  # type: ignore[index]
    address = _first_account(nodes, root)
    listed = [decode(node) for node in nodes]
    found = []
    for _ in range(_TIMES):
        theirs = _timed(lambda: [HexaryTrie.get_from_proof(root, address, listed) for _ in range(20)])  # type: ignore[no-untyped-call]
        ours = _timed(lambda: [_get(nodes, root, address) for _ in range(20)])
        found.append(theirs / ours)
    return found


def _get(nodes: list[bytes], root: bytes, address: bytes) -> bytes | None:
    pool = Pool(nodes)
    return pool.get(root, bytes.fromhex(_NAMES[address]))


_NAMES: dict[bytes, str] = {}


def _first_account(nodes: list[bytes], root: bytes) -> bytes:
    """The hashed address that the first proof is of."""
    for address in list(_NAMES):
        if Pool(nodes).get(root, bytes.fromhex(_NAMES[address])) is not None:
            return address
    raise AssertionError("the certificate proves an account")


def _asset(county: County) -> bytes:
    """Registered, confirmed, let, mortgaged twice, valued: exactly so many records."""
    village = county.village()
    holder = county.household(village)
    (asset,) = county.confirmed(village, "field")
    right = county.layer(village, asset, RightKind.CONTRACT, holder)
    for rank, bank in ((1, county.bank), (2, county.next_bank)):
        county.mortgage(right, holder, bank, rank)
    with county.view() as view:
        have = len(timeline.about(view, asset))
    for number in range(RECORDS - have):
        told = (county.now() - 1, 1_000_000 + number, county.paper("valued"))
        county.one(county.valuer, Role.VALUE, rights.value(county.valuer.id, right, Method.MARKET, *told))
    for name in ("Dossiers", "Parties"):
        address = county.chain.address(name)
        _NAMES[keccak(address)] = address.hex()
    return asset


def _fill(county: County, others: int) -> None:
    """Random slots in the two contracts whose storage a certificate proves."""
    for name in ("Dossiers", "Parties"):
        place = "0x" + county.chain.address(name).hex()
        for start in range(0, others, _BATCH):
            rows = [_slot(place) for _ in range(min(_BATCH, others - start))]
            county.rpc.batch(rows)
    county.rpc.call("evm_mine")


def _slot(place: str) -> Request:
    return ("anvil_setStorageAt", [place, "0x" + secrets.token_hex(32), "0x" + secrets.token_hex(32)])


def _timed(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return 1_000 * (time.perf_counter() - started)
