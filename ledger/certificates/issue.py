"""A certificate: the records of a dossier from the mirror, the proofs and the header from the node, in one file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from ledger.certificates.errors import CertificateRefused
from ledger.certificates.proof import nodes, slot
from ledger.certificates.sealing import Scheme, encoded
from ledger.chain.abi import Entry
from ledger.chain.client import Chain
from ledger.documents.errors import DocumentMissing
from ledger.documents.tree import Document
from ledger.kit.ids import AssetId, subject
from ledger.kit.numbers import SubjectKind
from ledger.store import base
from ledger.store.mirror import Mirror
from ledger.store.raw import Raw
from ledger.store.schema import CHAIN
from ledger.store.subjects import subject_in
from ledger.store.view import View
from ledger.vault.errors import VaultForgotten
from verifier import certificate, encoding, facts, records
from verifier.check import check
from verifier.encoding import pack
from verifier.facts import Facts
from verifier.fold import fold
from verifier.trust import Trust

ReadDocument = Callable[[bytes], Document]
"""What a reader may see of a document; DocumentMissing for one that he may not see or that is not here."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be proved: an asset, right or mortgage by its id, or that nothing is registered under an asset's id.
    ``key``: the code or number it was asked by, enclosed so that its reader can check it."""

    kind: str
    id: bytes
    key: tuple[Any, ...] | None = None


class Issuer:
    """Issues certificates of one deployment, for those who believe one trust file."""

    def __init__(self, chain: Chain, mirror: Mirror, trust: Trust, scheme: Scheme) -> None:
        self._chain = chain
        self._mirror = mirror
        self._trust = trust
        self._scheme = scheme
        self._layout = {name: dict(chain.abi.contract(name).storage) for name in ("Dossiers", "Parties", "Assets")}

    def issue(self, view: View, asked: Asked, read: ReadDocument) -> bytes:
        """Return the file, as of the view's block.

        CertificateRefused: CertificateUnknown, CertificateExists, CertificateBroken, CertificateUnsealed,
        CertificateTooLarge; NodeDown; NodeRefused when the node has forgotten the block's state.
        """
        asset = AssetId(asked.id[:16])
        raws = self._raws(view, asset)
        rows = [self._row(raw, time) for raw, time in raws]
        told = self._told(view, asked, rows)
        header = encoded(self._chain.rpc.call("eth_getBlockByNumber", hex(view.block), False))
        headers, seals = self._scheme.gather(self._chain.rpc, header)
        content = {
            "certificate": certificate.VERSION,
            "chain": {"id": self._trust.chain_id, "genesis": pack(self._trust.genesis)},
            "asked": {"kind": asked.kind, "id": pack(asked.id), "key": None if asked.key is None else list(asked.key)},
            "block": {"header": pack(header), "headers": [*map(pack, headers)], "seals": [*map(pack, seals)]},
            "nodes": [pack(node) for node in nodes(self._chain.rpc, self._slots(asset, told), view.block)],
            "records": rows,
            "documents": _documents(told, read),
        }
        text = encoding.write(content | {"number": certificate.number_of(content)})
        if len(text) > encoding.LARGEST:
            raise CertificateRefused("CertificateTooLarge", size=len(text), largest=encoding.LARGEST)
        return text

    def records(self, view: View, asset: AssetId) -> list[records.Record]:
        """Return the asset's records as a check reads them. CertificateRefused CertificateBroken."""
        return records.read(self._trust, [self._row(raw, time) for raw, time in self._raws(view, asset)])

    def _raws(self, view: View, asset: AssetId) -> list[tuple[Raw, int]]:
        """The asset's own records with their times, in order. CertificateBroken where the chain's head is another."""
        own = subject(SubjectKind.ASSET, asset)
        dossier = view.one(base.dossiers, base.dossiers.c.subject == own)
        if dossier is not None and dossier.broken:
            raise CertificateRefused("CertificateBroken", asset="0x" + asset.hex())
        events, blocks = base.events, base.blocks
        query = (
            select(*(events.c[name] for name in Raw._fields), blocks.c.time)
            .join(blocks, (blocks.c[CHAIN] == events.c[CHAIN]) & (blocks.c.number == events.c.block))
            .where(events.c[CHAIN] == view.chain_id, base.first16 == asset)
            .order_by(events.c.block, events.c.log)
        )
        found = [(Raw._make(row[:-1]), row.time) for row in view.rows(query)]
        return [(raw, time) for raw, time in found if self._subject(raw) == own]

    def _subject(self, raw: Raw) -> bytes | None:
        place = self._mirror.subjects.places.get(self._mirror.decoder.name(raw))
        return None if place is None else subject_in(place, raw.topics)

    def _row(self, raw: Raw, time: int) -> dict[str, Any]:
        name = self._mirror.decoder.name(raw)
        entry = self._chain.abi.contract(name.partition(".")[0]).events[name.partition(".")[2]]
        return {
            "event": name,
            "writer": pack(raw.writer),
            "block": raw.block,
            "time": time,
            "args": _arguments(entry, raw.topics[32:] + raw.data),
        }

    def _told(self, view: View, asked: Asked, rows: Sequence[dict[str, Any]]) -> Facts | None:
        """What the check will make of the records: which holders it asks for, which documents it takes."""
        if asked.kind == "nothing":
            if rows:
                raise CertificateRefused("CertificateExists", id="0x" + asked.id.hex())
            return None
        tables = fold(records.read(self._trust, rows))
        known = {
            "asset": {key[0] for key in tables["assets"]},
            "right": {key[0] for key in tables["rights"]},
            "mortgage": {key[0] for key in tables["mortgages"]},
        }
        if asked.id not in known[asked.kind]:
            raise CertificateRefused("CertificateUnknown", id="0x" + asked.id.hex())
        return facts.of(tables, view.now)

    def _slots(self, asset: AssetId, told: Facts | None) -> list[tuple[bytes, list[bytes]]]:
        places = self._layout
        head = slot(places["Dossiers"]["head"], subject(SubjectKind.ASSET, asset))
        found = [(self._chain.address("Dossiers"), [head])]
        if told is None:
            return [*found, (self._chain.address("Assets"), [slot(places["Assets"]["_assets"], asset)])]
        holders = [slot(places["Parties"]["_parties"], party) for party in facts.holders(told)]
        return [*found, (self._chain.address("Parties"), holders)]


def _arguments(entry: Entry, data: bytes) -> list[Any]:
    """The arguments as a certificate writes them, from the words of the log."""
    return [_argument(arg.type, data[32 * at : 32 * at + 32]) for at, arg in enumerate(entry.inputs)]


def _argument(kind: str, word: bytes) -> Any:
    if kind == "address":
        return pack(word[12:])
    if kind.startswith("bytes"):
        return pack(word[: int(kind[5:])])
    number = int.from_bytes(word)
    if kind == "bool":
        return bool(number)
    return number if int(kind[4:]) < 53 else str(number)


def enclosed(content: bytes, trust: Trust, read: ReadDocument) -> bytes:
    """Return a kept file with the documents that its reader may see now."""
    told = check(content, trust)
    return encoding.write(encoding.read(content) | {"documents": _documents(told if "asset" in told else None, read)})


def _documents(told: Facts | None, read: ReadDocument) -> list[dict[str, Any]]:
    found = []
    for root in facts.documents(told) if told else ():
        try:
            own = read(bytes.fromhex(root[2:]))
        except (DocumentMissing, VaultForgotten):
            continue
        fields = [[field.pointer, field.value, pack(field.salt)] for field in own.fields]
        found.append({"root": pack(own.root), "fields": fields, "closed": [pack(leaf) for leaf in sorted(own.erased)]})
    return found
