"""The master key: a file that its owner alone may read."""

import os
import secrets
import stat
from pathlib import Path

from ledger.vault.envelope import KEY
from ledger.vault.errors import VaultKeyMissing, VaultKeyOpen


def load_or_make(path: Path, empty: bool) -> bytes:
    """Return the key; make one if there is none and the vault is ``empty``.

    Raises VaultKeyMissing, VaultKeyOpen.
    """
    if not path.exists():
        if not empty:
            raise VaultKeyMissing(path)
        return _make(path)
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise VaultKeyOpen(path)
    key = bytes.fromhex(path.read_text("ascii").strip())
    if len(key) != KEY:
        raise VaultKeyMissing(path)
    return key


def _make(path: Path) -> bytes:
    key = secrets.token_bytes(KEY)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # O_EXCL: two programs that start at once must not write two keys.
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key.hex() + "\n")
    return key
