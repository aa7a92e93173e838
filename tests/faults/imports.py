"""`ledger import` killed at random moments, and two of it at once: every row is on the chain once, with its document.

The command is run in processes forked from a warm one, on a home where the sample was played.
"""

import os
from collections import Counter
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from random import Random

from ledger.assets.commands import registered
from ledger.chain import network
from ledger.chain.abi import topic0
from ledger.cli.main import main
from ledger.cli.opened import Opened
from ledger.cli.serving import prepare
from ledger.intake.columns import Field
from ledger.intake.template import write_register
from ledger.kit.home import Home
from ledger.kit.ids import AssetId, asset_id
from ledger.kit.natural_key import by_own_number
from ledger.sample.world import generate
from ledger.store.db import reading
from ledger.store.roots import document_roots
from tests.faults import forks

ROWS = 250


def play(home: Path) -> None:
    """Play the sample on a home where nothing is yet; the node runs on."""
    own = Opened(Home(home).ready(), network.load("embedded"))
    prepare(own, lambda key, fields: None)
    own.close()


def torture(home: Path, count: int, seed: int) -> str:
    """Kill imports so many times, each time on until the file is in; then two at once, without and with a kill.

    AssertionError when a row is missing, there twice, or lacks its document.
    """
    random, kills, files = Random(seed), 0, 0
    while kills < count:
        book, keys = _register(home, f"K{seed:X}-{files}")
        files += 1
        while True:
            child = forks.start(partial(_import, home, book))
            if not forks.kill(child, random.uniform(0.1, 2.5)) or kills >= count:
                break
            kills += 1
        forks.finish(forks.start(partial(_import, home, book)))
        forks.finish(forks.start(partial(_check, home, keys)))
    for deadly in (False, True):
        book, keys = _register(home, f"T{seed:X}-{int(deadly)}")
        pair = [forks.start(partial(_import, home, book)) for _ in range(2)]
        if deadly:
            forks.kill(pair.pop(), random.uniform(0.5, 2.5))
            forks.finish(forks.start(partial(_import, home, book)))
        for child in pair:
            forks.finish(child)
        forks.finish(forks.start(partial(_check, home, keys)))
    return f"{kills} kills in {files} files, two imports at once: every row once, every document there"


def _register(home: Path, prefix: str) -> tuple[Path, list[str]]:
    """A workbook of new assets of the sample's second village, and their numbers."""
    [row, *_] = [row.cells for row in generate().assets if row.village == 1 and row.cells.get(Field.OWN_NUMBER)]
    numbers = [f"{prefix}-{at:04d}" for at in range(ROWS)]
    rows = [{**row, Field.OWN_NUMBER: number, Field.NAME: number} for number in numbers]
    book = home / f"{prefix}.xlsx"
    write_register(book, "登记表（虚构数据）", "测试", rows)
    owner, year = str(row[Field.OWNER_CODE]), str(row[Field.YEAR])
    return book, [f"{owner}/{year}/{number}" for number in numbers]


def _import(home: Path, book: Path) -> None:
    """The command itself; what it says goes to a log."""
    os.environ["LEDGER_HOME"] = str(home)
    with (home / "import.log").open("ab") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    try:
        main(["import", str(book), "--yes", "--lang", "en"])
    except SystemExit as end:
        if end.code:
            raise


def _check(home: Path, keys: Iterable[str]) -> None:
    own = Opened(Home(home), network.load("embedded"))
    ids = [_id(own, key) for key in keys]
    assert registered(own.chain, ids) == {asset: asset for asset in ids}
    wanted = {
        "address": "0x" + own.chain.address("Assets").hex(),
        "topics": ["0x" + topic0(own.chain.abi.contract("Assets").events["AssetRegistered"]).hex()],
        "fromBlock": hex(own.chain.deployment.start_block),
    }
    times = Counter(log["topics"][1][2:34] for log in own.rpc.call("eth_getLogs", wanted))
    assert {times[asset.hex()] for asset in ids} == {1}
    with own.writing():
        own.indexer.sync()
    with reading(own.indexer.mirror.engine) as connection:
        roots = document_roots(connection, own.indexer.mirror)
    assert not own.private.missing(roots)
    own.close()


def _id(own: Opened, key: str) -> AssetId:
    owner, year, number = key.split("/")
    return asset_id(own.network.chain_id, by_own_number(owner, int(year), number))
