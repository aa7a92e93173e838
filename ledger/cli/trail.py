"""An asset's trail on the command line: the words of the offline check, with the names that this office knows."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from ledger.cli.command import Io
from ledger.cli.opened import Opened
from ledger.desks.story import Step, Story
from ledger.parties import queries as parties
from ledger.parties.queries import Party
from ledger.store.view import View
from verifier import history
from verifier.words import seen

_HEX = re.compile(r"0x([0-9a-f]+)")
_PARTY, _ROOT = 32, 64


def rows(found: Story) -> list[dict[str, Any]]:
    """Every record as ``verifier.history`` has it, and ``signer``: whose officer signed, null if anybody may."""
    return [_row(place, step) for place, step in enumerate(found.timeline, 1)]


def lines(io: Io, own: Opened, found: Story) -> list[str]:
    """The rows in words."""
    trail, told = rows(found), []
    for row, step in zip(trail, found.timeline, strict=True):
        said = history.told(row, trail, io.lang)
        if step.signer is not None:
            whose = io.say("asset.officer", party="0x" + step.signer.hex(), account=row["actor"])
            said = [whose if row["actor"] in line else line for line in said]
        told += said
    return named(io, own, found.parties, told)


def known(view: View, texts: Iterable[str]) -> Mapping[bytes, Party]:
    """The parties whose ids stand in these lines."""
    ids = {bytes.fromhex(hit) for text in texts for hit in _HEX.findall(text) if len(hit) == _PARTY}
    return parties.some(view, ids)


def named(io: Io, own: Opened, people: Mapping[bytes, Party], texts: Iterable[str]) -> list[str]:
    """The lines, with names instead of ids where this office knows them; the id stays beside a name that two bear."""
    names = {party: seen(own.names.name(row.document)) for party, row in people.items()}
    borne = Counter(names.values())

    def name(hit: re.Match[str]) -> str:
        known = bytes.fromhex(hit[1]) if len(hit[1]) in (_PARTY, _ROOT) else b""
        called = names.get(known, "") if len(hit[1]) == _PARTY else seen(own.names.name(known)) if known else ""
        if not called:
            return hit[0]
        return io.say("asset.named", name=called, id=hit[0]) if borne[called] > 1 else called

    return [_HEX.sub(name, text) for text in texts]


def _row(place: int, step: Step) -> dict[str, Any]:
    record = step.record
    args = {name: _plain(value) for name, value in record.args.items()}
    mandate = record.args.get("mandate")
    return {
        "place": place,
        "block": record.block,
        "time": record.time,
        "event": record.event,
        "actor": args.pop("actor", None),
        "signer": _plain(step.signer),
        "mandate": _plain(mandate) if isinstance(mandate, bytes) and any(mandate) else None,
        "args": args,
    }


def _plain(value: object) -> Any:
    return "0x" + value.hex() if isinstance(value, bytes) else value
