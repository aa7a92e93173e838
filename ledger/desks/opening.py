"""Opens what the desks read: one mirror and its office. No node is asked, so the pages stand while the node is down."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine

from ledger.audit import verify
from ledger.audit.verify import Verdict
from ledger.chain import abi
from ledger.chain.deployment import Deployment
from ledger.desks.names import Names
from ledger.documents.store import Documents
from ledger.indexer.concepts import MIRRORS
from ledger.store import subjects
from ledger.store.db import open_store
from ledger.store.mirror import Mirror
from ledger.store.office import open_office
from ledger.store.raw import Decoder
from ledger.store.registry import collect
from ledger.store.view import View, viewing

Altered = Callable[[], Mapping[str, Any] | None]


@dataclass(frozen=True)
class Desk:
    """What a reader of one chain needs.

    ``sample``: the chain holds invented villages. ``altered``: tells which cell the demo altered by hand, as its record
    has it (table, key, column), None while it did not. ``trust``: the trust file as it lies on this machine.
    """

    mirror: Mirror
    office: Engine
    names: Names
    sample: bool = False
    altered: Altered = lambda: None
    trust: Callable[[], str | None] = lambda: None

    @property
    def chain_id(self) -> int:
        """Whose chain the mirror is of."""
        return self.mirror.chain_id

    @contextmanager
    def view(self) -> Iterator[View]:
        """One state of the mirror. MirrorMissing before the first block."""
        with viewing(self.mirror) as view:
            yield view

    def verdict(self) -> Verdict | None:
        """What ``verify`` found when it last ran."""
        return verify.latest(self.office, self.chain_id)

    def close(self) -> None:
        """Give the connections back. The last one of a SQLite file folds its log into it."""
        self.mirror.engine.dispose()
        self.office.dispose()


def open_desk(
    mirror_url: str,
    office_url: str,
    deployment: Deployment,
    *,
    sample: bool = False,
    altered: Altered = lambda: None,
    trust: Callable[[], str | None] = lambda: None,
) -> Desk:
    """Open databases by URL; tables that do not exist yet are made.

    The vault stays closed: whoever reads here has not said who he is, and documents that name persons are sealed.
    """
    decoder, table = Decoder(abi.load(), deployment.writers), subjects.load()
    mirror = Mirror(open_store(mirror_url, "mirror"), collect(MIRRORS), decoder, table, deployment.chain_id)
    mirror.create()
    office = open_office(office_url)
    return Desk(mirror, office, Names(Documents(office)), sample, altered, trust)
