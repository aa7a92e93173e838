"""What the kept runs of ``verify`` say together: when the last was, and since which one its findings stand."""

from dataclasses import dataclass

import orjson
from sqlalchemy import Engine, func, select

from ledger.audit.findings import OF_THE_NODE
from ledger.store.db import reading
from ledger.store.office import findings, verify_runs


@dataclass(frozen=True, slots=True)
class Run:
    """A run, and how many differences it named. ``at``: wall clock, UTC seconds; ``whole``: it looked at everything."""

    run: int
    block: int
    at: int
    found: int
    whole: bool


@dataclass(frozen=True, slots=True)
class History:
    """``whole``: the newest run that looked at everything. ``standing``: the newest with differences that no whole run
    has since found mended; ``first``: the one that found them first; ``of_node``: they say nothing of the database."""

    whole: Run | None
    standing: Run | None
    first: Run | None
    of_node: bool


def history(office: Engine, chain_id: int) -> History:
    """Return what the runs of a chain say."""
    named = select(func.count()).where(findings.c.run == verify_runs.c.run).scalar_subquery()
    query = select(verify_runs, named.label("found")).where(verify_runs.c.chain_id == chain_id)
    whole = standing = first = None
    with reading(office) as connection:
        for row in connection.execute(query.order_by(verify_runs.c.run.desc())):
            run = Run(row.run, row.block, row.at, row.found, row.since is None)
            whole = whole or (run if run.whole else None)
            if run.whole and not run.found:
                break
            if run.found:
                standing, first = standing or run, run
        kinds: set[str] = set()
        if standing is not None:
            kept = connection.execute(select(findings.c.finding).where(findings.c.run == standing.run)).scalars()
            kinds = {orjson.loads(text)["kind"] for text in kept}
    return History(whole, standing, first, kinds <= OF_THE_NODE)
