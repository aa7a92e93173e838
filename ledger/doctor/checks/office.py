"""The office: whether it is there, is of this programme's version, holds what the chain names, and the vault opens."""

import secrets
import shlex
from collections.abc import Iterator

from sqlalchemy import Engine, func, select

from ledger.audit.history import history
from ledger.chain import clock
from ledger.chain.words import moment
from ledger.doctor.checks.stores import trouble
from ledger.doctor.evidence import changed, written
from ledger.doctor.outcome import Found, check, fault, warning
from ledger.doctor.patient import Patient
from ledger.documents.errors import DocumentMissing
from ledger.documents.store import Documents
from ledger.kit.errors import LedgerError
from ledger.store import postgresql, timeline
from ledger.store.db import address, reading
from ledger.store.looking import sqlite_file
from ledger.store.office import MIGRATIONS, NEWEST, documents, vault_keys
from ledger.store.roots import NAMES
from ledger.vault.errors import VaultBroken
from ledger.vault.vault import Vault

OLD = 7 * 86_400
"""Seconds after which the mirror should be compared with the chain again."""
RECORDS = 20_000
"""Of the newest records, whose documents are looked for."""
CONTENTS = 2_000
"""Documents whose content is hashed again, others at every look."""
SUBJECTS = 200
"""Whose sealed data are opened."""
_SHOWN = 3
_BACK = "ledger down && rm -f {path}-wal {path}-shm && cp BACKUP/office.db {path}"
"""Nobody may hold the file meanwhile, and a log that is left would be taken for the copy's."""


@check(
    unknown=fault("unset LEDGER_OFFICE"),
    missing=fault(_BACK),
    broken=fault(_BACK),
    locked=fault("fuser -v {path}"),
    away=fault("pg_isready -h {host} -p {port}"),
)
def office(patient: Patient) -> Iterator[Found]:
    """Whether the office's database is there and can be read."""
    found = trouble(patient.office_url, "office", patient.home.root / "up.log")
    if found is not None and (found.case != "missing" or patient.record_path.exists()):
        yield found


@check(older=warning("ledger documents"), newer=fault("scripts/setup"))
def migration(patient: Patient) -> Iterator[Found]:
    """Whether the office's tables are those of this programme; every command brings an older one up."""
    version = patient.office_version
    fields = {"found": version or "—", "wanted": NEWEST}
    if version is None or version < NEWEST:
        installed = max(written(path) or 0 for path in (MIGRATIONS / "versions").glob("*.py"))
        yield Found("older", installed, fields=fields)
    elif version > NEWEST:
        yield Found("newer", fields=fields)


@check(
    never=warning("ledger verify"),
    old=warning("ledger verify"),
    differs=fault("ledger rebuild && ledger verify"),
    lies=fault("export LEDGER_RPC=http://HOST:8545 && ledger verify"),
)
def verified(patient: Patient) -> Iterator[Found]:
    """The last `ledger verify`: when, up to which block, what it named."""
    runs = history(patient.office, patient.record.chain_id)
    if runs.standing is not None and runs.first is not None:
        fields = {"count": runs.standing.found, "at": moment(runs.standing.at)}
        yield Found("lies" if runs.of_node else "differs", runs.first.at, runs.first.block, fields)
    if runs.whole is None:
        yield Found("never", written(patient.record_path))
        return
    age = clock.wall() - runs.whole.at
    if age > OLD:
        yield Found("old", runs.whole.at, runs.whole.block, {"days": age // 86_400, "number": runs.whole.block})


@check(missing=warning("ledger documents"))
def papers(patient: Patient) -> Iterator[Found]:
    """Documents that the newest records on the chain name and this office lacks."""
    named: dict[bytes, timeline.Record] = {}
    with patient.view() as view:
        for record in timeline.newest(view, RECORDS):
            for name in NAMES:
                root = record.args.get(name)
                if isinstance(root, bytes) and any(root):
                    named[root] = record
    missing = Documents(patient.office).missing(named)
    if missing:
        oldest = min((named[root] for root in missing), key=lambda record: record.position)
        roots = ", ".join("0x" + root.hex() for root in missing[:_SHOWN])
        yield Found("missing", oldest.time, oldest.block, {"count": len(missing), "roots": roots})


@check(
    altered=fault(_BACK),
    altered_there=fault("pg_restore --clean --if-exists --dbname={database} BACKUP/office.dump"),
)
def contents(patient: Patient) -> Iterator[Found]:
    """Documents whose content no longer has the hash that stands on the chain."""
    store = Documents(patient.office, _vault(patient))
    wrong = []
    for root in _sample(patient.office):
        try:
            store.get(root)
        except DocumentMissing:
            continue  # sealed, and no key here: the vault's own check says so
        except LedgerError as error:
            if error.code != "VaultForgotten":
                wrong.append(root)
    if wrong:
        fields = {"count": len(wrong), "roots": ", ".join("0x" + root.hex() for root in wrong[:_SHOWN])}
        path = sqlite_file(patient.office_url)
        if path is None:
            url = address(patient.office_url)
            database = shlex.quote(postgresql.as_role(url, url.username or ""))
            yield Found("altered_there", fields=fields | {"database": database})
        else:
            yield Found("altered", fields=fields | {"path": shlex.quote(str(path))})


@check(missing=fault("cp BACKUP/vault.key {path}"), other=fault("cp BACKUP/vault.key {path}"))
def vault(patient: Patient) -> Iterator[Found]:
    """Whether the vault's key is there and opens what was sealed."""
    path = patient.home.vault_key
    fields = {"path": shlex.quote(str(path))}
    with reading(patient.office) as connection:
        count = connection.execute(select(func.count()).select_from(vault_keys)).scalar()
        subjects = list(connection.execute(select(vault_keys.c.subject).limit(SUBJECTS)).scalars())
    if not subjects:
        return
    if not path.exists():
        yield Found("missing", fields=fields | {"count": count})
        return
    try:
        opened = Vault(patient.office, path)
        for subject in subjects:
            opened.get(subject)
    except (VaultBroken, ValueError):
        yield Found("other", changed(path), fields=fields | {"count": count})


def _vault(patient: Patient) -> Vault | None:
    """The vault, if it can be opened without making a key."""
    with reading(patient.office) as connection:
        empty = connection.execute(select(func.count()).select_from(vault_keys)).scalar() == 0
    if empty or not patient.home.vault_key.exists():
        return None
    try:
        return Vault(patient.office, patient.home.vault_key)
    except (LedgerError, ValueError):
        return None


def _sample(engine: Engine) -> list[bytes]:
    """Some roots, beginning anywhere: roots are hashes, so their order is as good as any."""
    column = documents.c.root
    with reading(engine) as connection:
        after = select(column).where(column >= secrets.token_bytes(32)).order_by(column).limit(CONTENTS)
        found = list(connection.execute(after).scalars())
        begin = select(column).order_by(column).limit(CONTENTS - len(found))
        return list(dict.fromkeys([*found, *connection.execute(begin).scalars()]))
