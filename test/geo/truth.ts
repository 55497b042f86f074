import { parseIp } from '../../src/lib/ip-address.ts';

/** A prefix as numbers. */
export interface NumberedPrefix {
  readonly first: bigint;
  readonly length: number;
}

/**
 * What is said of the addresses of a family, written down plainly: between two borders of prefixes it is the same. Where it holds for how much
 * around an address follows by looking left and right.
 */
export class Truth<T> {
  /** The first address of each stretch, ascending from 0. */
  readonly borders: readonly bigint[];
  readonly #bits: number;
  readonly #values: readonly T[];

  /** `bits`: 32 or 128. `say` need be asked only at the borders of `prefixes`. */
  constructor(bits: number, prefixes: readonly NumberedPrefix[], say: (address: bigint) => T) {
    const end = 1n << BigInt(bits);
    const all = [0n, ...prefixes.flatMap(({ first, length }) => [first, first + (1n << BigInt(bits - length))])];
    this.borders = [...new Set(all)].filter(border => border < end).sort((a, b) => (a < b ? -1 : 1));
    this.#bits = bits;
    this.#values = this.borders.map(say);
  }

  at(address: bigint): T {
    return this.#values[this.#stretchOf(address)]!;
  }

  /** Bits of the widest prefix around an address for all of which `isSame` holds with what is said of the address. */
  widest(address: bigint, isSame: (a: T, b: T) => boolean = (a, b) => a === b): number {
    const stretch = this.#stretchOf(address);
    const own = this.#values[stretch]!;
    let [first, last] = [stretch, stretch];
    while (first > 0 && isSame(own, this.#values[first - 1]!)) first--;
    while (last < this.borders.length - 1 && isSame(own, this.#values[last + 1]!)) last++;
    const from = this.borders[first]!;
    const end = this.borders[last + 1] ?? 1n << BigInt(this.#bits);
    let length = 0;
    while (!isInside(address, this.#bits - length, from, end)) length++;
    return length;
  }

  #stretchOf(address: bigint): number {
    let [low, high] = [0, this.borders.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.borders[middle]! <= address) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** Whether the prefix around an address with so many free bits lies between two others, the second not included. */
function isInside(address: bigint, free: number, from: bigint, end: bigint): boolean {
  const first = (address >> BigInt(free)) << BigInt(free);
  return first >= from && first + (1n << BigInt(free)) <= end;
}

/** An address, or a prefix, as a number. */
export function numberOf(octets: Uint8Array): bigint {
  return octets.reduce((number, octet) => (number << 8n) | BigInt(octet), 0n);
}

/** 4 or 16 octets of a number. */
export function octetsOf(number: bigint, count: 4 | 16): Uint8Array {
  return Uint8Array.from({ length: count }, (_, i) => Number((number >> BigInt(8 * (count - 1 - i))) & 255n));
}

/** Reads `ADDRESS/LENGTH`. */
export function numberedPrefix(text: string): NumberedPrefix & { readonly bits: 32 | 128 } {
  const [address, length] = text.split('/');
  const octets = parseIp(address!)!;
  return { first: numberOf(octets), length: Number(length), bits: octets.length === 4 ? 32 : 128 };
}

/** The IPv4 address that an IPv6 address holds: IPv4-mapped (RFC 4291 section 2.5.5.2) or 6to4 (RFC 3056). */
export function heldBy(address: bigint): bigint | undefined {
  if (address >> 32n === 0xffffn) return address & 0xffff_ffffn;
  return address >> 112n === 0x2002n ? (address >> 80n) & 0xffff_ffffn : undefined;
}

/** The IPv6 prefixes of the addresses that hold those of an IPv4 prefix. */
export function holdersOf({ first, length }: NumberedPrefix): NumberedPrefix[] {
  return [
    { first: (0xffffn << 32n) | first, length: 96 + length },
    { first: (0x2002n << 112n) | (first << 80n), length: 16 + length },
  ];
}
