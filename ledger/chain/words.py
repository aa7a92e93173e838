"""Arguments of contract errors and calls as people say them: dates for times, names for numbers and masks."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from enum import IntEnum

from ledger.kit import catalogue
from ledger.kit.locale import Lang
from ledger.kit.numbers import (
    Act,
    AssetKind,
    Capability,
    ChangeKind,
    Covenant,
    Form,
    Lack,
    MortgageState,
    OrderKind,
    OrderState,
    Outcome,
    Paper,
    PartyKind,
    RightKind,
    Role,
    Shape,
    Standing,
    Status,
    Way,
)

_BEIJING = timezone(timedelta(hours=8))
_TIMES = {
    "capUntil",
    "deadline",
    "expiry",
    "longest",
    "parentUntil",
    "readyAt",
    "registeredAt",
    "termUntil",
    "until",
    "valuedAt",
}
_NUMBERS: dict[str, type[IntEnum]] = {
    "act": Act,
    "covenant": Covenant,
    "form": Form,
    "lack": Lack,
    "outcome": Outcome,
    "role": Role,
    "shape": Shape,
    "standing": Standing,
    "status": Status,
    "way": Way,
}
_KINDS: dict[str, type[IntEnum]] = {
    "AssetKindUnknown": AssetKind,
    "ChangeKindDiffers": ChangeKind,
    "KindNotOnAsset": RightKind,
    "KindNotUnderParent": RightKind,
    "LayerExists": RightKind,
    "Mortgages.assign": ChangeKind,
    "Mortgages.changeRank": ChangeKind,
    "Mortgages.renew": ChangeKind,
    "OrderKindUnknown": OrderKind,
    "Orders.lay": OrderKind,
    "Orders.layOnParty": OrderKind,
    "RightKindUnknown": RightKind,
    "Rights.issue": RightKind,
    "Rights.recordExisting": RightKind,
    "ShapeIs": RightKind,
    "SharesDoNotSum": RightKind,
    "Transfers.accept": RightKind,
}
"""Whose number `kind` is in an error or a call; of the others it is a party's."""
_STATES: dict[str, type[IntEnum]] = {"MortgageNotLive": MortgageState, "OrderNotLive": OrderState}
_MASKS: dict[str, Callable[[int], list[IntEnum]]] = {
    "allowed": lambda mask: _bits(Role, mask),
    "capability": lambda mask: [value for value in Capability if mask & value],
    "missing": lambda mask: _bits(Paper, mask),
    "roles": lambda mask: _bits(Role, mask),
}


def shown(code: str, field: str, value: object, lang: Lang) -> str:
    """One argument of the error or call `code` in a language; what has no word stays a number."""
    if not isinstance(value, int):
        return str(value)
    if field in _TIMES:
        return moment(value)
    if field in _MASKS:
        words = [catalogue.label(member, lang) for member in _MASKS[field](value)]
        return ("、" if lang == "zh" else ", ").join(words) or str(value)
    numbers = {"kind": _KINDS.get(code, PartyKind), "state": _STATES.get(code)}.get(field, _NUMBERS.get(field))
    if numbers is None or value not in list(numbers):
        return str(value)
    return catalogue.label(numbers(value), lang)


def moment(time: int) -> str:
    """A block's time (UTC seconds) as a clock in China shows it; 0 is no time at all."""
    if time <= 0 or time > 253_402_214_400:
        return "—"
    return datetime.fromtimestamp(time, UTC).astimezone(_BEIJING).strftime("%Y-%m-%d %H:%M")


def _bits(numbers: type[IntEnum], mask: int) -> list[IntEnum]:
    return [member for member in numbers if mask >> member & 1]
