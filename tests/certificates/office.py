"""A village in the county with a mortgaged field, witnesses that seal, a trust file, and an issuer."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from typing import Any

from ledger.certificates import trusting
from ledger.certificates.issue import Asked, Issuer
from ledger.certificates.sealing import scheme
from ledger.chain.signer import Signer
from ledger.documents.store import Documents
from tests.county import YEAR, County
from verifier import certificate, encoding, trust
from verifier.refusal import Refusal
from verifier.trust import Organisation, Sealers, Trust

KINDS = ("bureau", "bank", "regulator")


class Office:
    """Who issues certificates in a county: three witnesses on one machine."""

    def __init__(self, county: County, quorum: int = 2) -> None:
        self.county = county
        self.keys = [Signer.random() for _ in KINDS]
        accounts = [key.address for key in self.keys]
        witnesses = [Organisation(f"witness {kind}", kind, at) for kind, at in zip(KINDS, accounts, strict=True)]
        sealers, until = [Sealers(0, tuple(accounts), quorum)], county.now() + 100 * YEAR
        self.draft = trusting.draft(county.chain.deployment, county.network, witnesses, sealers, (0, until))
        self.trust_file = self.signed(self.draft, self.keys)
        self.trust: Trust = trust.read(self.trust_file)
        self.issuer = Issuer(county.chain, county.indexer.mirror, self.trust, scheme(self.trust, self.keys))

    @staticmethod
    def signed(draft: dict[str, object], keys: Sequence[Signer]) -> bytes:
        digest = trust.digest(trust.body(draft))
        return trusting.signed(draft, [key.seal(digest) for key in keys])

    def issue(self, asked: Asked) -> bytes:
        documents: Documents = self.county.documents
        with self.county.view() as view:
            return self.issuer.issue(view, asked, documents.get)


def renumbered(file: bytes) -> bytes:
    """The file with the number that its content gives, as a forger would write it; as it is where it is no file."""
    try:
        content = encoding.read(file)
    except Refusal:
        return file
    if isinstance(content, dict) and "number" in content:
        content["number"] = certificate.number_of(content)
    return encoding.write(content)


def forged(file: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    """As a forger writes it: changed, and with the number that its content gives."""
    content = copy.deepcopy(encoding.read(file))
    change(content)
    content["number"] = certificate.number_of(content)
    return encoding.write(content)
