"""What the checks look at, opened only as far as they need it, and only to read.

Everything is opened once; what cannot be opened is tried once, and every check that needs it learns the same reason.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from importlib import metadata
from pathlib import Path
from typing import Any, Generic, Protocol, Self, TypeVar, overload

from sqlalchemy import Engine, inspect, text

from ledger.chain import abi, clock, deployment, network
from ledger.chain.client import Chain
from ledger.chain.deployment import Deployment
from ledger.chain.network import Network
from ledger.chain.node import Node
from ledger.chain.rpc import Rpc
from ledger.desks.names import Names
from ledger.documents.store import Documents
from ledger.indexer.concepts import MIRRORS
from ledger.kit.errors import LedgerError
from ledger.kit.home import ROOT, Home
from ledger.store import base, subjects, tables
from ledger.store.db import reading
from ledger.store.errors import MirrorMissing, SchemaOld
from ledger.store.looking import look
from ledger.store.mirror import Mirror
from ledger.store.office import NEWEST
from ledger.store.raw import Decoder
from ledger.store.registry import collect
from ledger.store.source import Source
from ledger.store.view import View, viewing

PATIENCE = 3.0

T = TypeVar("T")


class Serving(Protocol):
    """The process of `ledger up`."""

    @property
    def url(self) -> str: ...

    def alive(self) -> bool: ...

    def answers(self, timeout: float) -> bool: ...


class once(Generic[T]):
    """A property that is made once; a LedgerError on the way is kept and raised again."""

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, patient: None, owner: type) -> Self: ...
    @overload
    def __get__(self, patient: "Patient", owner: type) -> T: ...
    def __get__(self, patient: "Patient | None", owner: type) -> T | Self:
        if patient is None:
            return self
        made = patient.made
        if self._name not in made:
            try:
                made[self._name] = self._make(patient)
            except LedgerError as error:
                made[self._name] = error
        found = made[self._name]
        if isinstance(found, LedgerError):
            raise found
        return found  # type: ignore[no-any-return]


@dataclass
class Patient:
    """One home, one network, its two databases by URL. ``rpc_url``: LEDGER_RPC, if it is set.

    ``serving``: tells what `ledger up` wrote of itself. ``profiles``: the folder of the networks. ``distribution``:
    what is installed; ``root``: the checkout. ``patience``: seconds for an answer of the node;
    ``enough``: for the whole examination, after which the node is not asked any more.
    """

    home: Home
    network_name: str
    mirror_url: str
    office_url: str
    rpc_url: str | None = None
    serving: Callable[[], Serving | None] = lambda: None
    profiles: Path = network.FOLDER
    patience: float = PATIENCE
    enough: float = 30.0
    root: Path = ROOT
    distribution: Callable[[], metadata.Distribution] = lambda: metadata.distribution("ledger")
    made: dict[str, Any] = field(default_factory=dict)

    @once
    def network(self) -> Network:
        """The profile. NetworkUnknown, NetworkInvalid."""
        return network.load(self.network_name, self.profiles)

    @property
    def embedded(self) -> bool:
        """Whether the node is ours to start."""
        return self.network.consensus == "anvil"

    @property
    def own_node(self) -> bool:
        """Whether the node that is asked is the embedded one."""
        return self.embedded and self.rpc_url is None

    @property
    def record_path(self) -> Path:
        """Where the record of the deployment lies."""
        return self.home.chain / "deployment.json"

    @once
    def record(self) -> Deployment:
        """The record of the deployment. DeploymentMissing; LedgerError RecordUnreadable."""
        try:
            return deployment.load(self.record_path)
        except (ValueError, LookupError, TypeError, AttributeError, OSError) as error:
            said = str(error) if isinstance(error, ValueError | OSError) else repr(error)
            raise LedgerError("RecordUnreadable", path=self.record_path, detail=said) from error

    @once
    def node(self) -> Node:
        """The embedded node, running or not."""
        return Node(self.home.chain, self.network, port=0)

    @once
    def rpc(self) -> Rpc:
        """The node, which has answered once. LedgerError NotUp, NodeDown."""
        if self.own_node and not self.node.alive():
            raise LedgerError("NotUp")
        found = Rpc(self.rpc_url or (self.node.url if self.embedded else self.network.rpc), self.patience)
        try:
            found.chain_id()
        except LedgerError:
            found.close()
            raise
        return found

    @once
    def chain(self) -> Chain:
        """The contracts, known to be those of the record. WrongChain, WrongDeployment."""
        self.record.check(self.rpc)
        return Chain(self.rpc, self.record)

    @once
    def source(self) -> Source:
        """The chain as rows of the mirror."""
        return Source(self.chain)

    @once
    def mirror_engine(self) -> Engine:
        """The mirror's database. LedgerError DatabaseMissing and what an unreadable one raises."""
        return look(self.mirror_url, "mirror")

    @once
    def any_mirror(self) -> Mirror:
        """The mirror, nothing made, its tables of whatever shape or none."""
        decoder = Decoder(abi.load(), self.record.writers)
        return Mirror(self.mirror_engine, collect(MIRRORS), decoder, subjects.load(), self.record.chain_id)

    @once
    def mirror(self) -> Mirror:
        """The mirror, its tables as this programme reads them. MirrorMissing, SchemaOld."""
        found = self.any_mirror
        with reading(found.engine) as connection:
            if not inspect(connection).has_table(base.checkpoint.name):
                raise MirrorMissing(found.chain_id)
            if wrong := tables.differences(connection, found.tables):
                raise SchemaOld(wrong)
        return found

    @once
    def office_engine(self) -> Engine:
        """The office's database, of whatever version."""
        return look(self.office_url, "office")

    @once
    def office(self) -> Engine:
        """The office, of this programme's version and not migrated. LedgerError OfficeOther."""
        if (found := self.office_version) != NEWEST:
            raise LedgerError("OfficeOther", found=found or "—", wanted=NEWEST)
        return self.office_engine

    @property
    def office_version(self) -> str | None:
        """The last migration that was made, None before the first."""
        with reading(self.office_engine) as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            return None if found is None else str(found)

    @once
    def names(self) -> Names:
        """What things are called, as far as no vault is needed."""
        return Names(Documents(self.office))

    @contextmanager
    def view(self) -> Iterator[View]:
        """The mirror as it stands, ``now`` being when the next block would be made: an idle chain's head is old."""
        with viewing(self.mirror) as view:
            yield replace(view, now=max(view.now, self._next_block()))

    def lost(self, error: LedgerError) -> None:
        """The node has stopped answering: nobody waits for it again."""
        if isinstance(found := self.made.get("rpc"), Rpc):
            found.close()
        self.made |= {"rpc": error, "chain": error, "source": error}

    def close(self) -> None:
        """Give back what was opened."""
        for name in ("rpc", "mirror_engine", "office_engine"):
            found = self.made.get(name)
            if isinstance(found, Rpc):
                found.close()
            elif isinstance(found, Engine):
                found.dispose()
        self.made.clear()

    def _next_block(self) -> int:
        try:
            return clock.now(self.rpc) if self.embedded else 0
        except LedgerError:
            return 0
