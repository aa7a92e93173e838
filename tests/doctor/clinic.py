"""A ledger that is whole, copies of its home in which one thing is broken, and what the doctor says of them."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from ledger.chain import clock
from ledger.cli import running
from ledger.cli.running import Running
from ledger.doctor.examine import outcomes
from ledger.doctor.outcome import Check, Outcome, State
from ledger.doctor.patient import Patient
from ledger.kit.home import Home
from ledger.store.db import scrub, sqlite_url
from tests.county import County

NOWHERE = "http://127.0.0.1:9"
"""Where nobody listens."""

_SERVER = """
import sys, http.server as h
h.HTTPServer(("127.0.0.1", int(sys.argv[1])), h.SimpleHTTPRequestHandler).serve_forever()
"""


@dataclass
class Clinic:
    """A county with its home. ``folder``: for copies. ``whole``: its home before any date had passed."""

    county: County
    home: Home
    folder: Path
    whole: Home = field(init=False)
    made: int = 0

    def copy(self) -> Home:
        """The home as it stands now, without the node's own files; databases as files of their own."""
        self.county.indexer.sync()
        for engine in (self.county.indexer.mirror.engine, self.county.documents._office):
            scrub(engine)
        return self.like(self.home)

    def like(self, other: Home) -> Home:
        """Another copy of a home."""
        self.made += 1
        place = Home(self.folder / f"home{self.made}").ready()
        place.chain.mkdir(mode=0o700)
        shutil.copy(other.chain / "deployment.json", place.chain)
        for path in (other.mirror, other.office, other.vault_key):
            shutil.copy2(path, place.root)
        return place

    def patient(self, home: Home, rpc: str | None = "") -> Patient:
        """Whom the doctor sees; the node is the county's, or the one at ``rpc``, or the home's own (None)."""
        return patient(home, self.county.rpc.url if rpc == "" else rpc)


def patient(home: Home, rpc: str | None = None) -> Patient:
    """The patient of one home."""
    return Patient(
        home=home,
        network_name="embedded",
        mirror_url=sqlite_url(home.mirror),
        office_url=sqlite_url(home.office),
        rpc_url=rpc,
        serving=lambda: running.read(home),
        patience=0.5,
    )


def profile(one: Patient, folder: Path, consensus: str = "qbft") -> Patient:
    """The same patient on a network of several validators."""
    folder.mkdir(exist_ok=True)
    embedded = (one.profiles / "embedded.toml").read_text("utf-8")
    (folder / "county.toml").write_text(embedded.replace('"anvil"', f'"{consensus}"'), "utf-8")
    return replace(one, network_name="county", profiles=folder, made={})


def says(one: Patient, check: Check, case: str, state: State = State.FAULT) -> Outcome:
    """The check says this and nothing else, in both languages, and nothing of it is left blank. Returns it."""
    found = outcomes(one, check)
    one.close()
    assert [(each.case, each.state) for each in found] == [(case, state)], [each.says("en") for each in found]
    [outcome] = found
    for lang in ("zh", "en"):
        assert "{" not in outcome.says(lang) + outcome.title(lang)
        assert outcome.says(lang).endswith(("。", ".", "。\n"))
    assert "{" not in outcome.command
    return outcome


def fine(one: Patient, check: Check) -> bool:
    """Whether the check finds nothing."""
    found = outcomes(one, check)
    one.close()
    return [each.state for each in found] == [State.OK]


def blind(one: Patient, check: Check) -> str:
    """Why the check could not look: the code of the reason."""
    [outcome] = outcomes(one, check)
    one.close()
    assert outcome.state is State.UNSEEN
    assert outcome.why is not None
    assert outcome.says("zh")
    return outcome.why.code


def sql(path: Path, statement: str, *values: object) -> None:
    """Somebody with the file in hand."""
    connection = sqlite3.connect(path, timeout=10)
    with connection:
        connection.execute(statement, values)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


@contextmanager
def server(home: Home, port: int, *, listening: bool) -> Iterator[int]:
    """A process like that of `ledger up`: with its mark in the command line, answering on a port or not. Its id."""
    words = ["-c", _SERVER if listening else "input()", str(port), "ledger"]
    with subprocess.Popen(
        [sys.executable, *words], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as child:
        running.write(home, Running(child.pid, port))
        here = Running(child.pid, port)
        while not (here.answers() if listening else here.alive()):
            assert child.poll() is None
        try:
            yield child.pid
        finally:
            child.kill()


def near(found: int | None, wanted: float, seconds: float = 5.0) -> bool:
    """Whether a time that a file tells is the one meant."""
    return found is not None and abs(found - wanted) <= seconds


def recent(found: int | None) -> bool:
    """Whether it happened in this test."""
    return near(found, clock.wall(), 60)
