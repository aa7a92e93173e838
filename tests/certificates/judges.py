"""The two checks side by side: Python's, and the browser's as Node runs it. They must say the same of every file."""

from __future__ import annotations

import base64
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.conftest import ROOT
from verifier import rlp, trust
from verifier.check import check
from verifier.encoding import pack
from verifier.facts import Facts
from verifier.header import Header
from verifier.refusal import Reason, Refusal
from verifier.report import Report
from verifier.trust import Trust

NOW = 1_800_000_000
"""When it is checked, UTC seconds: before the trust files of the tests run out."""


class Judges:
    """Both checks. `node`: the program that runs JavaScript."""

    def __init__(self, node: Path) -> None:
        script = str(ROOT / "tests" / "certificates" / "browser.mjs")
        flags = ["--experimental-default-type=module", "--no-warnings"]
        self._node = subprocess.Popen([str(node), *flags, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def judge(self, file: bytes, believed: bytes, kinds: Sequence[str] = (), now: int = NOW) -> Facts | str:
        """The facts, or the reason of the refusal; AssertionError when the two disagree in facts, words or reason."""
        ours = python(file, believed, kinds, now)
        theirs = self.browser(file, believed, kinds, now)
        assert ours == theirs
        return ours["facts"] if "facts" in ours else str(ours["refused"])

    def browser(self, file: bytes, believed: bytes, kinds: Sequence[str] = (), now: int = NOW) -> dict[str, Any]:
        """What the browser's check says."""
        return self._ask({"file": _text(file), "trust": _text(believed), "kinds": list(kinds), "now": now})

    def told(self, facts: Facts) -> dict[str, list[str]]:
        """The browser's report of facts, in both languages."""
        return self._ask({"told": facts})

    def sealers(self, known: Trust, block: Header, more: Sequence[Header], seals: Sequence[bytes]) -> dict[str, Any]:
        """Who stands behind a block, as the browser's schemes say: accounts and the block's hash, or the refusal."""
        sets = [
            {"first": one.first, "members": [pack(each) for each in one.members], "quorum": one.quorum}
            for one in known.sealers
        ]
        asked = {"consensus": known.consensus, "chain": known.chain_id, "genesis": pack(known.genesis), "sealers": sets}
        headers = [pack(rlp.write(list(one.items))) for one in (block, *more)]
        sealed = {"header": headers[0], "headers": headers[1:], "seals": [pack(one) for one in seals]}
        return self._ask({**asked, **sealed, "epoch": known.epoch})

    def walked(self, root: bytes, key: bytes, nodes: Sequence[bytes]) -> dict[str, Any]:
        """What the browser's proof of state says is under a key, none left over; or the refusal."""
        return self._ask({"walk": {"root": pack(root), "key": pack(key), "nodes": [pack(one) for one in nodes]}})

    def signers(self, digest: bytes, seals: Sequence[bytes]) -> list[str]:
        """Whose seals over a digest these are, by the browser's code: account or reason."""
        asked = {"digest": pack(digest), "seals": [pack(one) for one in seals]}
        found: list[str] = self._ask({"signed": asked})["found"]
        return found

    def hashes(self, contents: Sequence[bytes]) -> list[str]:
        """keccak256 of each, by the browser's code."""
        found: list[str] = self._ask({"hashed": [pack(one) for one in contents]})["found"]
        return found

    def _ask(self, asked: dict[str, Any]) -> dict[str, Any]:
        assert self._node.stdin is not None
        assert self._node.stdout is not None
        self._node.stdin.write(orjson.dumps(asked, option=orjson.OPT_APPEND_NEWLINE))
        self._node.stdin.flush()
        answer: dict[str, Any] = orjson.loads(self._node.stdout.readline())
        assert "broken" not in answer, answer["broken"]
        return answer

    def close(self) -> None:
        """End the program."""
        assert self._node.stdin is not None
        assert self._node.stdout is not None
        self._node.stdin.close()
        self._node.wait()
        self._node.stdout.close()


def python(file: bytes, believed: bytes, kinds: Sequence[str] = (), now: int = NOW) -> dict[str, Any]:
    """What Python's check says, in the browser's form."""
    try:
        facts = check(file, trust.read(believed), kinds, lambda: now)
    except Refusal as refusal:
        return {"refused": refusal.reason.value}
    told = {lang: Report(facts, lang).lines() for lang in ("zh", "en")}
    found: dict[str, Any] = orjson.loads(orjson.dumps({"facts": facts, **told}))
    return found


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def refused(reason: Reason, act: Callable[[], object]) -> None:
    with pytest.raises(Refusal) as error:
        act()
    assert error.value.reason is reason
