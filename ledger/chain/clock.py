"""The embedded node's clock. Anvil loses it at every start; the sample's runs behind the wall clock. UTC seconds."""

import time

from ledger.chain import blocks
from ledger.chain.errors import ClockAhead
from ledger.chain.rpc import Rpc


def mend(rpc: Rpc, *, behind: bool) -> None:
    """Before the first transaction after any start: the next block must not be older than its parent.

    `behind`: go on from the head's time, as a sample does; otherwise from the wall clock.
    """
    after_head = _head_time(rpc) + 1
    rpc.call("evm_setTime", after_head if behind else max(after_head, wall()))


def now(rpc: Rpc) -> int:
    """The time that the next block would bear."""
    return int(rpc.call("eth_getBlockByNumber", "pending", False)["timestamp"], 16)


def advance(rpc: Rpc, seconds: int) -> int:
    """Let time pass on a chain that runs behind, and mine a block that bears it. ClockAhead past the wall clock."""
    target = now(rpc) + seconds
    if target > wall():
        raise ClockAhead(target, wall())
    rpc.call("evm_setTime", target)
    rpc.call("evm_mine")
    return _head_time(rpc)


def wall() -> int:
    """The wall clock."""
    return int(time.time())


def _head_time(rpc: Rpc) -> int:
    head = blocks.block(rpc)
    return head.time if head else 0
