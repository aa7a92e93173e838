"""The embedded node: one Anvil that we start, watch and stop, its chain kept across restarts.

Anvil keeps state, blocks and receipts in one file, but neither its clock nor its genesis: both are mended here.
"""

import shutil
import subprocess
import time
from enum import StrEnum
from pathlib import Path
from typing import Any

import orjson

from ledger.chain import clock, process
from ledger.chain.errors import NodeDown, NodeFailed, NodeStateBroken, WrongChain
from ledger.chain.network import Network
from ledger.chain.rpc import Rpc

_DUMP_SECONDS = 5
"""How often the state is written; a killed node loses what came after."""
_COPY_SECONDS = 60
"""How often `tend` keeps a copy: Anvil writes in place, and a kill meanwhile tears the file."""
_STATES = 32
"""Blocks whose state can still be read. Keeping all costs gigabytes and slows every transaction down."""
_START_SECONDS = 60.0


class Start(StrEnum):
    """How the node came up."""

    FOUND = "found"
    """It ran already."""
    FRESH = "fresh"
    """A new chain."""
    RESUMED = "resumed"
    """The kept chain."""
    RESTORED = "restored"
    """The state file was broken by a kill; the chain goes on from an older copy."""


class Node:
    """The embedded node of one folder. Any process may make this object; the node outlives it."""

    def __init__(self, folder: Path, network: Network, port: int | None = None) -> None:
        """`port`: 0 takes any free one; None takes the profile's."""
        self.folder = folder
        self.network = network
        self._port = int(network.rpc.rsplit(":", 1)[1]) if port is None else port
        self._state = folder / "state.json"
        self._older = folder / "state.older.json"
        self._settings = folder / "node.json"
        self._running = folder / "node.pid.json"
        self._log = folder / "node.log"
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where the node listens, or would."""
        return f"http://127.0.0.1:{_read(self._running).get('port', self._port)}"

    def rpc(self) -> Rpc:
        """A new connection."""
        return Rpc(self.url)

    def alive(self) -> bool:
        """Whether the process lives."""
        if self._child is not None:
            # Ours tells by itself: while it is being started, the system does not know its command line yet.
            if self._child.poll() is None:
                return True
            self._child = None
        return process.runs(self._pid(), str(self._state))

    def start(self, genesis_time: int | None = None) -> Start:
        """Start the node, or find it running, with its clock mended.

        `genesis_time` (UTC seconds) counts for a new chain only, which then keeps a time of its own behind the wall
        clock until `catch_up`. NodeMissing, PortTaken, NodeFailed, NodeStateBroken, WrongChain.
        """
        if self.alive():
            self._answering()
            self._begin()
            return Start.FOUND
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        how = self._prepare_state()
        # A node killed before its first dump left settings and no state: the same genesis comes again.
        if how is Start.FRESH and not self._settings.exists():
            behind = genesis_time is not None
            _write(self._settings, {"genesis_time": genesis_time or clock.wall(), "behind": behind})
        self._spawn()
        self._answering()
        self._begin()
        return how

    def tend(self) -> bool:
        """To be called now and then: start the node again if it died. True if it had: the newest blocks may be lost."""
        if self.alive():
            if _time(self._state) > _time(self._older) + _COPY_SECONDS:
                self._keep_copy()
            return False
        self.start()
        return True

    def stop(self) -> None:
        """End the node in good order; its state is written. Does nothing if it does not run."""
        process.end(self._pid(), str(self._state))
        if self._child is not None:
            self._child.wait()
            self._child = None
        self._running.unlink(missing_ok=True)

    def advance(self, seconds: int) -> int:
        """Let time pass on a chain with a time of its own; the new head's time. ClockAhead past the wall clock."""
        with self.rpc() as rpc:
            return clock.advance(rpc, seconds)

    def catch_up(self) -> None:
        """End the chain's own time: from here on it follows the wall clock."""
        _write(self._settings, _read(self._settings) | {"behind": False})
        with self.rpc() as rpc:
            clock.mend(rpc, behind=False)

    def _prepare_state(self) -> Start:
        if not self._state.exists() and not self._older.exists():
            return Start.FRESH
        if self._keep_copy():
            return Start.RESUMED
        if not sound(self._older):
            raise NodeStateBroken(str(self._state))
        shutil.copyfile(self._older, self._state)
        return Start.RESTORED

    def _keep_copy(self) -> bool:
        """Whether the state is sound; then a copy is kept. The node may write while we read."""
        draft = self._older.with_suffix(".draft")
        if self._state.exists():
            shutil.copyfile(self._state, draft)
        if not sound(draft):
            return False
        draft.replace(self._older)
        return True

    def _spawn(self) -> None:
        # Kept, so that a restart answers where the first start did.
        self._port = port = process.free_port(self._port)
        # The genesis block is made anew at every start: the same flags must give the same hash.
        flags: dict[str, object] = {
            "--host": "127.0.0.1",
            "--port": port,
            "--chain-id": self.network.chain_id,
            "--hardfork": "london",
            "--timestamp": _read(self._settings)["genesis_time"],
            "--gas-limit": self.network.block_gas_limit,
            "--gas-price": 0,
            "--block-base-fee-per-gas": 0,
            "--accounts": 0,
            "--prune-history": _STATES,
            "--state": self._state,
            "--state-interval": _DUMP_SECONDS,
        }
        command = [str(process.program()), "--no-cors", "--no-request-size-limit", "--quiet", "--no-mining"]
        command += [str(word) for flag in flags.items() for word in flag]
        with self._log.open("ab") as log:
            # A session of its own: Ctrl-C in a terminal is ours to handle, the node must end after its users.
            self._child = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        _write(self._running, {"pid": self._child.pid, "port": port})

    def _begin(self) -> None:
        """Mend the clock before anything is mined: what a sender sends at once again would bear a time long past."""
        with self.rpc() as rpc:
            if rpc.call("anvil_getAutomine"):
                return
            clock.mend(rpc, behind=_read(self._settings)["behind"])
            rpc.call("evm_setAutomine", True)
            # What came in meanwhile was not mined by coming in.
            if rpc.call("txpool_status")["pending"] != "0x0":
                rpc.call("evm_mine")

    def _answering(self) -> None:
        deadline = time.monotonic() + _START_SECONDS
        with self.rpc() as rpc:
            while True:
                try:
                    return rpc.expect_chain(self.network.chain_id)
                except NodeDown as error:
                    if not self.alive() or time.monotonic() > deadline:
                        raise NodeFailed(self._last_words()) from error
                except WrongChain:
                    self.stop()
                    raise
                time.sleep(0.02)

    def _pid(self) -> int:
        return int(_read(self._running).get("pid", 0))

    def _last_words(self) -> str:
        return self._log.read_text("utf-8", "replace")[-2000:] if self._log.exists() else ""


def sound(path: Path) -> bool:
    """Whether a state file is whole: a kill while Anvil writes tears it."""
    if not path.exists():
        return False
    try:
        orjson.loads(path.read_bytes())
    except orjson.JSONDecodeError:
        return False
    return True


def _time(path: Path) -> float:
    return path.stat().st_mtime if path.exists() else 0.0


def _read(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    row: dict[str, Any] = orjson.loads(path.read_bytes())
    return row


def _write(path: Path, row: dict[str, Any]) -> None:
    draft = path.with_suffix(".draft")
    draft.write_bytes(orjson.dumps(row))
    draft.replace(path)
