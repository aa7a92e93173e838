"""The invented villages' assets, as the rows of their workbooks will have them."""

from collections.abc import Sequence
from random import Random

from ledger.intake.columns import Field
from ledger.intake.dry_run import INVENTED
from ledger.intake.rows import Key
from ledger.kit.catalogue import label
from ledger.kit.numbers import AssetKind, KeyForm, RightKind
from ledger.sample.kinds import SPECS, Spec
from ledger.sample.model import Household, Party, SampleAsset
from ledger.sample.places import VILLAGES, VillagePlace

__all__ = ["NOTE", "assets"]

NOTE = INVENTED
_SPOTS: tuple[str, ...] = ("东洋", "溪边", "后门山", "宫后", "桥头", "下垄", "大岔", "石鼓", "水尾", "上坪")
_SPOTS += ("岭头", "井边", "榕树下", "铺前", "西湾", "南坡", "码头", "祠堂前", "寨山", "坑里")
_AREAS = ("亩", "平方米", "公顷")
_HOUSEHOLDS = {AssetKind.CROPLAND: RightKind.CONTRACT, AssetKind.ORCHARD_LAND: RightKind.CONTRACT}
"""Land of which half is contracted to households; there the layer is the contract, not collective ownership."""
_CONTRACT_YEARS = 28


def assets(random: Random, owners: Sequence[Party], households: Sequence[Household]) -> tuple[SampleAsset, ...]:
    """Two hundred assets, village by village; `owners` are the villages' collectives in their order."""
    found: list[SampleAsset] = []
    for number, village in enumerate(VILLAGES):
        homes = [household for household in households if household.village == number]
        serial = 0
        for spec in SPECS:
            for place in range(spec.counts[number]):
                serial += 1
                home = _home(random, spec, place, homes)
                found.append(_asset(random, village, number, owners[number], spec, serial, home))
    return tuple(found)


def _home(random: Random, spec: Spec, place: int, homes: Sequence[Household]) -> Household | None:
    if spec.kind is AssetKind.HOMESTEAD or (spec.kind in _HOUSEHOLDS and place % 2 == 0):
        return random.choice(homes)
    return None


def _asset(
    random: Random, village: VillagePlace, number: int, owner: Party, spec: Spec, serial: int, home: Household | None
) -> SampleAsset:
    spot = _SPOTS[serial % len(_SPOTS)]
    group = home.group if home else random.randrange(1, village.groups + 1)
    whole = f"{random.uniform(*spec.size):.2f}" if spec.unit in _AREAS else f"{random.uniform(*spec.size):.0f}"
    value = round(float(whole) * spec.worth * random.uniform(0.6, 1.2), -1) if spec.worth else None
    area = spec.unit in _AREAS
    cells: dict[Field, str | int | float | None] = {
        Field.SERIAL: serial,
        Field.NAME: f"{spot}{random.choice(spec.words.split())}{serial}号",
        Field.KIND: label(spec.kind, "zh"),
        Field.DIVISION: f"{village.group(group):014d}" if home or spec.kind is AssetKind.CROPLAND else village.code,
        Field.PLACE: f"{village.name}{spot}",
        Field.AREA if area else Field.QUANTITY: float(whole),
        Field.AREA_UNIT if area else Field.QUANTITY_UNIT: spec.unit,
        Field.VALUE: value,
        Field.OWNER: owner.name,
        Field.OWNER_CODE: owner.credit_code,
        Field.NOTE: NOTE,
    }
    key = _key(random, village, owner, spec, serial, group, home)
    if key.form is KeyForm.OWN_NUMBER:
        cells |= {Field.YEAR: int(key.parts[1]), Field.OWN_NUMBER: key.parts[2]}
    else:
        cells[Field.UNIT_CODE if key.form is KeyForm.UNIT_CODE else Field.PARCEL_CODE] = key.parts[0]
    right = _HOUSEHOLDS.get(spec.kind, spec.right) if home else spec.right
    years = _CONTRACT_YEARS if right is RightKind.CONTRACT else spec.term
    term = years * 365 - random.randrange(1, 300) if years else None
    return SampleAsset(number, spec.kind, key, cells, right, home.party.code if home else owner.code, term)


def _key(
    random: Random, village: VillagePlace, owner: Party, spec: Spec, serial: int, group: int, home: Household | None
) -> Key:
    """Contracted land has a parcel code; what has a certificate a unit code; one thing in five has only a number."""
    if home and spec.kind in _HOUSEHOLDS:
        return Key(KeyForm.PARCEL_CODE, (f"{village.group(group):014d}{serial:05d}",))
    if spec.feature and random.random() < 0.8:
        parcel, thing = spec.feature.split()
        number = "00000000" if thing == "W" else "00010001"
        return Key(KeyForm.UNIT_CODE, (f"{village.code[:6]}{village.code[6:]}{parcel}{serial:05d}{thing}{number}",))
    year = random.randrange(2006, 2025)
    return Key(KeyForm.OWN_NUMBER, (owner.credit_code, str(year), f"{village.prefix}-{serial:04d}"))
