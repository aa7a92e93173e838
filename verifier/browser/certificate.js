// The file: its parts, and that its number is the hash of its content (certificate.py).

import { hex, join, unpack, word } from "./bytes.js";
import * as canonical from "./canonical.js";
import * as header from "./header.js";
import { keccak } from "./keccak.js";
import { demand } from "./refusal.js";
import { isObject } from "./records.js";

const KEYS = "asked block certificate chain documents nodes number records";
const SIZES = { asset: 16, nothing: 16, right: 32, mortgage: 32 };
const utf8 = (text) => new TextEncoder().encode(text);

export function numberOf({ number, documents, ...content }) {
  const digits = hex(keccak(utf8(canonical.write(content)))).slice(0, 20).toUpperCase();
  return digits.match(/..../g).join("-");
}

export function read(bytes) {
  const value = canonical.read(bytes);
  demand(isObject(value) && Object.keys(value).sort().join(" ") === KEYS, "form", { part: "file" });
  demand(value.certificate === 1, "version");
  demand(value.number === numberOf(value), "number");
  const chain = part(value.chain, "genesis id"), block = part(value.block, "header headers seals");
  const asked = part(value.asked, "id key kind");
  demand(typeof chain.id === "number" && chain.id >= 0, "form", { part: "chain" });
  const genesis = hex(unpack(chain.genesis, 32));
  demand(Object.hasOwn(SIZES, asked.kind), "form", { part: "asked" });
  demand(asked.key === null || Array.isArray(asked.key), "form", { part: "asked" });
  const id = unpack(asked.id, SIZES[asked.kind]);
  return {
    number: value.number,
    chainId: chain.id,
    genesis,
    asked: { kind: asked.kind, id, asset: id.slice(0, 16), key: asked.key },
    header: header.read(unpack(block.header)),
    headers: list(block.headers).map(header.read),
    seals: list(block.seals),
    nodes: list(value.nodes),
    records: value.records,
    documents: value.documents,
  };
}

export function naturalKey([form, ...parts]) {
  const code = (value) => typeof value === "string" && /^[0-9A-Z]{1,64}$/.test(value);
  let content = null;
  if ((form === 1 || form === 2) && parts.length === 1 && code(parts[0])) content = utf8(parts[0]);
  if (form === 3 && parts.length === 3 && code(parts[0]) && typeof parts[2] === "string") {
    const year = parts[1], first = tail(utf8(parts[0]));
    if (typeof year === "number" && year >= 1949 && year <= 9999) {
      content = join(word(96), word(year), word(96 + first.length), first, tail(utf8(parts[2])));
    }
  }
  demand(content, "form", { part: "key" });
  return keccak(join(word(form), word(64), tail(content)));
}

export function assetId(chainId, key) {
  return keccak(join(word(chainId), key)).slice(0, 16);
}

function part(value, keys) {
  demand(isObject(value) && Object.keys(value).sort().join(" ") === keys, "form", { part: keys });
  return value;
}

function list(value) {
  demand(Array.isArray(value), "form", { part: "list" });
  return value.map((one) => unpack(one));
}

function tail(content) {
  const filled = new Uint8Array(Math.ceil(content.length / 32) * 32);
  filled.set(content);
  return join(word(content.length), filled);
}
