"""Records and heads agree with the vectors."""

import json
from pathlib import Path

from ledger.kit import dossier
from ledger.kit.ids import Subject
from ledger.kit.keccak import keccak

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "dossiers.json").read_text("utf-8"))


def unhex(text: str) -> bytes:
    return bytes.fromhex(text[2:])


def test_heads_follow_from_raw_logs() -> None:
    about, head = Subject(unhex(VECTORS["subject"])), dossier.EMPTY
    for entry in VECTORS["entries"]:
        topics = [unhex(topic) for topic in entry["topics"]]
        args = dossier.args_hash(topics, unhex(entry["data"]))
        made = dossier.record(about, unhex(entry["writer"]), entry["block"], entry["time"], topics[0], args)
        head = dossier.advance(head, made)

        assert topics[0] == keccak(entry["signature"].encode())
        assert args == unhex(entry["args_hash"])
        assert made == unhex(entry["record"])
        assert head == unhex(entry["head"])
