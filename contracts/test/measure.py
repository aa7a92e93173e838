"""Measures acts and code, and writes the measured column of gas.toml; bars, items and reasons there are people's.

python -m contracts.test.measure
"""

import re
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import orjson

from contracts.test.cast import VILLAGE, Party, admit, new_party, paper, party_id
from contracts.test.chain import Chain, start
from contracts.test.deployment import fill, place
from contracts.test.words import DAY, MANDATE, YEAR, asset_id, right_id
from contracts.test.world import World
from ledger.chain import network
from ledger.kit.home import ROOT
from ledger.kit.numbers import AssetKind, PartyKind, RightKind, Role

TABLE = Path(__file__).with_name("gas.toml")
COUNT = 100
KIND = RightKind.CONTRACT


def measure(world: World) -> dict[str, int]:
    """Gas of each act, one of a hundred. A village registers, issues to a hundred households, banks and buyers act."""
    found: dict[str, int] = {}
    rows = [new_party(f"household {n}", PartyKind.HOUSEHOLD, VILLAGE, kept=True) for n in range(COUNT)]
    by = world.village.officer(Role.REGISTER)
    found["party"] = gas(world.parties.register(world.village.id, rows, by=by)) // COUNT
    holders = [party_id(f"household {n}", VILLAGE) for n in range(COUNT)]
    found |= _assets(world, holders)
    rights = found_rights(world)
    found |= _mortgages(world, rights)
    found |= _transfers(world, rights, holders)
    return found


def found_rights(world: World) -> list[bytes]:
    return [right_id(asset_id(key), KIND, 1) for key in _keys(world)]


def _keys(world: World) -> list[bytes]:
    return [paper(f"measured key {n}") for n in range(COUNT)]


def _assets(world: World, holders: Sequence[bytes]) -> dict[str, int]:
    rows = [world.new_asset(AssetKind.CROPLAND, naturalKey=key) for key in _keys(world)]
    assets = [asset_id(key) for key in _keys(world)]
    clerk, found = world.village.officer(Role.REGISTER), {}
    found["asset"] = gas(world.assets.register(world.village.id, rows, by=clerk)) // COUNT
    found["announce"] = gas(world.assets.announce(world.village.id, assets, paper("notice"), by=clerk)) // COUNT
    world.chain.travel(16 * DAY)
    heads = [world.asset_head(asset) for asset in assets]
    by = world.bureau.pair(Role.CONFIRM)
    found["confirm"] = gas(world.assets.confirm(world.bureau.id, assets, heads, by=by)) // COUNT
    until = world.now() + 20 * YEAR
    issued = [
        world.new_right(asset, KIND, world.household) | {"holder": holder, "until": until}
        for asset, holder in zip(assets, holders, strict=True)
    ]
    by = world.village.pair(Role.REGISTER)
    found["right"] = gas(world.rights.issue(world.village.id, issued, MANDATE, False, by=by)) // COUNT
    found["asset with right"] = found["asset"] + found["right"]
    return found


def _mortgages(world: World, rights: Sequence[bytes]) -> dict[str, int]:
    offers = [world.mortgage_terms(right) for right in rights]
    proposer, lender = world.village.officer(Role.HOLD), world.bank.pair(Role.LEND)
    proposed = [world.mortgages.propose(terms, by=proposer) for terms in offers]
    accepted = [
        world.mortgages.accept(terms, proposer, 1, world.head_of(terms["right"]), [], by=lender) for terms in offers
    ]
    ids = [world.id_of("Mortgages", terms) for terms in offers]
    discharged = [world.mortgages.discharge(mortgage, paper("paid"), by=lender) for mortgage in ids]
    return {"propose": mean(proposed), "accept": mean(accepted), "discharge": mean(discharged)}


def _transfers(world: World, rights: Sequence[bytes], holders: Sequence[bytes]) -> dict[str, int]:
    buyers = [*holders[1:], holders[0]]
    offers = [
        world.transfer(right, Party("", buyer, PartyKind.HOUSEHOLD, VILLAGE))
        for right, buyer in zip(rights, buyers, strict=True)
    ]
    # All are kept by the village: the second officer accepts with the third, who is hired for this.
    proposer, other = world.village.pair(Role.HOLD)
    third = world.hire(world.village, Role.HOLD)
    proposed = [world.transfers.propose(terms, by=proposer) for terms in offers]
    accepted = [
        world.transfers.accept(terms, proposer, world.head_of(terms["right"]), [], by=(other, third))
        for terms in offers
    ]
    return {"transfer propose": mean(proposed), "transfer accept": mean(accepted)}


def gas(receipt: dict[str, Any]) -> int:
    return int(receipt["gasUsed"], 16)


def mean(receipts: Sequence[dict[str, Any]]) -> int:
    return sum(map(gas, receipts)) // len(receipts)


def sizes() -> dict[str, int]:
    """Bytes of every contract's code, as committed."""
    rows = [orjson.loads(path.read_bytes()) for path in sorted((ROOT / "contracts" / "abi").glob("*.json"))]
    return {row["contractName"]: row["codeSize"] for row in rows if row["contractName"] != "AccessManager"}


def main() -> int:
    """Exit code."""
    child, rpc = start()
    try:
        chain = Chain(rpc)
        place(chain, network.load("embedded"))
        fill(chain)
        found = {"gas": measure(World(chain, admit(chain))), "size": sizes()}
    finally:
        child.terminate()
    text = TABLE.read_text("utf-8")
    starts = [0, *(match.start() for match in re.finditer(r"^\[", text, re.MULTILINE)), len(text)]
    TABLE.write_text("".join(_rewritten(text[a:b], found) for a, b in pairwise(starts)), encoding="utf-8")
    return 0


def _rewritten(section: str, found: dict[str, dict[str, int]]) -> str:
    header = re.match(r'\[(gas|size)\.(?:"([^"]+)"|(\w+))\]', section)
    if header is None:
        return section
    number = found[header.group(1)][header.group(2) or header.group(3)]
    return re.sub(r"^measured = .*$", f"measured = {number:_}", section, count=1, flags=re.MULTILINE)


if __name__ == "__main__":
    sys.exit(main())
