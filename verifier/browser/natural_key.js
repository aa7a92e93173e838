// The code or number that an asset was registered under, and the id that follows from it (natural_key.py).

import { join, word } from "./bytes.js";
import { seen } from "./data.js";
import { keccak } from "./keccak.js";
import { demand } from "./refusal.js";

const UNIT = /^[0-9]{12}[GJZ][ABCDEFGHLNSWXY][0-9]{5}(?:[FLQ][0-9]{8}|W0{8})$/;
const PARCEL = /^[0-9]{19}$/;
const CREDIT = /^[0-9A-HJ-NP-RTUWXY]{2}[0-9]{6}[0-9A-HJ-NP-RTUWXY]{10}$/;
const CODES = new Map([[1, UNIT], [2, PARCEL]]);
const OWN = 3, LONGEST = 64;
const utf8 = (text) => new TextEncoder().encode(text);

export function naturalKey([form, ...parts]) {
  let content = null;
  if (CODES.has(form) && parts.length === 1 && matches(CODES.get(form), parts[0])) content = utf8(parts[0]);
  if (form === OWN && parts.length === 3 && matches(CREDIT, parts[0]) && isYear(parts[1]) && isNumber(parts[2])) {
    const first = tail(utf8(parts[0]));
    content = join(word(96), word(parts[1]), word(96 + first.length), first, tail(utf8(parts[2])));
  }
  demand(content, "form", { part: "key" });
  return keccak(join(word(form), word(64), tail(content)));
}

export function assetId(chainId, key) {
  return keccak(join(word(chainId), key)).slice(0, 16);
}

function matches(form, value) {
  return typeof value === "string" && form.test(value);
}

function isYear(value) {
  return typeof value === "number" && value >= 1949 && value <= 9999;
}

// In capitals, nothing of full width, nothing blank or unseen.
function isNumber(value) {
  if (typeof value !== "string" || !value || [...value].length > LONGEST || /[ \u1680]/.test(value) || seen(value) !== value) return false;
  return value.normalize("NFKC").toUpperCase() === value;
}

function tail(content) {
  const filled = new Uint8Array(Math.ceil(content.length / 32) * 32);
  filled.set(content);
  return join(word(content.length), filled);
}
