"""What a proved dossier says, as plain values: the same in Python and the browser, the ground of every sentence.

Ids are 0x-hex, times UTC seconds; quantities (in the kind's unit) and money (in fen) are decimal text, because they may
pass what every language holds as a number. All is as of one block and its time; nothing here looks at a clock.
"""

from collections.abc import Mapping
from typing import Any

from verifier.fold import Row, Tables, pinned
from verifier.refusal import Reason, Refusal
from verifier.state import Packed

SECURITY = 2
"""The act of a lock that encumbers; every other one bars."""
_LAPSES, _CONTINUES = 1, 2
_PENDING, _EFFECTIVE, _OPEN = 2, 3, 1
_NATION = 10**14
Facts = dict[str, Any]


def of(tables: Tables, now: int) -> Facts:
    """Everything that the records say, as of a time."""
    asset = next(iter(tables["assets"].values()))
    rights = [_right(tables, asset, row, now) for row in _sorted(tables["rights"], "right_id")]
    live = {one["id"]: one["live"] for one in rights}
    return {
        "asset": _asset(tables, asset),
        "rights": rights,
        "burdens": _burdens(tables, asset, live),
        "orders": _orders(tables, now),
        "offers": _offers(tables, now),
        "objections": [
            {"id": _hex(row["objection"]), "objector": _hex(row["objector"]), "document": _hex(row["document"])}
            for row in _sorted(tables["objections"], "objection")
            if row["closed"] is None
        ],
        "valuations": [
            {name: _shown(row[name]) for name in ("right_id", "valuer", "method", "valued_at", "document")}
            | {"fen": str(row["fen"])}
            for row in tables["valuations"].values()
        ],
    }


def holders(facts: Facts) -> list[bytes]:
    """The parties whose standing a certificate proves: the collective and the holders of live rights, rising."""
    found = {facts["asset"]["collective"], *(one["holder"] for one in facts["rights"] if one["live"])}
    return sorted(bytes.fromhex(one[2:]) for one in found)


def party(slot: int) -> Facts:
    """What the slot of a party says. ``keeper`` null: it acts itself; ``bars``: orders on the party. Refusal
    CONTRADICTION for the empty slot: a holder is a party."""
    if not slot:
        raise Refusal(Reason.CONTRADICTION, event="Parties")
    fields = Packed(slot)
    keeper, area, until = fields.take(16), fields.take(6), fields.take(5)
    kind, standing, bars = fields.take(2), fields.take(1), fields.take(1)
    return {
        "keeper": _hex(keeper.to_bytes(16)) if keeper else None,
        "area": area,
        "until": until,
        "kind": kind,
        "standing": standing,
        "bars": bars,
    }


def documents(facts: Facts) -> list[str]:
    """The hashes of the documents that what is in force names, rising."""
    found = {facts["asset"]["document"]}
    found |= {one["document"] for one in facts["rights"] if one["live"]}
    for one in facts["burdens"]:
        found |= {one["document"], one["statutory_document"], *(each["document"] for each in one["records"])}
        found.add(one["claim_document"])
    for name in ("orders", "offers", "objections", "valuations"):
        found |= {one["document"] for one in facts[name]}
    return sorted(found - {None, "0x" + "00" * 32})


def _asset(tables: Tables, row: Row) -> Facts:
    names = ("collective", "natural_key", "kind", "area", "document", "status", "registered")
    return {
        "id": _hex(row["asset"]),
        **{name: _shown(row[name]) for name in (*names, "deadline", "confirmed", "retired")},
        "quantity": str(row["quantity"]),
        "codes": [_hex(one["code"]) for one in _sorted(tables["asset_aliases"], "code")],
        "bars": len(tables["asset_bars"]),
    }


def _right(tables: Tables, asset: Row, row: Row, now: int) -> Facts:
    right, locks = row["right_id"], [one for one in tables["locks"].values() if one["right_id"] == row["right_id"]]
    assert isinstance(right, bytes)
    term = _term(row, _kind(right, asset), now)
    return {
        "id": _hex(right),
        "kind": _kind_of(right),
        "holder": _hex(row["holder"]),
        "share": [row["numerator"], row["denominator"]],
        "until": row["until"],
        "term": term,
        "live": term in ("runs", "continues", "extended"),
        "parent": _shown(row["parent"]),
        "existing": row["existing"] == 1,
        "lacks": row["lacks"] or 0,
        "document": _shown(row["document"]),
        "encumbrances": sum(one["act"] == SECURITY for one in locks),
        "bars": sum(one["act"] != SECURITY for one in locks),
    }


def _term(row: Row, kind: Mapping[str, Any], now: int) -> str:
    if row["reissued"] is not None:
        return "reissued"
    if row["lapsed"] is not None:
        return "lapsed"
    until = _int(row["until"])
    if until == 0 or until > now:
        return "runs"
    return {_LAPSES: "over", _CONTINUES: "continues"}.get(kind["end"], "extended")


def _burdens(tables: Tables, asset: Row, live: Mapping[str, bool]) -> list[Facts]:
    """The live securities, by right and by place on it."""
    found = []
    locks = sorted(tables["locks"].values(), key=lambda one: (_hex(one["right_id"]) or "", _int(one["place"])))
    ranks: dict[object, int] = {}
    for lock in locks:
        row = tables["mortgages"].get((lock["cause"],))
        if lock["act"] != SECURITY or row is None or row["state"] not in (_PENDING, _EFFECTIVE):
            continue
        ranks[lock["right_id"]] = rank = ranks.get(lock["right_id"], 0) + 1
        found.append(_burden(tables, asset, lock, row, rank, live))
    return found


def _burden(tables: Tables, asset: Row, lock: Row, row: Row, rank: int, live: Mapping[str, bool]) -> Facts:
    right = lock["right_id"]
    assert isinstance(right, bytes)
    kind, papers = _kind(right, asset), _int(row["papers"])
    names = ("grantor", "lender", "form", "covenant", "cap_until", "state", "registered_at", "statutory_document")
    records = [one for one in tables["mortgage_records"].values() if one["mortgage"] == row["mortgage"]]
    changes = [one for one in tables["mortgage_changes"].values() if one["mortgage"] == row["mortgage"]]
    return {
        "id": _hex(row["mortgage"]),
        "right": _hex(right),
        "rank": rank,
        **{name: _shown(row[name]) for name in (*names, "document", "accepted", "claimed", "claim_document")},
        "void": not live[_hex(right) or ""],
        "register": pinned()["registers"].get(str(_kind_of(right))),
        "contract_only": kind["contract_only"],
        "missing": [kind["required"] & ~papers, kind["expected"] & ~papers],
        "records": [
            {name: _shown(one[name]) for name in ("record_number", "kind", "document", "recorded")} for one in records
        ],
        "proposals": sum(one["state"] == _OPEN for one in changes),
    }


def _orders(tables: Tables, now: int) -> list[Facts]:
    """The orders that nobody has ended, in the order in which they were laid on each thing."""
    queues: dict[object, int] = {}
    found = []
    for row in tables["orders"].values():
        if row["state"] != _OPEN:
            continue
        queues[row["right_id"]] = place = queues.get(row["right_id"], 0) + 1
        names = ("order_id", "right_id", "issuer", "kind", "until", "laid", "document")
        shown = {name: _shown(row[name]) for name in names}
        found.append(shown | {"place": place, "over": _int(row["until"]) <= now})
    return found


def _offers(tables: Tables, now: int) -> list[Facts]:
    """What is offered and not taken: transfers, which bar, and securities, which do not yet."""
    found = []
    for name, to in (("transfers", "transferee"), ("mortgages", "lender")):
        for row in tables[name].values():
            if row["state"] == _OPEN:
                own = _hex(row[name[:-1]])
                over, document = _int(row["until"]) <= now, _shown(row["document"])
                found.append(
                    {
                        "id": own,
                        "of": name,
                        "to": _hex(row[to]),
                        "until": row["until"],
                        "over": over,
                        "document": document,
                    }
                )
    return found


def _kind_of(right: bytes) -> int:
    return int.from_bytes(right[16:18])


def _kind(right: bytes, asset: Row) -> Mapping[str, Any]:
    """The row of the catalogue: the county's before the nation's."""
    county = _int(asset["area"]) // 10**8 * 10**8
    rows = {row["area"]: row for row in pinned()["kinds"] if row["kind"] == _kind_of(right)}
    found: Mapping[str, Any] | None = rows.get(county) or rows.get(_NATION)
    if found is None:
        raise Refusal(Reason.KIND_UNKNOWN, kind=_kind_of(right))
    return found


def _sorted(table: Mapping[Any, Row], column: str) -> list[Row]:
    return sorted(table.values(), key=lambda row: _hex(row[column]) or "")


def _int(value: object) -> int:
    assert isinstance(value, int)
    return value


def _hex(value: object) -> str | None:
    return "0x" + value.hex() if isinstance(value, bytes) else None


def _shown(value: object) -> Any:
    return _hex(value) if isinstance(value, bytes) else value
