"""What can go wrong in the vault. Each class is its own code; its sentence is ``errors.<code>``."""

from pathlib import Path

from ledger.kit.errors import LedgerError


class VaultKeyMissing(LedgerError):
    """There is no master key though the vault holds something."""

    def __init__(self, path: Path) -> None:
        super().__init__("VaultKeyMissing", path=path)


class VaultKeyOpen(LedgerError):
    """Others on this machine may read the master key."""

    def __init__(self, path: Path) -> None:
        super().__init__("VaultKeyOpen", path=path)


class VaultBroken(LedgerError):
    """Something does not open with its key: altered, moved, or of another vault."""

    def __init__(self, subject: bytes) -> None:
        super().__init__("VaultBroken", subject="0x" + subject.hex())


class VaultForgotten(LedgerError):
    """The subject's key was destroyed, or it never had one: nothing of it can be read."""

    def __init__(self, subject: bytes) -> None:
        super().__init__("VaultForgotten", subject="0x" + subject.hex())
