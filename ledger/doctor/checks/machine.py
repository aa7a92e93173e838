"""This machine: the programme, the home, who may read its secrets, room on its disks, what runs."""

import os
import pwd
import re
import shlex
import shutil
import stat
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from ledger.chain import clock
from ledger.doctor.evidence import changed, first, last, written
from ledger.doctor.outcome import Found, check, fault, warning
from ledger.doctor.patient import Patient
from ledger.kit.home import ROOT, Home
from ledger.store.errors import DatabaseUnknown
from ledger.store.looking import sqlite_file
from ledger.store.postgresql import PASSFILE

STARTING = 240
"""Seconds that a first start may take until its pages answer."""
SPARE = 512 * 2**20
"""Bytes that must stay free beside a copy of the largest file."""
_MANY = 4
_AT_LEAST = re.compile(r"\s*([\w.-]+)(?:\[[\w,]+\])?\s*(?:>=\s*([\d.]+))?")


@check(python=fault("scripts/setup"), packages=fault("scripts/setup"))
def programme(patient: Patient) -> Iterator[Found]:
    """Python and the packages that this programme asks for."""
    try:
        own = patient.distribution()
    except metadata.PackageNotFoundError:
        yield Found("packages", fields={"packages": "ledger"})
        return
    since = written(Path(str(own.locate_file(""))))
    wanted = str(own.metadata["Requires-Python"] or "").removeprefix(">=")
    if _version(wanted) > sys.version_info[:2]:
        yield Found("python", since, fields={"wanted": wanted, "found": ".".join(map(str, sys.version_info[:3]))})
    wrong = [name for name in own.requires or [] if not _installed(name)]
    if wrong:
        yield Found("packages", since, fields={"packages": ", ".join(wrong)})


@check(
    missing=fault("ledger up --detach"),
    foreign=warning("sudo -u {owner} ledger doctor"),
    closed=fault("chmod u+rwx {path}"),
    mixed=fault("sudo chown -R {owner} {path}"),
)
def home(patient: Patient) -> Iterator[Found]:
    """The folder of everything that runs."""
    root = patient.home.root
    if not root.is_dir():
        yield Found("missing", fields={"path": root})
        return
    state = root.stat()
    fields = {"path": shlex.quote(str(root)), "owner": shlex.quote(_user(state.st_uid)), "me": _user(os.geteuid())}
    # The rights of the owner, too: whoever may do everything on this machine may also write where the clerk may not.
    open_ = os.access(root, os.R_OK | os.W_OK | os.X_OK) and state.st_mode & stat.S_IWUSR
    if state.st_uid != os.geteuid():
        yield Found("foreign", changed(root), fields=fields)
    elif not open_:
        yield Found("closed", changed(root), fields=fields)
    if not open_:
        return
    others = [path for path in sorted(root.iterdir()) if path.exists() and path.stat().st_uid != state.st_uid]
    if others:
        since = first(changed(path) for path in others)
        yield Found("mixed", since, fields=fields | {"count": len(others), "first": others[0]})


@check(open=fault("chmod {recursive}go-rwx {paths}"))
def secrets(patient: Patient) -> Iterator[Found]:
    """Whether others on this machine may read keys, passwords, or what people wrote."""
    wide = [path for path in _secrets(patient.home) if path.exists() and path.stat().st_mode & 0o077]
    if wide:
        since = first(changed(path) for path in wide)
        many = len(wide) > _MANY
        paths = " ".join(shlex.quote(str(path)) for path in ([patient.home.root] if many else wide))
        fields = {"count": len(wide), "first": wide[0], "paths": paths, "recursive": "-R " if many else ""}
        yield Found("open", since, fields=fields)


@check(full=fault("df -h {path}"), little=warning("df -h {path}"))
def disk(patient: Patient) -> Iterator[Found]:
    """Room for a copy of the largest file (the node writes its state whole, a rebuild its tables) and half a gigabyte;
    a warning below four times that."""
    seen = set()
    for folder in _folders(patient):
        if folder.stat().st_dev in seen:
            continue
        seen.add(folder.stat().st_dev)
        free, needed = shutil.disk_usage(folder).free, _largest(folder) + SPARE
        fields = {"path": shlex.quote(str(folder)), "free": _mega(free), "needed": _mega(needed)}
        if free < needed:
            yield Found("full", fields=fields)
        elif free < 4 * needed:
            yield Found("little", fields=fields)


@check(play=warning("ledger up --detach"))
def leftovers(patient: Patient) -> Iterator[Found]:
    """A play of the sample that was broken off: nothing of it is anybody's."""
    mark = patient.home.root / "playing"
    if mark.exists() and not _runs(patient):
        yield Found("play", written(mark), fields={"path": mark})


@check(
    off=warning("ledger up --detach"),
    died=fault("ledger up --detach"),
    starting=warning("ledger up --detach"),
    silent=fault("ledger down && ledger up --detach"),
    garbled=fault("rm {path}"),
)
def pages(patient: Patient) -> Iterator[Found]:
    """The process of `ledger up`: it serves the pages and follows the chain."""
    root = patient.home.root
    mark = root / "up.json"
    try:
        found = patient.serving()
    except (ValueError, TypeError):
        yield Found("garbled", written(mark), fields={"path": shlex.quote(str(mark))})
        return
    if found is None:
        yield Found("off", written(root / "mirror.lock"))
    elif not found.alive():
        # The indexer takes this lock at every look at the chain.
        yield Found("died", last(written(mark), written(root / "mirror.lock")))
    elif not found.answers(3.0):
        since = written(mark) or 0
        case = "starting" if clock.wall() - since < STARTING else "silent"
        yield Found(case, since, fields={"url": found.url})


def _user(number: int) -> str:
    """The name of a user, as `sudo -u` takes it."""
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"#{number}"


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".") if part.isdigit())


def _installed(requirement: str) -> bool:
    match = _AT_LEAST.match(requirement)
    if match is None or ";" in requirement:
        return True
    try:
        return _version(metadata.version(match[1])) >= _version(match[2] or "0")
    except metadata.PackageNotFoundError:
        return False


def _secrets(place: Home) -> list[Path]:
    keys = sorted(place.keystores.glob("*")) if place.keystores.is_dir() else []
    # The databases are no secret of their own: the home's rights keep them.
    return [place.root, place.vault_key, place.root / PASSFILE, place.keystores, *keys]


def _folders(patient: Patient) -> list[Path]:
    folders = [patient.home.root]
    for url in (patient.mirror_url, patient.office_url):
        try:
            folders += [path.parent for path in [sqlite_file(url)] if path is not None]
        except DatabaseUnknown:
            continue  # the checks of mirror and office say so
    return [folder for folder in folders if folder.is_dir()] or [ROOT]


def _largest(folder: Path) -> int:
    if folder == ROOT:
        return 0  # there is no home yet
    return max((path.stat().st_size for path in folder.rglob("*") if path.is_file()), default=0)


def _mega(size: int) -> int:
    return size // 2**20


def _runs(patient: Patient) -> bool:
    try:
        found = patient.serving()
    except (ValueError, TypeError):
        return False
    return found is not None and found.alive()
