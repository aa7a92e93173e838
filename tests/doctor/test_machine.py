"""This machine: each check speaks of the one thing that is wrong with it."""

from __future__ import annotations

import os
from dataclasses import replace
from importlib import metadata
from pathlib import Path

import pytest

from ledger.chain import clock
from ledger.chain.process import free_port
from ledger.cli import running
from ledger.doctor.checks import machine
from ledger.doctor.examine import outcomes
from ledger.doctor.outcome import State
from ledger.doctor.patient import Patient
from ledger.kit.home import Home
from tests.doctor.clinic import fine, near, patient, recent, says, server

NOBODY = 65_534


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home in which nothing runs yet."""
    place = Home(tmp_path / "home").ready()
    place.keystores.mkdir(mode=0o700)
    return place


def installed(one: Patient, folder: Path, *lines: str) -> Patient:
    """The same patient with another programme installed."""
    place = folder / "ledger-1.0.dist-info"
    place.mkdir()
    (place / "METADATA").write_text("\n".join(["Metadata-Version: 2.1", "Name: ledger", "Version: 1.0", *lines, ""]))
    return replace(one, distribution=lambda: metadata.Distribution.at(place), made={})


def test_this_machine_is_well(home: Home) -> None:
    one = patient(home)
    for check in (machine.programme, machine.home, machine.secrets, machine.disk, machine.leftovers):
        assert fine(one, check)


def test_programme_python(home: Home, tmp_path: Path) -> None:
    found = says(installed(patient(home), tmp_path, "Requires-Python: >=99.1"), machine.programme, "python")
    assert "99.1" in found.says("en")
    assert (found.command, recent(found.since)) == ("scripts/setup", True)


def test_programme_packages(home: Home, tmp_path: Path) -> None:
    wants = ("Requires-Dist: click>=999", "Requires-Dist: not-there-at-all", "Requires-Dist: orjson>=3")
    found = says(installed(patient(home), tmp_path, *wants), machine.programme, "packages")
    assert "click>=999, not-there-at-all." in found.says("en")
    assert found.command == "scripts/setup"


def test_home_missing(tmp_path: Path) -> None:
    found = says(patient(Home(tmp_path / "none")), machine.home, "missing")
    assert found.command == "ledger up --detach"
    assert not (tmp_path / "none").exists(), "a doctor makes nothing"


def test_home_closed(home: Home) -> None:
    home.root.chmod(0o500)
    found = says(patient(home), machine.home, "closed")
    assert (found.command, recent(found.since)) == (f"chmod u+rwx {home.root}", True)
    home.root.chmod(0o700)


def test_home_foreign(home: Home) -> None:
    """Nobody but root can give a folder away, and to everybody else the root of the machine is another's."""
    place = Home(Path("/"))
    if os.geteuid() == 0:
        os.chown(home.root, NOBODY, NOBODY)
        os.chown(home.keystores, NOBODY, NOBODY)
        place = home
    found = [one for one in outcomes(patient(place), machine.home) if one.case == "foreign"]
    [outcome] = found
    assert (outcome.state, outcome.since is not None) == (State.WARNING, True)
    assert outcome.command.startswith("sudo -u ")
    assert outcome.command.endswith(" ledger doctor")


def test_home_mixed(home: Home) -> None:
    if os.geteuid() == 0:
        home.office.touch()
        os.chown(home.office, NOBODY, NOBODY)
    else:
        home.office.symlink_to("/etc/passwd")
    found = says(patient(home), machine.home, "mixed")
    assert str(home.office) in found.says("zh")
    assert found.command.endswith(f" {home.root}")
    assert found.since is not None


def test_secrets_open(home: Home) -> None:
    key = home.keystores / "clerk's.json"
    key.write_text("{}")
    key.chmod(0o644)
    found = says(patient(home), machine.secrets, "open")
    assert recent(found.since)
    assert os.system(found.command) == 0
    assert key.stat().st_mode & 0o777 == 0o600
    for number in range(6):
        (home.keystores / f"{number}.json").touch(mode=0o640)
    found = says(patient(home), machine.secrets, "open")
    assert found.command == f"chmod -R go-rwx {home.root}"
    assert os.system(found.command) == 0
    assert fine(patient(home), machine.secrets)


def disk(home: Home, share: float, case: str, state: State) -> None:
    free = os.statvfs(home.root).f_bavail * os.statvfs(home.root).f_frsize
    with (home.root / "state.json").open("wb") as file:
        file.truncate(int(free * share))
    found = says(patient(home), machine.disk, case, state)
    assert found.command == f"df -h {home.root}"
    assert found.since is None, "nothing tells when a disk filled up"


def test_disk_full(home: Home) -> None:
    disk(home, 1.1, "full", State.FAULT)


def test_disk_little(home: Home) -> None:
    disk(home, 0.5, "little", State.WARNING)


def test_leftovers_play(home: Home) -> None:
    (home.root / "playing").touch()
    found = says(patient(home), machine.leftovers, "play", State.WARNING)
    assert (found.command, recent(found.since)) == ("ledger up --detach", True)


def test_pages_off(home: Home) -> None:
    (home.root / "mirror.lock").touch()
    os.utime(home.root / "mirror.lock", (1_700_000_000, 1_700_000_000))
    found = says(patient(home), machine.pages, "off", State.WARNING)
    assert (found.command, found.since) == ("ledger up --detach", 1_700_000_000)


def test_pages_died(home: Home) -> None:
    with server(home, free_port(0), listening=False):
        pass
    # The indexer's last look at the chain was later than its start.
    (home.root / "mirror.lock").touch()
    os.utime(home.root / "up.json", (1_700_000_000, 1_700_000_000))
    found = says(patient(home), machine.pages, "died")
    assert (found.command, recent(found.since)) == ("ledger up --detach", True)


def test_pages_starting(home: Home) -> None:
    with server(home, free_port(0), listening=False):
        found = says(patient(home), machine.pages, "starting", State.WARNING)
    assert (found.command, recent(found.since)) == ("ledger up --detach", True)


def test_pages_silent(home: Home) -> None:
    with server(home, free_port(0), listening=False):
        long_ago = clock.wall() - 1000
        os.utime(home.root / "up.json", (long_ago, long_ago))
        found = says(patient(home), machine.pages, "silent")
    assert (found.command, found.since) == ("ledger down && ledger up --detach", long_ago)


def test_pages_garbled(home: Home) -> None:
    (home.root / "up.json").write_text('{"pid": 5')
    found = says(patient(home), machine.pages, "garbled")
    assert near(found.since, clock.wall(), 60)
    assert os.system(found.command) == 0
    assert running.read(home) is None


def test_pages_that_answer_are_well(home: Home) -> None:
    with server(home, free_port(0), listening=True):
        assert fine(patient(home), machine.pages)
