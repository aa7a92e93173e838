"""A realm on four validators: gas is paid, time passes by waiting, and two mirrors follow two different nodes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from math import ceil
from pathlib import Path

from eth_account import Account
from sqlalchemy import Engine

from ledger.audit.verify import verify
from ledger.chain.client import Chain
from ledger.chain.deploy import Foundation, deploy
from ledger.chain.deployment import Deployment
from ledger.chain.keystore import Keystores
from ledger.chain.signer import Signer
from ledger.chain.wallet import Patience
from ledger.store.db import sqlite_url
from ledger.store.office import open_office
from ledger.store.view import View, viewing
from tests.cast import FOUNDERS
from tests.cluster.cluster import Cluster, until
from tests.cluster.following import HARMLESS, Follower
from tests.cluster.genesis import keystore
from tests.cluster.paying import Act, Acts, Paid, Purse
from tests.cluster.validator import Validator
from tests.realm import Realm
from tests.stores import Places

_IN_A_REQUEST = 50
_PASSWORD = "only for tests"


class Shire(Realm):
    """Officers send to ``node``; ``small`` is the mirror in SQLite, ``large`` the one in PostgreSQL."""

    def __init__(self, cluster: Cluster, folder: Path, places: Places) -> None:
        self.cluster, self.node = cluster, cluster.validators[0]
        self.purse = Purse(cluster.rich, cluster.network.chain_id)
        self.acts = Acts()
        self.senders: list[Paid] = []
        self.keystores, self._keys = Keystores(folder / "keystores"), count(1)
        super().__init__(self.node.rpc, cluster.network, folder)
        self.audits: Engine = open_office(sqlite_url(folder / "audits.db"))
        of = (self.chain.deployment, self.network)
        self.small = Follower(*of, places("sqlite", folder).mirror, cluster.validators[1])
        self.large = Follower(*of, places("postgresql", folder).mirror, cluster.validators[2])
        self.followers = (self.small, self.large)

    # as it is here

    def deploy(self, foundation: Foundation) -> Deployment:
        deployer = self.signer()
        self.purse.give(self.rpc, deployer.address)
        self.purse.wait(self.rpc, deployer.address)
        return deploy(self.rpc, self.network, foundation, deployer)

    def post_founders(self) -> None:
        """All at once: each has an administrator of its own."""
        with ThreadPoolExecutor() as pool:
            list(pool.map(lambda name: self.post(getattr(self, name), *FOUNDERS[name][1]), FOUNDERS))

    def sender(self, signer: Signer, patience: Patience | None = None) -> Paid:
        """Its funds are on their way."""
        self.purse.give(self.rpc, signer.address)
        self.senders.append(Paid(self.chain, self.network, signer, self.purse, self.acts, patience))
        return self.senders[-1]

    def now(self) -> int:
        return self.chain.block().time

    def signer(self) -> Signer:
        """An officer's key comes out of a keystore of its own, as on every network but the demo's."""
        name = f"officer-{next(self._keys)}"
        self.keystores.folder.mkdir(exist_ok=True)
        (self.keystores.folder / f"{name}.json").write_text(keystore(Account.create(), _PASSWORD))
        return self.keystores.unlock(name, _PASSWORD)

    def wait(self, seconds: float) -> None:
        """Until the chain's time has passed so far."""
        end = self.now() + ceil(seconds)
        until(lambda: self.now() >= end, f"{seconds} seconds on the chain")

    def pass_days(self, days: float) -> None:
        """Days of publicity."""
        self.wait(days * self.network.delays.publicity_day)

    def pass_until(self, moment: int) -> None:
        self.wait(max(0, moment - self.now()) + 1)

    def pass_government(self) -> None:
        self.wait(self.network.delays.government + 1)

    @contextmanager
    def view(self) -> Iterator[View]:
        """The mirror in SQLite, once it has all that was done."""
        self.settle()
        with viewing(self.small.indexer.mirror) as view:
            yield view

    def use(self, node: Validator) -> None:
        """All officers' programs from here on ask this node."""
        self.node, self.rpc = node, node.rpc
        self.chain = Chain(node.rpc, self.chain.deployment)
        for sender in self.senders:
            sender.move(self.chain)

    # what must hold

    def settle(self) -> None:
        """Wait until both mirrors have what is the newest block now."""
        height = self.rpc.height()
        for one in self.followers:
            until(lambda one=one: (at := one.at()) is not None and at.number >= height, one.node.log())  # type: ignore[misc]

    def whole(self) -> None:
        """Both mirrors are the same and right, and every act is on the chain once."""
        self.settle()
        for one in self.followers:
            one.halt()
            assert set(one.told) <= HARMLESS
        until(self._together, "both mirrors at one block")
        assert self.small.digests() == self.large.digests()
        for one in self.followers:
            verdict = verify(one.indexer.mirror, one.indexer.source, self.audits)
            assert verdict.ok, verdict.findings
            one.go()
        found, failed = self.mined()
        assert found == self.acts.done
        assert failed == []

    def mined(self) -> tuple[Counter[Act], list[str]]:
        """All acts of our officers on the chain, and the hashes of those that failed there."""
        ours = {"0x" + one.address.hex() for one in self.senders}
        found: Counter[Act] = Counter()
        receipts = []
        numbers = range(self.chain.deployment.start_block, self.rpc.height() + 1)
        for at in range(0, len(numbers), _IN_A_REQUEST):
            asked = [hex(number) for number in numbers[at : at + _IN_A_REQUEST]]
            for block in self.rpc.batch([("eth_getBlockByNumber", (number, True)) for number in asked]):
                for row in block["transactions"]:
                    if row["from"] in ours:
                        words = (row["from"], row["to"], row["input"])
                        found[*(bytes.fromhex(word[2:]) for word in words)] += 1  # type: ignore[index]
            receipts += self.rpc.batch([("eth_getBlockReceipts", (number,)) for number in asked])
        rows = [row for block in receipts for row in block if row["from"] in ours]
        return found, [row["transactionHash"] for row in rows if row["status"] != "0x1"]

    def _together(self) -> bool:
        for one in self.followers:
            one.indexer.sync()
        return self.small.at() == self.large.at()
