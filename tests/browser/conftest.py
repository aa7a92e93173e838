"""A real Chromium before the real sample: played once, its altered cell found, its pages served on this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.certificates.reading import have_fonts
from tests.conftest import lacking

if TYPE_CHECKING:
    from ledger.desks.opening import Desk

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def _chromium() -> str:
    """The program; installed where this may be done, else the test is skipped with the reason."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        wanted = ["apt-get", "install", "-y", "--no-install-recommends", "chromium", "fonts-wqy-microhei"]
        for words in (["apt-get", "update"], wanted):
            subprocess.run(words, capture_output=True, timeout=300, check=False)
        found = shutil.which("chromium")
    if found is None:
        lacking("there is no chromium: apt-get install chromium fonts-noto-cjk")
    return found


@contextmanager
def opened() -> Iterator[Any]:
    """A browser, as Playwright has it."""
    program = _chromium()
    sync = pytest.importorskip("playwright.sync_api")
    with sync.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """For these tests alone: while Playwright is open, its event loop stands in the way of others in this thread."""
    with opened() as browser:
        yield browser


@dataclass
class Played:
    """The sample as `ledger up` leaves it; a certificate of the asset that its story is about, and its paper."""

    desk: Desk
    certificate: bytes
    paper: bytes


@pytest.fixture(scope="module")
def played(tool: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    from ledger.certificates.issue import Asked
    from ledger.certificates.paper.printing import Paper, printed
    from ledger.certificates.store import Certificates
    from ledger.chain import clock, network
    from ledger.cli.opened import Opened
    from ledger.cli.serving import prepare
    from ledger.kit.home import Home
    from ledger.sample.record import load
    from verifier.check import check

    tool("anvil")
    have_fonts()
    own = Opened(Home(tmp_path_factory.mktemp("browser")).ready(), network.load("embedded"))
    desk, story = prepare(own, lambda key, fields: None), load(own.home)
    assert story is not None
    with own.view() as view:
        certificate = own.issuer.issue(view, Asked("asset", bytes.fromhex(story.asset[2:])), own.documents.get)
    kept = Certificates(own.office, own.network.chain_id)
    found = kept.find(kept.keep(certificate, check(certificate, own.trust)))
    paper = printed(certificate, own.trust, found, Paper("zh", "https://ledger.example.cn", clock.wall()))
    own.node.stop()
    yield Played(desk, certificate, paper)
    own.close()


@pytest.fixture(scope="module")
def site(chromium: Any, played: Played) -> Iterator[str]:
    """The address of the sample's pages, as `ledger up` serves them."""
    with serving(played.desk) as address:
        yield address


@contextmanager
def serving(desk: Desk) -> Iterator[str]:
    """The address of a desk's pages, for as long as it lasts."""
    import uvicorn

    from api.app import create_app
    from ledger.chain.process import free_port

    port = free_port(0)
    server = uvicorn.Server(uvicorn.Config(create_app(desk), "127.0.0.1", port, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()
