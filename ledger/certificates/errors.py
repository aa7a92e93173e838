"""Why a certificate is not issued."""

from ledger.kit.errors import LedgerError


class CertificateRefused(LedgerError):
    """No certificate can be issued now. ``code`` says why: see the sentences of locale/*/certificates.toml."""

    def __init__(self, code: str, **fields: object) -> None:
        super().__init__(code, **fields)
