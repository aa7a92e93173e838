"""Makes a chain of our contracts' events by script and writes it as the files that ``served`` answers from.

Nothing of it was ever executed: it is generated data, for measuring alone. Its logs, headers, receipts and the heads of
its dossiers fit each other as a real chain's would, so nothing that reads it can skip a check.

    python -m tests.benchmarks.making FOLDER EVENTS
"""

import sys
from array import array
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from ledger.chain import abi as abis
from ledger.chain.deployment import Deployment
from ledger.kit import dossier
from ledger.kit.ids import Subject
from ledger.kit.keccak import keccak
from ledger.store import subjects
from tests.benchmarks import headers
from tests.benchmarks.county import County
from tests.benchmarks.words import Encoder, Log

CHAIN_ID = 31_337
PER_BLOCK = 100
BEGIN, PERIOD = 1_700_000_000, 15
WRITERS = tuple(sorted(abis.load().contracts))
Receipt = tuple[str, int, str, int, int]
"""Hash, cumulative gas, bloom, and where in ``logs`` the transaction's logs begin and end."""


class Making:
    """One chain on its way to the disk."""

    def __init__(self, folder: Path, events: int) -> None:
        self.folder, self._wanted = folder, events
        self.addresses = {name: keccak(name.encode())[:20] for name in WRITERS}
        self.heads: dict[bytes, bytes] = {}
        self._county = County(Encoder(abis.load(), self.addresses), CHAIN_ID, self.addresses)
        self._places = subjects.load().places
        self._events, self._written, self._parent = 0, 0, bytes(32)
        self._starts = {name: array("Q", [0]) for name in ("logs", "headers", "receipts")}

    def write(self) -> None:
        """Make everything. Takes about 50 µs an event."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with ExitStack() as stack:
            files = {name: stack.enter_context((self.folder / name).open("wb")) for name in self._starts}
            self._block(0, [], files)
            genesis, story, number = self._parent, self._county.transactions(), 0
            while self._events < self._wanted:
                number += 1
                self._county.block, self._county.time = number, BEGIN + number * PERIOD
                found = list(self._county.founding()) if number == 1 else []
                target = PER_BLOCK * number - self._events
                size = sum(map(len, found))
                while size < target:
                    found.append(next(story))
                    size += len(found[-1])
                self._block(number, found, files)
        for name, starts in self._starts.items():
            (self.folder / f"{name}.starts").write_bytes(starts.tobytes())
        (self.folder / "heads").write_bytes(b"".join([subject + head for subject, head in self.heads.items()]))
        hashes = {name: keccak(code(name)) for name in self.addresses}
        Deployment("made by script", CHAIN_ID, genesis, 1, self.addresses, hashes).save(self.folder / "deployment.json")

    def _block(self, number: int, transactions: list[list[Log]], files: Mapping[str, BinaryIO]) -> None:
        gas, first, encoded, hashes, rows = 0, self._written, [], [], []
        for at, logs in enumerate(transactions):
            gas += 21_000 + 50_000 * len(logs)
            raw, filled = headers.receipt(logs, gas)
            encoded.append(raw)
            hashes.append(keccak(number.to_bytes(8, "big") + at.to_bytes(8, "big")))
            rows.append((hashes[-1].hex(), gas, filled.hex()))
        every = [log for logs in transactions for log in logs]
        fields: list[bytes | int] = [self._parent, headers.EMPTY_UNCLES, bytes(20), keccak(b"state" + self._parent)]
        fields += [keccak(b"".join(hashes)), headers.root(encoded), headers.bloom(every), 0, number, 30_000_000, gas]
        time = BEGIN + number * PERIOD
        fields += [time, b"made", bytes(32), bytes(8), 0]
        own, row = headers.header(fields, hashes)
        text = f'"blockHash":"0x{own.hex()}","blockNumber":"{number:#x}","blockTimestamp":"{time:#x}"'
        written: list[Receipt] = []
        index = 0
        for at, (logs, (of, until, filled_hex)) in enumerate(zip(transactions, rows, strict=True)):
            begin, parts = self._written - first, []
            for log in logs:
                parts.append(_told(log, f'{text},"transactionHash":"0x{of}","transactionIndex":"{at:#x}"', index))
                index += 1
                self._record(log, number, time)
            content = ",".join(parts).encode() + b","
            self._written += files["logs"].write(content)
            written.append((of, until, filled_hex, begin, self._written - first - 1))
        self._events += index
        self._parent = own
        files["headers"].write(orjson.dumps(row))
        files["receipts"].write(orjson.dumps(written))
        for name, file in files.items():
            self._starts[name].append(file.tell())

    def _record(self, log: Log, number: int, time: int) -> None:
        place = self._places.get(log.event)
        if place is not None:
            subject = subjects.subject_in(place, b"".join(log.topics))
            args = dossier.args_hash(log.topics, log.data)
            record = dossier.record(Subject(subject), log.writer, number, time, log.topics[0], args)
            self.heads[subject] = dossier.advance(self.heads.get(subject, dossier.EMPTY), record)


def code(contract: str) -> bytes:
    """What the node says is the code of a contract."""
    return b"generated data, not code: " + contract.encode()


def _told(log: Log, where: str, index: int) -> str:
    topics = '","0x'.join([topic.hex() for topic in log.topics])
    return (
        f'{{"address":"0x{log.writer.hex()}","topics":["0x{topics}"],"data":"0x{log.data.hex()}",{where},'
        f'"logIndex":"{index:#x}","removed":false}}'
    )


def main(folder: str, events: str) -> dict[str, Any]:
    """Make a chain of about so many events."""
    making = Making(Path(folder), int(events))
    making.write()
    return {"subjects": len(making.heads)}


if __name__ == "__main__":
    print(main(*sys.argv[1:]))
