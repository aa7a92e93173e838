"""One validator: a process that can be killed, started again, and cut off from the others."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eth_account import Account
from eth_account.signers.local import LocalAccount

from ledger.chain.errors import NodeDown
from ledger.chain.rpc import Rpc
from tests.cluster.genesis import enode, keystore, settings
from tests.cluster.ports import reserve

_PASSWORD = "only for tests"
_START = 60.0


class Validator:
    """`account`: who seals; `url`: where it answers, whether it runs or not."""

    def __init__(self, program: Path, folder: Path) -> None:
        self.program, self.folder = program, folder
        self.account: LocalAccount = Account.create()
        self.address = bytes.fromhex(self.account.address[2:])
        self._key = bytes(Account.create().key)
        self._ports = [reserve() for _ in range(3)]
        self.url = f"http://127.0.0.1:{self._ports[0]}"
        self.enode = enode(self._key, self._ports[1])
        self.rpc = Rpc(self.url, timeout=10)
        self._process: subprocess.Popen[bytes] | None = None

    def make(self, genesis: Path, peers: Sequence[str]) -> None:
        """Its data, keys and configuration. `peers`: the others' names."""
        (self.folder / "data" / "keystore").mkdir(parents=True)
        (self.folder / "data" / "keystore" / "sealer").write_text(keystore(self.account, _PASSWORD))
        (self.folder / "password").write_text(_PASSWORD)
        (self.folder / "node.key").write_text(self._key.hex())
        (self.folder / "node.toml").write_text(settings(peers))
        words = [str(self.program), *self._data(), "init", str(genesis)]
        subprocess.run(words, check=True, capture_output=True, timeout=_START)

    def start(self) -> None:
        """Start it, and come back when it answers."""
        rpc, p2p, auth = map(str, self._ports)
        words = [str(self.program), "--config", str(self.folder / "node.toml"), *self._data()]
        words += ["--nodekey", str(self.folder / "node.key"), "--port", p2p, "--nodiscover", "--nat", "none"]
        words += ["--netrestrict", "127.0.0.0/8", "--ipcdisable", "--authrpc.port", auth, "--syncmode", "full"]
        words += ["--http", "--http.port", rpc, "--http.api", "eth,net,txpool,admin,clique", "--gcmode", "archive"]
        words += ["--mine", "--miner.etherbase", self.account.address, "--miner.gasprice", "1"]
        words += ["--unlock", self.account.address, "--password", str(self.folder / "password")]
        words += ["--allow-insecure-unlock", "--cache", "64"]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        deadline = time.monotonic() + _START
        while True:
            try:
                self.rpc.height()
                return
            except NodeDown:
                assert self._process.poll() is None, self.log()
                assert time.monotonic() < deadline, self.log()
                time.sleep(0.05)

    def kill(self) -> None:
        """SIGKILL: it gets no chance to put anything in order."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def peers(self) -> int:
        return self.rpc.number("net_peerCount")

    def log(self) -> str:
        """Its last words."""
        path = self.folder / "log"
        return path.read_text("utf-8", "replace")[-3000:] if path.exists() else ""

    def block(self, number: int) -> Any:
        return self.rpc.call("eth_getBlockByNumber", hex(number), False)

    def _data(self) -> list[str]:
        return ["--datadir", str(self.folder / "data"), "--state.scheme", "hash"]
