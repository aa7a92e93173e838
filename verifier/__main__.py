"""`python -m verifier check|trust|disclose`: the check by hand, offline."""

import argparse
import json
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from verifier import disclose, history, trust
from verifier.check import prove
from verifier.encoding import LARGEST
from verifier.refusal import Reason, Refusal
from verifier.report import Report
from verifier.values import Values
from verifier.words import LANGS, seen, sentence

OK, REFUSED, USAGE = 0, 1, 2


class _Unusable(Exception):
    """A file that is not there, or may not be read or written. ``key``: of the sentence."""

    def __init__(self, key: str, path: str) -> None:
        super().__init__(key, path)
        self.key, self.path = key, path


def main(words: Sequence[str] | None = None) -> int:
    """Exit code: 0 proved, 1 refused, 2 wrong usage or no such file."""
    asked = _parser().parse_args(words)
    try:
        return {"trust": _trust, "check": _check, "disclose": _disclose}[asked.command](asked)
    except Refusal as refusal:
        if asked.json:
            print(json.dumps({"refused": refusal.reason.value, "says": refusal.say(asked.lang)}, ensure_ascii=False))
        else:
            print(sentence("cli.refused", asked.lang, reason=refusal.reason.value), refusal.say(asked.lang), sep="\n")
        return REFUSED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read our output has gone
        return OK
    except _Unusable as error:
        print(sentence(error.key, asked.lang, path=error.path), file=sys.stderr)
        return USAGE


def _check(asked: argparse.Namespace) -> int:
    believed = trust.read(_read(asked.trust))
    demand = [kind for kind in asked.demand.split(",") if kind]
    facts, records = prove(_read(asked.file), believed, demand)
    if asked.as_of is not None:
        found = history.as_of(records, asked.as_of, facts["block"])
        _show(asked, found, history.state(found, asked.lang))
    elif asked.history:
        _show(asked, history.rows(records), history.lines(records, asked.lang))
    else:
        _show(asked, facts, Report(facts, asked.lang).lines())
    return OK


def _show(asked: argparse.Namespace, plain: Any, lines: Iterable[str]) -> None:
    if asked.json:
        print(json.dumps(plain, ensure_ascii=False, indent=2))
    else:
        print(*lines, sep="\n")


def _trust(asked: argparse.Namespace) -> int:
    found = trust.read(_read(asked.file))
    if asked.fingerprint:
        trust.demand_fingerprint(found, asked.fingerprint)
    if asked.after:
        trust.demand_renewed(trust.read(_read(asked.after)), found)
    print(sentence("cli.trust", asked.lang, network=found.network, fingerprint=found.fingerprint.hex()))
    for one in found.organisations:
        kind = Values(asked.lang).coded("PartyKind", one.kind)
        print(f"  0x{one.account.hex()}  {seen(kind)}  {seen(one.name)}")
    return OK


def _disclose(asked: argparse.Namespace) -> int:
    """`0x…root` closes a whole document, `0x…root/pointer` one field; --only shows one field and no other."""
    text, closed, shown = _read(asked.file), _places(asked.close), _places(asked.only)
    for root in shown:
        if shown[root] is None:
            raise Refusal(Reason.NOT_THERE, what=f"0x{root.hex()}/")
    text = disclose.only(text, {root: pointers for root, pointers in shown.items() if pointers is not None})
    text = disclose.close(text, closed)
    try:
        Path(asked.out).write_bytes(text)
    except OSError as error:
        raise _Unusable("cli.unwritable", asked.out) from error
    print(sentence("cli.disclosed", asked.lang, path=asked.out))
    return OK


def _places(words: Sequence[str]) -> dict[bytes, frozenset[str] | None]:
    """Documents, and pointers in them; None: the whole document. Refusal NOT_THERE for what is no hash."""
    found: dict[bytes, frozenset[str] | None] = {}
    for word in words:
        root, slash, pointer = word.partition("/")
        try:
            name = bytes.fromhex(root.removeprefix("0x"))
        except ValueError as error:
            raise Refusal(Reason.NOT_THERE, what=word) from error
        known = found.get(name, frozenset())
        found[name] = None if not slash or known is None else known | {"/" + pointer}
    return found


def _read(path: str) -> bytes:
    """At most one byte more than a file may have: what is larger is refused without being read."""
    try:
        with Path(path).open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise _Unusable("cli.unreadable", path) from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m verifier")
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("check", "trust", "disclose"):
        command = commands.add_parser(name)
        command.add_argument("file")
        command.add_argument("--lang", choices=LANGS, default="zh")
        command.add_argument("--json", action="store_true")
        if name == "check":
            command.add_argument("--trust", required=True)
            command.add_argument("--demand", default="")
            command.add_argument("--history", action="store_true")
            command.add_argument("--as-of", type=int)
        elif name == "disclose":
            command.add_argument("--close", action="append", default=[], metavar="ROOT[/POINTER]")
            command.add_argument("--only", action="append", default=[], metavar="ROOT/POINTER")
            command.add_argument("--out", required=True)
        else:
            command.add_argument("--fingerprint", default="")
            command.add_argument("--after", default="")
    return parser


if __name__ == "__main__":
    sys.exit(main())
