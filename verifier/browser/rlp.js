// RLP, read strictly (rlp.py): Uint8Array and lists of them.

import { join, same } from "./bytes.js";
import { demand } from "./refusal.js";

export function read(bytes, reason) {
  const [value, end] = item(bytes, 0, reason);
  demand(end === bytes.length && same(write(value), bytes), reason);
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

function item(bytes, at, reason) {
  demand(at < bytes.length, reason);
  const first = bytes[at];
  if (first < 0x80) return [bytes.slice(at, at + 1), at + 1];
  const list = first >= 0xc0, short = first - (list ? 0xc0 : 0x80);
  let start = at + 1, size = short;
  if (short > 55) {
    const width = short - 55;
    start += width;
    demand(start <= bytes.length && width <= 4, reason);
    size = bytes.slice(at + 1, start).reduce((sum, byte) => sum * 256 + byte, 0);
  }
  const end = start + size;
  demand(end <= bytes.length, reason);
  if (!list) return [bytes.slice(start, end), end];
  const items = [];
  while (start < end) {
    const [value, next] = item(bytes.subarray(0, end), start, reason);
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
