// Slots of a contract whose code is pinned (state.py).

import { hex, join, left, unhex, word } from "./bytes.js";
import { keccak } from "./keccak.js";
import { demand } from "./refusal.js";
import * as rlp from "./rlp.js";
import { EMPTY } from "./trie.js";

export class Storage {
  constructor(pool, header, contract) {
    this.pool = pool;
    this.layout = contract.layout;
    const account = pool.get(header.stateRoot, unhex(contract.address));
    demand(account, "code", { contract: contract.name });
    const items = rlp.listed(rlp.read(account, "node_broken"), "node_broken");
    const pinned = items.length === 4 && items[3] instanceof Uint8Array && hex(items[3]) === contract.codeHash;
    demand(pinned, "code", { contract: contract.name });
    this.root = rlp.exact(items[2], 32, "node_broken");
  }

  // The slot of a key in a mapping as BigInt, 0n where there is none.
  mapped(mapping, key) {
    demand(Object.hasOwn(this.layout, mapping), "trust_form");
    const place = keccak(join(left(key), word(this.layout[mapping])));
    const value = hex(this.root) === EMPTY ? null : this.pool.get(this.root, place);
    if (value === null) return 0n;
    const found = rlp.number(rlp.read(value, "node_broken"), "node_broken");
    demand(found, "node_broken");
    return found;
  }
}
