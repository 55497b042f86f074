/** SipHash-2-4 (Aumasson and Bernstein, 2012) on 32-bit halves; a low half that became smaller in an addition has a carry. Hot path: no allocation. */

/** The key of 128 bits, its words the low half first. */
export function sipKey(octets: Uint8Array): Uint32Array {
  if (octets.length !== 16) throw new RangeError(`a key of ${octets.length} octets, expected 16`);
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
  return Uint32Array.from([0, 4, 8, 12], at => view.getUint32(at, true));
}

/** Writes the 8 octets of the hash of the first `length` octets of `data`, fewer than 256, into `out` at `at`, the low octet first. */
export function sipHash24(key: Uint32Array, data: Uint8Array, length: number, out: Uint8Array, at: number): void {
  // v0 to v3, each as a low and a high half.
  let v0l = key[0]! ^ 0x70736575;
  let v0h = key[1]! ^ 0x736f6d65;
  let v1l = key[2]! ^ 0x6e646f6d;
  let v1h = key[3]! ^ 0x646f7261;
  let v2l = key[0]! ^ 0x6e657261;
  let v2h = key[1]! ^ 0x6c796765;
  let v3l = key[2]! ^ 0x79746573;
  let v3h = key[3]! ^ 0x74656462;
  const blocks = length >> 3;
  // One block more for the rest of the octets and the length, and then the finalization.
  for (let block = 0; block <= blocks + 1; block++) {
    const final = block > blocks;
    const low = final ? 0 : wordAt(data, 8 * block, length, 0);
    const high = final ? 0 : wordAt(data, 8 * block + 4, length, block === blocks ? length << 24 : 0);
    if (final) v2l ^= 0xff;
    v3l ^= low;
    v3h ^= high;
    for (let round = final ? 4 : 2; round > 0; round--) {
      v0l = (v0l + v1l) | 0;
      v0h = (v0h + v1h + (v0l >>> 0 < v1l >>> 0 ? 1 : 0)) | 0;
      let turned = (v1l << 13) | (v1h >>> 19);
      v1h = ((v1h << 13) | (v1l >>> 19)) ^ v0h;
      v1l = turned ^ v0l;
      turned = v0l;
      v0l = v0h;
      v0h = turned;
      v2l = (v2l + v3l) | 0;
      v2h = (v2h + v3h + (v2l >>> 0 < v3l >>> 0 ? 1 : 0)) | 0;
      turned = (v3l << 16) | (v3h >>> 16);
      v3h = ((v3h << 16) | (v3l >>> 16)) ^ v2h;
      v3l = turned ^ v2l;
      v0l = (v0l + v3l) | 0;
      v0h = (v0h + v3h + (v0l >>> 0 < v3l >>> 0 ? 1 : 0)) | 0;
      turned = (v3l << 21) | (v3h >>> 11);
      v3h = ((v3h << 21) | (v3l >>> 11)) ^ v0h;
      v3l = turned ^ v0l;
      v2l = (v2l + v1l) | 0;
      v2h = (v2h + v1h + (v2l >>> 0 < v1l >>> 0 ? 1 : 0)) | 0;
      turned = (v1l << 17) | (v1h >>> 15);
      v1h = ((v1h << 17) | (v1l >>> 15)) ^ v2h;
      v1l = turned ^ v2l;
      turned = v2l;
      v2l = v2h;
      v2h = turned;
    }
    v0l ^= low;
    v0h ^= high;
  }
  writeWord(out, at, v0l ^ v1l ^ v2l ^ v3l);
  writeWord(out, at + 4, v0h ^ v1h ^ v2h ^ v3h);
}

/** Four octets, the low one first; those from `end` on are 0, and `more` is added. */
function wordAt(data: Uint8Array, at: number, end: number, more: number): number {
  if (at + 4 <= end) return data[at]! | (data[at + 1]! << 8) | (data[at + 2]! << 16) | (data[at + 3]! << 24);
  let word = more;
  for (let i = 0; i < 4 && at + i < end; i++) word |= data[at + i]! << (8 * i);
  return word;
}

function writeWord(out: Uint8Array, at: number, word: number): void {
  for (let i = 0; i < 4; i++) out[at + i] = word >>> (8 * i);
}
