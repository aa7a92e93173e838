"""Opens what a command needs: the network's node, the deployment, mirror and office of this machine's home."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

import click
from sqlalchemy import Engine

from ledger.certificates import believed
from ledger.certificates.issue import Issuer
from ledger.certificates.sealing import scheme
from ledger.chain import deployment, network
from ledger.chain.client import Chain
from ledger.chain.errors import WrongChain
from ledger.chain.keystore import DEMO_CHAIN, DemoKeystores, Keystores
from ledger.chain.network import Network
from ledger.chain.node import Node
from ledger.chain.rpc import Rpc
from ledger.chain.signer import Signer
from ledger.cli.running import alone
from ledger.desks.names import Names
from ledger.documents.store import Documents
from ledger.indexer.indexer import Indexer, Tell, log
from ledger.indexer.opening import open_indexer
from ledger.kit.errors import LedgerError
from ledger.kit.home import Home, home
from ledger.store.db import mirror_url, office_url
from ledger.store.office import open_office
from ledger.store.view import View, viewing
from ledger.vault.vault import Vault
from verifier.trust import Trust


@dataclass
class Opened:
    """Everything is opened at first use, so that a command needs only what it names."""

    home: Home
    network: Network
    tell: Tell = log

    @property
    def embedded(self) -> bool:
        """Whether the node is ours to start and stop."""
        return self.network.consensus == "anvil"

    @cached_property
    def node(self) -> Node:
        """The embedded node, on a private port."""
        return Node(self.home.chain, self.network, port=0)

    @cached_property
    def rpc(self) -> Rpc:
        """LEDGER_RPC, else the embedded node, else where the profile says. LedgerError NotUp."""
        named = os.environ.get("LEDGER_RPC")
        if self.embedded and not named and not self.node.alive():
            raise LedgerError("NotUp")
        return Rpc(named or (self.node.url if self.embedded else self.network.rpc))

    @cached_property
    def chain(self) -> Chain:
        """DeploymentMissing before the first deployment; NodeDown, WrongChain, WrongDeployment at once."""
        record = deployment.load(self.home.chain / "deployment.json")
        record.check(self.rpc)
        return Chain(self.rpc, record)

    @cached_property
    def unstarted(self) -> Indexer:
        """The indexer before it has looked into its database: what is there may be of another deployment or release."""
        return open_indexer(self.chain, self.network, mirror_url(self.home), self.tell)

    @cached_property
    def indexer(self) -> Indexer:
        """The indexer, its tables made. OtherDatabase for a mirror of another deployment, SchemaOld."""
        self.unstarted.start()
        return self.unstarted

    @cached_property
    def office(self) -> Engine:
        """The office, migrated."""
        return open_office(office_url(self.home))

    @cached_property
    def vault(self) -> Vault:
        """Personal data."""
        return Vault(self.office, self.home.vault_key)

    @cached_property
    def trust(self) -> Trust:
        """What certificates of this ledger are checked against. CertificateRefused: Trust…"""
        path = self.home.chain / "trust.json"
        if isinstance(self.keys, DemoKeystores):
            return believed.embedded(path, self.chain.deployment, self.network, self.keys)
        return believed.given(path, self.chain.deployment)

    @cached_property
    def issuer(self) -> Issuer:
        """Issues certificates. CertificateRefused: Trust…"""
        return Issuer(self.chain, self.indexer.mirror, self.trust, scheme(self.trust, self.witnesses))

    @property
    def witnesses(self) -> list[Signer]:
        """The witnesses whose keys lie here: the demo's."""
        return believed.witnesses(self.keys) if isinstance(self.keys, DemoKeystores) else []

    @cached_property
    def documents(self) -> Documents:
        """Record documents that name no person."""
        return Documents(self.office)

    @cached_property
    def private(self) -> Documents:
        """Record documents with the vault open: what the operator of this machine may read."""
        return Documents(self.office, self.vault)

    @cached_property
    def names(self) -> Names:
        """What things are called."""
        return Names(self.private)

    @cached_property
    def keys(self) -> Keystores:
        """Officers' keys; on the embedded chain the demo's. WrongChain when the node serves another."""
        if self.network.chain_id != DEMO_CHAIN:
            return Keystores(self.home.keystores)
        if (found := self.rpc.chain_id()) != DEMO_CHAIN:
            raise WrongChain(self.rpc.url, DEMO_CHAIN, found)
        return DemoKeystores(self.home.keystores, self.rpc)

    def close(self) -> None:
        """Give back what was opened."""
        made = self.__dict__
        if "unstarted" in made:
            self.unstarted.mirror.engine.dispose()
        if "office" in made:
            self.office.dispose()
        if "rpc" in made:
            self.rpc.close()

    @contextmanager
    def view(self) -> Iterator[View]:
        """The mirror, brought up to the node's head; as the indexer left it where our role may only read."""
        mirror = self.indexer.mirror
        if mirror.writable():
            with self.writing():
                self.indexer.sync()
        with viewing(mirror) as view:
            yield view

    @contextmanager
    def awake(self) -> Iterator[None]:
        """The embedded node meanwhile, also where `ledger up` is stopped or will not start: what must be made again
        from the chain before it does would never be. LedgerError AlreadyStarting."""
        record = self.home.chain / "deployment.json"
        if not self.embedded or "LEDGER_RPC" in os.environ or self.node.alive() or not record.exists():
            yield
            return
        with alone(self.home.ready()):
            self.node.start()
            try:
                yield
            finally:
                self.node.stop()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One writer of the mirror at a time, whichever process it is in."""
        with (self.home.ready().root / "mirror.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def opened(tell: Tell = log) -> Opened:
    """This machine's home and network (LEDGER_HOME, LEDGER_NETWORK), for the length of a command. NetworkUnknown."""
    own = Opened(home(), network.load(os.environ.get("LEDGER_NETWORK", "embedded")), tell)
    click.get_current_context().call_on_close(own.close)
    return own
