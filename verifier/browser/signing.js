// Whose key signed (hashing.py).

import { hex } from "./bytes.js";
import { keccak } from "./keccak.js";
import { demand, Refusal } from "./refusal.js";
import { Signature } from "./vendor/noble-secp256k1.js";

const HALF = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;

// The account, as hex without 0x.
export function signer(digest, seal) {
  demand(seal.length === 65 && seal[64] <= 1 && BigInt("0x" + hex(seal.slice(32, 64))) <= HALF, "seal");
  try {
    const signature = Signature.fromCompact(hex(seal.slice(0, 64))).addRecoveryBit(seal[64]);
    return hex(keccak(signature.recoverPublicKey(digest).toRawBytes(false).slice(1)).slice(12));
  } catch {
    throw new Refusal("seal");
  }
}
