"""Which kinds of bodies must be among the sealers, as people write them."""

import re

from verifier.fold import pinned

_WORD = re.compile(r"[^,，、;；]+")


def kinds(text: str) -> list[str]:
    """Codes of kinds of party: ``bank, bureau``, or what either language calls them (银行、农业农村局). What is no kind
    stays as it is; no sealer is of it."""
    known = pinned()["labels"]["PartyKind"].values()
    codes = {row[name]: row["code"] for row in known for name in ("zh", "en", "code")}
    words = [" ".join(word.split()) for word in _WORD.findall(text)]
    return [codes.get(word, word) for word in words if word]
