"""Network profiles: what the programs must know of a chain before they speak to a node of it."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ledger.chain.errors import NetworkInvalid, NetworkUnknown
from ledger.kit.home import ROOT

FOLDER = ROOT / "chain-config" / "networks"

_CONSENSUS = ("anvil", "clique", "qbft")
_GAS = ("free", "funded")
_SEALS = ("witness", "clique", "qbft")


@dataclass(frozen=True, slots=True)
class Delays:
    """Waiting times in seconds, written into the contracts at deployment."""

    publicity_day: int
    government: int
    handover: int
    filing: int


@dataclass(frozen=True, slots=True)
class Network:
    """One profile of `chain-config/networks/`."""

    name: str
    chain_id: int
    consensus: str
    confirmations: int
    """Blocks that must follow before a block counts."""
    gas: str
    """`free`: every account sends at price 0; `funded`: posted accounts are topped up by the operator."""
    block_gas_limit: int
    seals: str
    rpc: str
    delays: Delays


def load(name: str, folder: Path = FOLDER) -> Network:
    """Read one profile. NetworkUnknown if there is none, NetworkInvalid if a value is missing or wrong."""
    path = folder / f"{name}.toml"
    if name not in names(folder):
        raise NetworkUnknown(name, names(folder))
    try:
        row = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise NetworkInvalid(name, str(error)) from error
    delays = _take(name, row.pop("delays", {}), Delays)
    return Network(name=name, delays=Delays(**delays), **_take(name, row, Network))


def names(folder: Path = FOLDER) -> list[str]:
    """All profiles there are, sorted."""
    return sorted(path.stem for path in folder.glob("*.toml"))


def _take(name: str, row: dict[str, Any], shape: type[Network] | type[Delays]) -> dict[str, Any]:
    types = {field: kind for field, kind in shape.__annotations__.items() if field not in ("name", "delays")}
    for field, kind in types.items():
        if type(row.get(field)) is not kind:
            raise NetworkInvalid(name, f"{field}: {kind.__name__}")
        if kind is int and row[field] < 0:
            raise NetworkInvalid(name, f"{field} < 0")
    for field, allowed in (("consensus", _CONSENSUS), ("gas", _GAS), ("seals", _SEALS)):
        if field in types and row[field] not in allowed:
            raise NetworkInvalid(name, f"{field}: {', '.join(allowed)}")
    if strange := row.keys() - types.keys():
        raise NetworkInvalid(name, f"{', '.join(sorted(strange))}?")
    return row
