"""`ledger verify`: the mirror against the chain, every difference named. Exit 3 when there is one."""

import time
from collections.abc import Iterator

from ledger.audit.findings import OF_THE_NODE, Finding
from ledger.audit.verify import Verdict, verify
from ledger.cli.bar import Bar
from ledger.cli.command import MISMATCH, OK, Io, command, option
from ledger.cli.opened import opened


@command("verify")
@option("--since-last", is_flag=True)
def run(io: Io, since_last: bool) -> int:
    """Compare everything, or what changed since the last run; keep the result in the office, name what differs."""
    own = opened()
    started = time.monotonic()
    with Bar(io, "verify") as bar:
        verdict = verify(own.indexer.mirror, own.indexer.source, own.office, since_last=since_last, tell=bar)
    seconds = round(time.monotonic() - started, 2)
    io.result(verdict.as_dict() | {"seconds": seconds}, lines(io, verdict, seconds))
    return OK if verdict.ok else MISMATCH


def lines(io: Io, verdict: Verdict, seconds: float) -> Iterator[str]:
    """The result in words."""
    numbers = {"rows": verdict.rows, "events": verdict.events, "subjects": verdict.subjects, "block": verdict.block}
    if verdict.ok and verdict.since is not None:
        yield io.say("verify.recent", since=verdict.since, seconds=seconds, **numbers)
        yield io.say("verify.unseen")
        return
    if verdict.ok:
        yield io.say("verify.ok", seconds=seconds, **numbers)
        return
    yield io.say("verify.differs", count=len(verdict.findings), seconds=seconds, **numbers)
    for finding in verdict.findings:
        yield named(io, finding)
    lies = [finding.kind in OF_THE_NODE for finding in verdict.findings]
    if any(lies):
        yield io.say("verify.node")
    if not all(lies):
        yield io.say("verify.mend")


def named(io: Io, finding: Finding) -> str:
    """One difference: table, key, column, before (the chain), after (the database or the node)."""
    return io.say(
        f"verify.{finding.kind}",
        table=finding.table,
        key=_shown(io, finding.key),
        column=finding.column or "",
        before=_shown(io, finding.before),
        after=_shown(io, finding.after),
    )


def _shown(io: Io, value: object) -> object:
    """A whole row, or a key, column by column; a cell as it is."""
    if isinstance(value, dict):
        return ", ".join(f"{name}={io.say('verify.nothing') if one is None else one}" for name, one in value.items())
    return io.say("verify.nothing") if value is None else value
