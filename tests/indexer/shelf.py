"""A small real contract on a real node with a mirror of its own: what the tests of indexer and audit stand on."""

import json
import os
import socket
import subprocess
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import solcx

from ledger.chain.abi import Abi, combine, read
from ledger.chain.blocks import genesis
from ledger.chain.client import Call, Chain
from ledger.chain.deployment import Deployment, code_hashes
from ledger.chain.errors import NodeDown
from ledger.chain.rpc import Rpc
from ledger.indexer.indexer import Indexer
from ledger.kit.home import ROOT
from ledger.kit.keccak import keccak
from ledger.store.db import open_store, reading, sqlite_url
from ledger.store.digest import mirror_digest
from ledger.store.mirror import Mirror
from ledger.store.raw import Decoder
from ledger.store.registry import Schema, check_complete, collect
from ledger.store.rules import Delete, Entry, Ignore, Insert, Update, Upsert
from ledger.store.schema import B16, B20, B32, INT, maybe, table
from ledger.store.source import Source
from ledger.store.subjects import Place, Subjects, check_subjects

HERE = Path(__file__).resolve().parent
CHAIN_ID = 31337
BOOKS = [bytes([number]) * 16 for number in range(1, 7)]
ANNE, BEN = b"a" * 16, b"b" * 16


BOOK_TABLE = table(
    "books",
    key=("book",),
    indexes=(("owner",),),
    book=B16,
    owner=B16,
    pages=INT,
    document=B32,
    placed=INT,
    moves=maybe(INT),
)
MARKS = table("marks", key=("book", "mark"), book=B16, mark=INT, torn=INT, mask=B32, marker=B20)
MOVES = table("moves", key=("block", "log"), block=INT, log=INT, book=B16, owner=B16, tx=B32, writer=B20)


class ShelfMirror:
    """What a concept's ``mirror`` module holds."""

    TABLES = (BOOK_TABLE, MARKS, MOVES)
    RULES: tuple[Entry, ...] = (
        Insert("Shelf.BookPlaced", "books", key=("book",), also={"placed": "$time"}),
        Update("Shelf.BookMoved", "books", key=("book",), constants={"moves": 1}),
        Insert(
            "Shelf.BookMoved",
            "moves",
            key=("block", "log"),
            also={"block": "$block", "log": "$log", "tx": "$tx", "writer": "$writer"},
        ),
        Upsert("Shelf.BookMarked", "marks", key=("book", "mark"), also={"marker": "actor"}),
        Delete("Shelf.MarkErased", "marks", key=("book", "mark")),
        Delete("Shelf.BookRemoved", "books", key=("book",)),
        Ignore("Shelf.Swept", why="nothing to show"),
    )


SCHEMA: Schema = collect([ShelfMirror()])
BOOK = Place("asset", 1)
SUBJECTS = Subjects(
    {f"Shelf.{name}": BOOK for name in ("BookPlaced", "BookMoved", "BookMarked", "MarkErased", "BookRemoved")},
    {"Shelf.Swept": "nobody's"},
)


@cache
def artifacts() -> dict[str, dict[str, Any]]:
    """Compile Shelf.sol once, for all processes that run tests in this checkout."""
    source = (HERE / "Shelf.sol").read_text("utf-8")
    kept = ROOT / ".cache" / f"shelf-{keccak(source.encode()).hex()[:16]}.json"
    if not kept.exists():
        kept.parent.mkdir(exist_ok=True)
        draft = kept.with_suffix(f".{os.getpid()}")
        draft.write_text(json.dumps(_compiled(source)))
        draft.replace(kept)
    found: dict[str, dict[str, Any]] = json.loads(kept.read_text())
    return found


def _compiled(source: str) -> dict[str, dict[str, Any]]:
    request = {
        "language": "Solidity",
        "sources": {"Shelf.sol": {"content": source}},
        "settings": {
            "evmVersion": "london",
            "optimizer": {"enabled": True},
            "outputSelection": {"*": {"*": ["abi", "evm.bytecode.object"]}},
        },
    }
    output = solcx.compile_standard(request, solc_binary=ROOT / "contracts" / "solc" / "solc-v0.8.37")
    return {
        name: {"contractName": name, "abi": built["abi"], "bytecode": "0x" + built["evm"]["bytecode"]["object"]}
        for name, built in output["contracts"]["Shelf.sol"].items()
    }


def abi() -> Abi:
    """The contracts of Shelf.sol."""
    return combine(read(artifact) for artifact in artifacts().values())


@dataclass
class Node:
    """An Anvil of its own; every transaction is a block unless ``evm_setAutomine`` says otherwise."""

    process: subprocess.Popen[bytes]
    rpc: Rpc

    @staticmethod
    def start(anvil: Path, *options: str, port: int = 0) -> "Node":
        """Start on a free port, or the one that is given, and wait until it answers."""
        if port == 0:
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                port = probe.getsockname()[1]
        command = [str(anvil), "--port", str(port), "--silent", "--hardfork", "london", "--gas-price", "0"]
        process = subprocess.Popen([*command, "--base-fee", "0", *options], stdout=subprocess.DEVNULL)
        rpc = Rpc(f"http://127.0.0.1:{port}")
        for _ in range(200):
            try:
                rpc.height()
            except NodeDown:
                time.sleep(0.05)
            else:
                return Node(process, rpc)
        raise TimeoutError("anvil did not answer")

    def stop(self) -> None:
        """End it and wait."""
        self.rpc.close()
        self.process.terminate()
        self.process.wait()


@dataclass
class World:
    """A deployed shelf, its indexer and its mirror."""

    chain: Chain
    indexer: Indexer
    mirror: Mirror
    source: Source

    def do(self, function: str, *args: Any) -> None:
        """Call the shelf in a transaction of its own."""
        account = self.chain.rpc.call("eth_accounts")[0]
        data = self.chain.encode(Call("Shelf", function, args))
        place = "0x" + self.chain.address("Shelf").hex()
        _mined(self.chain.rpc, {"from": account, "to": place, "data": "0x" + data.hex(), "gas": hex(20_000_000)})


def _mined(rpc: Rpc, transaction: dict[str, str]) -> dict[str, Any]:
    sent = rpc.call("eth_sendTransaction", transaction)
    for _ in range(200):
        receipt: dict[str, Any] | None = rpc.call("eth_getTransactionReceipt", sent)
        if receipt is not None:
            assert receipt["status"] == "0x1"
            return receipt
        time.sleep(0.01)
    raise TimeoutError(sent)


def deploy(rpc: Rpc) -> Deployment:
    """Put Dossiers and Shelf on the chain."""
    account, start = rpc.call("eth_accounts")[0], rpc.height() + 1
    found = artifacts()
    first = _mined(rpc, {"from": account, "data": found["Dossiers"]["bytecode"]})["contractAddress"]
    code = found["Shelf"]["bytecode"] + first[2:].rjust(64, "0")
    second = _mined(rpc, {"from": account, "data": code})["contractAddress"]
    places = {"Dossiers": bytes.fromhex(first[2:]), "Shelf": bytes.fromhex(second[2:])}
    codes = code_hashes(rpc, places.values())
    hashes = {name: codes[address] for name, address in places.items()}
    return Deployment("test", CHAIN_ID, genesis(rpc), start, places, hashes)


def world(rpc: Rpc, deployment: Deployment, url: str, **options: Any) -> World:
    """Index a deployment into the database at ``url``."""
    chain = Chain(rpc, deployment, abi())
    source = Source(chain)
    decoder = Decoder(chain.abi, source.writers)
    check_complete(decoder.arguments, SCHEMA)
    check_subjects(decoder.arguments, SUBJECTS)
    mirror = Mirror(open_store(url, "mirror"), SCHEMA, decoder, SUBJECTS, deployment.chain_id)
    return World(chain, Indexer(source, mirror, **options), mirror, source)


def fresh(rpc: Rpc, at: Path | str, **options: Any) -> World:
    """Deploy and index into a new file in a folder, or into the database at a URL; started but not synced."""
    url = at if isinstance(at, str) else sqlite_url(at / "mirror.db")
    made = world(rpc, deploy(rpc), url, **options)
    made.indexer.start()
    return made


def play(world: World) -> None:
    """Every form of rule, and rows that come back after they went."""
    world.do("place", BOOKS, ANNE, 300)
    world.do("mark", BOOKS[0], 1, True, 2**255 + 1)
    world.do("mark", BOOKS[0], 1, False, 7)
    world.do("mark", BOOKS[0], 2, True, 8)
    world.do("move", BOOKS[1], BEN)
    world.do("sweep", "with a broom")
    world.do("remove", BOOKS[2])
    world.do("place", [BOOKS[2]], BEN, 12)
    world.do("erase", BOOKS[0], 2)
    world.do("move", BOOKS[2], ANNE)


def digest(world: World) -> bytes:
    """What the whole mirror holds, as one hash."""
    with reading(world.mirror.engine) as connection:
        return mirror_digest(connection, world.mirror.tables, CHAIN_ID)
