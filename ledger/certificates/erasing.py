"""Files of certificates on this machine that still show what was forgotten: their documents are closed, papers go."""

from collections.abc import Iterable
from pathlib import Path

from ledger.certificates.store import Certificates
from verifier import disclose, encoding
from verifier.encoding import pack
from verifier.refusal import Refusal


def erase(folder: Path, issued: Certificates, roots: Iterable[bytes]) -> list[Path]:
    """Take these documents out of every file in the folder where certificates are written; return what was changed.

    The files verify as before. A paper shows in words what its file held, so it goes; it can be printed again.
    """
    wanted = set(roots)
    return [
        *(path for path in sorted(folder.glob("*.json")) if _closed(path, wanted)),
        *(path for path in sorted(folder.glob("*.pdf")) if _gone(path, issued, wanted)),
    ]


def _closed(path: Path, roots: set[bytes]) -> bool:
    content = path.read_bytes()
    try:
        found = {pack(root) for root in roots} & {row["root"] for row in encoding.read(content)["documents"]}
        if not found:
            return False
        path.write_bytes(disclose.close(content, {encoding.unpack(root, 32): None for root in found}))
    except (Refusal, LookupError, TypeError):
        return False  # no certificate
    return True


def _gone(path: Path, issued: Certificates, roots: set[bytes]) -> bool:
    """What the records of a paper's certificate name, its paper may show."""
    kept = issued.find(path.stem)
    if kept is None or not any(pack(root).encode() in kept.content for root in roots):
        return False
    path.unlink()
    return True
