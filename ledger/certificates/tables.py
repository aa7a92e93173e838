"""Writes verifier/tables.json: the rules, kinds and words that the offline check pins, from their one home each.

    python -m ledger.certificates.tables          write it
    python -m ledger.certificates.tables --check  write nothing; exit 1 when it differs

The verifier imports nothing of ours, so it carries this copy; a test keeps them the same.
"""

import sys
from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import Table

from ledger.certificates.paper.layout import SECTIONS
from ledger.chain.abi import Entry, load
from ledger.indexer.concepts import MIRRORS
from ledger.kit import catalogue
from ledger.kit.home import ROOT
from ledger.kit.jurisdiction import NATION
from ledger.kit.locale import LANGS, Lang, has, say
from ledger.kit.numbers import Act
from ledger.store import subjects
from ledger.store.registry import collect
from ledger.store.rules import Delete, Insert, Rule, Update, sources
from ledger.store.schema import CHAIN

PATH = ROOT / "verifier" / "tables.json"
OF_ASSET = ("asset", "thing")


def events() -> dict[str, Entry]:
    """Every event that enters the dossier of an asset."""
    contracts, places = load().contracts, subjects.load().places
    named = {name: name.split(".") for name, place in places.items() if place.of in OF_ASSET}
    return {name: contracts[contract].events[event] for name, (contract, event) in named.items()}


def tables() -> dict[str, Any]:
    """The content: ``rules`` by event, ``columns`` by table, ``kinds`` of right, ``registers``, ``labels``, ``units``
    by kind of asset, ``sections`` of a report, what each event is called."""
    schema, own = collect(MIRRORS), events()
    rules = {
        name: [_rule(rule, own[name], schema.tables) for rule in schema.rules.get(name, ())] for name in sorted(own)
    }
    used = sorted({rule[1] for rows in rules.values() for rule in rows})
    columns = {name: _columns(schema.tables[name]) for name in used}
    registers = {row.number: catalogue.statutory_register(row.number) for row in catalogue.right_kinds()}
    return {
        "rules": rules,
        "columns": columns,
        "kinds": [_kind(row) for row in catalogue.right_kinds()],
        "registers": {
            str(int(number)): {
                "code": found.code,
                "effect": found.effect,
                "zh": found.names["zh"],
                "en": found.names["en"],
            }
            for number, found in registers.items()
            if found is not None
        },
        "labels": catalogue.labels(),
        "units": {str(int(row.number)): int(row.unit) for row in catalogue.asset_kinds() if row.area == NATION},
        "sections": {name: _section(name, keys) for name, keys in SECTIONS.items()},
        "events": {name: {lang: _said(name, lang) for lang in LANGS} for name in sorted(own)},
    }


def _rule(rule: Rule, event: Entry, known: Any) -> list[Any]:
    form = "delete" if isinstance(rule, Delete) else "insert" if isinstance(rule, Insert) else "upsert"
    form = "update" if isinstance(rule, Update) else form
    named = sources(rule, tuple(arg.name for arg in event.inputs), tuple(_columns(known[rule.table])))
    # A transaction's hash is in no record.
    filled = {
        column: {"=": rule.constants[column]} if source is None else source
        for column, source in named.items()
        if source != "$tx"
    }
    return [form, rule.table, list(rule.key), filled]


def _said(event: str, lang: Lang) -> str:
    """What a record is called; as in the notices where these say it from nobody's side."""
    name = event.partition(".")[2]
    key = f"cli.record.{name}"
    return say(key if has(key, lang) else f"notices.{name}", lang)


def _section(name: str, keys: Sequence[str]) -> dict[str, Any]:
    """The sentences of a report that begin its matters, and what it is called."""
    return {"keys": list(keys), **{lang: say(f"paper.section.{name}", lang) for lang in LANGS}}


def _columns(table: Table) -> list[str]:
    return [str(column.name) for column in table.columns if column.name != CHAIN]


def _kind(row: Any) -> dict[str, Any]:
    papers = row.papers_for(Act.SECURITY)
    return {
        "kind": int(row.number),
        "area": int(row.area),
        "shape": int(row.shape),
        "end": int(row.end),
        "required": papers.required,
        "expected": papers.expected,
        "contract_only": row.contract_only,
    }


def text() -> bytes:
    """The file as it must be."""
    return orjson.dumps(tables(), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)


def main(check: bool) -> int:
    """Exit code: 0 when the file agrees or was written."""
    if check:
        return int(PATH.read_bytes() != text())
    PATH.write_bytes(text())
    return 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
