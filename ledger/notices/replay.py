"""An asset's records once more, in order, so that each meets those who were affected at that very moment."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ledger.kit.ids import PartyId, RightId, kind_of
from ledger.kit.numbers import ChangeKind
from ledger.notices.audience import AUDIENCE, Whom
from ledger.store.timeline import Position, Record

Pair = tuple[PartyId, PartyId]
_NOBODY = PartyId(b"")


@dataclass
class State:
    """Who is what to an asset, after the records so far. Ids are bytes; mortgages stand in the order of their place.

    ``offers``: who offered and to whom; of a mortgage, who granted it and who lends now. ``asked``: by proposal.
    """

    collective: PartyId = _NOBODY
    holders: dict[bytes, PartyId] = field(default_factory=dict)
    parents: dict[bytes, bytes] = field(default_factory=dict)
    offers: dict[bytes, Pair] = field(default_factory=dict)
    asked: dict[bytes, PartyId] = field(default_factory=dict)
    objections: dict[bytes, Pair] = field(default_factory=dict)
    ladders: dict[bytes, list[bytes]] = field(default_factory=dict)

    def lenders(self, right: bytes) -> list[PartyId]:
        """The live lenders of a right, or of all rights of an asset as a whole, by rank."""
        ladders = [self.ladders.get(right, [])] if kind_of(right) else list(self.ladders.values())
        return [self.offers[mortgage][1] for ladder in ladders for mortgage in ladder]


def replay(records: Iterable[Record]) -> Iterator[tuple[Record, list[tuple[PartyId, Whom]]]]:
    """Yield every record of an asset of which somebody is told, with those who are, each once."""
    state = State()
    for record in records:
        told: dict[PartyId, Whom] = {}
        for whom in AUDIENCE.get(record.name, ()):
            for party in _FIND[whom](state, record):
                if any(party):
                    told.setdefault(party, whom)
        if told:
            yield record, list(told.items())
        _follow(state, record)


def lent(records: Iterable[Record], lender: bytes) -> Iterator[tuple[PartyId, Position, Position | None]]:
    """Yield on whose rights in an asset a party lends: the holder, from which record on, before which (None: still)."""
    state, since = State(), dict[PartyId, Position]()
    for record in records:
        _follow(state, record)
        now = {state.holders[right] for right in state.ladders if lender in state.lenders(right)}
        for holder in now - since.keys():
            since[holder] = record.position
        for holder in since.keys() - now:
            yield holder, since.pop(holder), record.position
    for holder, start in since.items():
        yield holder, start, None


def right_in(record: Record) -> RightId:
    """The right that a record about an asset is about; kind 0: the asset as a whole."""
    first = next(iter(record.args.values()))
    assert isinstance(first, bytes)
    return RightId(first[:22].ljust(32, b"\0"))


def _follow(state: State, record: Record) -> None:
    name, args = record.name, record.args
    if name in ("AssetRegistered", "AssetReassigned"):
        state.collective = record["collective"]
    elif name in ("RightIssued", "RightGranted", "ExistingRightRecorded", "RightMoved"):
        state.holders[record["right_id"]] = record["holder"]
        if "parent" in args:
            state.parents[record["right_id"]] = record["parent"]
    elif name == "ObjectionRaised":
        state.objections[record["objection"]] = record["receiver"], record["objector"]
    elif name == "TransferProposed":
        state.offers[record["transfer"]] = record["holder"], record["transferee"]
    elif name == "MortgageProposed":
        state.offers[record["mortgage"]] = record["grantor"], record["lender"]
    elif name == "MortgageChangeProposed":
        state.asked[record["change"]] = _asked(state, record)[0]
    elif name == "MortgageAssigned":
        state.offers[record["mortgage"]] = state.offers[record["mortgage"]][0], record["lender"]
    elif name == "RightPlacesSwapped":
        ladder = state.ladders[right_in(record)]
        place = ladder.index(record["fallen"])
        ladder[place : place + 2] = record["risen"], record["fallen"]
    elif name == "MortgageAccepted":
        state.ladders.setdefault(record["right_id"], []).append(record["mortgage"])
    elif name == "MortgageDischarged":
        state.ladders[right_in(record)].remove(record["mortgage"])


def _holders(state: State, record: Record) -> list[PartyId]:
    right = right_in(record)
    if kind_of(right):
        return [state.holders[right]]
    return list(state.holders.values())


def _parent_holder(state: State, record: Record) -> list[PartyId]:
    named = record.args.get("parent", state.parents.get(right_in(record)))
    return [state.holders[named]] if isinstance(named, bytes) and named in state.holders else []


def _sub_holders(state: State, record: Record) -> list[PartyId]:
    right = right_in(record)
    return [state.holders[sub] for sub, parent in state.parents.items() if parent == right]


def _lenders(state: State, record: Record) -> list[PartyId]:
    granted = record.name == "RightGranted"
    return state.lenders(record["parent"] if granted else right_in(record))


def _behind(state: State, record: Record) -> list[PartyId]:
    ladder = state.ladders.get(right_in(record), [])
    after = ladder[ladder.index(record["mortgage"]) + 1 :]
    return [state.offers[mortgage][1] for mortgage in after]


def _offer(state: State, record: Record) -> Pair:
    """Who offered and to whom: known from the proposal, which may be this very record."""
    args = record.args
    if record.name in ("TransferProposed", "MortgageProposed"):
        lender = "lender" if "lender" in args else "transferee"
        return record["grantor" if "grantor" in args else "holder"], record[lender]
    return state.offers[next(iter(args.values()))]  # type: ignore[index]


def _asked(state: State, record: Record) -> list[PartyId]:
    if record.name == "MortgageChangeWithdrawn":
        return [state.asked[record["change"]]]
    return [record["lender"]] if record["kind"] == ChangeKind.ASSIGN else _holders(state, record)


def _objection(state: State, record: Record) -> Pair:
    if record.name == "ObjectionRaised":
        return record["receiver"], record["objector"]
    return state.objections[record["objection"]]


_FIND: Mapping[Whom, Callable[[State, Record], list[PartyId]]] = {
    Whom.COLLECTIVE: lambda state, record: [state.collective],
    Whom.NEW_COLLECTIVE: lambda state, record: [record["collective"]],
    Whom.RECEIVER: lambda state, record: [_objection(state, record)[0]],
    Whom.OBJECTOR: lambda state, record: [_objection(state, record)[1]],
    Whom.HOLDER: _holders,
    Whom.NEW_HOLDER: lambda state, record: [record["holder"]],
    Whom.FORMER_HOLDER: lambda state, record: (
        [record["former"]] if "former" in record.args else [state.holders[right_in(record)]]
    ),
    Whom.PARENT_HOLDER: _parent_holder,
    Whom.SUB_HOLDER: _sub_holders,
    Whom.OFFERER: lambda state, record: [_offer(state, record)[0]],
    Whom.OFFEREE: lambda state, record: [_offer(state, record)[1]],
    Whom.OWN_LENDER: lambda state, record: [_offer(state, record)[1]],
    Whom.NEW_LENDER: lambda state, record: [record["lender"]],
    Whom.FORMER_LENDER: lambda state, record: [record["former"]],
    Whom.RISEN: lambda state, record: [state.offers[record["other"]][1]],
    Whom.ASKED: _asked,
    Whom.LENDER: _lenders,
    Whom.BEHIND: _behind,
}
