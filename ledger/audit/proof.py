"""Whether a node's word is the chain's: headers hash to their hashes and form a chain, logs follow from the receipts.

What is proved is taken as the chain; every other word of the node is a finding.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ledger.audit.asked import Json, Part, transactions
from ledger.audit.findings import Finding, shown
from ledger.chain import receipts as held
from ledger.chain.header import hash_of
from ledger.store import base
from ledger.store.raw import Raw
from ledger.store.schema import CHAIN
from ledger.store.source import Header
from ledger.store.stored import Row


@dataclass(frozen=True, slots=True)
class Proven:
    """A part of the chain as far as it can be known; where nothing proves the logs of a block, they are the node's."""

    headers: list[Header]
    logs: list[Raw]
    findings: list[Finding]


class Proof:
    """Part after part of one chain. ``writers``: the addresses of the contracts whose logs count."""

    def __init__(self, chain_id: int, writers: Iterable[bytes], before: bytes | None) -> None:
        self._chain = chain_id
        self._addresses = frozenset(writers)
        self._writers = frozenset("0x" + address.hex() for address in self._addresses)
        self._before = set() if before is None else {before}
        self._findings: list[Finding] = []

    def prove(self, part: Part, stored: Mapping[int, Row]) -> Proven:
        """Return what a part says. ``stored``: rows of ``blocks`` by number, which may prove what the node altered."""
        self._findings = []
        headers = [
            self._header(number, row, stored.get(number)) for number, row in enumerate(part.headers, start=part.first)
        ]
        told: defaultdict[int, list[Json]] = defaultdict(list)
        for log in part.logs:
            if str(log.get("address")).lower() in self._writers:
                told[_number(log.get("blockNumber"))].append(log)
        logs: list[Raw] = []
        for (header, proven), row in zip(headers, part.headers, strict=True):
            number, said = header.number, told.pop(header.number, [])
            if number in part.receipts:
                right = self._right(header, row, part.receipts[number], said)
            elif proven:
                right = []
                self._compare(right, said)
            else:
                right = None
            if right is None:
                right = [self._told(log) for log in said]
            logs.extend(right)
        self._compare([], [log for more in told.values() for log in more])
        return Proven([header for header, _ in headers], logs, self._findings)

    def _header(self, number: int, row: Json, stored: Row | None) -> tuple[Header, bool]:
        """The header as it must be, and whether that is proved."""
        given, made = _bytes(row.get("hash")), hash_of(row)
        parent, time, root = (
            _bytes(row.get("parentHash")),
            _number(row.get("timestamp")),
            _bytes(row.get("receiptsRoot")),
        )
        told = Header(number, given, parent, time, root)
        if made == given and _number(row.get("number")) == number:
            if self._before and parent not in self._before:
                [before, *_] = self._before
                self._tell("parent", number, "parent", before, parent)
            self._before = {given}
            return told, True
        self._tell("header", number, "hash", made, given)
        self._before = {given} if made is None else {given, made}
        if stored is not None and made == stored[2]:
            return told._replace(hash=given if made is None else made), True
        if stored is not None and hash_of(row | _altered(stored)) == stored[2]:
            return Header(*stored[1:]), True  # type: ignore[arg-type]
        return told, False

    def _right(self, header: Header, row: Json, receipts: list[Json] | None, said: list[Json]) -> list[Raw] | None:
        """The logs that the block's receipts prove; None when they prove nothing. What was said otherwise is told."""
        read = None if receipts is None else held.read(receipts)
        if receipts is None or read is None or read[0] != header.receipts_root:
            self._tell("receipts", header.number, "receipts_root", header.receipts_root, read and read[0])
            return None
        hashes = transactions(row)
        txs = [_bytes(one) for one in hashes]
        found: list[Raw] = []
        same = True
        # Neither a log's number nor its transaction's hash is in the receipt: both follow from its place.
        for at, (place, writer, topics, data, given) in enumerate(read[1]):
            if writer in self._addresses:
                known = place < len(hashes)
                same = same and known and len(found) < len(said) and _says(said[len(found)], given, at, hashes[place])
                found.append(Raw(header.number, at, txs[place] if known else b"", writer, topics, data))
        if not same or len(found) < len(said):
            self._compare(found, said)
        return found

    def _told(self, log: Json) -> Raw:
        place = _number(log.get("blockNumber")), _number(log.get("logIndex"))
        topics = b"".join([_bytes(topic) for topic in log.get("topics") or ()])
        return Raw(*place, _bytes(log.get("transactionHash")), _bytes(log["address"]), topics, _bytes(log.get("data")))

    def _compare(self, right: list[Raw], said: list[Json]) -> None:
        """What ``eth_getLogs`` says of a block against what the receipts prove."""
        given: dict[int, Raw] = {}
        for raw in map(self._told, said):
            if given.setdefault(raw.log, raw) is not raw:
                self._log("invented", raw, None, None, self._whole(raw))
        for raw in right:
            other = given.pop(raw.log, None)
            if other is None:
                self._log("hidden", raw, None, self._whole(raw), None)
                continue
            for column, one, two in zip(raw._fields, raw, other, strict=True):
                if one != two:
                    self._log("forged", raw, column, shown(one), shown(two))
        for raw in given.values():
            self._log("invented", raw, None, None, self._whole(raw))

    def _tell(self, kind: str, number: int, column: str, before: bytes | None, after: bytes | None) -> None:
        key = {CHAIN: self._chain, "number": number}
        self._findings.append(Finding(kind, base.blocks.name, key, column, shown(before), shown(after)))

    def _log(self, kind: str, raw: Raw, column: str | None, before: Any, after: Any) -> None:
        key = {CHAIN: self._chain, "block": raw.block, "log": raw.log}
        self._findings.append(Finding(kind, base.events.name, key, column, before, after))

    def _whole(self, raw: Raw) -> dict[str, Any]:
        return {CHAIN: self._chain} | {name: shown(value) for name, value in raw._asdict().items()}


def _altered(stored: Row) -> Json:
    """The fields of a header that a row of ``blocks`` holds, as JSON-RPC gives them."""
    _, number, _, parent, time, root = stored
    if not (
        isinstance(number, int) and isinstance(time, int) and isinstance(parent, bytes) and isinstance(root, bytes)
    ):
        return {}
    words = {"parentHash": "0x" + parent.hex(), "receiptsRoot": "0x" + root.hex()}
    return words | {"number": hex(number), "timestamp": hex(time)}


def _says(one: Json, two: Mapping[str, Any], at: int, tx: object) -> bool:
    """Whether ``eth_getLogs`` and a receipt tell the same log in the same words; if not, it must be read."""
    return (
        one.get("data") == two["data"]
        and one.get("topics") == two["topics"]
        and one.get("address") == two["address"]
        and one.get("transactionHash") == tx
        and _number(one.get("logIndex")) == at
    )


def _bytes(text: object) -> bytes:
    """Bytes as JSON-RPC gives them; none for what is no such text."""
    try:
        return bytes.fromhex(str(text)[2:])
    except ValueError:
        return b""


def _number(text: object) -> int:
    try:
        return int(str(text), 16)
    except ValueError:
        return -1
