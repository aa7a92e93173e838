// RLP, read strictly (rlp.py): Uint8Array and lists of them.

import { join } from "./bytes.js";
import { demand } from "./refusal.js";

const DEPTH = 8;

export function read(bytes, reason) {
  const [value, end] = item(bytes, 0, bytes.length, reason, DEPTH);
  demand(end === bytes.length, reason);
  return value;
}

export function write(value) {
  if (value instanceof Uint8Array) {
    return value.length === 1 && value[0] < 0x80 ? value : join(head(0x80, value.length), value);
  }
  const items = join(...value.map(write));
  return join(head(0xc0, items.length), items);
}

export function number(value, reason, size = 32) {
  demand(value instanceof Uint8Array && value.length <= size && value[0] !== 0, reason);
  return value.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

export function exact(value, size, reason) {
  demand(value instanceof Uint8Array && value.length === size, reason);
  return value;
}

export function listed(value, reason) {
  demand(Array.isArray(value), reason);
  return value;
}

// The item at a place, and the place behind it: every item has one form.
function item(bytes, at, limit, reason, depth) {
  demand(at < limit && depth >= 0, reason);
  const first = bytes[at];
  if (first < 0x80) return [bytes.slice(at, at + 1), at + 1];
  const list = first >= 0xc0;
  let start = at + 1, size = first - (list ? 0xc0 : 0x80);
  if (size > 55) {
    start += size - 55;
    demand(start <= limit && bytes[at + 1] !== 0, reason);
    size = bytes.slice(at + 1, start).reduce((sum, byte) => sum * 256 + byte, 0);
    demand(size >= 56, reason);
  }
  const end = start + size;
  demand(end <= limit, reason);
  if (!list) {
    demand(size !== 1 || bytes[start] >= 0x80, reason);
    return [bytes.slice(start, end), end];
  }
  const items = [];
  while (start < end) {
    const [value, next] = item(bytes, start, end, reason, depth - 1);
    items.push(value);
    start = next;
  }
  return [items, end];
}

function head(kind, size) {
  if (size < 56) return Uint8Array.of(kind + size);
  const length = [];
  for (let rest = size; rest; rest = Math.floor(rest / 256)) length.unshift(rest % 256);
  return Uint8Array.of(kind + 55 + length.length, ...length);
}
