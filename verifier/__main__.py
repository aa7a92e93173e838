"""`python -m verifier check|trust|disclose`: the check by hand, offline."""

import argparse
import io
import json
import os
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from verifier import demand, disclose, history, trust
from verifier.check import prove
from verifier.encoding import load
from verifier.refusal import Reason, Refusal
from verifier.report import Report
from verifier.sections import printed
from verifier.trust import Trust
from verifier.values import Values
from verifier.words import LANGS, sentence

OK, REFUSED, USAGE = 0, 1, 2


class _Unusable(Exception):
    """A file that is not there, or may not be read or written. ``key``: of the sentence."""

    def __init__(self, key: str, path: str) -> None:
        super().__init__(key, path)
        self.key, self.path = key, path


def main(words: Sequence[str] | None = None) -> int:
    """Exit code: 0 proved, 1 refused, 2 wrong usage or no such file."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that has not every character shows a number for it
            stream.reconfigure(errors="backslashreplace")
    asked = _parser().parse_args(words)
    try:
        code = {"trust": _trust, "check": _check, "disclose": _disclose}[asked.command](asked)
        sys.stdout.flush()
        return code
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
    facts, records = prove(_read(asked.file), trust.read(_read(asked.trust)), asked.demand)
    if asked.as_of is not None:
        found = history.as_of(records, asked.as_of, facts["block"])
        _show(asked, found, history.state(found, asked.lang))
    elif asked.history:
        _show(asked, history.rows(records), history.lines(records, asked.lang))
    else:
        report = printed(Report(facts, asked.lang).lines(), asked.lang)
        _show(asked, facts, [sentence("cli.proved", asked.lang), *report])
    return OK


def _show(asked: argparse.Namespace, plain: Any, lines: Iterable[str]) -> None:
    if asked.json:
        print(json.dumps(plain, ensure_ascii=False, indent=2))
    else:
        print(*lines, sep="\n")


def _trust(asked: argparse.Namespace) -> int:
    """What a file says of itself, and what it was compared with: alone it proves nothing."""
    found = trust.read(_read(asked.file))
    trust.demand_current(found, int(time.time()))
    if asked.fingerprint:
        trust.demand_fingerprint(found, asked.fingerprint)
    if asked.after:
        trust.demand_renewed(trust.read(_read(asked.after)), found)
    compared = [name for name, given in (("fingerprint", asked.fingerprint), ("renewed", asked.after)) if given]
    _show(asked, _plain(found) | {"compared": compared}, _told(found, compared, asked.lang))
    return OK


def _told(found: Trust, compared: Sequence[str], lang: str) -> Iterable[str]:
    values = Values(lang)
    times = {"since": values.time(found.since), "until": values.time(found.until)}
    yield sentence("cli.trust", lang, network=found.network, fingerprint=found.fingerprint.hex(), **times)
    for one in found.organisations:
        fields = {"account": "0x" + one.account.hex(), "kind": values.coded("PartyKind", one.kind), "code": one.kind}
        yield sentence("cli.trust_row", lang, name=one.name, **fields)
    for name in compared or ["alone"]:
        yield sentence(f"cli.trust_{name}", lang)


def _plain(found: Trust) -> dict[str, Any]:
    return {
        "network": found.network,
        "chain_id": found.chain_id,
        "fingerprint": found.fingerprint.hex(),
        "since": found.since,
        "until": found.until,
        "organisations": [
            {"account": "0x" + one.account.hex(), "kind": one.kind, "name": one.name} for one in found.organisations
        ],
    }


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
    try:
        return load(Path(path))
    except (OSError, ValueError) as error:
        raise _Unusable("cli.unreadable", path) from error


def _kinds(text: str) -> list[str]:
    """ArgumentTypeError for none at all: who demands nothing does not say so."""
    found = demand.kinds(text)
    if not found:
        raise argparse.ArgumentTypeError("bank,bureau")
    return found


def _parser() -> argparse.ArgumentParser:
    """Its help stands in both languages, because which one is wished is not known yet."""

    def both(key: str) -> str:
        return " / ".join(sentence(f"cli.{key}", lang) for lang in LANGS)

    parser = argparse.ArgumentParser(prog="python -m verifier", description=both("what"))
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("check", "trust", "disclose"):
        command = commands.add_parser(name, help=both(f"command_{name}"), description=both(f"command_{name}"))
        command.add_argument("file", metavar="FILE")
        command.add_argument("--lang", choices=LANGS, default="zh")
        command.add_argument("--json", action="store_true", help=both("option_json"))
        if name == "check":
            command.add_argument("--trust", required=True, metavar="TRUST", help=both("option_trust"))
            command.add_argument("--demand", type=_kinds, default=[], metavar="bank,bureau", help=both("option_demand"))
            command.add_argument("--history", action="store_true", help=both("option_history"))
            command.add_argument("--as-of", type=int, metavar="BLOCK", help=both("option_block"))
        elif name == "disclose":
            for option, place in (("close", "ROOT[/POINTER]"), ("only", "ROOT/POINTER")):
                text = both(f"option_{option}")
                command.add_argument(f"--{option}", action="append", default=[], metavar=place, help=text)
            command.add_argument("--out", required=True, metavar="OTHER")
        else:
            command.add_argument("--fingerprint", default="", help=both("option_fingerprint"))
            command.add_argument("--after", default="", metavar="OLD", help=both("option_old"))
    return parser


if __name__ == "__main__":
    sys.exit(main())
