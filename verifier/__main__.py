"""`python -m verifier check|trust|disclose`: the check by hand, offline."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from verifier import disclose, history, trust
from verifier.check import prove
from verifier.encoding import LARGEST
from verifier.refusal import Reason, Refusal
from verifier.report import Report
from verifier.words import LANGS, sentence

OK, REFUSED, USAGE = 0, 1, 2


class _Unreadable(Exception):
    """A file that is not there or may not be read."""


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
    except _Unreadable as error:
        print(sentence("cli.unreadable", asked.lang, path=error), file=sys.stderr)
        return USAGE


def _check(asked: argparse.Namespace) -> int:
    believed = trust.read(_read(asked.trust))
    demand = [kind for kind in asked.demand.split(",") if kind]
    facts, records = prove(_read(asked.file), believed, demand)
    if asked.as_of is not None:
        print(json.dumps(history.as_of(records, asked.as_of), ensure_ascii=False, indent=2))
    elif asked.json:
        shown = history.rows(records) if asked.history else facts
        print(json.dumps(shown, ensure_ascii=False, indent=2))
    else:
        lines = history.lines(records, asked.lang) if asked.history else Report(facts, asked.lang).lines()
        print(*lines, sep="\n")
    return OK


def _trust(asked: argparse.Namespace) -> int:
    found = trust.read(_read(asked.file))
    if asked.fingerprint:
        trust.demand_fingerprint(found, asked.fingerprint)
    if asked.after:
        trust.demand_renewed(trust.read(_read(asked.after)), found)
    print(sentence("cli.trust", asked.lang, network=found.network, fingerprint=found.fingerprint.hex()))
    for one in found.organisations:
        print(f"  0x{one.account.hex()}  {one.kind}  {one.name}")
    return OK


def _disclose(asked: argparse.Namespace) -> int:
    """`0x…root` closes a whole document, `0x…root/pointer` one field."""
    closed: dict[bytes, frozenset[str] | None] = {}
    for word in asked.close:
        root, slash, pointer = word.partition("/")
        name, known = _hash(root), closed.get(_hash(root), frozenset())
        closed[name] = None if not slash or known is None else known | {"/" + pointer}
    Path(asked.out).write_bytes(disclose.close(_read(asked.file), closed))
    return OK


def _hash(text: str) -> bytes:
    try:
        return bytes.fromhex(text.removeprefix("0x"))
    except ValueError as error:
        raise Refusal(Reason.FORM, part="documents") from error


def _read(path: str) -> bytes:
    """At most one byte more than a file may have: what is larger is refused without being read."""
    try:
        with Path(path).open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise _Unreadable(path) from error


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
            command.add_argument("--out", required=True)
        else:
            command.add_argument("--fingerprint", default="")
            command.add_argument("--after", default="")
    return parser


if __name__ == "__main__":
    sys.exit(main())
