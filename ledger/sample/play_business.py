"""Third act: one field's story. A right is granted, secured twice, moved, barred by a court, freed; then its mortgages
change (``play_changes``), one is discharged, and of the other the holder says that its debt has ended."""

from ledger.assets import commands as assets
from ledger.intake.columns import Field
from ledger.kit.ids import AssetId, RightId, right_id
from ledger.kit.numbers import Form, Method, OrderKind, RightKind, Role, Way
from ledger.mortgages import commands as mortgages
from ledger.orders import commands as orders
from ledger.orders.commands import NewOrder
from ledger.rights import commands as rights
from ledger.sample.play_changes import changes, claim
from ledger.sample.play_register import lapse, objected, story_asset
from ledger.sample.stage import DAY, PAPERS, YEAR, Stage
from ledger.transfers import commands as transfers

__all__ = ["business"]

_GROWER, _NEXT = "coop_rice", "coop_farm"


def business(stage: Stage) -> AssetId:
    """Plays the story up to the present; returns the asset that it is about."""
    field = story_asset(stage)
    asset = stage.asset(field.natural)
    assert field.right is not None
    stage.until_day(32)
    own = _granted(stage, field.holder, right_id(asset, field.right, 1))
    stage.until_day(38)
    first = _mortgaged(stage, own, "bank_a", 1, 30_000_000)
    seen = stage.head(own)
    stage.until_day(45)
    second = _mortgaged(stage, own, "bank_b", 2, 12_000_000)
    _stale(stage, own, seen)
    stage.until_day(55)
    _valued(stage, own)
    stage.until_day(62)
    _moved(stage, own)
    stage.until_day(75)
    _barred(stage, asset, own)
    changes(stage, _NEXT, first.id(stage.chain), second.id(stage.chain))
    stage.until_day(108)
    paper = stage.paper("贷款结清证明", asset, amount_fen=12_000_000)
    stage.two("bank_b", Role.LEND, [mortgages.discharge(second.id(stage.chain), paper)])
    stage.say("discharged", bank=stage.party("bank_b").name, other=stage.party("bank_c").name)
    stage.until_day(116)
    lapse(stage)
    stage.until_day(117)
    claim(stage, _NEXT, "bank_c", first.id(stage.chain))
    stage.until_day(119)
    _leave_waiting(stage)
    return asset


def _granted(stage: Stage, holder: str, parent: RightId) -> RightId:
    grower = stage.party(_GROWER)
    mandate = stage.paper("成员代表大会决议（流转）", stage.id(holder), resolution="四议两公开")
    paper = stage.paper("土地经营权出租合同", parent, lessee=grower.name, rent_fen_per_year=4_200_000)
    offer = transfers.Terms(
        right=parent,
        way=Way.LEASE,
        to=stage.id(_GROWER),
        until=stage.now() + 30 * DAY,
        number=next(stage.numbers),
        document=paper,
        kind=RightKind.MANAGEMENT,
        serial=1,
        numerator=1,
        denominator=1,
        term_until=stage.today + 9 * YEAR,
        papers=PAPERS,
        mandate=mandate,
    )
    stage.one(holder, Role.HOLD, [transfers.propose(offer)])
    accept = transfers.accept(offer, stage.pair(holder, Role.HOLD)[0].address, stage.head(parent))
    stage.two(_GROWER, Role.HOLD, [accept])
    stage.say("granted", to=grower.name)
    return offer.granted


def _offer(stage: Stage, holder: str, right: RightId, bank: str, fen: int) -> mortgages.Terms:
    paper = stage.paper("最高额融资担保合同", right, lender=stage.party(bank).name, amount_fen=fen, rate_ppm=42_000)
    number, until = next(stage.numbers), stage.now() + 30 * DAY
    sides = right, stage.id(bank), Form.FINANCING
    offer = mortgages.Terms(*sides, until, number, paper, cap_until=stage.today + YEAR, papers=PAPERS)
    stage.one(holder, Role.HOLD, [mortgages.propose(offer)])
    return offer


def _mortgaged(stage: Stage, right: RightId, bank: str, rank: int, fen: int) -> mortgages.Terms:
    offer = _offer(stage, _GROWER, right, bank, fen)
    proposer = stage.pair(_GROWER, Role.HOLD)[0].address
    stage.two(bank, Role.LEND, [mortgages.accept(offer, proposer, rank, stage.head(right))])
    stage.say("mortgaged", bank=stage.party(bank).name, rank=rank)
    return offer


def _stale(stage: Stage, right: RightId, seen: bytes) -> None:
    """Bank C verified the right when it had one burden; in between the second came, so what it knew is old."""
    offer = _offer(stage, _GROWER, right, "bank_c", 8_000_000)
    proposer = stage.pair(_GROWER, Role.HOLD)[0].address
    accept = mortgages.accept(offer, proposer, 2, seen)
    stage.refused("DossierMoved", lambda: stage.two("bank_c", Role.LEND, [accept]))
    stage.one(_GROWER, Role.HOLD, [mortgages.withdraw(offer.id(stage.chain))])
    stage.say("stale", bank=stage.party("bank_c").name)


def _valued(stage: Stage, right: RightId) -> None:
    fen = 68_000_000
    paper = stage.paper("土地经营权价值评估报告", right, value_fen=fen)
    call = rights.value(stage.id("valuer"), right, Method.INCOME, stage.now() - 2 * DAY, fen, paper)
    stage.one("valuer", Role.VALUE, [call])
    stage.say("valued", yuan=f"{fen // 100:,}")


def _moved(stage: Stage, right: RightId) -> None:
    paper = stage.paper("土地经营权再流转合同", right, to=stage.party(_NEXT).name)
    number, until = next(stage.numbers), stage.now() + 30 * DAY
    offer = transfers.Terms(right, Way.ASSIGN, stage.id(_NEXT), until, number, paper, papers=PAPERS)
    stage.one(_GROWER, Role.HOLD, [transfers.propose(offer)])
    accept = transfers.accept(offer, stage.pair(_GROWER, Role.HOLD)[0].address, stage.head(right))
    stage.two(_NEXT, Role.HOLD, [accept])
    stage.say("moved", to=stage.party(_NEXT).name, bank=stage.party("bank_a").name)


def _barred(stage: Stage, asset: AssetId, right: RightId) -> None:
    """A court seals the field; an offer is refused meanwhile; the court lifts the seal again."""
    number, court = next(stage.numbers), stage.id("court")
    writ = stage.paper("民事裁定书（查封）", asset, case_number="（虚构）海民初字第18号")
    row = NewOrder(OrderKind.SEAL, stage.now() + 180 * DAY, number, writ)
    stage.two("court", Role.ORDER, [orders.lay(court, asset, row)])
    stage.say("barred", court=stage.party("court").name)
    paper = stage.paper("融资担保合同（被拒）", right, lender=stage.party("bank_c").name)
    terms = mortgages.Terms(
        right, stage.id("bank_c"), Form.FINANCING, stage.now() + DAY, next(stage.numbers), paper, papers=PAPERS
    )
    call = mortgages.propose(terms)
    error = stage.refused("Barred", lambda: stage.one(_NEXT, Role.HOLD, [call]))
    stage.say("refused", error=error.code)
    stage.until_day(96)
    end = orders.lift(orders.order_id(stage.chain, asset, number), stage.paper("民事裁定书（解除查封）", asset))
    stage.two("court", Role.ORDER, [end])
    stage.say("freed", court=stage.party("court").name)


def _leave_waiting(stage: Stage) -> None:
    """The pond's objection is settled; one officer has filed its confirmation, the second has not looked yet."""
    pond = stage.asset(objected(stage).natural)
    [call] = assets.confirm(stage.id("bureau"), assets.heads(stage.chain, [pond]))
    stage.leave_waiting("bureau", Role.CONFIRM, call)
    stage.say("waiting", asset=objected(stage).cells[Field.NAME])
