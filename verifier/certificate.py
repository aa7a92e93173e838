"""The file: its parts, and that its number is the hash of its content."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from verifier import encoding, header
from verifier.encoding import unpack
from verifier.hashing import keccak
from verifier.header import Header
from verifier.refusal import Reason, Refusal

VERSION = 1
KINDS = ("asset", "right", "mortgage", "nothing")
_SIZE = {"asset": 16, "nothing": 16, "right": 32, "mortgage": 32}
_KEYS = {"certificate", "chain", "asked", "block", "nodes", "records", "documents", "number"}
_DIGITS = 20
_UNNUMBERED = ("number", "documents")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the certificate is about. ``key``: the code or number that gives the asset's id, if it is told."""

    kind: str
    id: bytes
    key: tuple[Any, ...] | None

    @property
    def asset(self) -> bytes:
        """The asset that all of it is about."""
        return self.id[:16]


@dataclass(frozen=True, slots=True)
class Certificate:
    """A file whose form is right; nothing of it is proved yet. ``records`` and ``documents`` are still raw."""

    number: str
    chain_id: int
    genesis: bytes
    asked: Asked
    header: Header
    headers: tuple[Header, ...]
    seals: tuple[bytes, ...]
    nodes: tuple[bytes, ...]
    records: Any
    documents: Any


def number_of(content: Mapping[str, Any]) -> str:
    """The number of a certificate: the first 80 bits of a hash, in groups of four digits.

    Of all but the number and the documents: the records name those by their hashes, so a field that is closed, or a
    document that is taken out, leaves the number as it was.
    """
    proving = {name: part for name, part in content.items() if name not in _UNNUMBERED}
    digits = keccak(encoding.write(proving)).hex()[:_DIGITS]
    return "-".join(digits[at : at + 4].upper() for at in range(0, _DIGITS, 4))


def read(text: bytes) -> Certificate:
    """Refusal: TOO_LARGE, NOT_TEXT, NOT_CANONICAL, FORM, VERSION, NUMBER, HEADER."""
    value = encoding.read(text)
    if not isinstance(value, dict) or set(value) != _KEYS:
        raise Refusal(Reason.FORM, part="file")
    if value["certificate"] != VERSION or isinstance(value["certificate"], bool):
        raise Refusal(Reason.VERSION)
    if value["number"] != number_of(value):
        raise Refusal(Reason.NUMBER)
    chain, block = _part(value["chain"], {"id", "genesis"}), _part(value["block"], {"header", "headers", "seals"})
    return Certificate(
        number=value["number"],
        chain_id=_whole(chain["id"]),
        genesis=unpack(chain["genesis"], 32),
        asked=_asked(_part(value["asked"], {"kind", "id", "key"})),
        header=header.read(unpack(block["header"])),
        headers=tuple(header.read(one) for one in _list(block["headers"])),
        seals=tuple(_list(block["seals"])),
        nodes=tuple(_list(value["nodes"])),
        records=value["records"],
        documents=value["documents"],
    )


def _asked(part: Mapping[str, Any]) -> Asked:
    if part["kind"] not in KINDS:
        raise Refusal(Reason.FORM, part="asked")
    key = part["key"]
    if key is not None and not isinstance(key, list):
        raise Refusal(Reason.FORM, part="asked")
    return Asked(part["kind"], unpack(part["id"], _SIZE[part["kind"]]), None if key is None else tuple(key))


def _part(value: Any, keys: set[str]) -> Mapping[str, Any]:
    if not isinstance(value, dict) or set(value) != keys:
        raise Refusal(Reason.FORM, part=", ".join(sorted(keys)))
    return value


def _list(value: Any) -> list[bytes]:
    if not isinstance(value, list):
        raise Refusal(Reason.FORM, part="list")
    return [unpack(one) for one in value]


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Refusal(Reason.FORM, part="chain")
    return value
