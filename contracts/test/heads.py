"""Rebuilds every dossier head from raw logs alone, with the table of whose dossier each event enters."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import cache
from typing import Any

from ledger.chain.abi import Entry, load, topic0
from ledger.chain.decode import reader
from ledger.kit import dossier
from ledger.kit.home import ROOT
from ledger.kit.ids import Subject, subject, subject_of_right
from ledger.kit.numbers import SubjectKind

TABLE = tomllib.loads((ROOT / "chain-config" / "subjects.toml").read_text("utf-8"))
Log = dict[str, Any]


@cache
def events() -> dict[tuple[str, bytes], Entry]:
    """Every event by contract and signature hash."""
    abi = load()
    return {(name, topic0(e)): e for name, row in abi.contracts.items() for e in row.events.values()}


@dataclass
class Heads:
    """Heads by subject; `add` reads further logs."""

    heads: dict[bytes, bytes] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    """Contract by its address in hexadecimal."""

    def add(self, logs: Sequence[Log]) -> set[bytes]:
        """Advance the heads; the subjects that were touched. AssertionError for a log that breaks a rule."""
        touched: set[bytes] = set()
        for log in logs:
            contract = self.names[log["address"]]
            topics = [bytes.fromhex(topic[2:]) for topic in log["topics"]]
            data = bytes.fromhex(log["data"][2:])
            entry = events()[contract, topics[0]]
            assert len(topics) == 1 + sum(arg.indexed for arg in entry.inputs), f"{entry.name} has {len(topics)} topics"
            reader(entry)(b"".join(topics[1:]) + data)
            whose = subject_of(entry, topics)
            if whose is None:
                continue
            assert_shape(entry)
            at = (int(log["blockNumber"], 16), int(log["blockTimestamp"], 16))
            args = dossier.args_hash(topics, data)
            record = dossier.record(whose, bytes.fromhex(log["address"][2:]), *at, topics[0], args)
            self.heads[whose] = dossier.advance(self.heads.get(whose, dossier.EMPTY), record)
            touched.add(whose)
        return touched


def subject_of(entry: Entry, topics: Sequence[bytes]) -> Subject | None:
    """The subject of an event, None for one of the closed list of those that enter no dossier."""
    name = f"{entry.contract}.{entry.name}"
    row = TABLE["subjects"].get(name)
    if row is None:
        assert any(fnmatch(name, pattern) for pattern in TABLE["none"]), f"{name} has no row in subjects.toml"
        return None
    topic = topics[row["topic"]]
    if row["of"] == "thing":
        return subject_of_right(topic)
    return subject(SubjectKind.PARTY if row["of"] == "party" else SubjectKind.ASSET, topic[:16])


@cache
def assert_shape(entry: Entry) -> None:
    """Indexed arguments first, the actor last, at most twelve, every type flat."""
    indexed = [arg.indexed for arg in entry.inputs]
    assert indexed == sorted(indexed, reverse=True), entry
    assert (entry.inputs[-1].name, entry.inputs[-1].type) == ("actor", "address"), entry
    assert len(entry.inputs) <= 12, entry
    assert not any("[" in arg.type or arg.components or arg.type in ("string", "bytes") for arg in entry.inputs), entry
