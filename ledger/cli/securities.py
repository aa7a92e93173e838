"""A mortgage as commands show it: rank, claim, numbered records, open proposals."""

from collections.abc import Callable, Sequence
from typing import Any

from ledger.chain.words import moment
from ledger.cli.command import Io
from ledger.desks import securities
from ledger.desks.securities import Said
from ledger.kit.catalogue import label
from ledger.kit.ids import to_text
from ledger.kit.locale import say
from ledger.mortgages.queries import Mortgage, Proposal, Record

Name = Callable[[bytes], str]
"""What a party is called."""


def document(one: Mortgage, name: Name) -> dict[str, Any]:
    """Return a mortgage in JSON; times in UTC seconds."""
    return {
        "id": to_text(one.mortgage),
        "lender": name(one.lender),
        "first_lender": name(one.lender_at()),
        "grantor": name(one.grantor),
        "state": one.state.name.lower(),
        "rank": one.rank,
        "cap_until": one.cap_until,
        "claimed": one.claimed,
        "records": [_record(each, name) for each in one.records],
        "proposals": [_proposal(each, name) for each in one.proposals],
    }


def lines(io: Io, one: Mortgage, among: Sequence[Mortgage], name: Name) -> list[str]:
    """Return a mortgage in words; ``among``: the asset's."""
    rank = io.say("asset.rank", rank=one.rank) if one.rank else ""
    found = [f"{label(one.form, io.lang)} · {name(one.lender)} · {label(one.state, io.lang)} {rank}".rstrip()]
    for each in one.records:
        what = _words(io, securities.recorded(each, among), name)
        found.append("  " + io.say("mortgage.record", number=each.record_number, time=moment(each.recorded), what=what))
    for offer in one.proposals:
        if offer.open:
            fields = {"what": _words(io, securities.proposed(offer, among), name), "who": name(offer.agrees)}
            found.append("  " + io.say("mortgage.proposal", until=moment(offer.until), **fields))
            found.append(f"    {to_text(offer.change)}")
    if one.claimed and one.live:
        found.append("  ! " + say("warnings.EndClaimed", io.lang, since=moment(one.claimed)))
    return found


def _words(io: Io, said: Said, name: Name) -> str:
    fields = {word: name(value) if isinstance(value, bytes) else moment(value) for word, value in said.fields.items()}
    return say(said.key, io.lang, **fields)


def _record(one: Record, name: Name) -> dict[str, Any]:
    return {
        "number": one.record_number,
        "kind": one.kind.name.lower(),
        "time": one.recorded,
        "cap_until": one.cap_until,
        "lender": None if one.lender is None else name(one.lender),
        "former": None if one.former is None else name(one.former),
        "other": None if one.other is None else to_text(one.other),
    }


def _proposal(one: Proposal, name: Name) -> dict[str, Any]:
    return {
        "id": to_text(one.change),
        "kind": one.kind.name.lower(),
        "open": one.open,
        "state": one.state.name.lower(),
        "until": one.until,
        "cap_until": one.cap_until,
        "lender": None if one.lender is None else name(one.lender),
        "other": None if one.other is None else to_text(one.other),
        "agrees": name(one.agrees),
    }
