// The check of a certificate (check.py): form, seals, state, records, documents, and then what they say.

import { hex, join, left, word } from "./bytes.js";
import * as certificate from "./certificate.js";
import * as documents from "./documents.js";
import { bytesOf, documentsOf, factsOf, holders, partyOf } from "./facts.js";
import { fold } from "./fold.js";
import { assetId, naturalKey } from "./natural_key.js";
import * as records from "./records.js";
import { demand, Refusal } from "./refusal.js";
import { SCHEMES } from "./seals.js";
import { Storage } from "./state.js";
import { Pool } from "./trie.js";

// The facts that a certificate proves to who believes this trust file; Refusal for all that does not hold.
export function check(bytes, trust, kinds = [], now = Date.now() / 1000) {
  try {
    return checked(certificate.read(bytes), trust, kinds, Math.floor(now));
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal("form", { part: "file" });
  }
}

function checked(own, trust, kinds, now) {
  demand(now >= trust.since, "trust_early");
  demand(now <= trust.until, "trust_expired");
  demand(own.chainId === trust.chainId && own.genesis === trust.genesis, "other_network", { network: trust.network });
  const scheme = SCHEMES[trust.consensus];
  const sealers = scheme.signers(trust, own.header, own.headers, own.seals).map((account) => {
    const known = trust.organisations.find((one) => one.account === account);
    return { account: "0x" + account, name: known?.name ?? null, kind: known?.kind ?? null };
  });
  const missing = [...new Set(kinds)].filter((kind) => !sealers.some((one) => one.kind === kind)).sort();
  demand(!missing.length, "kind_missing", { kinds: missing.join(", ") });

  const pool = new Pool(own.nodes), subject = left(join(Uint8Array.of(1), own.asked.asset));
  const head = word(new Storage(pool, own.header, contract(trust, "Dossiers")).mapped("head", subject));
  const found = records.read(trust, own.records);
  demand(hex(records.head(subject, found)) === hex(head), "head");
  records.demandOrder(found, own.header.number, own.header.time);
  const { state = null, ...told } = own.asked.kind === "nothing" ? nothing(own, trust, pool, found) : something(own, trust, pool, found);
  pool.finish();
  return {
    number: own.number,
    asked: { kind: own.asked.kind, id: "0x" + hex(own.asked.id), key: own.asked.key?.length ? own.asked.key : null, state },
    network: trust.network,
    one_machine: trust.oneMachine,
    day: trust.day,
    block: own.header.number,
    block_hash: "0x" + hex(scheme.blockHash(own.header)),
    time: own.header.time,
    head: "0x" + hex(head),
    records: found.length,
    sealers,
    ...told,
  };
}

function something(own, trust, pool, found) {
  const tables = fold(found), asset = "0x" + hex(own.asked.asset);
  demand(tables.assets.has(asset), "asked");
  const told = factsOf(tables, own.header.time);
  demandAsked(own.asked, tables);
  const storage = new Storage(pool, own.header, contract(trust, "Parties"));
  const parties = Object.fromEntries(holders(told).map((party) => [party, partyOf(storage.mapped("_parties", bytesOf(party)))]));
  const enclosed = documents.read(own.documents), named = documentsOf(told);
  const stray = [...enclosed.keys()].find((root) => !named.includes(root));
  demand(stray === undefined, "document_stray", { root: stray });
  return {
    ...told,
    state: tables.mortgages.get("0x" + hex(own.asked.id))?.state ?? null,
    parties,
    documents: Object.fromEntries(enclosed),
    not_enclosed: named.filter((root) => !enclosed.has(root)),
  };
}

function nothing(own, trust, pool, found) {
  demand(!found.length && Array.isArray(own.documents) && !own.documents.length, "registered");
  if (own.asked.key !== null) {
    const id = assetId(own.chainId, naturalKey(own.asked.key));
    demand(hex(id) === hex(own.asked.asset), "asked");
  }
  const slot = new Storage(pool, own.header, contract(trust, "Assets")).mapped("_assets", own.asked.asset);
  demand(!slot, "registered");
  return {};
}

function demandAsked(asked, tables) {
  const ids = { right: tables.rights, mortgage: tables.mortgages }[asked.kind];
  demand(!ids || ids.has("0x" + hex(asked.id)), "asked");
  if (asked.key === null) return;
  const keys = [...tables.assets.values(), ...tables.asset_aliases.values()].map((row) => row.natural_key);
  demand(keys.includes("0x" + hex(naturalKey(asked.key))), "asked");
}

function contract(trust, name) {
  return trust.contracts.find((one) => one.name === name);
}
