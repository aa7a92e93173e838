"""One measured process: does one thing to a mirror of a made chain, prints what it took as JSON.

    python -m tests.benchmarks.worker mirror|rebuild|verify|follow FOLDER NODE MIRROR OFFICE

A process of its own for each, so that its peak memory is the thing's own.
"""

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event

import orjson
from sqlalchemy import func, select

from ledger.audit.verify import verify
from ledger.chain import deployment, network
from ledger.chain.client import Chain
from ledger.chain.rpc import Rpc
from ledger.indexer.indexer import Indexer
from ledger.indexer.opening import open_indexer
from ledger.kit.collecting import seldom
from ledger.store import base
from ledger.store.db import reading
from ledger.store.office import open_office

Taken = dict[str, float]


def mirror(indexer: Indexer, _office: str) -> Taken:
    """Read the whole chain into an empty database: blocks, events, projections, heads, indexes, comparison."""
    indexer.start()
    started, begun = time.perf_counter(), time.process_time()
    indexer.sync()
    taken = {"seconds": time.perf_counter() - started, "cpu": time.process_time() - begun, "peak": _peak()}
    with reading(indexer.mirror.engine) as connection:
        taken["events"] = connection.execute(select(func.count()).select_from(base.events)).scalar_one()
        subjects, broken = select(func.count()).select_from(base.dossiers), base.dossiers.c.broken
        taken["subjects"] = connection.execute(subjects).scalar_one()
        if connection.execute(subjects.where(broken == 1)).scalar_one():
            raise SystemExit("a head differs: the made chain and the mirror do not agree")
    return taken


def rebuild(indexer: Indexer, _office: str) -> Taken:
    """Make every projection and head again: from the stored events alone, then with all of `ledger rebuild`."""
    started, begun = time.perf_counter(), time.process_time()
    with seldom(), indexer.mirror.writing() as connection:
        indexer.mirror.replay(connection)
    replayed, cpu = time.perf_counter() - started, time.process_time() - begun
    started = time.perf_counter()
    if indexer.rebuild():
        raise SystemExit("rebuild mended what nobody had damaged")
    return {"seconds": replayed, "cpu": cpu, "whole": time.perf_counter() - started, "peak": _peak()}


def audit(indexer: Indexer, office: str) -> Taken:
    """A complete verify."""
    started, begun = time.perf_counter(), time.process_time()
    verdict = verify(indexer.mirror, indexer.source, open_office(office))
    if not verdict.ok:
        raise SystemExit(f"verify found {len(verdict.findings)} differences: {verdict.findings[0]}")
    whole, timing = time.perf_counter() - started, verdict.timing
    taken = {"seconds": timing.mirror, "node": timing.node, "whole": whole, "cpu": time.process_time() - begun}
    return taken | {"subjects": verdict.subjects, "peak": _peak()}


def follow(indexer: Indexer, _office: str) -> Taken:
    """Follow until killed; say when what was there is mirrored."""
    indexer.start()
    indexer.sync()
    print("caught up", flush=True)
    indexer.follow(Event())
    return {}


def _peak() -> float:
    """The largest memory of this process so far, MB. Not ``ru_maxrss``, which begins with the parent's."""
    [line] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:")]
    return int(line.split()[1]) / 1024


DOES: dict[str, Callable[[Indexer, str], Taken]] = {
    "mirror": mirror,
    "rebuild": rebuild,
    "verify": audit,
    "follow": follow,
}


def main(what: str, folder: str, node: str, url: str, office: str) -> None:
    """Do it and say what it took."""
    # A network whose node is not ours: what it says is proved, nothing is rewound.
    profile = replace(network.load("embedded"), consensus="qbft")
    chain = Chain(Rpc(node), deployment.load(Path(folder) / "deployment.json"))
    print(orjson.dumps(DOES[what](open_indexer(chain, profile, url), office)).decode())


if __name__ == "__main__":
    main(*sys.argv[1:])
