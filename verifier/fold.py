"""The tables that the records of one dossier make, by the rules of tables.json: the ledger's own rules, as data.

A rule is [form, table, key columns, {column: source}]. A source names an argument, $block, $time, $log or $writer, or
holds a constant under "=". ``$log`` counts within the dossier.
"""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from verifier.records import Record, Value
from verifier.refusal import Reason, Refusal

Row = dict[str, Value | None]
Key = tuple[Value | None, ...]
Rows = dict[Key, Row]
Tables = dict[str, Rows]


@cache
def pinned() -> dict[str, Any]:
    """tables.json: ``rules`` by event, ``columns`` by table, ``kinds`` and ``labels``."""
    found: dict[str, Any] = json.loads(Path(__file__).with_name("tables.json").read_text("utf-8"))
    return found


def fold(records: Iterable[Record]) -> Tables:
    """Refusal: CONTRADICTION when a record makes what is there already or changes what is not; EVENT_UNKNOWN."""
    rules, columns = pinned()["rules"], pinned()["columns"]
    tables: Tables = {name: {} for name in columns}
    for at, record in enumerate(records):
        known: Row = {
            **record.values,
            "$block": record.block,
            "$time": record.time,
            "$log": at,
            "$writer": record.writer,
        }
        if record.event not in rules:
            raise Refusal(Reason.EVENT_UNKNOWN, event=record.event)
        for form, table, key_columns, sources in rules[record.event]:
            values = {column: _value(known, source) for column, source in sources.items()}
            key = tuple(values[column] for column in key_columns)
            _apply(form, tables[table], key, values, columns[table], record.event)
    return tables


def _value(known: Row, source: Any) -> Value | None:
    if isinstance(source, dict):
        constant: Value | None = source["="]
        return constant
    return known[source]


def _apply(form: str, rows: Rows, key: Key, values: Row, columns: list[str], event: str) -> None:
    exists = key in rows
    if (form == "insert" and exists) or (form in ("update", "delete") and not exists):
        raise Refusal(Reason.CONTRADICTION, event=event)
    if form == "delete":
        del rows[key]
        return
    rows.setdefault(key, dict.fromkeys(columns)).update(values)
