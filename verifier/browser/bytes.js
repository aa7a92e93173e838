// Bytes, hexadecimal, base64url: one form each.

import { Refusal, demand } from "./refusal.js";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const PLACES = new Map([...ALPHABET].map((char, place) => [char, place]));

export function hex(bytes) {
  let text = "";
  for (const byte of bytes) text += byte.toString(16).padStart(2, "0");
  return text;
}

export function unhex(text) {
  return Uint8Array.from({ length: text.length / 2 }, (_, at) => parseInt(text.slice(2 * at, 2 * at + 2), 16));
}

export function join(...parts) {
  const joined = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

export function same(one, other) {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

// A number as 32 bytes.
export function word(value) {
  return unhex(BigInt(value).toString(16).padStart(64, "0"));
}

export function left(bytes, size = 32) {
  const filled = new Uint8Array(size);
  filled.set(bytes);
  return filled;
}

export function pack(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const rest = Math.min(3, bytes.length - at);
    const bits = (bytes[at] << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    for (let place = 0; place <= rest; place++) text += ALPHABET[(bits >> (18 - 6 * place)) & 63];
  }
  return text;
}

export function unpack(text, size) {
  demand(typeof text === "string" && text.length % 4 !== 1, "form", { part: "bytes" });
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let bits = 0, held = 0, at = 0;
  for (const char of text) {
    const place = PLACES.get(char);
    if (place === undefined) throw new Refusal("form", { part: "bytes" });
    bits = (bits << 6) | place;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes[at++] = (bits >> held) & 255;
    }
  }
  demand((bits & ((1 << held) - 1)) === 0, "form", { part: "bytes" });
  demand(size === undefined || bytes.length === size, "form", { part: "bytes" });
  return bytes;
}
