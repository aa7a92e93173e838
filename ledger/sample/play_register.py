"""Second act: the villages' workbooks are imported, announced, objected to, confirmed; layers and old contracts."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from ledger.assets import commands as assets
from ledger.intake.columns import Field
from ledger.intake.dry_run import dry_run
from ledger.intake.plan import plans
from ledger.intake.rows import Settings
from ledger.intake.rows import Status as RowStatus
from ledger.intake.signing import sign
from ledger.kit.ids import AssetId, RecordId, right_id
from ledger.kit.numbers import AssetKind, Lack, Outcome, RightKind, Role
from ledger.rights import commands as rights
from ledger.rights.commands import ExistingRight, NewRight
from ledger.sample.model import Contract, SampleAsset
from ledger.sample.places import divisions
from ledger.sample.stage import DAY, Stage
from ledger.sample.world import write_workbooks

__all__ = ["objected", "register", "story_asset"]

_LAPSING = (RightKind.MANAGEMENT, RightKind.WASTELAND_MANAGEMENT)


def story_asset(stage: Stage) -> SampleAsset:
    """The field that the story is about: the rice village's own, let to nobody."""
    return _unlet(stage, AssetKind.CROPLAND)


def objected(stage: Stage) -> SampleAsset:
    """The pond that somebody objects to."""
    return _unlet(stage, AssetKind.POND)


def register(stage: Stage, folder: Path) -> None:
    """From workbooks to confirmed assets with layers and recorded contracts; `folder` takes the workbooks."""
    stage.until_day(2)
    _import(stage, folder)
    stage.until_day(3)
    _announce(stage)
    stage.until_day(8)
    objection = _object(stage)
    stage.until_day(19)
    _confirm(stage)
    stage.until_day(20)
    _layers(stage)
    stage.until_day(21)
    _contracts(stage)
    paper = stage.paper("异议处理决定书", objection[:16], reason="塘界经现场核对，与登记一致")
    close = assets.close_objection(stage.id("bureau"), objection, Outcome.DISMISSED, paper)
    stage.until_day(30)
    stage.one("bureau", Role.CONFIRM, [close])
    stage.say("objection_closed", asset=objected(stage).cells[Field.NAME])


def lapse(stage: Stage) -> None:
    """Of every second contract that has run out by now somebody writes the record."""
    over = [row for row in stage.world.contracts if row.has_run_out and row.kind in _LAPSING]
    calls = [rights.lapse(right_id(stage.asset(row.asset), row.kind, row.serial)) for row in over[::2]]
    for _ in stage.sender("operator").send_all(calls):
        pass
    stage.say("lapsed", count=len(calls), over=len(over))


def _unlet(stage: Stage, kind: AssetKind) -> SampleAsset:
    let = {contract.asset for contract in stage.world.contracts}
    owner = f"village_{len(stage.world.villages) - 1}"
    return next(
        row for row in stage.world.assets if row.kind is kind and row.holder == owner and row.natural not in let
    )


def _import(stage: Stage, folder: Path) -> None:
    for number, path in enumerate(write_workbooks(stage.world, folder)):
        village = stage.party(f"village_{number}")
        area, owners = stage.world.villages[number].area, {village.credit_code: village.name}
        report = dry_run(path, Settings(divisions(), area, owners=owners))
        assert not report.counts[RowStatus.MEND], f"{path.name} has rows to mend"
        clerk, _ = stage.pair(village.code, Role.REGISTER)
        for plan in plans(report.importable(duplicates=True)):
            for _ in sign(stage.chain, clerk, stage.id(village.code), stage.documents, plan):
                pass
        stage.say("imported", village=stage.world.villages[number].name, count=len(report.rows))


def _announce(stage: Stage) -> None:
    for number, ids in _by_village(stage, stage.world.assets).items():
        own = stage.id(f"village_{number}")
        notice = stage.paper("集体资产清查结果公示", own, village=stage.world.villages[number].name, days=15)
        stage.one(f"village_{number}", Role.REGISTER, assets.announce(own, ids, notice))
    stage.say("announced", count=len(stage.world.assets))


def _object(stage: Stage) -> RecordId:
    pond, neighbour = objected(stage), stage.world.households[-1].party.code
    asset, number = stage.asset(pond.natural), next(stage.numbers)
    paper = stage.paper("异议书", asset, reason="塘界越过本户承包地")
    call = assets.raise_objection(stage.id("bureau"), asset, stage.id(neighbour), number, paper)
    stage.one("bureau", Role.RECEIVE, [call])
    stage.say("objection", asset=pond.cells[Field.NAME])
    return assets.objection_id(stage.chain, asset, number)


def _confirm(stage: Stage) -> None:
    """Two officers of the bureau confirm what stood through publicity; the pond waits."""
    pond = stage.asset(objected(stage).natural)
    ids = [stage.asset(row.natural) for row in stage.world.assets if stage.asset(row.natural) != pond]
    stage.two("bureau", Role.CONFIRM, assets.confirm(stage.id("bureau"), assets.heads(stage.chain, ids)))
    waiting = assets.confirm(stage.id("bureau"), assets.heads(stage.chain, [pond]))
    stage.refused("ObjectionsOpen", lambda: stage.two("bureau", Role.CONFIRM, waiting))
    stage.say("confirmed", count=len(ids), held=objected(stage).cells[Field.NAME])


def _layers(stage: Stage) -> None:
    pond, issued = objected(stage).natural, 0
    for number in range(len(stage.world.villages)):
        rows = [
            _layer(stage, row, row.right)
            for row in stage.world.assets
            if row.village == number and row.right is not None and row.natural != pond
        ]
        own = stage.id(f"village_{number}")
        mandate = stage.paper("成员代表大会决议（确权）", own, village=stage.world.villages[number].name)
        stage.two(f"village_{number}", Role.REGISTER, rights.issue(own, rows, mandate))
        issued += len(rows)
    stage.say("layers", count=issued)


def _layer(stage: Stage, row: SampleAsset, kind: RightKind) -> NewRight:
    asset = stage.asset(row.natural)
    until = 0 if row.term is None else stage.today + row.term * DAY
    name = row.cells[Field.NAME]
    paper = stage.paper("权利登记表", asset, asset=str(name))
    return NewRight(asset, kind, stage.id(row.holder), 1, 1, paper, until)


def _contracts(stage: Stage) -> None:
    """Contracts from before the ledger go in as they are, with what they lack; some have run out already."""
    layers = {row.natural: row for row in stage.world.assets}
    groups: defaultdict[tuple[str, bool], list[Contract]] = defaultdict(list)
    for contract in stage.world.contracts:
        groups[contract.grantor, Lack.NO_DECISION in contract.lacks].append(contract)
    for (grantor, undecided), rows in groups.items():
        own = stage.id(grantor)
        mandate = rights.NO_MANDATE if undecided else stage.paper("成员会议记录（出租、发包）", own)
        existing = [_existing(stage, row, layers[row.asset]) for row in rows]
        stage.two(grantor, Role.HOLD, rights.record_existing(own, existing, mandate))
    stage.say("contracts", count=len(stage.world.contracts))


def _existing(stage: Stage, row: Contract, layer: SampleAsset) -> ExistingRight:
    assert layer.right is not None
    asset = stage.asset(row.asset)
    parent = right_id(asset, layer.right, 1)
    until = 0 if row.until is None else stage.today + row.until * DAY
    paper = stage.documents.put(row.document(), row.asset)
    return ExistingRight(parent, row.kind, row.serial, stage.id(row.holder), 1, 1, until, row.lacks, paper)


def _by_village(stage: Stage, rows: Iterable[SampleAsset]) -> dict[int, list[AssetId]]:
    found: defaultdict[int, list[AssetId]] = defaultdict(list)
    for row in rows:
        found[row.village].append(stage.asset(row.natural))
    return dict(found)
