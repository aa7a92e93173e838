"""`python -m tests.faults.sending URL KEY FIRST COUNT`: one of several processes that send with the same key.

Its acts have no id that would make a second one fail: whatever is sent twice is on the chain twice.
"""

import sys
from collections.abc import Sequence

from eth_account import Account

from ledger.chain import network
from ledger.chain.client import Call, Chain
from ledger.chain.deployment import Deployment
from ledger.chain.rpc import Rpc
from ledger.chain.sender import Sender
from ledger.chain.signer import Signer
from ledger.chain.wallet import Patience

PATIENCE = Patience(resend=0.5, give_up=120)


def calls(numbers: Sequence[int]) -> list[Call]:
    """One act for each number; the record of each names it."""
    return [Call("Kinds", "setOrderKind", (number, (1, 15))) for number in numbers]


def main(url: str, key: str, kinds: str, first: int, count: int) -> None:
    """Send ``count`` acts with numbers from ``first`` on, sixteen at a time."""
    embedded = network.load("embedded")
    record = Deployment("embedded", embedded.chain_id, bytes(32), 0, {"Kinds": bytes.fromhex(kinds)}, {})
    with Rpc(url) as rpc:
        sender = Sender(Chain(rpc, record), embedded, Signer(Account.from_key(bytes.fromhex(key))), PATIENCE)
        sent = list(sender.send_all(calls(range(first, first + count))))
    assert len({receipt.transaction for receipt in sent}) == count


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
