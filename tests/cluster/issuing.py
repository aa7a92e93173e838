"""A trust file whose sealers are the four validators, and who issues certificates by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eth_account import Account

from ledger.certificates import trusting
from ledger.certificates.issue import Asked, Issuer
from ledger.certificates.sealing import scheme
from ledger.chain.client import Chain
from ledger.chain.signer import Signer
from ledger.store.mirror import Mirror
from ledger.store.view import viewing
from tests.cluster.shire import Shire
from tests.county import YEAR
from verifier import certificate, encoding, trust
from verifier.trust import Organisation, Sealers

KINDS = ("bureau", "bank", "court", "regulator")


@dataclass
class Office:
    """``trust_file``: what whoever checks believes."""

    shire: Shire
    trust_file: bytes

    @classmethod
    def of(cls, shire: Shire, accounts: Sequence[bytes]) -> Office:
        """Every validator is an organisation's, which signs the trust file; ``accounts`` are said to seal blocks."""
        own = [one.address for one in shire.cluster.validators]
        named = [Organisation(f"the {kind}", kind, at) for kind, at in zip(KINDS, own, strict=True)]
        sealers, until = [Sealers(0, tuple(accounts), 3)], shire.now() + YEAR
        draft = trusting.draft(shire.chain.deployment, shire.network, named, sealers, (0, until))
        digest = trust.digest(trust.body(draft))
        keys = [Signer(Account.from_key(one.account.key)) for one in shire.cluster.validators]
        return cls(shire, trusting.signed(draft, [key.seal(digest) for key in keys]))

    def issue(self, asked: Asked) -> bytes:
        """At the newest block that has its confirmations."""
        self.shire.settle()
        follower = self.shire.small
        return self.at(follower.indexer.source.chain, follower.indexer.mirror, asked)

    def at(self, chain: Chain, mirror: Mirror, asked: Asked) -> bytes:
        """At the newest block of a mirror. CertificateRefused."""
        believed = trust.read(self.trust_file)
        issuer = Issuer(chain, mirror, believed, scheme(believed))
        with viewing(mirror) as view:
            return issuer.issue(view, asked, self.shire.documents.get)


def with_headers(file: bytes, headers: list[bytes]) -> bytes:
    """The file with other headers behind its block, and the number that follows."""
    content = encoding.read(file)
    content["block"]["headers"] = [encoding.pack(one) for one in headers]
    return encoding.write(content | {"number": certificate.number_of(content)})


def headers_of(file: bytes) -> list[bytes]:
    """The headers behind its block."""
    return [encoding.unpack(one) for one in encoding.read(file)["block"]["headers"]]
