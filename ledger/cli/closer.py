"""What `ledger up` does beside following the chain: it ends what is over by its date, as `ledger expire` does.

On the embedded network only: elsewhere gas may cost, and who pays is the operator's to say (`ledger expire --key`).
"""

from threading import Event

from ledger.chain import clock
from ledger.chain.sender import Sender
from ledger.chain.signer import Signer
from ledger.cli.opened import Opened
from ledger.desks.closing import Closed, close, due
from ledger.doctor.examine import BROKEN
from ledger.kit.errors import LedgerError

PAUSE = 30.0
"""Seconds between two looks."""


def close_what_is_over(own: Opened, sender: Sender | None = None) -> Closed:
    """Bring the mirror up, then write the ends. Without a sender a new key signs, which is enough where gas is free."""
    now = clock.now(own.rpc) if own.embedded else 0
    with own.view() as view:
        found = list(due(view, own.chain, now))
    if not found:
        return Closed(0, 0, ())
    return close(found, sender or Sender(own.chain, own.network, Signer.random()))


def keep_closing(own: Opened, stop: Event, pause: float = PAUSE) -> None:
    """Again and again until ``stop`` is set. What was written, and what the contracts refuse, is said; this once."""
    said: set[bytes] = set()
    while not stop.is_set():
        try:
            done = close_what_is_over(own)
        except (LedgerError, *BROKEN):
            # Node or database are down, or rows were altered: the follower and ``verify`` say so; later is soon enough.
            stop.wait(pause)
            continue
        if done.expired or done.lapsed:
            own.tell("cli.expire.by_itself", {"expired": done.expired, "lapsed": done.lapsed})
        for thing, refusal in done.refused:
            if thing not in said:
                own.tell("cli.expire.refused", {"thing": "0x" + thing.hex(), "error": refusal.code})
                said.add(thing)
        stop.wait(pause)
