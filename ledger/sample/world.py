"""One seed, one world: the same parties, assets and contracts on every machine."""

from pathlib import Path
from random import Random

from ledger.intake.dry_run import INVENTED
from ledger.intake.template import write_register
from ledger.sample.assets import assets
from ledger.sample.contracts import contracts
from ledger.sample.model import World
from ledger.sample.parties import households, organisations
from ledger.sample.places import VILLAGES

__all__ = ["REMARK", "SEED", "generate", "write_workbooks"]

SEED = 20261124
REMARK = f"{INVENTED}：村、户、人、机构、编码和数值都由程序生成，与任何真实的人和单位无关。金额单位：元"


def generate(seed: int = SEED) -> World:
    """Three villages of 400 households with 200 assets and 60 contracts, and the bodies around them. All invented.

    Each part draws from a generator of its own, so that one of them can change without the others.
    """
    parties = organisations(Random(f"{seed} organisations"))
    homes = households(Random(f"{seed} households"))
    owners = [parties[f"village_{number}"] for number in range(len(VILLAGES))]
    things = assets(Random(f"{seed} assets"), owners, homes)
    granted = contracts(Random(f"{seed} contracts"), parties, homes, things)
    return World(seed, VILLAGES, parties, homes, things, granted)


def write_workbooks(world: World, folder: Path) -> list[Path]:
    """One register for each village, in the template's columns; the same world gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number, village in enumerate(world.villages):
        path = folder / f"register-{village.code}.xlsx"
        title = f"海云镇{village.name}集体资产登记表（{INVENTED}）"
        write_register(path, title, REMARK, (asset.cells for asset in world.assets if asset.village == number))
        paths.append(path)
    return paths
