// Facts in plain words (report.py): the same lines from the same words.json.

import { data, seen, sentence } from "./data.js";

export function report(facts, lang) {
  const say = (key, fields) => sentence(`report.${key}`, lang, fields);
  const list = (words) => words.join(say("and"));
  const label = (table, number) => data.tables.labels[table][String(number)]?.[lang] ?? String(number);
  const mask = (table, bits) => list([...bits.toString(2)].reverse().flatMap((bit, at) => (bit === "1" ? [label(table, at)] : [])));
  const time = (seconds) => new Date(seconds * 1000).toISOString().slice(0, 19).replace("T", " ") + " UTC";
  const lines = [say("title"), say("not_a_title_deed"), say("number", { number: facts.number })];
  const tell = (key, fields) => lines.push(say(key, fields));

  const standing = (party) => {
    const row = facts.parties[party];
    const words = [label("PartyKind", row.kind), label("Standing", row.standing)];
    if (row.keeper) words.push(say("kept", { keeper: row.keeper }));
    if (row.bars) words.push(say("party_barred", { count: row.bars }));
    return list(words);
  };

  const block = () => {
    tell("as_of", { block: facts.block, time: time(facts.time), network: facts.network });
    const names = facts.sealers.map((one) => one.name ?? one.account);
    tell("sealed", { count: names.length, names: list(names) });
    if (facts.one_machine) tell("one_machine");
    if (facts.day !== 86400) tell("short_day", { seconds: facts.day });
    if (facts.records) tell("complete", { records: facts.records, head: facts.head });
  };

  const asset = () => {
    const one = facts.asset, area = String(one.area).padStart(14, "0");
    tell("asset", { id: one.id, kind: label("AssetKind", one.kind), area, status: label("Status", one.status) });
    tell("collective", { party: one.collective, standing: standing(one.collective) });
    if (one.codes.length) tell("codes", { codes: list(one.codes) });
    if (facts.objections.length) tell("objections", { count: facts.objections.length });
    if (one.bars) tell("asset_barred", { count: one.bars });
  };

  const rights = () => {
    if (!facts.rights.length) tell("no_rights");
    for (const one of facts.rights) {
      const until = one.until ? time(one.until) : say("no_end"), share = one.share.join("/");
      tell("right", { id: one.id, kind: label("RightKind", one.kind), holder: one.holder, share, until, term: say(`term_${one.term}`) });
      if (one.live) tell("holder_standing", { standing: standing(one.holder) });
      if (one.parent) tell("parent", { parent: one.parent });
      if (one.lacks) tell("lacks", { lacks: mask("Lack", one.lacks) });
      if (one.bars) tell("right_barred", { count: one.bars });
    }
  };

  const burden = (one) => {
    const words = { form: label("Form", one.form), state: label("MortgageState", one.state) };
    tell("burden", { rank: one.rank, id: one.id, right: one.right, lender: one.lender, ...words });
    if (one.void) tell("void");
    const register = one.register;
    if (one.contract_only || !register || register.effect === "none") tell("contract_only");
    else if (one.registered_at) {
      tell("registered", { register: register[lang], date: time(one.registered_at), document: one.statutory_document ?? "" });
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
      tell("order", { id: one.order_id, kind: label("OrderKind", one.kind), issuer: one.issuer, place: one.place, until: time(one.until) });
      if (one.over) tell("order_over");
    }
  };

  const offers = () => {
    for (const one of facts.offers) {
      tell(one.over ? "offer_over" : `offer_${one.of}`, { id: one.id, to: one.to, until: time(one.until) });
    }
  };

  const papers = () => {
    for (const [root, one] of Object.entries(facts.documents)) {
      tell("document", { root });
      for (const [pointer, value] of Object.entries(one.fields)) lines.push(`    ${seen(pointer)}: ${seen(shown(value))}`);
      if (one.closed) tell("closed", { count: one.closed });
    }
    if (facts.not_enclosed.length) tell("not_enclosed", { roots: list(facts.not_enclosed) });
  };

  const shown = (value) => (typeof value === "boolean" ? say(value ? "yes" : "no") : value === null ? "" : String(value));

  block();
  if (facts.asked.kind === "nothing") {
    tell("nothing", { id: facts.asked.id });
    if (facts.asked.key) tell("nothing_code", { code: facts.asked.key.slice(1).join(" / ") });
  } else {
    asset();
    rights();
    if (!facts.burdens.length) tell("no_burdens");
    facts.burdens.forEach(burden);
    orders();
    offers();
    papers();
  }
  for (const name of ["block", "list", "register", "documents"]) tell(`limit_${name}`);
  return lines;
}
