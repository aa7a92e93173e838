// The trust file (trust.py). Accounts, addresses and hashes are hex without 0x.

import { hex, join, unpack } from "./bytes.js";
import * as canonical from "./canonical.js";
import { keccak } from "./keccak.js";
import { demand, Refusal } from "./refusal.js";
import { signer } from "./signing.js";

const KEYS = "chain consensus contracts day epoch events network one_machine organisations sealers signatures since trust until";
const DOMAIN = new TextEncoder().encode("ledger.trust.1");
const utf8 = (text) => new TextEncoder().encode(text);

export function read(bytes) {
  try {
    return trust(canonical.read(bytes));
  } catch (error) {
    throw new Refusal(error instanceof Refusal && error.reason === "trust_signature" ? error.reason : "trust_form");
  }
}

function trust(value) {
  ok(canonical.shaped(value, KEYS) && value.trust === 1);
  ok(["qbft", "clique", "witness"].includes(value.consensus));
  const organisations = list(value.organisations).map((one) => ({ name: text(one.name), kind: text(one.kind), account: hex(unpack(one.account, 20)) }));
  const sealers = list(value.sealers).map((one) => ({
    first: whole(one.from),
    members: list(one.accounts).map((each) => hex(unpack(each, 20))),
    quorum: whole(one.quorum),
  }));
  const contracts = list(value.contracts).map((one) => ({
    name: text(one.name),
    address: hex(unpack(one.address, 20)),
    codeHash: hex(unpack(one.code_hash, 32)),
    first: whole(one.from),
    layout: Object.fromEntries(Object.entries(named(one.layout)).map(([name, place]) => [name, whole(place)])),
  }));
  const { signatures, ...rest } = value;
  const content = utf8(canonical.write(rest));
  const found = {
    network: text(value.network),
    chainId: whole(value.chain.id),
    genesis: hex(unpack(value.chain.genesis, 32)),
    consensus: value.consensus,
    epoch: whole(value.epoch, 1),
    day: whole(value.day, 1),
    oneMachine: flag(value.one_machine),
    since: whole(value.since),
    until: whole(value.until),
    organisations,
    sealers,
    contracts,
    events: new Map(Object.entries(named(value.events)).map(([name, rows]) => [name, event(name, rows)])),
    fingerprint: hex(keccak(content)),
  };
  demandSigned(content, signatures, organisations);
  demandSound(found);
  return found;
}

function demandSigned(content, signatures, organisations) {
  const digest = keccak(join(DOMAIN, content));
  let found;
  try {
    found = list(signatures).map((one) => signer(digest, unpack(one, 65)));
  } catch {
    throw new Refusal("trust_signature");
  }
  demand(found.sort().join() === organisations.map((one) => one.account).sort().join(), "trust_signature");
}

function demandSound(found) {
  const once = (values) => new Set(values).size === values.length;
  const rising = (values) => values.every((one, at) => !at || values[at - 1] < one);
  const names = found.contracts.map((one) => one.name);
  ok(found.organisations.length);
  ok(once(found.organisations.map((one) => one.account)) && once(found.contracts.map((one) => one.address)));
  ok(["Dossiers", "Parties", "Assets"].every((name) => names.includes(name)) && found.since < found.until);
  ok(found.sealers.length && rising(found.sealers.map((one) => one.first)));
  for (const one of found.sealers) {
    ok(one.members.length && rising(one.members));
    ok(one.members.length < 2 * one.quorum && one.quorum <= one.members.length);
  }
  for (const name of found.events.keys()) ok(names.includes(name.split(".")[0]));
}

function event(name, rows) {
  const args = list(rows).map((row) => [text(row[0]), text(row[1])]);
  const at = name.indexOf(".");
  const signature = `${at < 0 ? "" : name.slice(at + 1)}(${args.map(([, kind]) => kind).join(",")})`;
  return { name, topic: hex(keccak(utf8(signature))), args };
}

function ok(holds) {
  demand(holds, "trust_form");
}

function list(value) {
  ok(Array.isArray(value));
  return value;
}

function named(value) {
  ok(canonical.isObject(value));
  return value;
}

function text(value) {
  ok(typeof value === "string" && value);
  return value;
}

function whole(value, least = 0) {
  ok(typeof value === "number" && value >= least);
  return value;
}

function flag(value) {
  ok(typeof value === "boolean");
  return value;
}
