// The tables that the records of a dossier make, by the rules of tables.json (fold.py).

import { data } from "./data.js";
import { demand } from "./refusal.js";

// Table -> Map of key (columns joined by a blank) -> row.
export function fold(records) {
  const { rules, columns } = data.tables;
  const tables = Object.fromEntries(Object.keys(columns).map((name) => [name, new Map()]));
  records.forEach((record, at) => {
    const known = { ...record.values, $block: record.block, $time: record.time, $log: at, $writer: "0x" + record.writer };
    demand(Object.hasOwn(rules, record.event), "event_unknown", { event: record.event });
    for (const [form, table, keyColumns, sources] of rules[record.event]) {
      const values = {};
      for (const [column, source] of Object.entries(sources)) values[column] = valueOf(known, source, record.event);
      const key = keyColumns.map((column) => String(values[column])).join(" ");
      apply(form, tables[table], key, values, columns[table], record.event);
    }
  });
  return tables;
}

function valueOf(known, source, event) {
  if (typeof source === "object") return source["="];
  demand(Object.hasOwn(known, source), "form", { part: "file", event });
  return known[source];
}

function apply(form, rows, key, values, columns, event) {
  const exists = rows.has(key);
  const fits = !(form === "insert" && exists) && !((form === "update" || form === "delete") && !exists);
  demand(fits, "contradiction", { event });
  if (form === "delete") rows.delete(key);
  else if (exists) Object.assign(rows.get(key), values);
  else rows.set(key, { ...Object.fromEntries(columns.map((column) => [column, null])), ...values });
}
