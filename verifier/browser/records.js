// The records of a dossier and the head they give (records.py). Bytes are 0x-hex, wide numbers BigInt.

import { hex, join, left, unhex, unpack, word } from "./bytes.js";
import { shaped } from "./canonical.js";
import { keccak } from "./keccak.js";
import { demand, Refusal } from "./refusal.js";

const KEYS = "args block event time writer";

export function read(trust, rows) {
  demand(Array.isArray(rows), "form", { part: "records" });
  return rows.map((row) => record(trust, row));
}

export function head(subject, records) {
  return records.reduce((before, one) => keccak(join(before, entry(subject, one))), new Uint8Array(32));
}

export function demandOrder(records, block, time) {
  records.forEach((one, at) => {
    const before = records[at - 1] ?? { block: 0, time: 0 };
    const fits = before.block <= one.block && before.time <= one.time && (!at || before.block !== one.block || before.time === one.time);
    demand(fits && one.block <= block && one.time <= time, "order");
  });
}

function entry(subject, one) {
  const place = join(new Uint8Array(12), unhex(one.writer), word(one.block), word(one.time));
  return keccak(join(subject, place, unhex(one.topic), one.argsHash));
}

function record(trust, row) {
  demand(shaped(row, KEYS) && typeof row.event === "string", "form", { part: "records" });
  const writer = hex(unpack(row.writer, 20));
  const contract = trust.contracts.find((one) => one.address === writer);
  demand(contract, "writer_unknown", { writer: "0x" + writer });
  const event = trust.events.get(row.event);
  demand(event && event.name.split(".")[0] === contract.name, "event_unknown", { event: row.event });
  for (const value of [row.block, row.time]) demand(typeof value === "number" && value >= 0, "form", { part: "records" });
  demand(row.block >= contract.first, "writer_unknown", { writer: "0x" + writer });
  demand(Array.isArray(row.args) && row.args.length === event.args.length, "argument", { event: event.name });
  const values = {}, words = [];
  event.args.forEach(([name, kind], at) => {
    const [value, encoded] = argument(event.name, kind, row.args[at]);
    values[name] = value;
    words.push(encoded);
  });
  return { event: event.name, writer, block: row.block, time: row.time, topic: event.topic, values, argsHash: keccak(join(...words)) };
}

function argument(event, kind, given) {
  const [, stem, digits] = /^(address|bool|bytes|uint)([0-9]*)$/.exec(kind) ?? [];
  if (kind === "bool" && typeof given === "boolean") return [Number(given), word(Number(given))];
  if (kind === "address") {
    const bytes = unpack(given, 20);
    return ["0x" + hex(bytes), join(new Uint8Array(12), bytes)];
  }
  if (stem === "bytes" && digits) {
    const bytes = unpack(given, Number(digits));
    return ["0x" + hex(bytes), left(bytes)];
  }
  if (stem === "uint" && digits) {
    const value = number(given, Number(digits));
    if (value !== null) return [value, word(value)];
  }
  throw new Refusal("argument", { event });
}

function number(given, bits) {
  if (bits < 53) return typeof given === "number" && given >= 0 && given < 2 ** bits ? given : null;
  if (typeof given !== "string" || !/^(0|[1-9][0-9]{0,77})$/.test(given)) return null;
  const value = BigInt(given);
  return value < 1n << BigInt(bits) ? value : null;
}
