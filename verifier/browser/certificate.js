// The file: its parts, and that its number is the hash of its content (certificate.py).

import { hex, unpack } from "./bytes.js";
import * as canonical from "./canonical.js";
import * as header from "./header.js";
import { keccak } from "./keccak.js";
import { demand } from "./refusal.js";

const KEYS = "asked block certificate chain documents nodes number records";
const SIZES = { asset: 16, nothing: 16, right: 32, mortgage: 32 };
const utf8 = (text) => new TextEncoder().encode(text);

export function numberOf({ number, documents, ...content }) {
  const digits = hex(keccak(utf8(canonical.write(content)))).slice(0, 20).toUpperCase();
  return digits.match(/..../g).join("-");
}

export function read(bytes) {
  const value = canonical.read(bytes);
  demand(canonical.shaped(value, KEYS), "form", { part: "file" });
  demand(value.certificate === 1, "version");
  demand(value.number === numberOf(value), "number");
  const chain = part(value.chain, "genesis id"), block = part(value.block, "header headers seals");
  const asked = part(value.asked, "id key kind");
  demand(typeof chain.id === "number" && chain.id >= 0, "form", { part: "chain" });
  const genesis = hex(unpack(chain.genesis, 32));
  demand(typeof asked.kind === "string" && Object.hasOwn(SIZES, asked.kind), "form", { part: "asked" });
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

function part(value, keys) {
  demand(canonical.shaped(value, keys), "form", { part: keys.replaceAll(" ", ", ") });
  return value;
}

function list(value) {
  demand(Array.isArray(value), "form", { part: "list" });
  return value.map((one) => unpack(one));
}
