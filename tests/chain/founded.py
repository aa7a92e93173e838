"""A whole deployment on a node whose time can be moved, and the keys of those who have to do with it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from ledger.chain import clock
from ledger.chain.client import Call, Chain
from ledger.chain.deploy import Foundation, Founder, deploy
from ledger.chain.errors import ContractError
from ledger.chain.network import Network
from ledger.chain.node import Node
from ledger.chain.rpc import Rpc
from ledger.chain.sender import Sender
from ledger.chain.signer import Signer
from ledger.kit.jurisdiction import Jurisdiction
from ledger.kit.numbers import PartyKind

COUNTY = Jurisdiction(33_010_900_000_000)
YEAR = 365 * 86_400


@contextmanager
def refused(code: str) -> Iterator[None]:
    """The contracts refuse with this error."""
    with pytest.raises(ContractError) as error:
        yield
    assert error.value.code == code


class Founded:
    """A deployment on a node whose time can be moved, and the keys of those who have to do with it."""

    def __init__(self, node: Node, rpc: Rpc, network: Network) -> None:
        self.node, self.rpc, self.network = node, rpc, network
        self.deployer, self.bureau, self.regulator, self.admin = (Signer.random() for _ in range(4))
        self.founder = self.new_founder(PartyKind.BUREAU, self.admin)
        self.steps: list[str] = []
        foundation = Foundation(self.bureau.address, self.regulator.address, [self.founder])
        self.record = deploy(rpc, network, foundation, self.deployer, self.steps.append)
        self.chain = Chain(rpc, self.record)

    def new_founder(self, kind: PartyKind, admin: Signer) -> Founder:
        until = clock.now(self.rpc) + YEAR
        return Founder(kind, COUNTY, bytes([kind]) * 32, b"\2" * 32, admin.address, COUNTY, until, b"\3" * 32)

    def sender(self, signer: Signer) -> Sender:
        return Sender(self.chain, self.network, signer)

    def post(self, *roles: int) -> Sender:
        """A new officer of the bureau in the county."""
        officer, mask = Signer.random(), sum(1 << role for role in roles)
        until = clock.now(self.rpc) + YEAR
        row = {"officer": officer.address, "area": COUNTY, "until": until, "roles": mask, "document": bytes(32)}
        self.sender(self.admin).send(Call("Postings", "post", (self.bureau_id, [row])))
        return self.sender(officer)

    @property
    def bureau_id(self) -> bytes:
        """The founding bureau's party."""
        return self.founder.party(self.network.chain_id)
