"""What becomes of the field's two mortgages: renewed, ranks swapped, assigned; and a claim that nobody has answered."""

from ledger.kit.ids import RecordId
from ledger.kit.numbers import ChangeKind, Role
from ledger.mortgages import commands as mortgages
from ledger.mortgages.commands import Change
from ledger.sample.stage import DAY, YEAR, Stage

__all__ = ["changes", "claim"]

_LENDER, _BEHIND, _NEW = "bank_a", "bank_b", "bank_c"


def changes(stage: Stage, holder: str, first: RecordId, second: RecordId) -> None:
    """Bank A's is renewed, then lets bank B's go first, then goes to bank C. The holder agrees, or the new lender."""
    lender, behind, new = (stage.party(code).name for code in (_LENDER, _BEHIND, _NEW))
    stage.until_day(98)
    change = _proposed(stage, first, ChangeKind.RENEW, "最高额融资担保续期协议", cap_until=stage.today + 2 * YEAR)
    stage.two(holder, Role.HOLD, [mortgages.renew(change, *_at(stage, first))])
    stage.say("renewed", bank=lender, holder=stage.party(holder).name)
    stage.until_day(100)
    change = _proposed(stage, first, ChangeKind.RANK, "顺位变更协议", other=second)
    stage.two(holder, Role.HOLD, [mortgages.change_rank(change, *_at(stage, first), [first, second])])
    stage.say("rank_changed", bank=lender, other=behind)
    stage.until_day(103)
    change = _proposed(stage, first, ChangeKind.ASSIGN, "债权转让协议", lender=stage.id(_NEW))
    stage.two(_NEW, Role.LEND, [mortgages.assign(change, *_at(stage, first))])
    stage.say("assigned", bank=lender, to=new)


def claim(stage: Stage, holder: str, lender: str, mortgage: RecordId) -> None:
    """The holder says that the debt has ended; the story ends before the lender answers."""
    paper = stage.paper("还款凭证", mortgage, amount_fen=30_000_000)
    stage.one(holder, Role.HOLD, [mortgages.claim_end(mortgage, paper)])
    stage.say("claimed", holder=stage.party(holder).name, bank=stage.party(lender).name)


def _proposed(stage: Stage, own: RecordId, kind: ChangeKind, paper: str, **terms: object) -> Change:
    document = stage.paper(paper, own)
    change = Change(own, kind, stage.now() + 30 * DAY, next(stage.numbers), document, **terms)  # type: ignore[arg-type]
    stage.one(_LENDER, Role.LEND, [mortgages.propose_change(change)])
    return change


def _at(stage: Stage, mortgage: RecordId) -> tuple[bytes, bytes]:
    """Who proposed, and the head that the other side has read."""
    return stage.pair(_LENDER, Role.LEND)[0].address, stage.head(mortgage)
