"""Writes the vectors: `python -m tests.vectors.write`. Contracts, mirror and browser are held to the JSON files here.

Bytes are 0x and hexadecimal; integers that may pass 2^53 are decimal strings.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.vectors.inputs import (
    CHAIN,
    CODES,
    COUNTY,
    DOCUMENTS,
    DOCUMENTS_REFUSED,
    GROUP,
    KEYS,
    KEYS_REFUSED,
    NEIGHBOUR,
    TOWNSHIP,
    VILLAGE,
)
from tests.vectors.plain import abi, keccak
from tests.vectors.reference import (
    LEVELS,
    NATION,
    advance,
    asset_id,
    contains,
    depth,
    leaf,
    natural_key,
    party_id,
    path,
    record,
    record_id,
    right_id,
    root,
    subject,
    subject_of_right,
    valid,
)

HERE = Path(__file__).resolve().parent


def hexed(data: bytes) -> str:
    return "0x" + data.hex()


def sample(*seed: object) -> bytes:
    """32 bytes that look random and are always the same."""
    return keccak(repr(seed).encode())


def ids() -> dict[str, Any]:
    keys = [(key, *natural_key(*key)) for key in KEYS]
    contract = sample("contract")[:20]
    assets = [asset_id(CHAIN, key) for _, _, key in keys]
    parties = [
        (chain, area, sample("salt", place))
        for place, (chain, area) in enumerate([(CHAIN, 33011000500300), (CHAIN, 33011000500301), (20261124, 10**14)])
    ]
    rights = [
        (assets[place], kind, serial)
        for place, kind, serial in [(0, 1, 1), (1, 2, 1), (1, 32, 2**32 - 1), (2, 0x8000, 7)]
    ]
    made = [right_id(*right) for right in rights]
    someone = party_id(*parties[0])
    things = [(made[0], 1), (made[0], 2), (made[2], 2**64 - 1), (made[3], 0), (assets[3], 1), (someone, 1)]
    return {
        "natural_keys": [
            {"form": key[0], "parts": list(key[1:]), "content": hexed(content), "key": hexed(hashed)}
            for key, content, hashed in keys
        ],
        "natural_keys_refused": [{"form": key[0], "parts": list(key[1:])} for key in KEYS_REFUSED],
        "parties": [
            {"chain_id": chain, "jurisdiction": area, "salt": hexed(salt), "id": hexed(party_id(chain, area, salt))}
            for chain, area, salt in parties
        ],
        "assets": [
            {"chain_id": chain, "key": hexed(key), "id": hexed(asset_id(chain, key))}
            for chain in (CHAIN, 20261124)
            for _, _, key in keys
        ],
        "rights": [
            {"asset": hexed(asset), "kind": kind, "serial": serial, "id": hexed(right_id(asset, kind, serial))}
            for asset, kind, serial in rights
        ],
        "records": [
            {
                "chain_id": CHAIN,
                "contract": hexed(contract),
                "thing": hexed(thing + bytes(32 - len(thing))),
                "number": str(number),
                "id": hexed(record_id(CHAIN, contract, thing, number)),
            }
            for thing, number in things
        ],
        "subjects": [
            {"kind": kind, "id": hexed(thing), "subject": hexed(subject(kind, thing))}
            for kind, thing in [
                (1, assets[0]),
                (2, someone),
                (3, sample("budget")),
                (4, sample("resolution")),
                (5, made[3]),
            ]
        ],
        "subjects_of_rights": [{"right": hexed(right), "subject": hexed(subject_of_right(right))} for right in made],
    }


def jurisdictions() -> dict[str, Any]:
    successors = {NEIGHBOUR: COUNTY, VILLAGE + 2: GROUP}
    moved = [
        (COUNTY, NEIGHBOUR),
        (NEIGHBOUR, COUNTY),
        (NEIGHBOUR, VILLAGE),
        (GROUP, VILLAGE + 2),
        (TOWNSHIP, NEIGHBOUR),
    ]
    return {
        "levels": [{"code": code, "level": ("nation", *LEVELS)[depth(code)]} for code in CODES],
        "counties": [{"code": code, "county": code if code == NATION else code // 10**8 * 10**8} for code in CODES],
        "contains": [
            {"outer": outer, "inner": inner, "contains": contains(outer, inner)} for outer in CODES for inner in CODES
        ],
        "refused": [code for code in (0, 1, 10**12 - 1, NATION + 1, 2**48 - 1) if not valid(code)],
        "recode": {
            "successors": [{"old": old, "new": new} for old, new in successors.items()],
            "contains": [
                {
                    "outer": outer,
                    "inner": inner,
                    "contains": contains(successors.get(outer, outer), successors.get(inner, inner)),
                }
                for outer, inner in moved
            ],
        },
    }


def dossiers() -> dict[str, Any]:
    asset = asset_id(CHAIN, natural_key(*KEYS[0])[1])
    about, actor, party = subject(1, asset), sample("actor")[:20], sample("party")[:16]
    started = 1_700_000_000
    events: list[tuple[str, list[tuple[str, Any]], int]] = [
        (
            "AssetRegistered(bytes16,bytes16,bytes32,uint16,uint48,uint56,bytes32,address)",
            [
                ("bytes16", asset),
                ("bytes16", party),
                ("bytes32", natural_key(*KEYS[0])[1]),
                ("uint16", 1),
                ("uint48", VILLAGE),
                ("uint56", 6_666_700),
                ("bytes32", sample("document")),
            ],
            2,
        ),
        (
            "AssetAnnounced(bytes16,uint40,bytes32,address)",
            [("bytes16", asset), ("uint40", started), ("bytes32", sample(2))],
            1,
        ),
        ("AssetConfirmed(bytes16,bytes16,address)", [("bytes16", asset), ("bytes16", party)], 2),
    ]
    head, entries = bytes(32), []
    for place, (signature, arguments, indexed) in enumerate(events):
        writer, block, time = sample("writer", place // 2)[:20], 7 + place * place, started + 86_400 * place
        everything = [*arguments, ("address", int.from_bytes(actor, "big"))]
        topics = [keccak(signature.encode()), *(abi(argument) for argument in everything[:indexed])]
        data = abi(*everything[indexed:])
        args = keccak(abi(*everything))
        entry = record(about, writer, block, time, topics[0], args)
        head = advance(head, entry)
        entries.append(
            {
                "signature": signature,
                "writer": hexed(writer),
                "block": block,
                "time": time,
                "topics": [hexed(topic) for topic in topics],
                "data": hexed(data),
                "args_hash": hexed(args),
                "record": hexed(entry),
                "head": hexed(head),
            }
        )
    return {"subject": hexed(about), "first_head": hexed(bytes(32)), "entries": entries}


def documents() -> dict[str, Any]:
    made = []
    for number, (document, named) in enumerate(DOCUMENTS):
        salts = {pointer: sample("field", number, pointer)[:16] for pointer in named}
        leaves = {pointer: leaf(pointer, value, salts[pointer]) for pointer, value in named.items()}
        ordered = sorted(leaves.values())
        made.append(
            {
                "document": document,
                "fields": [
                    {
                        "pointer": pointer,
                        "value": value,
                        "salt": hexed(salts[pointer]),
                        "leaf": hexed(leaves[pointer]),
                        "path": _path(ordered, leaves[pointer]),
                    }
                    for pointer, value in sorted(named.items())
                ],
                "root": hexed(root(ordered)),
            }
        )
    content, salt = b"%PDF-1.7 a scan", sample("scan")[:16]
    scan = {"content": hexed(content), "salt": hexed(salt), "hash": hexed(keccak(b"\x02" + salt + content))}
    trees = [[sample(count, place) for place in range(count)] for count in range(1, 10)]
    return {
        "documents": made,
        "refused": DOCUMENTS_REFUSED,
        "roots": [{"leaves": [hexed(one) for one in tree], "root": hexed(root(tree))} for tree in trees],
        "scan": scan,
    }


def _path(ordered: list[bytes], one: bytes) -> list[dict[str, Any]]:
    return [{"node": hexed(node), "left": left} for node, left in path(ordered, ordered.index(one))]


FILES = {"ids": ids, "jurisdictions": jurisdictions, "dossiers": dossiers, "documents": documents}


def text(name: str) -> str:
    """What the JSON file of a name should hold."""
    return json.dumps(FILES[name](), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    for each in FILES:
        (HERE / f"{each}.json").write_text(text(each), "utf-8")
