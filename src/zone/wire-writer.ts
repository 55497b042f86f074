import { nameToWire } from '../lib/dns-name.ts';
import type { Name } from '../model/zone.ts';

/** RFC 1035 section 3.2.1: RDLENGTH has 16 bits. */
export const MAX_RDATA = 0xffff;

const DOT = 0x2e;

/** Builds RDATA in a buffer that is used again for every record. What lies beyond MAX_RDATA is counted but not kept. */
export class WireWriter {
  readonly #buffer = new Uint8Array(MAX_RDATA);
  /** Octets written since `reset`. */
  length = 0;

  reset(): void {
    this.length = 0;
  }

  u8(value: number): void {
    this.#buffer[this.length++] = value;
  }

  u16(value: number): void {
    this.u8((value >>> 8) & 255);
    this.u8(value & 255);
  }

  u32(value: number): void {
    this.u16(Math.floor(value / 0x1_0000));
    this.u16(value & 0xffff);
  }

  bytes(octets: Uint8Array): void {
    if (this.length + octets.length <= MAX_RDATA) this.#buffer.set(octets, this.length);
    this.length += octets.length;
  }

  /** A canonical name, not compressed. */
  name(name: Name): void {
    if (name.includes('\\') || name === '.') {
      this.bytes(nameToWire(name));
      return;
    }
    let label = this.length++;
    for (let at = 0; at < name.length; at++) {
      const code = name.charCodeAt(at);
      if (code === DOT) {
        this.#buffer[label] = this.length - label - 1;
        label = this.length++;
      } else this.#buffer[this.length++] = code;
    }
    this.#buffer[label] = 0;
  }

  /** A copy of what was written. */
  copy(): Uint8Array {
    const { length } = this;
    const copy = new Uint8Array(length);
    if (length > 32) copy.set(this.#buffer.subarray(0, length));
    else for (let at = 0; at < length; at++) copy[at] = this.#buffer[at]!;
    return copy;
  }
}
