// Enclosed documents against the hashes on the chain (documents.py).

import { hex, join, unpack } from "./bytes.js";
import { byCodePoint, shaped, write } from "./canonical.js";
import { keccak } from "./keccak.js";
import { demand } from "./refusal.js";

const POINTER = /^(?:\/(?:[^~/]|~[01])*)*$/;

const form = (holds) => demand(holds, "form", { part: "documents" });

// Documents by their hash (0x-hex), in the order of the file.
export function read(rows) {
  form(Array.isArray(rows));
  const found = rows.map(document);
  found.forEach(([root], at) => form(!at || found[at - 1][0] < root));
  return new Map(found);
}

function document(row) {
  form(shaped(row, "root fields closed"));
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
  const [pointer, value] = field;
  form(typeof pointer === "string" && POINTER.test(pointer));
  form(value === null || ["string", "number", "boolean"].includes(typeof value));
  for (const text of [pointer, value]) altered(typeof text !== "string" || text.normalize("NFC") === text);
  const written = new TextEncoder().encode(write([pointer, value]));
  return [pointer, value, keccak(join(Uint8Array.of(0), unpack(field[2], 16), written))];
}

function unhexed(text) {
  return Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
}
