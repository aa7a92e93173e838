// Facts in plain words (report.py): the same lines from the same words.json.

import { spelled } from "./data.js";
import { Line } from "./sections.js";
import { valuesIn } from "./values.js";

const ANNOUNCED = 2;

export function report(facts, lang) {
  const { say, listed, time, date, label, mask, coded, money, right, quantity, field } = valuesIn(lang);
  const lines = [say("title"), say("not_a_title_deed"), say("number", { number: facts.number })];
  const tell = (key, fields) => lines.push(new Line(key, say(key, fields)));
  const told = (id) => tell("id", { id });
  const code = () => facts.asked.key.slice(1).map((part) => spelled(String(part))).join(" / ");

  const who = (key, party) => {
    const row = facts.parties[party];
    if (!row) return tell(`${key}_only`, { party });
    const words = [label("PartyKind", row.kind), label("Standing", row.standing)];
    if (row.keeper) words.push(say("kept", { keeper: row.keeper }));
    if (row.bars) words.push(say("party_barred", { count: row.bars }));
    tell(key, { party, standing: listed(words) });
  };

  const block = () => {
    tell("as_of", { block: facts.block, time: time(facts.time), network: facts.network });
    const names = facts.sealers.map((one) => (one.name === null ? one.account : say("sealer", { name: one.name, kind: coded("PartyKind", one.kind) })));
    tell("sealed", { count: names.length, names: listed(names) });
    if (facts.one_machine) tell("one_machine");
    if (facts.day !== 86400) tell("short_day", { seconds: facts.day });
    if (facts.records) tell("complete", { records: facts.records, head: facts.head });
  };

  const asked = () => {
    const { kind, id, state } = facts.asked;
    if (kind === "right") {
      tell("asked_right", { right: right(id), term: say(`term_${facts.rights.find((one) => one.id === id).term}`) });
      told(id);
    } else if (kind === "mortgage") {
      tell("asked_mortgage", { state: label("MortgageState", state) });
      told(id);
    }
  };

  const asset = () => {
    const one = facts.asset, area = String(one.area).padStart(14, "0");
    tell("asset", { kind: label("AssetKind", one.kind), area, status: label("Status", one.status) });
    told(one.id);
    if (facts.asked.key) tell("asset_code", { code: code() });
    tell("quantity", { quantity: quantity(one.kind, one.quantity) });
    if (one.status === ANNOUNCED) tell("deadline", { until: time(one.deadline) });
    who("collective", one.collective);
    if (one.codes.length) tell("codes", { codes: listed(one.codes) });
    if (facts.objections.length) tell("objections", { count: facts.objections.length });
    if (one.bars) tell("asset_barred", { count: one.bars });
  };

  const rights = () => {
    if (!facts.rights.length) tell("no_rights");
    for (const one of facts.rights) {
      const key = one.until ? "right" : one.live ? "right_endless" : "right_ended";
      tell(key, { right: right(one.id), share: one.share.join("/"), until: time(one.until), term: say(`term_${one.term}`) });
      who("holder", one.holder);
      told(one.id);
      if (one.parent) tell("parent", { parent: right(one.parent) });
      if (one.lacks) tell("lacks", { lacks: mask("Lack", one.lacks) });
      else if (one.existing) tell("existing");
      if (one.bars) tell("right_barred", { count: one.bars });
    }
  };

  const burden = (one) => {
    const words = { form: label("Form", one.form), state: label("MortgageState", one.state) };
    tell("burden", { rank: one.rank, right: right(one.right), ...words });
    tell("lender", { lender: one.lender });
    tell("grantor", { grantor: one.grantor });
    told(one.id);
    if (one.void) tell("void");
    const register = one.register;
    if (one.contract_only || !register || register.effect === "none") tell("contract_only");
    else if (one.registered_at) {
      tell("registered", { register: register[lang], date: date(one.registered_at), document: one.statutory_document ?? "" });
    } else tell("not_registered", { register: register[lang] });
    if (one.covenant) tell("covenant", { covenant: label("Covenant", one.covenant) });
    if (one.cap_until) tell("capped", { until: time(one.cap_until) });
    if (one.claimed) tell("claimed", { since: time(one.claimed) });
    if (one.proposals) tell("proposals", { count: one.proposals });
    for (const each of one.records) {
      tell("record", { number: each.record_number, kind: label("ChangeKind", each.kind), when: time(each.recorded) });
    }
    if (one.missing[0]) tell("papers_required", { papers: mask("Paper", one.missing[0]) });
    if (one.missing[1]) tell("papers_expected", { papers: mask("Paper", one.missing[1]) });
  };

  const orders = () => {
    if (!facts.orders.length) tell("no_orders");
    for (const one of facts.orders) {
      tell("order", { kind: label("OrderKind", one.kind), thing: right(one.right_id), place: one.place, until: time(one.until) });
      tell("issuer", { issuer: one.issuer });
      told(one.order_id);
      if (one.over) tell("order_over");
    }
  };

  const offers = () => {
    for (const one of facts.offers) {
      tell(one.over ? "offer_over" : `offer_${one.of}`, { right: right(one.id), until: time(one.until) });
      tell("offeree", { to: one.to });
      told(one.id);
    }
  };

  const valuations = () => {
    for (const one of facts.valuations) {
      const fields = { method: label("Method", one.method), date: date(one.valued_at) };
      tell("valuation", { right: right(one.right_id), worth: money(one.fen), ...fields });
      tell("valuer", { valuer: one.valuer });
    }
  };

  // What each document belongs to, in the order of the report.
  const owners = () => {
    const found = {};
    const own = (root, key, fields) => {
      const words = (found[root] ??= []), word = say(`of_${key}`, fields);
      if (!words.includes(word)) words.push(word);
    };
    own(facts.asset.document, "asset");
    for (const one of facts.rights) own(one.document, "right", { right: right(one.id) });
    for (const one of facts.burdens) {
      const fields = { right: right(one.right), rank: one.rank };
      own(one.document, "burden", fields);
      own(one.statutory_document, "statutory", fields);
      own(one.claim_document, "claim", fields);
      for (const each of one.records) own(each.document, "record", { ...fields, number: each.record_number });
    }
    for (const one of facts.orders) own(one.document, "order", { kind: label("OrderKind", one.kind) });
    for (const one of facts.offers) own(one.document, "offer", { right: right(one.id) });
    for (const one of facts.objections) own(one.document, "objection");
    for (const one of facts.valuations) own(one.document, "valuation", { right: right(one.right_id) });
    return found;
  };

  const papers = () => {
    for (const [root, words] of Object.entries(owners())) {
      if (!Object.hasOwn(facts.documents, root)) continue;
      const one = facts.documents[root];
      tell("document", { root, of: listed(words) });
      for (const [pointer, value] of Object.entries(one.fields)) lines.push(field(pointer, value));
      if (one.closed) tell("closed", { count: one.closed });
    }
    for (const [root, words] of Object.entries(owners())) {
      if (facts.not_enclosed.includes(root)) tell("not_enclosed", { root, of: listed(words) });
    }
  };

  block();
  if (facts.asked.kind === "nothing") {
    tell("nothing", { id: facts.asked.id });
    if (facts.asked.key) tell("nothing_code", { code: code() });
  } else {
    asked();
    asset();
    rights();
    if (!facts.burdens.length) tell("no_burdens");
    facts.burdens.forEach(burden);
    orders();
    offers();
    valuations();
    papers();
  }
  for (const name of ["block", "list", "register", "documents"]) tell(`limit_${name}`);
  return lines;
}
