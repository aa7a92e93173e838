"""A node that serves a made chain over HTTP: GENERATED DATA, no consensus, no execution, for measuring alone.

Its answers lie prepared on the disk, so that it is never what is measured: a range of logs is one piece of a file.
It holds the state of its newest block only, as pruning nodes do.

    python -m tests.benchmarks.served FOLDER     prints its port
"""

import asyncio
import mmap
import sys
from array import array
from pathlib import Path
from typing import Any

import orjson

from ledger.chain import deployment
from tests.benchmarks.making import CHAIN_ID, code

Request = dict[str, Any]


class Refused(Exception):
    """What the node does not do, in its own words."""


class Made:
    """A chain on the disk, answers as bytes of JSON."""

    def __init__(self, folder: Path) -> None:
        self._pieces = {name: _Pieces(folder, name) for name in ("logs", "headers", "receipts")}
        self.newest = len(self._pieces["headers"]) - 1
        raw = (folder / "heads").read_bytes().hex().encode()
        self._heads = {raw[at : at + 64]: raw[at + 64 : at + 128] for at in range(0, len(raw), 128)}
        record = deployment.load(folder / "deployment.json")
        self._code = {
            "0x" + at.hex(): b'"0x' + code(name).hex().encode() + b'"' for name, at in record.addresses.items()
        }
        self._numbers: dict[str, int] = {}

    def answer(self, method: str, params: list[Any]) -> bytes:
        """Return the result of one call. Refused for what this node does not do."""
        if method == "eth_call":
            return self._head(params)
        if method == "eth_getBlockByNumber":
            return self._header(self._number(params[0]))
        if method == "eth_getLogs":
            return self._logs(self._number(params[0]["fromBlock"]), self._number(params[0]["toBlock"]))
        if method == "eth_blockNumber":
            return b'"%#x"' % self.newest
        if method == "eth_chainId":
            return b'"%#x"' % CHAIN_ID
        if method == "eth_getCode":
            return self._code.get(params[0].lower(), b'"0x"')
        if method == "eth_getBlockByHash":
            return self._header(self._by_hash(params[0]))
        if method == "eth_getBlockReceipts":
            return self._receipts(self._number(params[0]))
        raise Refused(f"{method} is not served: this is generated data")

    def _head(self, params: list[Any]) -> bytes:
        if self._number(params[1]) != self.newest:
            raise Refused("the state of this block is gone")
        return b'"0x%b"' % self._heads.get(params[0]["data"][10:].encode(), b"0" * 64)

    def _header(self, number: int) -> bytes:
        return self._pieces["headers"].piece(number, number) if 0 <= number <= self.newest else b"null"

    def _logs(self, first: int, last: int) -> bytes:
        return b"[%b]" % self._pieces["logs"].piece(first, min(last, self.newest))[:-1]

    def _receipts(self, number: int) -> bytes:
        logs = self._pieces["logs"].piece(number, number)
        place = {"blockHash": orjson.loads(self._header(number))["hash"], "blockNumber": hex(number)}
        rows, kept = [], orjson.loads(self._pieces["receipts"].piece(number, number))
        for at, (of, gas, filled, begin, end) in enumerate(kept):
            row = place | {"transactionHash": "0x" + of, "transactionIndex": hex(at), "type": "0x2", "status": "0x1"}
            row |= {"cumulativeGasUsed": hex(gas), "logsBloom": "0x" + filled}
            rows.append(orjson.dumps(row)[:-1] + b',"logs":[%b]}' % logs[begin:end])
        return b"[%b]" % b",".join(rows)

    def _by_hash(self, wanted: str) -> int:
        if not self._numbers:
            every = range(self.newest + 1)
            self._numbers = {orjson.loads(self._header(number))["hash"]: number for number in every}
        return self._numbers.get(wanted, -1)

    def _number(self, tag: str) -> int:
        return int(tag, 16) if tag.startswith("0x") else 0 if tag == "earliest" else self.newest


class _Pieces:
    """A file of one piece a block, mapped into memory."""

    def __init__(self, folder: Path, name: str) -> None:
        self._starts = array("Q", (folder / f"{name}.starts").read_bytes())
        with (folder / name).open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def __len__(self) -> int:
        return len(self._starts) - 1

    def piece(self, first: int, last: int) -> bytes:
        """Return the pieces of these blocks, both included."""
        return self._map[self._starts[first] : self._starts[last + 1]]


class Server(asyncio.Protocol):
    """HTTP/1.1 with connections that stay open, as far as JSON-RPC needs it."""

    def __init__(self, made: Made) -> None:
        self._made, self._buffer = made, bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the line."""
        assert isinstance(transport, asyncio.Transport)
        self._line = transport

    def data_received(self, data: bytes) -> None:
        """Answer every request that is complete."""
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = bytes(self._buffer[:end]).lower()
            begin = end + 4
            size = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
            if len(self._buffer) < begin + size:
                return
            body = orjson.loads(self._buffer[begin : begin + size])
            del self._buffer[: begin + size]
            parts = self._batch(body) if isinstance(body, list) else self._one(body)
            length = sum(map(len, parts))
            opening = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % length
            self._line.write(b"".join([opening, *parts]))

    def _batch(self, requests: list[Request]) -> list[bytes]:
        parts = [part for request in requests for part in (b",", *self._one(request))]
        return [b"[", *parts[1:], b"]"]

    def _one(self, request: Request) -> list[bytes]:
        opening = b'{"jsonrpc":"2.0","id":%d,' % request["id"]
        try:
            result = self._made.answer(request["method"], request.get("params", []))
        except Refused as error:
            told = orjson.dumps({"code": -32000, "message": str(error)})
            return [opening, b'"error":', told, b"}"]
        return [opening, b'"result":', result, b"}"]


async def main(folder: str) -> None:
    """Serve until killed."""
    made = Made(Path(folder))
    server = await asyncio.get_running_loop().create_server(lambda: Server(made), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
