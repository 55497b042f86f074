import fc from 'fast-check';
import type { LocationTable } from '../../src/geo/location-table.ts';
import { HOLDING_IPV4, NOWHERE_IPV4, NOWHERE_IPV6 } from '../../src/geo/special-prefixes.ts';
import { formatIp } from '../../src/lib/ip-address.ts';
import { compiled } from './locate.ts';
import { heldBy, holdersOf, type NumberedPrefix, numberedPrefix, numberOf, octetsOf, Truth } from './truth.ts';

/** Prefixes that often meet: of few different octets, any length. */
export const anyIpv4Prefix: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(20, 21, 100, 200),
    fc.constantFrom(0, 1, 128),
    fc.constantFrom(0, 7, 255),
    fc.nat(255),
    fc.integer({ min: 0, max: 32 }),
  )
  .map(([a, b, c, d, length]) => masked(Uint8Array.of(a, b, c, d), length));

/** Below 2000::/3, at 2002::/16 too, where IPv6 addresses hold IPv4 ones. */
export const anyIpv6Prefix: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(0x2400, 0x2401, 0x2002, 0x3000),
    fc.constantFrom(0, 1, 0x1400, 0x8000),
    fc.uint8Array({ minLength: 12, maxLength: 12 }),
    fc.integer({ min: 3, max: 128 }),
  )
  .map(([a, b, rest, length]) => masked(Uint8Array.of(a >> 8, a & 255, b >> 8, b & 255, ...rest), length));

export const COUNTRIES = ['AU', 'BR', 'CN', 'DE', 'FR', 'JP', 'US', 'ZA'] as const;

export type Entries = readonly (readonly [prefix: string, country: string])[];

const anyEntry = fc.tuple(
  fc.oneof(
    anyIpv4Prefix.filter(text => !text.endsWith('/0')),
    anyIpv6Prefix,
  ),
  fc.constantFrom(...COUNTRIES),
);

/** A small database: a later entry cuts into an earlier one. */
export const anyEntries: fc.Arbitrary<Entries> = fc.array(anyEntry, { maxLength: 14 });

/** Both families: which they are, by their bits. */
export type Bits = 32 | 128;

/** The table of a database file for IPv6 with these entries. */
export function tableOf(entries: Entries): LocationTable {
  return compiled({ ipVersion: 6, entries: Object.fromEntries(entries.map(([prefix, country]) => [prefix, { country_code: country }])) });
}

/** The countries of a family's addresses; what holds an IPv4 address is where that is, and special prefixes are nowhere. */
export function countriesOf(entries: Entries, bits: Bits, also: readonly NumberedPrefix[] = []): Truth<string | undefined> {
  // The writer keeps the last record of a prefix in the place of the first.
  const distinct = [...new Map(entries)].map(([text, country]) => ({ ...numberedPrefix(text), country }));
  const special = { 32: NOWHERE_IPV4.map(numbered), 128: NOWHERE_IPV6.map(numbered) };
  const countryIn = (family: Bits, address: bigint): string | undefined => {
    if (special[family].some(prefix => holds(prefix, address, family))) return undefined;
    return distinct.findLast(entry => entry.bits === family && holds(entry, address, family))?.country;
  };
  const say = (address: bigint) => {
    const held = bits === 128 ? heldBy(address) : undefined;
    return held === undefined ? countryIn(bits, address) : countryIn(32, held);
  };
  const ipv4 = [...special[32], ...distinct.filter(entry => entry.bits === 32)];
  const ipv6 = [
    ...special[128],
    ...distinct.filter(entry => entry.bits === 128),
    ...HOLDING_IPV4.map(numbered),
    ...ipv4.flatMap(holdersOf),
  ];
  return new Truth(bits, [...(bits === 32 ? ipv4 : ipv6), ...also], say);
}

/** The prefixes of a family's addresses that blocks hold. */
export function bordersOf(blocks: readonly string[], bits: Bits): NumberedPrefix[] {
  const numbered = blocks.map(numberedPrefix);
  const own = numbered.filter(prefix => prefix.bits === bits);
  return bits === 32 ? own : [...own, ...numbered.filter(prefix => prefix.bits === 32).flatMap(holdersOf)];
}

/** Addresses at the borders of what is said, on either side of them, and anywhere. */
export function addressesNear(truth: Truth<unknown>, bits: Bits): fc.Arbitrary<Uint8Array> {
  const count = bits === 32 ? 4 : 16;
  const last = (1n << BigInt(bits)) - 1n;
  const border = fc.tuple(fc.constantFrom(...truth.borders), fc.constantFrom(-1n, 0n, 1n)).map(([at, off]) => clamp(at + off, last));
  return fc.oneof({ weight: 4, arbitrary: border }, fc.bigInt({ min: 0n, max: last })).map(number => octetsOf(number, count));
}

function clamp(number: bigint, last: bigint): bigint {
  if (number < 0n) return 0n;
  return number > last ? last : number;
}

function numbered({ octets, length }: { readonly octets: Uint8Array; readonly length: number }): NumberedPrefix {
  return { first: numberOf(octets), length };
}

/** Whether a prefix of a family holds an address of the same. */
export function holds({ first, length }: NumberedPrefix, address: bigint, bits: Bits): boolean {
  return (first ^ address) >> BigInt(bits - length) === 0n;
}

function masked(octets: Uint8Array, length: number): string {
  const free = BigInt(8 * octets.length - length);
  return `${formatIp(octetsOf((numberOf(octets) >> free) << free, octets.length as 4 | 16))}/${length}`;
}
