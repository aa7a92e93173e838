// Merkle-Patricia proofs from one pool of nodes (trie.py).

import { hex } from "./bytes.js";
import { keccak } from "./keccak.js";
import { demand } from "./refusal.js";
import * as rlp from "./rlp.js";

export const EMPTY = hex(keccak(Uint8Array.of(0x80)));

export class Pool {
  constructor(nodes) {
    this.order = nodes.map((node) => hex(keccak(node)));
    this.nodes = new Map(nodes.map((node, at) => [this.order[at], node]));
    this.used = new Map();
  }

  // The value under keccak(key); null where the trie proves that there is none.
  get(root, key) {
    if (hex(root) === EMPTY) return null;
    let path = hex(keccak(key)), node = this.node(root);
    for (;;) {
      let child;
      if (node.length === 17 && path) {
        child = node[parseInt(path[0], 16)];
        path = path.slice(1);
      } else {
        demand(node.length === 2, "node_broken");
        const [leaf, part] = partOf(node[0]);
        if (!path.startsWith(part) || (leaf && path !== part)) return null;
        if (leaf) {
          demand(node[1] instanceof Uint8Array && node[1].length, "node_broken");
          return node[1];
        }
        demand(part, "node_broken");
        child = node[1];
        path = path.slice(part.length);
      }
      if (child instanceof Uint8Array && !child.length) return null;
      node = Array.isArray(child) ? child : this.node(child);
    }
  }

  finish() {
    const used = [...this.used.keys()];
    demand(used.length === this.order.length && used.every((name, at) => name === this.order[at]), "nodes_unused");
  }

  node(bytes) {
    const name = hex(rlp.exact(bytes, 32, "node_broken"));
    if (!this.used.has(name)) {
      demand(this.nodes.has(name), "node_missing");
      this.used.set(name, rlp.listed(rlp.read(this.nodes.get(name), "node_broken"), "node_broken"));
    }
    return this.used.get(name);
  }
}

function partOf(value) {
  demand(value instanceof Uint8Array && value.length && value[0] >> 4 <= 3, "node_broken");
  const odd = (value[0] >> 4) & 1, digits = hex(value);
  demand(odd || digits[1] === "0", "node_broken");
  return [((value[0] >> 5) & 1) === 1, digits.slice(odd ? 1 : 2)];
}
