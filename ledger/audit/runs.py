"""The results of ``verify`` in the office, so that a finding stays until a later run finds it mended."""

from typing import Any

import orjson
from sqlalchemy import Engine, insert, select

from ledger.store.db import reading, writing
from ledger.store.office import findings, verify_runs

_COLUMNS = ("chain_id", "block", "hash", "since", "at", "rows", "events", "subjects")


def keep(office: Engine, verdict: dict[str, Any]) -> None:
    """Store one run: its columns, and ``findings`` as dictionaries."""
    with writing(office) as connection:
        values = {name: verdict[name] for name in _COLUMNS}
        run = connection.execute(insert(verify_runs).values(values).returning(verify_runs.c.run)).scalar_one()
        rows = [
            {"run": run, "place": place, "finding": orjson.dumps(finding).decode()}
            for place, finding in enumerate(verdict["findings"])
        ]
        if rows:
            connection.execute(insert(findings), rows)


def latest(office: Engine, chain_id: int) -> dict[str, Any] | None:
    """Return the last run of a chain as it was given to ``keep``."""
    query = select(verify_runs).where(verify_runs.c.chain_id == chain_id).order_by(verify_runs.c.run.desc()).limit(1)
    with reading(office) as connection:
        run = connection.execute(query).first()
        if run is None:
            return None
        kept = select(findings.c.finding).where(findings.c.run == run.run).order_by(findings.c.place)
        found = [orjson.loads(text) for text in connection.execute(kept).scalars()]
    return {name: run._mapping[name] for name in _COLUMNS} | {"findings": found}
