// The browser's check, run by Node: a line of JSON in (trust, file, kinds, now; bytes as base64), a line of JSON out.

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { hex, unpack } from "../../verifier/browser/bytes.js";
import { check } from "../../verifier/browser/check.js";
import { data } from "../../verifier/browser/data.js";
import * as header from "../../verifier/browser/header.js";
import { keccak } from "../../verifier/browser/keccak.js";
import { Refusal } from "../../verifier/browser/refusal.js";
import { report } from "../../verifier/browser/report.js";
import { SCHEMES } from "../../verifier/browser/seals.js";
import { signer } from "../../verifier/browser/signing.js";
import { Pool } from "../../verifier/browser/trie.js";
import * as trust from "../../verifier/browser/trust.js";

const home = new URL("../../verifier/", import.meta.url);
data.tables = JSON.parse(readFileSync(new URL("tables.json", home)));
data.words = JSON.parse(readFileSync(new URL("words.json", home)));
const believed = new Map();

function believe(text) {
  if (!believed.has(text)) believed.set(text, trust.read(new Uint8Array(Buffer.from(text, "base64"))));
  return believed.get(text);
}

// `told`: facts that are only put into words. Otherwise
// only who stands behind a block: {consensus, chain, genesis, epoch, sealers, header, headers, seals}, bytes as base64url.
function sealed(asked) {
  const sealers = asked.sealers.map((one) => ({ ...one, members: one.members.map((each) => hex(unpack(each))) }));
  const trust = { chainId: asked.chain, genesis: hex(unpack(asked.genesis)), epoch: asked.epoch, sealers };
  const [block, ...headers] = [asked.header, ...asked.headers].map((one) => header.read(unpack(one)));
  const found = SCHEMES[asked.consensus].signers(trust, block, headers, asked.seals.map((one) => unpack(one)));
  return { sealers: found, hash: hex(SCHEMES[asked.consensus].blockHash(block)) };
}

// Only a proof of state: {root, key, nodes}.
function walked({ root, key, nodes }) {
  const pool = new Pool(nodes.map((one) => unpack(one)));
  const value = pool.get(unpack(root), unpack(key));
  pool.finish();
  return { value: value === null ? null : hex(value) };
}

// Whose seals: the account, or the reason why it is nobody's.
function signed({ digest, seals }) {
  const whose = (seal) => {
    try {
      return signer(unpack(digest), unpack(seal));
    } catch (error) {
      return error.reason ?? String(error.stack);
    }
  };
  return { found: seals.map(whose) };
}

function answer(asked) {
  try {
    if (asked.signed) return signed(asked.signed);
    if (asked.hashed) return { found: asked.hashed.map((one) => hex(keccak(unpack(one)))) };
    if (asked.walk) return walked(asked.walk);
    if (asked.consensus) return sealed(asked);
    if (asked.told) return { zh: report(asked.told, "zh"), en: report(asked.told, "en") };
    const facts = check(new Uint8Array(Buffer.from(asked.file, "base64")), believe(asked.trust), asked.kinds, asked.now);
    return { facts, zh: report(facts, "zh"), en: report(facts, "en") };
  } catch (error) {
    return error instanceof Refusal ? { refused: error.reason } : { broken: String(error.stack) };
  }
}

for await (const line of createInterface({ input: process.stdin })) console.log(JSON.stringify(answer(JSON.parse(line))));
