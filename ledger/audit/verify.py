"""``verify``: every row of the mirror against the chain, every dossier against its slot.

The chain's logs are read again from the node; the projections are folded from those by the second interpreter of the
rules (``store.fold``), so a changed row of ``events`` is named alone and not blamed on what hangs on it. The dossiers'
heads, recomputed from the same logs, must be what the contract holds: a node that hides or invents a log is found too.
"""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, or_

from ledger.audit import runs
from ledger.audit.compare import compare
from ledger.audit.expected import Expected, expect
from ledger.audit.findings import Finding, shown
from ledger.store import base, stored
from ledger.store.db import reading
from ledger.store.mirror import Mirror
from ledger.store.position import position
from ledger.store.schema import CHAIN
from ledger.store.source import Source


@dataclass(frozen=True)
class Verdict:
    """What was compared up to ``block``, and what differs. ``at``: wall clock, UTC seconds."""

    chain_id: int
    block: int
    at: int
    rows: int
    events: int
    subjects: int
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing differs."""
        return not self.findings

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON."""
        numbers = {name: getattr(self, name) for name in ("chain_id", "block", "at", "rows", "events", "subjects")}
        return {"ok": self.ok, **numbers, "findings": [finding.as_dict() for finding in self.findings]}


def verify(mirror: Mirror, source: Source, office: Engine) -> Verdict:
    """Compare everything, and keep the result in the office.

    Raises MirrorMissing, NodeDown, NodeBehind, ChainDiverged, WrongChain, WrongDeployment: then nothing was compared.
    """
    source.chain.deployment.check(source.chain.rpc)
    with reading(mirror.engine) as connection:
        last = position(connection, source, mirror.chain_id)
        right = expect(mirror, source, last)
        findings = [finding for table in mirror.tables for finding in _table(connection, mirror, table.name, right)]
    findings = [finding for finding in findings if not _told_by_head(finding, right)]
    findings.extend(
        Finding("head", "dossiers", {"subject": shown(subject)}, "head", shown(theirs), shown(ours))
        for subject, (theirs, ours) in sorted(right.heads.items())
    )
    rows = sum(len(table) for table in right.tables.values())
    numbers = (rows, right.events, right.subjects)
    verdict = Verdict(mirror.chain_id, last, int(time.time()), *numbers, tuple(findings))
    runs.keep(office, verdict.as_dict())
    return verdict


def latest(office: Engine, chain_id: int) -> Verdict | None:
    """Return the result of the last run, as it was found then; None before the first."""
    kept: Mapping[str, Any] | None = runs.latest(office, chain_id)
    if kept is None:
        return None
    findings = tuple(Finding(**finding) for finding in kept["findings"])
    return Verdict(**{name: value for name, value in kept.items() if name not in ("findings", "ok")}, findings=findings)


def _table(connection: Connection, mirror: Mirror, name: str, right: Expected) -> list[Finding]:
    table = next(table for table in mirror.tables if table.name == name)
    strange = stored.strangers(connection, table, mirror.chain_id)
    ours = or_(table.c[CHAIN] == mirror.chain_id, strange)
    found: Iterable[stored.Row] = stored.rows(connection, table, ours)
    others = stored.rows(connection, table, table.c[CHAIN] != mirror.chain_id, ~strange)
    return compare(table, right.tables[name], found, others)


def _told_by_head(finding: Finding, right: Expected) -> bool:
    """Whether a difference only says that the indexer has not yet marked a subject that is broken."""
    broken = {shown(subject) for subject in right.heads}
    return finding.table == base.dossiers.name and finding.column == "broken" and finding.key["subject"] in broken
