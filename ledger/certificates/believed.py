"""The trust file of this machine's ledger: read where there is one, made on the embedded default where there is none.

On the embedded default three witnesses seal with demo keys that lie beside everything else on this machine. The file
says so, and every report does.
"""

from pathlib import Path
from typing import Any

from ledger.certificates import trusting
from ledger.certificates.errors import CertificateRefused
from ledger.chain import clock
from ledger.chain.deployment import Deployment
from ledger.chain.keystore import DemoKeystores
from ledger.chain.network import Network
from ledger.chain.signer import Signer
from verifier import encoding, trust
from verifier.refusal import Reason, Refusal
from verifier.trust import Organisation, Sealers, Trust

WITNESSES = ("bureau", "bank", "regulator")
_QUORUM = 2
_YEARS = 10 * 365 * 86_400


def witnesses(keys: DemoKeystores) -> list[Signer]:
    """The demo's witnesses; their keys are made at first use."""
    return [keys.provide(f"witness.{kind}") for kind in WITNESSES]


def embedded(path: Path, deployment: Deployment, network: Network, keys: DemoKeystores) -> Trust:
    """The file of the embedded default; written where it is missing or speaks of another deployment."""
    signers = witnesses(keys)
    found = read(path.read_bytes()) if path.exists() else None
    if found is None or not _fits(found, deployment) or set(found.signed) != {one.address for one in signers}:
        draft = trusting.draft(
            deployment,
            network,
            [Organisation(f"demo {kind}", kind, one.address) for kind, one in zip(WITNESSES, signers, strict=True)],
            [Sealers(0, tuple(one.address for one in signers), _QUORUM)],
            (0, clock.wall() + _YEARS),
        )
        digest = trust.digest(trust.body(draft))
        content = trusting.signed(draft, [one.seal(digest) for one in signers])
        path.write_bytes(content)
        found = trust.read(content)
    return found


def given(path: Path, deployment: Deployment) -> Trust:
    """The file that the organisations have signed. CertificateRefused: TrustMissing, TrustOther, TrustRefused."""
    if not path.exists():
        raise CertificateRefused("TrustMissing", path=str(path))
    found = read(path.read_bytes())
    if not _fits(found, deployment):
        raise CertificateRefused("TrustOther", path=str(path))
    return found


def read(text: bytes) -> Trust:
    """A trust file that holds. CertificateRefused TrustRefused."""
    try:
        return trust.read(text)
    except Refusal as refusal:
        raise CertificateRefused("TrustRefused", reason=refusal.reason.value) from refusal


def content(text: bytes) -> dict[str, Any]:
    """The parts of a trust file whose signatures are not all there yet. CertificateRefused TrustRefused."""
    try:
        found = encoding.read(text)
    except Refusal as refusal:
        raise CertificateRefused("TrustRefused", reason=refusal.reason.value) from refusal
    if not isinstance(found, dict) or not {"signatures", "organisations"} <= set(found):
        raise CertificateRefused("TrustRefused", reason=Reason.TRUST_FORM.value)
    return found


def install(path: Path, text: bytes) -> Trust:
    """Take a file into use. CertificateRefused TrustRefused unless all, and most of the old one's, have signed."""
    new = read(text)
    if path.exists():
        try:
            trust.demand_renewed(read(path.read_bytes()), new)
        except Refusal as refusal:
            raise CertificateRefused("TrustRefused", reason=refusal.reason.value) from refusal
    path.write_bytes(text)
    return new


def _fits(found: Trust, deployment: Deployment) -> bool:
    """Whether it is of this chain and names every contract of the record."""
    places = {one.address for one in found.contracts}
    named = {address for address, name in deployment.writers.items() if name in trusting.NAMED}
    return (found.chain_id, found.genesis) == (deployment.chain_id, deployment.genesis) and named <= places
