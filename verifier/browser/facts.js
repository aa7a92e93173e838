// What a proved dossier says (facts.py): the same values, so the same report.

import { unhex } from "./bytes.js";
import { data } from "./data.js";
import { demand } from "./refusal.js";

const SECURITY = 2, OPEN = 1, NATION = 10 ** 14;
const TERMS = { 1: "over", 2: "continues" };
const LIVE = ["runs", "continues", "extended"];
const NOTHING = "0x" + "00".repeat(32);

const rows = (table) => [...table.values()];
const by = (column) => (one, other) => (one[column] < other[column] ? -1 : one[column] > other[column] ? 1 : 0);
const sorted = (table, column) => rows(table).sort(by(column));
const pick = (row, ...names) => Object.fromEntries(names.map((name) => [name, row[name]]));
const kindOf = (right) => parseInt(right.slice(34, 38), 16);

export function factsOf(tables, now) {
  const [asset] = rows(tables.assets);
  const rights = sorted(tables.rights, "right_id").map((row) => rightOf(tables, asset, row, now));
  const live = Object.fromEntries(rights.map((one) => [one.id, one.live]));
  return {
    asset: assetOf(tables, asset),
    rights,
    burdens: burdensOf(tables, asset, live),
    orders: ordersOf(tables, now),
    offers: offersOf(tables, now),
    objections: sorted(tables.objections, "objection")
      .filter((row) => row.closed === null)
      .map((row) => ({ id: row.objection, objector: row.objector, document: row.document })),
    valuations: rows(tables.valuations).map((row) => ({
      ...pick(row, "right_id", "valuer", "method", "valued_at", "document"),
      fen: String(row.fen),
    })),
  };
}

export function holders(facts) {
  return [...new Set([facts.asset.collective, ...facts.rights.filter((one) => one.live).map((one) => one.holder)])].sort();
}

// What the slot of a party says: the first field in the lowest bytes.
export function partyOf(slot) {
  demand(slot, "contradiction", { event: "Parties" });
  const take = (size) => {
    const value = slot & ((1n << BigInt(8 * size)) - 1n);
    slot >>= BigInt(8 * size);
    return value;
  };
  const keeper = take(16), area = Number(take(6)), until = Number(take(5));
  const kind = Number(take(2)), standing = Number(take(1)), bars = Number(take(1));
  return { keeper: keeper ? "0x" + keeper.toString(16).padStart(32, "0") : null, area, until, kind, standing, bars };
}

export function documentsOf(facts) {
  const found = [facts.asset.document, ...facts.rights.filter((one) => one.live).map((one) => one.document)];
  for (const one of facts.burdens) {
    found.push(one.document, one.statutory_document, one.claim_document, ...one.records.map((each) => each.document));
  }
  for (const name of ["orders", "offers", "objections", "valuations"]) found.push(...facts[name].map((one) => one.document));
  return [...new Set(found)].filter((root) => root !== null && root !== NOTHING).sort();
}

function assetOf(tables, row) {
  const names = ["collective", "natural_key", "kind", "area", "document", "status", "registered", "deadline", "confirmed", "retired"];
  return {
    id: row.asset,
    ...pick(row, ...names),
    quantity: String(row.quantity),
    codes: sorted(tables.asset_aliases, "code").map((one) => one.code),
    bars: tables.asset_bars.size,
  };
}

function rightOf(tables, asset, row, now) {
  const locks = rows(tables.locks).filter((one) => one.right_id === row.right_id);
  const term = termOf(row, catalogued(row.right_id, asset), now);
  return {
    id: row.right_id,
    kind: kindOf(row.right_id),
    holder: row.holder,
    share: [row.numerator, row.denominator],
    until: row.until,
    term,
    live: LIVE.includes(term),
    parent: row.parent,
    existing: row.existing === 1,
    lacks: row.lacks ?? 0,
    document: row.document,
    encumbrances: locks.filter((one) => one.act === SECURITY).length,
    bars: locks.filter((one) => one.act !== SECURITY).length,
  };
}

function termOf(row, kind, now) {
  if (row.reissued !== null) return "reissued";
  if (row.lapsed !== null) return "lapsed";
  if (row.until === 0 || row.until > now) return "runs";
  return TERMS[kind.end] ?? "extended";
}

function burdensOf(tables, asset, live) {
  const found = [], ranks = {};
  for (const lock of sorted(tables.locks, "place").sort(by("right_id"))) {
    const row = tables.mortgages.get(lock.cause);
    if (lock.act !== SECURITY || !row || ![2, 3].includes(row.state)) continue;
    const rank = (ranks[lock.right_id] = (ranks[lock.right_id] ?? 0) + 1);
    found.push(burdenOf(tables, asset, lock, row, rank, live));
  }
  return found;
}

function burdenOf(tables, asset, lock, row, rank, live) {
  const kind = catalogued(lock.right_id, asset), own = (one) => one.mortgage === row.mortgage;
  const names = ["grantor", "lender", "form", "covenant", "cap_until", "state", "registered_at", "statutory_document"];
  return {
    id: row.mortgage,
    right: lock.right_id,
    rank,
    ...pick(row, ...names, "document", "accepted", "claimed", "claim_document"),
    void: !live[lock.right_id],
    register: data.tables.registers[kindOf(lock.right_id)] ?? null,
    contract_only: kind.contract_only,
    missing: [kind.required & ~row.papers, kind.expected & ~row.papers],
    records: rows(tables.mortgage_records).filter(own).map((one) => pick(one, "record_number", "kind", "document", "recorded")),
    proposals: rows(tables.mortgage_changes).filter((one) => own(one) && one.state === OPEN).length,
  };
}

function ordersOf(tables, now) {
  const queues = {};
  return rows(tables.orders).filter((row) => row.state === OPEN).map((row) => ({
    ...pick(row, "order_id", "right_id", "issuer", "kind", "until", "laid", "document"),
    place: (queues[row.right_id] = (queues[row.right_id] ?? 0) + 1),
    over: row.until <= now,
  }));
}

function offersOf(tables, now) {
  return [["transfers", "transferee"], ["mortgages", "lender"]].flatMap(([name, to]) =>
    rows(tables[name]).filter((row) => row.state === OPEN).map((row) => ({
      id: row[name.slice(0, -1)], of: name, to: row[to], until: row.until, over: row.until <= now, document: row.document,
    })));
}

function catalogued(right, asset) {
  const county = Math.floor(asset.area / 10 ** 8) * 10 ** 8;
  const known = data.tables.kinds.filter((row) => row.kind === kindOf(right));
  const found = known.find((row) => row.area === county) ?? known.find((row) => row.area === NATION);
  demand(found, "kind_unknown", { kind: kindOf(right) });
  return found;
}

export const bytesOf = (id) => unhex(id.slice(2));
