import { parseIp } from './ip-address.ts';

/** An address block. */
export interface IpPrefix {
  /** 4 or 16 octets, zero behind the prefix. */
  readonly address: Uint8Array;
  /** Bits. */
  readonly length: number;
}

/** Reads `192.0.2.0/24`, or an address for itself alone; undefined where it is neither, or has bits behind its length. */
export function parsePrefix(text: string): IpPrefix | undefined {
  const [written = '', lengthText, ...rest] = text.split('/');
  const address = parseIp(written);
  if (!address || rest.length > 0 || written.includes('%')) return undefined;
  if (lengthText === undefined) return { address, length: 8 * address.length };
  const length = Number(lengthText);
  if (!/^\d{1,3}$/.test(lengthText) || length > 8 * address.length) return undefined;
  const kept = maskAddress(address, length);
  return address.some((octet, i) => octet !== kept[i]) ? undefined : { address, length };
}

/** A copy of an address of 4 or 16 octets with zeros behind its first `length` bits. */
export function maskAddress(address: Uint8Array, length: number): Uint8Array {
  return address.map((octet, i) => octet & ~(0xff >> Math.min(8, Math.max(0, length - 8 * i))));
}

/** Whether an address of 4 or 16 octets, at the front of `address`, is in the prefix. */
export function contains(prefix: IpPrefix, family: 4 | 6, address: Uint8Array): boolean {
  if (prefix.address.length !== (family === 4 ? 4 : 16)) return false;
  for (let i = 0, bits = prefix.length; bits > 0; i++, bits -= 8) {
    const mask = bits >= 8 ? 0xff : 0xff00 >> bits;
    if (((prefix.address[i]! ^ address[i]!) & mask) !== 0) return false;
  }
  return true;
}

/** Whether every address of the block `inner` is in `outer`; a block of the other family never is. */
export function containsPrefix(outer: IpPrefix, inner: IpPrefix): boolean {
  return outer.length <= inner.length && contains(outer, inner.address.length === 4 ? 4 : 6, inner.address);
}
