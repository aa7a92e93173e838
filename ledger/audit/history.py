"""What the kept runs of ``verify`` say together: when the last was, and since which one its findings stand."""

from dataclasses import dataclass

from sqlalchemy import Engine, func, select

from ledger.store.db import reading
from ledger.store.office import findings, verify_runs


@dataclass(frozen=True, slots=True)
class Run:
    """A run, and how many differences it named. ``at``: wall clock, UTC seconds; ``whole``: it looked at everything."""

    block: int
    at: int
    found: int
    whole: bool


@dataclass(frozen=True, slots=True)
class History:
    """``last``: the newest run. ``standing``: the newest with differences that no whole run has since found mended;
    ``first``: the one that found them first."""

    last: Run
    standing: Run | None
    first: Run | None


def history(office: Engine, chain_id: int) -> History | None:
    """Return what the runs of a chain say, None before the first."""
    named = select(func.count()).where(findings.c.run == verify_runs.c.run).scalar_subquery()
    columns = (verify_runs.c.block, verify_runs.c.at, verify_runs.c.since, named.label("found"))
    query = select(*columns).where(verify_runs.c.chain_id == chain_id).order_by(verify_runs.c.run.desc())
    last = standing = first = None
    with reading(office) as connection:
        for row in connection.execute(query):
            run = Run(row.block, row.at, row.found, row.since is None)
            last = last or run
            if run.whole and not run.found:
                break
            if run.found:
                standing, first = standing or run, run
    return None if last is None else History(last, standing, first)
