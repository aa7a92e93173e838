// Who sealed a block: witness, clique, qbft (seals/*.py).

import { hex, join, unhex, word } from "./bytes.js";
import { hashWith, plainHash } from "./header.js";
import { keccak } from "./keccak.js";
import { demand } from "./refusal.js";
import * as rlp from "./rlp.js";
import { signer } from "./signing.js";

const DOMAIN = new TextEncoder().encode("ledger.witness.1");
const MIX = "63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365";

export function pinnedAt(trust, block) {
  const known = trust.sealers.filter((one) => one.first <= block);
  demand(known.length, "before_sealers", { number: block });
  return known.at(-1);
}

// Who sealed a hash, in the order of the seals; the first that is too much ends it: a file may hold ten thousand.
function counted(digest, seals, pinned, quorum) {
  const found = [];
  for (const seal of seals) {
    const account = signer(digest, seal);
    demand(!found.includes(account), "seal_twice");
    demand(pinned.members.includes(account), "seal_outsider");
    found.push(account);
  }
  demand(found.length >= quorum, "seals_missing", { found: found.length, quorum });
  return found;
}

const witness = {
  blockHash: plainHash,
  signers(trust, header, headers, seals) {
    demand(!headers.length, "form", { part: "headers" });
    const pinned = pinnedAt(trust, header.number);
    const digest = keccak(join(DOMAIN, word(trust.chainId), unhex(trust.genesis), plainHash(header)));
    const found = counted(digest, seals, pinned, pinned.quorum);
    demand(found.every((one, at) => !at || found[at - 1] < one), "form", { part: "seals" });
    return found;
  },
};

const clique = {
  blockHash: plainHash,
  signers(trust, header, headers, seals) {
    demand(!seals.length, "form", { part: "seals" });
    const pinned = pinnedAt(trust, header.number), found = new Set();
    let before = null;
    for (const block of [header, ...headers]) {
      const follows = !before || (hex(block.parent) === hex(plainHash(before)) && block.number === before.number + 1);
      demand(follows, "headers_torn", { number: block.number });
      demand(pinnedAt(trust, block.number) === pinned, "sealers_changed", { number: block.number });
      demand(block.extra.length >= 32 + 65, "seal");
      const account = signer(hashWith(block, block.extra.slice(0, -65)), block.extra.slice(-65));
      demand(pinned.members.includes(account), "seal_outsider");
      found.add(account);
      before = block;
    }
    const quorum = Math.floor(pinned.members.length / 2) + 1;
    demand(found.size >= quorum, "seals_missing", { found: found.size, quorum });
    return [...found].sort();
  },
};

export function readExtra(bytes) {
  const items = rlp.listed(rlp.read(bytes, "header"), "header");
  demand(items.length === 5, "header");
  const [vanity, validators, vote, round, seals] = items;
  rlp.exact(vanity, 32, "header");
  for (const one of rlp.listed(validators, "header")) rlp.exact(one, 20, "header");
  rlp.number(round, "header", 4);
  for (const one of rlp.listed(seals, "header")) rlp.exact(one, 65, "header");
  return { vanity, validators, vote: voteOf(rlp.listed(vote, "header")), round, seals };
}

function voteOf(value) {
  if (!value.length) return null;
  const add = value[1];
  const known = value.length === 2 && add instanceof Uint8Array && (!add.length || (add.length === 1 && add[0] === 255));
  demand(known, "header");
  return { account: hex(rlp.exact(value[0], 20, "header")), add: add.length === 1 };
}

function extraWith(extra, round, seals) {
  const vote = extra.vote ? [unhex(extra.vote.account), extra.vote.add ? Uint8Array.of(255) : new Uint8Array()] : [];
  return rlp.write([extra.vanity, extra.validators, vote, round, seals]);
}

function qbftSealed(block, pinned) {
  const extra = readExtra(block.extra);
  const listed = extra.validators.map(hex);
  const same = listed.length === pinned.members.length && listed.every((one, at) => one === pinned.members[at]);
  demand(same, "sealers_changed", { number: block.number });
  demand(hex(block.mix) === MIX && pinned.members.includes(hex(block.proposer)), "header");
  const digest = hashWith(block, extraWith(extra, extra.round, []));
  return counted(digest, extra.seals, pinned, Math.ceil((2 * pinned.members.length) / 3)).sort();
}

// Who voted about whom in a run of headers: to let in who is out, to put out who is in.
class Votes {
  constructor(epoch) {
    this.epoch = epoch;
    this.cast = new Map();
  }

  take(block, vote, pinned) {
    if (block.number % this.epoch === 0) {
      this.cast.clear();
      return pinned;
    }
    if (!vote) return pinned;
    const { account, add } = vote, own = `${hex(block.proposer)} ${account}`;
    if (pinned.members.includes(account) !== add) this.cast.set(own, account);
    else this.cast.delete(own); // a vote for what is so takes back the other one
    const agreed = [...this.cast.values()].filter((one) => one === account).length;
    if (agreed <= Math.floor(pinned.members.length / 2)) return pinned;
    for (const key of [...this.cast.keys()]) if (key.split(" ").includes(account)) this.cast.delete(key);
    const members = add ? [...pinned.members, account] : pinned.members.filter((one) => one !== account);
    return { ...pinned, members: members.sort() };
  }
}

const qbft = {
  blockHash(header) {
    return hashWith(header, extraWith(readExtra(header.extra), new Uint8Array(), []));
  },
  signers(trust, header, headers, seals) {
    demand(!seals.length, "form", { part: "seals" });
    let pinned = pinnedAt(trust, header.number), votes = new Votes(trust.epoch), before = null, decided = true;
    const first = pinned.first;
    for (const block of headers) {
      const late = block.number >= header.number || (before && block.number <= before.number);
      const follows = before && hex(block.parent) === hex(qbft.blockHash(before)) && block.number === before.number + 1;
      const own = pinnedAt(trust, block.number).first === first;
      demand(!late && own && (follows || decided), "headers_torn", { number: block.number });
      if (!follows) votes = new Votes(trust.epoch);
      qbftSealed(block, pinned);
      const after = votes.take(block, readExtra(block.extra).vote, pinned);
      decided = after !== pinned;
      demand(decided || votes.cast.size, "headers_torn", { number: block.number }); // else nothing needs this header
      [pinned, before] = [after, block];
    }
    demand(decided, "headers_torn", { number: header.number });
    return qbftSealed(header, pinned);
  },
};

export const SCHEMES = { witness, clique, qbft };
