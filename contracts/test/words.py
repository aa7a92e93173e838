"""Ids as the rules make them, and how a test says that a call is refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from contracts.test.chain import CHAIN_ID
from ledger.chain.errors import ContractError
from ledger.kit import ids
from ledger.kit.ids import AssetId
from ledger.kit.keccak import keccak

DAY = 86_400
YEAR = 365 * DAY
MANDATE = keccak(b"a paper mandate")


def right_id(asset: bytes, kind: int, serial: int) -> bytes:
    return ids.right_id(AssetId(asset), kind, serial)


def asset_id(natural_key: bytes) -> bytes:
    return keccak(CHAIN_ID.to_bytes(32, "big") + natural_key)[:16]


def whole(thing: bytes) -> bytes:
    return thing.ljust(32, b"\0")


def derived(contract: bytes, thing: bytes, number: int) -> bytes:
    words = CHAIN_ID.to_bytes(32, "big") + contract.rjust(32, b"\0") + whole(thing) + number.to_bytes(32, "big")
    return whole(thing)[:22] + keccak(words)[:10]


@contextmanager
def refused(code: str, **fields: Any) -> Iterator[pytest.ExceptionInfo[ContractError]]:
    """The call inside is refused with this error, or one of several with | between; named fields have these values."""
    with pytest.raises(ContractError) as caught:
        yield caught
    error = caught.value
    assert error.code in code.split("|"), f"{error.code} {dict(error.fields)}"
    expected = {name: "0x" + value.hex() if isinstance(value, bytes) else value for name, value in fields.items()}
    assert {name: error.fields[name] for name in fields} == expected
