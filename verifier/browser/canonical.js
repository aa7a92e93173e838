// Canonical JSON: what is not the one form of itself is refused (encoding.py).

import { demand, Refusal } from "./refusal.js";

export const LARGEST = 1_000_000;
const DEPTH = 8;

export function read(bytes) {
  demand(bytes.length <= LARGEST, "too_large", { largest: LARGEST });
  let text, value, again;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    demandShallow(text);
    value = JSON.parse(text);
    again = write(value);
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal("not_text");
  }
  demand(again === text, "not_canonical");
  return value;
}

// Text; Refusal not_text for what may not occur.
export function write(value) {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") {
    demand(Number.isSafeInteger(value), "not_text");
    return String(value);
  }
  if (typeof value === "string") {
    demand(wellFormed(value), "not_text");
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(write).join(",")}]`;
  const keys = Object.keys(value).sort(byCodePoint);
  return `{${keys.map((key) => `${write(key)}:${write(value[key])}`).join(",")}}`;
}

export function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

// An object with these members, named with blanks between, and no others.
export function shaped(value, names) {
  const known = names.split(" ");
  return isObject(value) && Object.keys(value).length === known.length && known.every((name) => Object.hasOwn(value, name));
}

export function byCodePoint(one, other) {
  const [a, b] = [[...one], [...other]];
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const apart = a[at].codePointAt(0) - b[at].codePointAt(0);
    if (apart) return apart;
  }
  return a.length - b.length;
}

function wellFormed(text) {
  for (const char of text) {
    const point = char.codePointAt(0);
    if (point >= 0xd800 && point <= 0xdfff) return false;
  }
  return true;
}

// Before the parser, which may recurse: how deep it may go without harm is the machine's.
function demandShallow(text) {
  let depth = 0, inside = false;
  for (const [mark] of text.matchAll(/\\.|["[\]{}]/gs)) {
    if (mark === '"') inside = !inside;
    else if (!inside && (mark === "[" || mark === "{")) demand(++depth <= DEPTH, "not_text");
    else if (!inside && (mark === "]" || mark === "}")) depth--;
  }
}
