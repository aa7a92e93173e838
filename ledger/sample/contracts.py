"""Leases and land management rights that the villages had granted before the ledger began; some have run out."""

from collections.abc import Mapping, Sequence
from random import Random

from ledger.kit.numbers import AssetKind, Lack, PartyKind, RightKind
from ledger.sample.model import Contract, Household, Party, SampleAsset
from ledger.sample.places import VILLAGES

__all__ = ["contracts"]

_LAND: tuple[AssetKind, ...] = (AssetKind.CROPLAND, AssetKind.ORCHARD_LAND, AssetKind.FOREST_LAND, AssetKind.GRASSLAND)
_LET: tuple[AssetKind, ...] = (
    AssetKind.POND,
    AssetKind.SEA_AREA,
    AssetKind.TIDAL_FLAT,
    AssetKind.WORKSHOP,
    AssetKind.WAREHOUSE,
)
_LET += (AssetKind.SHOP, AssetKind.MARKET, AssetKind.MACHINERY, AssetKind.GREENHOUSE)
_PLAN = (
    (RightKind.MANAGEMENT, _LAND, 30),
    (RightKind.WASTELAND_MANAGEMENT, (AssetKind.WASTELAND,), 5),
    (RightKind.LEASE, _LET, 25),
)
_LACKS = ((Lack.NO_DECISION, 0.1), (Lack.NO_FILING, 0.2), (Lack.RENT_OVERDUE, 0.1))


def contracts(
    random: Random, parties: Mapping[str, Party], households: Sequence[Household], assets: Sequence[SampleAsset]
) -> tuple[Contract, ...]:
    """Sixty contracts on sixty assets: every fourth has run out in the last hundred days, six leases have no end."""
    found: list[Contract] = []
    for kind, of, count in _PLAN:
        eligible = [asset for asset in assets if asset.kind in of]
        for place, asset in enumerate(random.sample(eligible, count)):
            holder = _holder(random, parties, households, asset)
            start = -random.randrange(400, 2400)
            until: int | None = random.randrange(150, 1800)
            lacks = {lack for lack, share in _LACKS if random.random() < share}
            if place % 4 == 1:
                until = -random.randrange(5, 100)
            elif kind is RightKind.LEASE and place % 4 == 3:
                until = None
                lacks.add(Lack.NO_END_DATE)
            number = f"{VILLAGES[asset.village].prefix}-HT-{len(found) + 1:03d}"
            rent = random.randrange(8, 600) * 10_000
            found.append(
                Contract(number, asset.natural, kind, 1, asset.holder, holder, start, until, rent, frozenset(lacks))
            )
    return tuple(found)


def _holder(random: Random, parties: Mapping[str, Party], households: Sequence[Household], asset: SampleAsset) -> str:
    """A cooperative of the village for two of three, else a household of it that is not the grantor."""
    village = parties[f"village_{asset.village}"]
    ours = [one for one in parties.values() if one.kind is PartyKind.COOPERATIVE and one.area == village.area]
    if random.random() < 0.66:
        return random.choice(ours).code
    homes = [home for home in households if home.village == asset.village and home.party.code != asset.holder]
    return random.choice(homes).party.code
