"""`ledger verify`: the mirror against the chain, every difference named. Exit 3 when there is one."""

import time
from collections.abc import Iterator

from ledger.audit.findings import Finding
from ledger.audit.verify import Verdict, verify
from ledger.cli.command import MISMATCH, OK, Io, command
from ledger.cli.opened import opened


@command("verify")
def run(io: Io) -> int:
    """Compare everything, keep the result in the office, name what differs."""
    own = opened()
    started = time.monotonic()
    verdict = verify(own.indexer.mirror, own.indexer.source, own.office)
    seconds = round(time.monotonic() - started, 2)
    io.result(verdict.as_dict() | {"seconds": seconds}, lines(io, verdict, seconds))
    return OK if verdict.ok else MISMATCH


def lines(io: Io, verdict: Verdict, seconds: float) -> Iterator[str]:
    """The result in words."""
    numbers = {"rows": verdict.rows, "events": verdict.events, "subjects": verdict.subjects, "block": verdict.block}
    if verdict.ok:
        yield io.say("verify.ok", seconds=seconds, **numbers)
        return
    yield io.say("verify.differs", count=len(verdict.findings), seconds=seconds, **numbers)
    for finding in verdict.findings:
        yield named(io, finding)
    yield io.say("verify.mend")


def named(io: Io, finding: Finding) -> str:
    """One difference: table, key, column, before (the chain), after (the database)."""
    return io.say(
        f"verify.{finding.kind}",
        table=finding.table,
        key=_shown(finding.key),
        column=finding.column or "",
        before=_shown(finding.before),
        after=_shown(finding.after),
    )


def _shown(value: object) -> object:
    """A whole row, or a key, column by column; a cell as it is."""
    if isinstance(value, dict):
        return ", ".join(f"{name}={one}" for name, one in value.items())
    return value
