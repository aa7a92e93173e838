"""Officers' keys: V3 keystore files, and the demo's, whose password lies beside them."""

import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from eth_account import Account

from ledger.chain.errors import DemoKeystoreRefused, KeystoreExists, KeystoreLocked, KeystoreUnknown
from ledger.chain.rpc import Rpc
from ledger.chain.signer import Signer

DEMO_CHAIN = 31337

_SCRYPT_N = 2**17
_DEMO_SCRYPT_N = 2**12
"""Light: the demo unlocks dozens of keys, and its password lies in the same folder."""
_ONLY_CHAIN = "onlyChain"
"""A field of ours in the V3 file: the restriction goes where the file goes."""
_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}")


@dataclass(frozen=True, slots=True)
class Key:
    """A stored key: its name and its account."""

    name: str
    address: bytes


class Keystores:
    """A folder of V3 files, one `<name>.json` a key, mode 0600."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def create(self, name: str, password: str) -> bytes:
        """Make a new key; returns its address. KeystoreExists: nothing is overwritten."""
        return self._create(name, password, _SCRYPT_N, None)

    def unlock(self, name: str, password: str) -> Signer:
        """KeystoreUnknown, KeystoreLocked when the password is wrong. A key made for one chain signs for no other."""
        row: dict[str, Any] = orjson.loads(self._path(name).read_bytes())
        try:
            key = Account.decrypt(row, password)
        except ValueError:
            # Without `from`: the cause may quote what was typed.
            raise KeystoreLocked(name) from None
        return Signer(Account.from_key(key), row.get(_ONLY_CHAIN))

    def list(self) -> list[Key]:
        """All keys, by name."""
        return [Key(path.stem, self._address(path)) for path in sorted(self.folder.glob("*.json"))]

    def address(self, name: str) -> bytes:
        """A key's account, without its password. KeystoreUnknown."""
        return self._address(self._path(name))

    def _create(self, name: str, password: str, scrypt_n: int, only_chain: int | None) -> bytes:
        if not _NAME.fullmatch(name):
            raise KeystoreUnknown(name)
        account = Account.create()
        row: dict[str, Any] = {**Account.encrypt(account.key, password, kdf="scrypt", iterations=scrypt_n)}
        if only_chain is not None:
            row[_ONLY_CHAIN] = only_chain
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            _write_private(self.folder / f"{name}.json", orjson.dumps(row))
        except FileExistsError as error:
            raise KeystoreExists(name) from error
        return bytes.fromhex(account.address[2:])

    def _path(self, name: str) -> Path:
        path = self.folder / f"{name}.json"
        if not _NAME.fullmatch(name) or not path.exists():
            raise KeystoreUnknown(name)
        return path

    def _address(self, path: Path) -> bytes:
        return bytes.fromhex(orjson.loads(path.read_bytes())["address"].removeprefix("0x"))


class DemoKeystores(Keystores):
    """The sample officers' keys, one random password for all. They sign for chain id 31337 and nothing else."""

    def __init__(self, folder: Path, rpc: Rpc) -> None:
        """DemoKeystoreRefused if the node serves another chain."""
        super().__init__(folder)
        if (found := rpc.chain_id()) != DEMO_CHAIN:
            raise DemoKeystoreRefused(found)

    def provide(self, name: str) -> Signer:
        """The key of this name, unlocked; made at first use."""
        if not (self.folder / f"{name}.json").exists():
            self._create(name, self._password(), _DEMO_SCRYPT_N, DEMO_CHAIN)
        return self.unlock(name, self._password())

    def _password(self) -> str:
        path = self.folder / "demo.password"
        if not path.exists():
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write_private(path, secrets.token_urlsafe(24).encode())
        return path.read_text("ascii")


def _write_private(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
