"""What can go wrong with the store of documents."""

from ledger.kit.errors import LedgerError


class DocumentMissing(LedgerError):
    """The store does not hold the document of this root, or not for this reader."""

    def __init__(self, root: bytes) -> None:
        super().__init__("DocumentMissing", root="0x" + root.hex())
