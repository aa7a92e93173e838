"""A node that misbehaves: the mirror is right in the end or stops and says why; never silently wrong."""

from collections.abc import Callable
from pathlib import Path
from random import Random, SystemRandom
from typing import Any

import pytest

from ledger.audit.verify import verify
from ledger.chain.errors import NodeBehind, WrongChain, WrongDeployment
from ledger.kit.errors import LedgerError
from ledger.store.db import reading, sqlite_url
from ledger.store.errors import ChainDiverged, ChainTorn
from ledger.store.office import open_office
from tests.faults import oracle
from tests.faults.acts import Acts
from tests.faults.proxy import Lie, Proxy, truth
from tests.faults.unsteady import endure
from tests.indexer.shelf import ANNE, BEN, BOOKS, Node, World, digest, play

pytestmark = pytest.mark.node
TRANSIENT = {"NodeDown", "NodeGarbled", "NodeRefused", "ChainTorn", "NodeBehind"}


def right(made: World) -> bool:
    """Whether the mirror is what a fold from genesis gives."""
    with reading(made.mirror.engine) as connection:
        found = oracle.stored(connection, made.mirror)
    return found == oracle.folded(made.mirror, made.source, made.chain.rpc.height())


def test_whatever_goes_wrong_on_the_way_the_mirror_is_right_in_the_end(node: Node, tmp_path: Path) -> None:
    seed = SystemRandom().getrandbits(32)
    print("seed", seed)
    told = endure(node, sqlite_url(tmp_path / "mirror.db"), seed, faults=45)
    assert set(told) <= TRANSIENT


LIES: dict[str, Callable[[list[Any], int, Random], list[Any]]] = {
    "drops": lambda logs, at, _: logs[:at] + logs[at + 1 :],
    "repeats": lambda logs, at, _: [*logs[: at + 1], *logs[at:]],
    "reorders": lambda logs, at, _: logs[:at] + logs[at:][::-1],
    "alters": lambda logs, at, random: [*logs[:at], _altered(logs[at], random), *logs[at + 1 :]],
    "invents": lambda logs, at, _: [*logs[: at + 1], {**logs[at], "logIndex": "0x63"}, *logs[at + 1 :]],
}


def _altered(log: dict[str, Any], random: Random) -> dict[str, Any]:
    """Another value in the data, or another thing named."""
    where = random.choice(("data", "topics"))
    text = log["data"] if where == "data" else log["topics"][1]
    place = random.randrange(2, min(len(text), 34))
    changed = text[:place] + random.choice([digit for digit in "0123456789abcdef" if digit != text[place]])
    changed += text[place + 1 :]
    return {**log, "data": changed} if where == "data" else {**log, "topics": [log["topics"][0], changed]}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_about_logs_is_never_believed_in_silence(
    honest: World, lied: World, proxy: Proxy, tmp_path: Path, lie: str
) -> None:
    seed = SystemRandom().getrandbits(32)
    print("seed", seed)
    random = Random(seed)
    acts = Acts(honest, random)
    for _ in range(25):
        acts.step()
    office = open_office(sqlite_url(tmp_path / "office.db"))
    empty = digest(honest)
    for _ in range(2):
        proxy.lie = about_logs(LIES[lie], random)
        if (stopped := fault(lied)) is not None:
            assert stopped in {"ChainTorn", "EventUnknown", "EventMalformed", "MirrorDamaged"}
            assert digest(honest) == empty
        else:
            assert not right(honest)
            assert not verify(honest.mirror, honest.source, office).ok
            honest.indexer.rebuild()
        proxy.lie = truth
        lied.indexer.sync()
        assert right(honest)
        assert verify(honest.mirror, honest.source, office).ok
        with honest.mirror.writing() as connection:
            honest.mirror.clear(connection)


def fault(made: World) -> str | None:
    """What ended a sync."""
    try:
        made.indexer.sync()
    except LedgerError as error:
        return error.code
    return None


def about_logs(spoil: Callable[[list[Any], int, Random], list[Any]], random: Random) -> Lie:
    """Spoil every answer that has enough logs, always at the same one."""
    at = random.randrange(1000)

    def lie(method: str, _params: Any, result: Any) -> Any:
        few = method != "eth_getLogs" or len(result) < 3
        return result if few else spoil(result, at % (len(result) - 1), random)

    return lie


def test_a_header_of_one_fork_and_logs_of_another_are_not_taken_together(
    honest: World, lied: World, proxy: Proxy
) -> None:
    honest.do("place", BOOKS, ANNE, 5)
    lied.indexer.sync()
    before, rpc = digest(honest), honest.chain.rpc
    snapshot = rpc.call("evm_snapshot")
    honest.do("move", BOOKS[0], BEN)
    number = hex(rpc.height())
    other = rpc.call("eth_getBlockByNumber", number, False)
    assert rpc.call("evm_revert", snapshot)
    honest.do("move", BOOKS[1], BEN)
    proxy.lie = lambda method, params, result: (
        other if method == "eth_getBlockByNumber" and params[0] == number else result
    )
    with pytest.raises(ChainTorn):
        lied.indexer.sync()
    assert digest(honest) == before
    proxy.lie = truth
    lied.indexer.sync()
    assert right(honest)


def shorter(method: str, params: Any, result: Any) -> Any:
    """A node that lost its newest blocks, or has not got them yet."""
    if method == "eth_blockNumber":
        return "0x2"
    late = method == "eth_getBlockByNumber" and params[0].startswith("0x") and int(params[0], 16) > 2
    return None if late else result


def another_id(method: str, _params: Any, result: Any) -> Any:
    """Another chain's node: other blocks, too."""
    return "0x5" if method == "eth_chainId" else other_blocks(method, _params, result)


def another_genesis(method: str, params: Any, result: Any) -> Any:
    """A chain with our id that began differently."""
    return other_blocks(method, params, result)


def other_blocks(method: str, _params: Any, result: Any) -> Any:
    """Every block has another hash."""
    return {**result, "hash": "0x" + "22" * 32} if method == "eth_getBlockByNumber" and result else result


def other_above(method: str, params: Any, result: Any) -> Any:
    """The same genesis, and another history."""
    return result if method == "eth_getBlockByNumber" and params[0] == "0x0" else other_blocks(method, params, result)


@pytest.mark.parametrize(
    ("lie", "error", "embedded"),
    [
        (shorter, NodeBehind, False),
        (other_above, ChainDiverged, False),
        (another_id, WrongChain, False),
        (another_genesis, WrongDeployment, False),
        # The embedded node may have been killed, and the mirror goes back with it; but only with the same chain.
        (another_id, WrongChain, True),
        (another_genesis, WrongDeployment, True),
    ],
)
def test_a_node_that_is_another_under_the_same_address_stops_the_mirror(
    honest: World, lied: World, proxy: Proxy, lie: Lie, error: type[LedgerError], embedded: bool
) -> None:
    lied.indexer.embedded = embedded
    play(honest)
    lied.indexer.sync()
    before = digest(honest)
    honest.do("move", BOOKS[0], BEN)
    proxy.lie = lie
    with pytest.raises(error):
        lied.indexer.sync()
    assert digest(honest) == before
    proxy.lie = truth
    lied.indexer.sync()
    assert right(honest)
