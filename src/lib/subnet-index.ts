import type { IpPrefix } from './ip-prefix.ts';

/** Finds the blocks that an address is in. */
export interface SubnetIndex {
  /** The numbers of all blocks that hold an address of 4 or 16 octets, the smallest block first. */
  find(address: Uint8Array): readonly number[];
}

/** In IPv6, an IPv4 address follows these (RFC 4291 section 2.5.5.2, RFC 3056): its blocks are as much smaller. */
const MAPPED = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];
const SIX_TO_FOUR = [0x20, 0x02];

/** An index over blocks, no two alike: it asks once for each length that occurs, however many blocks there are. */
export function subnetIndex(blocks: readonly IpPrefix[]): SubnetIndex {
  const families = { 4: lengthsOf(blocks, 4), 16: lengthsOf(blocks, 16) };
  const findOwn = (address: Uint8Array) => matches(families[address.length as 4 | 16], address);
  return {
    find(address) {
      const held = heldIpv4(address);
      if (!held) return findOwn(address).map(({ block }) => block);
      const inside = findOwn(held.address).map(({ block, length }) => ({ block, length: length + held.offset }));
      return [...inside, ...findOwn(address)].sort((a, b) => b.length - a.length).map(({ block }) => block);
    },
  };
}

/** The IPv4 address that an IPv6 address of 16 octets holds, and at which bit; undefined where it holds none. */
export function heldIpv4(address: Uint8Array): { readonly address: Uint8Array; readonly offset: number } | undefined {
  if (address.length !== 16) return undefined;
  if (MAPPED.every((octet, i) => address[i] === octet)) return { address: address.subarray(12, 16), offset: 96 };
  if (SIX_TO_FOUR.every((octet, i) => address[i] === octet)) return { address: address.subarray(2, 6), offset: 16 };
  return undefined;
}

interface OfLength {
  readonly length: number;
  readonly blocks: ReadonlyMap<string, number>;
}

/** The longest first. */
function lengthsOf(blocks: readonly IpPrefix[], octets: number): readonly OfLength[] {
  const byLength = new Map<number, Map<string, number>>();
  blocks.forEach(({ address, length }, block) => {
    if (address.length !== octets) return;
    const ofLength = byLength.get(length) ?? new Map<string, number>();
    byLength.set(length, ofLength.set(maskedText(address, length), block));
  });
  return [...byLength].map(([length, ofLength]) => ({ length, blocks: ofLength })).sort((a, b) => b.length - a.length);
}

function matches(lengths: readonly OfLength[], address: Uint8Array): { block: number; length: number }[] {
  return lengths.flatMap(({ length, blocks }) => {
    const block = blocks.get(maskedText(address, length));
    return block === undefined ? [] : [{ block, length }];
  });
}

/** The first `length` bits as text that only they have. */
function maskedText(address: Uint8Array, length: number): string {
  const whole = length >> 3;
  let text = '';
  for (let i = 0; i < whole; i++) text += String.fromCharCode(address[i]!);
  return (length & 7) === 0 ? text : text + String.fromCharCode(address[whole]! & (0xff00 >> (length & 7)));
}
