"""Why a certificate is not issued."""

from collections.abc import Iterator
from contextlib import contextmanager

from ledger.kit.errors import LedgerError
from ledger.kit.locale import Lang, say
from verifier.refusal import Refusal


class CertificateRefused(LedgerError):
    """No certificate can be issued now. ``code`` says why: see the sentences of locale/*/certificates.toml."""

    def __init__(self, code: str, **fields: object) -> None:
        super().__init__(code, **fields)


class CertificateUnproved(CertificateRefused):
    """Its reader would refuse it, so it is not given out."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__("CertificateUnproved", reason=refusal.reason.value)
        self._refusal = refusal

    def say(self, lang: Lang) -> str:
        """With the sentence that its reader would see."""
        return say("errors.CertificateUnproved", lang, says=self._refusal.say(lang))


@contextmanager
def proving() -> Iterator[None]:
    """What is done here is checked as a reader does. CertificateUnproved where he would refuse it."""
    try:
        yield
    except Refusal as refusal:
        raise CertificateUnproved(refusal) from refusal
