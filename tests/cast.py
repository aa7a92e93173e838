"""Who and what the stories of the county are made of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from ledger.chain.errors import ContractError
from ledger.chain.sender import Sender
from ledger.kit.ids import PartyId
from ledger.kit.jurisdiction import Jurisdiction
from ledger.kit.keccak import keccak
from ledger.kit.numbers import PartyKind, Role

COUNTY = Jurisdiction(33_011_000_000_000)
VILLAGE = Jurisdiction(33_011_000_500_300)
DAY = 86_400
YEAR = 365 * DAY
FAR = 60 * YEAR
MANDATE = keccak(b"minutes of the assembly")
PAPERS = 0xFFF
FOUNDERS = {
    "bureau": (PartyKind.BUREAU, ({Role.REGISTER}, {Role.CONFIRM, Role.RECEIVE, Role.APPROVE, Role.ORDER})),
    "court": (PartyKind.COURT, ({Role.ORDER},)),
    "bank": (PartyKind.BANK, ({Role.LEND},)),
    "next_bank": (PartyKind.BANK, ({Role.LEND},)),
    "valuer": (PartyKind.VALUER, ({Role.VALUE},)),
    "centre": (PartyKind.CENTRE, ({Role.REGISTER, Role.HOLD}, {Role.RECEIVE})),
}


@dataclass
class Body:
    """A party that acts. ``officers``: for each role the two that it is given to; a kept party has its keeper's."""

    name: str
    id: PartyId
    officers: dict[Role, tuple[Sender, Sender]] = field(default_factory=dict)
    admin: Sender | None = None


@contextmanager
def refused(code: str) -> Iterator[None]:
    """The contracts, or the command before them, refuse with this error."""
    with pytest.raises(ContractError) as error:
        yield
    assert error.value.code == code
