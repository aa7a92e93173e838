"""Facts of a certificate made so that every sentence of a report is needed."""

from __future__ import annotations

from verifier.facts import Facts

NOW = 1_790_000_000
RIGHT = "0x" + "11" * 16 + "0020" + "00000002" + "00" * 10
LAPSED = "0x" + "11" * 16 + "0001" + "00000001" + "00" * 10
ROOTS = [f"0x{at:064x}" for at in range(1, 12)]


def whatever(facts: Facts) -> None:
    """Add to the facts of a mortgaged field what it lacks."""
    asset, right, burden = facts["asset"], facts["rights"][0], facts["burdens"][0]
    order = {"order_id": RIGHT, "right_id": RIGHT, "kind": 1, "issuer": "0x01", "place": 1, "until": NOW}
    offers = [
        {"of": of, "id": RIGHT, "to": "0x02", "until": NOW, "over": False, "document": root}
        for of, root in zip(("transfers", "mortgages"), ROOTS[:2], strict=True)
    ]
    value = {
        "right_id": RIGHT,
        "valuer": "0x04",
        "method": 2,
        "valued_at": NOW,
        "fen": "123456789",
        "document": ROOTS[2],
    }
    facts |= {
        "orders": [
            order | {"over": True, "document": ROOTS[3]},
            order | {"right_id": asset["id"] + "00" * 16, "over": False, "document": ROOTS[4]},
        ],
        "offers": [*offers, {**offers[0], "over": True}],
        "valuations": [value | {"document": ROOTS[2]}],
        "objections": [{"id": RIGHT, "objector": "0x05", "document": ROOTS[5]}],
        "day": 1,
        "not_enclosed": ROOTS,
    }
    asset |= {"codes": ["0x03"], "bars": 2, "status": 2, "deadline": NOW}
    right |= {"until": 0, "bars": 1, "parent": RIGHT, "existing": True}
    lapsed = right | {"id": LAPSED, "term": "lapsed", "live": False, "holder": "0x06", "lacks": 3, "document": None}
    facts["rights"] += [lapsed, right | {"id": RIGHT, "until": NOW, "term": "extended"}]
    record = {"record_number": 1, "kind": 1, "recorded": NOW, "document": ROOTS[6]}
    burden |= {"contract_only": True, "void": True, "missing": [1, 2], "covenant": 2, "cap_until": NOW, "proposals": 1}
    burden |= {"claimed": NOW, "claim_document": ROOTS[7], "statutory_document": ROOTS[8], "records": [record]}
    register = {"code": "land", "effect": "constitutive", "zh": "不动产登记", "en": "real estate registration"}
    numbered = {"contract_only": False, "register": register, "registered_at": NOW}
    facts["burdens"] += [burden | numbered, burden | numbered | {"registered_at": None}]
    facts["sealers"][0] |= {"name": None, "kind": None}
