// A block's header (header.py).

import { keccak } from "./keccak.js";
import { demand } from "./refusal.js";
import * as rlp from "./rlp.js";

const SIZES = { 0: 32, 1: 32, 2: 20, 3: 32, 4: 32, 5: 32, 6: 256, 13: 32, 14: 8, 16: 32, 19: 32, 20: 32 };
const NUMBERS = { 7: 32, 8: 6, 9: 8, 10: 8, 11: 5, 15: 32, 17: 8, 18: 8 };
const EXTRA = 12;

export function read(bytes) {
  const items = rlp.listed(rlp.read(bytes, "header"), "header");
  demand(items.length >= 15 && items.length <= 21, "header");
  for (const [at, size] of Object.entries(SIZES)) if (at < items.length) rlp.exact(items[at], size, "header");
  for (const [at, size] of Object.entries(NUMBERS)) if (at < items.length) rlp.number(items[at], "header", size);
  demand(items[EXTRA] instanceof Uint8Array, "header");
  return {
    items,
    parent: items[0],
    proposer: items[2],
    stateRoot: items[3],
    number: Number(rlp.number(items[8], "header")),
    time: Number(rlp.number(items[11], "header")),
    extra: items[EXTRA],
    mix: items[13],
  };
}

export function hashWith(header, extra) {
  return keccak(rlp.write(header.items.map((item, at) => (at === EXTRA ? extra : item))));
}

export function plainHash(header) {
  return hashWith(header, header.extra);
}
