"""``verify``: every row of the mirror against the chain, every dossier against its slot.

The chain is read again from the node, and proved: headers by their hashes, logs by the receipts that the headers hold.
The projections are folded from those logs by the second interpreter of the rules (``store.fold``), so a changed row of
``events`` is named alone and not blamed on what hangs on it. Memory does not grow with the chain: what must be sorted
is sorted on disk, what fits is forgotten.
"""

import time
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine

from ledger.audit import runs
from ledger.audit.complete import complete
from ledger.audit.findings import Finding
from ledger.audit.progress import Tell, silent
from ledger.audit.recent import Differs, recent
from ledger.kit.collecting import seldom
from ledger.store.db import reading
from ledger.store.mirror import Mirror
from ledger.store.position import position
from ledger.store.source import Source

_NUMBERS = ("chain_id", "block", "since", "at", "rows", "events", "subjects")


@dataclass(frozen=True)
class Timing:
    """Seconds: ``node`` spent waiting for its answers, ``mirror`` on all else."""

    node: float = 0.0
    mirror: float = 0.0


@dataclass(frozen=True)
class Verdict:
    """What was compared up to ``block``, and what differs.

    ``hash``: of that block; ``since``: the block after which the run looked, None where it looked at everything;
    ``at``: wall clock, UTC seconds; ``timing``: known only to who ran it.
    """

    chain_id: int
    block: int
    hash: bytes
    since: int | None
    at: int
    rows: int
    events: int
    subjects: int
    findings: tuple[Finding, ...]
    timing: Timing = field(default=Timing(), compare=False)

    @property
    def ok(self) -> bool:
        """Whether nothing differs in what was looked at."""
        return not self.findings

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON."""
        numbers = {name: getattr(self, name) for name in _NUMBERS}
        timing = {"node": round(self.timing.node, 3), "mirror": round(self.timing.mirror, 3)}
        findings = [finding.as_dict() for finding in self.findings]
        return {"ok": self.ok, **numbers, "hash": "0x" + self.hash.hex(), "timing": timing, "findings": findings}


@seldom()
def verify(mirror: Mirror, source: Source, office: Engine, *, since_last: bool = False, tell: Tell = silent) -> Verdict:
    """Compare everything, and keep the result in the office.

    ``since_last``: only what changed since the last run; everything, too, when that run found something, when its
    block is no longer on the chain, or when anything differs. Raises MirrorMissing, NodeDown, NodeBehind, ChainTorn,
    ChainDiverged, WrongChain, WrongDeployment: then nothing was compared.
    """
    started = time.perf_counter()
    source.chain.deployment.check(source.chain.rpc)
    before = latest(office, mirror.chain_id) if since_last else None
    with reading(mirror.engine) as connection:
        last = position(connection, source, mirror.chain_id)
        since = before.block if before is not None and _continues(before, source, last) else None
        if since_last and since is None:
            tell("whole", 0, 0)
        found = None
        if since is not None and before is not None:
            try:
                found = recent(mirror, source, connection, (since, before.hash), last, tell)
            except Differs:
                tell("wider", 0, 0)
                since = None
        found = found or complete(mirror, source, connection, last, tell)
    timing = Timing(found.waited, time.perf_counter() - started - found.waited)
    numbers = (found.rows, found.events, found.subjects)
    verdict = Verdict(mirror.chain_id, last, found.tip, since, int(time.time()), *numbers, found.findings, timing)
    runs.keep(office, verdict.as_dict() | {"hash": found.tip})
    return verdict


def latest(office: Engine, chain_id: int) -> Verdict | None:
    """Return the result of the last run, as it was found then; None before the first."""
    kept = runs.latest(office, chain_id)
    if kept is None:
        return None
    findings = tuple(Finding(**finding) for finding in kept["findings"])
    return Verdict(**kept | {"hash": kept["hash"] or b"", "findings": findings})


def _continues(before: Verdict, source: Source, last: int) -> bool:
    """Whether a run can stand on this one."""
    return before.ok and before.hash != b"" and before.block <= last and source.hash_at(before.block) == before.hash
