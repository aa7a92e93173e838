"""Four validators on this machine, each a peer of every other."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from eth_account import Account

from ledger.chain.network import Network
from tests.cluster.genesis import genesis
from tests.cluster.validator import Validator

COUNT = 4
_PATIENCE = 90.0
_SILENCE = 5.0
_QUIET = 0.5
_TRIES = 3


def until(true: Callable[[], bool], what: str, patience: float = _PATIENCE) -> None:
    """Wait until it is so; AssertionError that says what did not come."""
    deadline = time.monotonic() + patience
    while not true():
        assert time.monotonic() < deadline, f"not within {patience} s: {what}"
        time.sleep(0.1)


class Cluster:
    """`rich`: the account that the first block gives everything."""

    def __init__(self, program: Path, folder: Path, network: Network) -> None:
        self.network = network
        self.rich = Account.create()
        self.validators = [Validator(program, folder / f"validator-{at}") for at in range(COUNT)]
        path = folder / "genesis.json"
        sealers = [one.address for one in self.validators]
        first = genesis(network.chain_id, network.block_gas_limit, sealers, bytes.fromhex(self.rich.address[2:]))
        path.write_text(json.dumps(first))
        for one in self.validators:
            one.make(path, [other.enode for other in self.others(one)])

    def start(self) -> None:
        """All of them, until each knows all others and blocks come."""
        for one in self.validators:
            one.start()
        self.whole()

    def stop(self) -> None:
        """The end."""
        for one in self.validators:
            one.kill()
            one.rpc.close()

    def others(self, than: Validator) -> list[Validator]:
        return [one for one in self.validators if one is not than]

    def whole(self) -> None:
        """All have all peers and a block that is newer than any had: the network works as a whole."""
        for one in self.validators:
            until(lambda one=one: one.peers() == COUNT - 1, "all peers")  # type: ignore[misc]
        self.advance(self.validators, 2)

    def advance(self, some: Iterable[Validator], blocks: int) -> None:
        """Wait until each of these has so many blocks more than any has now."""
        chosen = list(some)
        wanted = max(one.rpc.height() for one in chosen) + blocks
        for one in chosen:
            until(lambda one=one: one.rpc.height() >= wanted, f"block {wanted} at {one.url}")  # type: ignore[misc]

    def halted(self, at: Validator) -> int:
        """Wait until no block comes any more; the newest block's number."""
        height, since = at.rpc.height(), time.monotonic()
        while time.monotonic() - since < _SILENCE:
            time.sleep(0.2)
            if (now := at.rpc.height()) != height:
                height, since = now, time.monotonic()
        return height

    @contextmanager
    def alone(self, lone: Validator) -> Iterator[int]:
        """Cut it off when it may seal the next block but one, and join it again at the end.

        Gives the number of the block that it made alone, once the others are well beyond.
        """

        another = self.others(lone)[0]

        def sealed(back: int) -> bool:
            signer = lone.rpc.call("clique_getSigner", hex(lone.rpc.height() - back))
            return bytes.fromhex(signer[2:]) == lone.address

        def its_own() -> bool:
            number = lone.rpc.height()
            if not sealed(0) or another.rpc.height() <= number + 2:
                return False
            return bool(lone.block(number)["hash"] != another.block(number)["hash"])

        try:
            for _ in range(_TRIES):  # if its last block still went out, it has to wait for the others
                until(lambda: sealed(2), "its turn")
                self.cut_off(lone)
                deadline = time.monotonic() + _SILENCE
                while not its_own() and time.monotonic() < deadline:
                    time.sleep(0.2)
                if its_own():
                    break
                self.join(lone)
            assert its_own(), "no block of its own"
            yield lone.rpc.height()
        finally:
            self.join(lone)

    def cut_off(self, lone: Validator) -> None:
        """No connection between it and the others, and none tried."""

        quiet = time.monotonic()
        deadline = quiet + _PATIENCE
        # A connection that is just being made is there a moment later.
        while time.monotonic() < quiet + _QUIET:
            assert time.monotonic() < deadline, "it is not left alone"
            for other in self.others(lone):
                lone.rpc.call("admin_removePeer", other.enode)
                other.rpc.call("admin_removePeer", lone.enode)
            if lone.peers():
                quiet = time.monotonic()
            time.sleep(0.05)

    def join(self, lone: Validator) -> None:
        """Connections are made again."""
        for other in self.others(lone):
            lone.rpc.call("admin_addPeer", other.enode)
            other.rpc.call("admin_addPeer", lone.enode)
        self.whole()
