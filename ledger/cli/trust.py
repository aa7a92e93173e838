"""`ledger trust`: the trust file is drafted, signed by every organisation, and taken into use."""

import os
import tomllib
from pathlib import Path
from typing import Any

import click

from ledger.certificates import believed, trusting
from ledger.certificates.errors import CertificateRefused
from ledger.chain.words import moment
from ledger.cli.command import Group, Io, command, option
from ledger.cli.officers import unlocked
from ledger.cli.opened import opened
from ledger.kit.errors import LedgerError
from ledger.kit.ids import from_text, to_text
from verifier import trust
from verifier.encoding import unpack
from verifier.hashing import signer
from verifier.trust import Organisation, Sealers

run = Group("trust")
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@command("draft", run)
@click.argument("organisations", type=_FILE)
@option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
def draft(io: Io, organisations: Path, out: Path) -> None:
    """The list names since, until (times), organisations (name, kind, account), sealers (from, accounts, quorum)."""
    own = opened()
    try:
        listed = tomllib.loads(organisations.read_text("utf-8"))
        known = [
            Organisation(one["name"], one["kind"], from_text(one["account"], 20)) for one in listed["organisations"]
        ]
        sealers = [
            Sealers(one["from"], tuple(from_text(each, 20) for each in one["accounts"]), one["quorum"])
            for one in listed["sealers"]
        ]
        valid = (int(listed["since"].timestamp()), int(listed["until"].timestamp()))
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        raise LedgerError("TrustListMalformed", path=organisations, says=error) from error
    content = trusting.draft(own.chain.deployment, own.network, known, sealers, valid)
    out.write_bytes(trusting.signed(content, []))
    found = _fingerprint(content)
    io.result({"file": str(out), "fingerprint": found}, [io.say("trust.drafted", path=out, fingerprint=found)])


@command("sign", run)
@click.argument("file", type=_FILE)
@option("--key", required=True)
def sign(io: Io, file: Path, key: str) -> None:
    """CertificateRefused: TrustNotNamed, TrustRefused; KeystoreUnknown, KeystoreLocked."""
    content = believed.content(file.read_bytes())
    signatures = [unpack(one, 65) for one in content["signatures"]]
    own, digest = unlocked(opened(), key), trust.digest(trust.body(content))
    names = {unpack(one["account"], 20): one["name"] for one in content["organisations"]}
    if own.address not in names:
        raise CertificateRefused("TrustNotNamed", key=key, account=to_text(own.address))
    signed = {signer(digest, one): one for one in signatures} | {own.address: own.seal(digest)}
    draft = file.with_suffix(".draft")
    draft.write_bytes(trusting.signed({n: v for n, v in content.items() if n != "signatures"}, list(signed.values())))
    os.replace(draft, file)
    missing = [name for account, name in names.items() if account not in signed]
    said = io.say("trust.signed", name=names[own.address], missing=", ".join(missing) or "-")
    io.result({"signed": names[own.address], "missing": missing}, [said])


@command("install", run)
@click.argument("file", type=_FILE)
def install(io: Io, file: Path) -> None:
    """All have signed; where one is in use, more than half of its organisations. CertificateRefused TrustRefused."""
    path = opened().home.chain / "trust.json"
    found = believed.install(path, file.read_bytes()).fingerprint.hex()
    io.result({"file": str(path), "fingerprint": found}, [io.say("trust.installed", fingerprint=found)])


@command("show", run)
def show(io: Io) -> None:
    """CertificateRefused TrustMissing, TrustOther."""
    found = opened().trust
    rows = [{"name": one.name, "kind": one.kind, "account": to_text(one.account)} for one in found.organisations]
    words = {"network": found.network, "chain_id": found.chain_id, "fingerprint": found.fingerprint.hex()}
    lines = [io.say("trust.shown", **words, until=moment(found.until)), *(io.say("trust.row", **row) for row in rows)]
    io.result({**words, "until": found.until, "organisations": rows}, lines)


def _fingerprint(content: dict[str, Any]) -> str:
    return trust.fingerprint(content).hex()
