// How a report writes what it tells (values.py): times, quantities, money, names of rights, fields.

import { data, has, seen, sentence } from "./data.js";

const BEIJING = 8 * 3600, LAST = 253402272000, MU = 2000n;

export function valuesIn(lang) {
  const say = (key, fields) => sentence(`report.${key}`, lang, fields);
  const listed = (words) => words.join(say("and"));
  const time = (seconds) => (seconds >= LAST ? say("far") : new Date((seconds + BEIJING) * 1000).toISOString().slice(0, 19).replace("T", " "));
  const date = (seconds) => (seconds >= LAST ? say("far") : time(seconds).slice(0, 10));
  const label = (table, number) => data.tables.labels[table][String(number)]?.[lang] ?? String(number);
  const mask = (table, bits) => listed([...bits.toString(2)].reverse().flatMap((bit, at) => (bit === "1" ? [label(table, at)] : [])));
  const coded = (table, code) => Object.values(data.tables.labels[table]).find((row) => row.code === code)?.[lang] ?? code;
  const money = (fen) => say("unit_fen", { yuan: hundred(BigInt(fen)) });

  // What a right is called, from its own id or that of something about it.
  const right = (thing) => {
    const kind = parseInt(thing.slice(34, 38) || "0", 16), serial = parseInt(thing.slice(38, 46) || "0", 16);
    return kind ? say("named_right", { kind: label("RightKind", kind), serial }) : say("whole");
  };

  const quantity = (kind, text) => {
    const unit = data.tables.labels.Unit[String(data.tables.units[String(kind)])], number = BigInt(text);
    if (!unit) return text;
    const shown = hundred(number);
    return say(`unit_${unit.code}`, { number: grouped(number), mu: hundred((3n * number + MU / 2n) / MU), square: shown, yuan: shown });
  };

  const shown = (pointer, value) => {
    if (value === null || typeof value === "boolean") return say(value === null ? "empty" : value ? "yes" : "no");
    if (typeof value === "number" && /_fen(_per_year)?$/.test(pointer)) return money(value);
    if (typeof value === "number" && pointer.endsWith("_ppm")) return percent(value);
    return seen(String(value));
  };

  const field = (pointer, value) => {
    const name = `field.${pointer.slice(1)}`, fields = { pointer, value: shown(pointer, value) };
    return has(name, lang) ? say("field_known", { name: sentence(name, lang), ...fields }) : say("field", fields);
  };

  return { say, listed, time, date, label, mask, coded, money, right, quantity, field };
}

const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ",");

function hundred(number) {
  const size = number < 0n ? -number : number;
  return `${number < 0n ? "-" : ""}${grouped(size / 100n)}.${String(size % 100n).padStart(2, "0")}`;
}

function percent(ppm) {
  const size = Math.abs(ppm), part = `.${String(size % 10000).padStart(4, "0")}`.replace(/0+$/, "").replace(/\.$/, "");
  return `${ppm < 0 ? "-" : ""}${Math.floor(size / 10000)}${part}%`;
}
