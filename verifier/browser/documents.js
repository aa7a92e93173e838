// Enclosed documents against the hashes on the chain (documents.py).

import { hex, join, unpack } from "./bytes.js";
import { byCodePoint, write } from "./canonical.js";
import { keccak } from "./keccak.js";
import { demand } from "./refusal.js";
import { isObject } from "./records.js";

const form = (holds) => demand(holds, "form", { part: "documents" });

// Documents by their hash (0x-hex), in the order of the file.
export function read(rows) {
  form(Array.isArray(rows));
  const found = new Map();
  let before = "";
  for (const row of rows) {
    const [root, one] = document(row);
    found.set(root, one);
    form(before < root);
    before = root;
  }
  return found;
}

function document(row) {
  form(isObject(row) && Object.keys(row).sort().join(" ") === "closed fields root");
  const root = "0x" + hex(unpack(row.root, 32)), altered = (holds) => demand(holds, "document", { root });
  form(Array.isArray(row.fields) && Array.isArray(row.closed));
  const fields = {}, leaves = [];
  let before = null;
  for (const field of row.fields) {
    const [pointer, value, leaf] = fieldOf(field, altered);
    altered(before === null || byCodePoint(before, pointer) < 0);
    Object.defineProperty(fields, pointer, { value, enumerable: true });
    leaves.push(hex(leaf));
    before = pointer;
  }
  const closed = row.closed.map((one) => hex(unpack(one, 32)));
  altered(closed.every((one, at) => !at || closed[at - 1] < one));
  const all = [...leaves, ...closed].sort();
  altered(all.length && "0x" + merkleRoot(all) === root);
  return [root, { fields, closed: closed.length }];
}

function merkleRoot(leaves) {
  let level = leaves.map(unhexed);
  while (level.length > 1) {
    const above = [];
    for (let at = 0; at + 1 < level.length; at += 2) above.push(keccak(join(Uint8Array.of(1), level[at], level[at + 1])));
    if (level.length % 2) above.push(level.at(-1));
    level = above;
  }
  return hex(level[0]);
}

function fieldOf(field, altered) {
  form(Array.isArray(field) && field.length === 3);
  const [pointer, value] = field, salt = unpack(field[2], 16);
  form(typeof pointer === "string" && (value === null || ["string", "number", "boolean"].includes(typeof value)));
  for (const text of [pointer, value]) altered(typeof text !== "string" || text.normalize("NFC") === text);
  const written = new TextEncoder().encode(write([pointer, value]));
  return [pointer, value, keccak(join(Uint8Array.of(0), salt, written))];
}

function unhexed(text) {
  return Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
}
