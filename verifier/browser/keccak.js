// keccak256 (FIPS 202's permutation with the padding of 2011), on pairs of 32-bit words.

const ROUNDS = 24;
const [ROTATIONS, LANES, IOTA] = tables();

function tables() {
  const rotations = [], lanes = [], iota = [];
  for (let round = 0, r = 1n, x = 1, y = 0; round < ROUNDS; round++) {
    [x, y] = [y, (2 * x + 3 * y) % 5];
    lanes.push(2 * (5 * y + x));
    rotations.push((((round + 1) * (round + 2)) / 2) % 64);
    let constant = 0n;
    for (let bit = 0; bit < 7; bit++) {
      r = ((r << 1n) ^ ((r >> 7n) * 0x71n)) % 256n;
      if (r & 2n) constant ^= 1n << ((1n << BigInt(bit)) - 1n);
    }
    iota.push([Number(constant & 0xffffffffn), Number(constant >> 32n)]);
  }
  return [rotations, lanes, iota];
}

// The lower or upper half of a word turned left.
const low = (l, h, by) => (by < 32 ? (by ? (l << by) | (h >>> (32 - by)) : l) : by === 32 ? h : (h << (by - 32)) | (l >>> (64 - by)));
const high = (l, h, by) => low(h, l, by);

function permute(s) {
  const c = new Int32Array(10);
  for (let round = 0; round < ROUNDS; round++) {
    for (let x = 0; x < 10; x++) c[x] = s[x] ^ s[x + 10] ^ s[x + 20] ^ s[x + 30] ^ s[x + 40];
    for (let x = 0; x < 10; x += 2) {
      const before = (x + 8) % 10, after = (x + 2) % 10;
      const l = c[before] ^ low(c[after], c[after + 1], 1), h = c[before + 1] ^ high(c[after], c[after + 1], 1);
      for (let y = 0; y < 50; y += 10) {
        s[x + y] ^= l;
        s[x + y + 1] ^= h;
      }
    }
    let l = s[2], h = s[3];
    for (let at = 0; at < ROUNDS; at++) {
      const lane = LANES[at], by = ROTATIONS[at], kept = [s[lane], s[lane + 1]];
      s[lane] = low(l, h, by);
      s[lane + 1] = high(l, h, by);
      [l, h] = kept;
    }
    for (let y = 0; y < 50; y += 10) {
      for (let x = 0; x < 10; x++) c[x] = s[y + x];
      for (let x = 0; x < 10; x++) s[y + x] ^= ~c[(x + 2) % 10] & c[(x + 4) % 10];
    }
    s[0] ^= IOTA[round][0];
    s[1] ^= IOTA[round][1];
  }
}

export function keccak(bytes) {
  const rate = 136, state = new Int32Array(50);
  const padded = new Uint8Array((Math.floor(bytes.length / rate) + 1) * rate);
  padded.set(bytes);
  padded[bytes.length] ^= 0x01;
  padded[padded.length - 1] ^= 0x80;
  const view = new DataView(padded.buffer);
  for (let block = 0; block < padded.length; block += rate) {
    for (let at = 0; at < rate / 4; at++) state[at] ^= view.getInt32(block + 4 * at, true);
    permute(state);
  }
  return new Uint8Array(state.buffer.slice(0, 32));
}
